"""The plots of a year, of parts and of the ground: months within limits, stacked bars, a map in hexagons."""

from __future__ import annotations

from math import cos, pi, radians, sin
from typing import TYPE_CHECKING

from handlers.charts.canvas import (
    BLUE,
    INK,
    LEGIBLE,
    MUTED,
    ORANGE,
    PAPER,
    SERIES,
    Box,
    Canvas,
    every,
    face,
    ink_on,
    shade,
    width_of,
)  # fmt: skip
from handlers.charts.ground import A_DEGREE_M
from handlers.charts.scales import is_odd
from handlers.charts.specs import Control, Map, Stacked
from handlers.charts.written import number, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes


def control(canvas: Canvas, spec: Control, box: Box, size: float) -> None:
    language, count = spec.head.language, max(1, len(spec.months))
    plot = Box(box.left + 1.4 * size, box.top + 1.3 * size, box.right - 1.2 * size, box.bottom - 1.6 * size)
    shown = [each for month in spec.months for each in (month.value, month.low, month.high) if each is not None]
    lowest = min(shown, default=0.5)
    floor = 0.5 if lowest >= 0.55 else 0.25 if lowest >= 0.3 else 0.0
    top = 1.0
    axes = canvas.axes(plot)
    axes.set_xlim(-0.5, count - 0.5)
    axes.set_ylim(floor, top)

    def at(share: float) -> float:
        return plot.bottom - plot.height * (share - floor) / (top - floor)

    for share in (floor, (floor + top) / 2, top):
        canvas.rule(box.left, at(share) - 1, box.right)
        canvas.write(box.left, at(share) - 1.08 * size, percent(share, language), size=size, colour=MUTED)
    band = [(place, month.low, month.high) for place, month in enumerate(spec.months) if month.low is not None and month.high is not None]
    for place, low, high in band:
        axes.fill_between([place - 0.5, place + 0.5], low, high, color=BLUE, alpha=0.12, linewidth=0)
    if spec.centre is not None:
        axes.axhline(spec.centre, color=BLUE, linewidth=canvas.points(0.06 * size), linestyle=(0, (4, 3)))
    known = [(place, month.value) for place, month in enumerate(spec.months) if month.value is not None]
    axes.plot([x for x, _ in known], [y for _, y in known], color=INK, linewidth=canvas.points(0.11 * size), clip_on=False)
    step = plot.width / count
    apart = every([month.label for month in spec.months], step, size=size)
    for place, month in enumerate(spec.months):
        if (count - 1 - place) % apart == 0:
            canvas.write(plot.left + step * (place + 0.5), plot.bottom + 0.35 * size, month.label, size=size, colour=MUTED, align="center")
        if month.value is None:
            continue
        odd = is_odd(month)
        colour, shape = (ORANGE, "D") if odd else (INK, "o")
        axes.plot(place, month.value, shape, color=colour, markersize=canvas.points(0.46 * size), clip_on=False)
        if odd or place == known[-1][0]:
            low = month.value < (spec.centre or 0)
            x = min(plot.left + step * (place + 0.5), box.right - width_of("100 %", size=size, bold=True) / 2)
            canvas.write(x, at(month.value) + (0.4 if low else -1.5) * size, percent(month.value, language), size=size, bold=True,
                         colour=LEGIBLE if odd else INK, align="center")
    if band and spec.centre is not None:
        first = [month for month in spec.months[: count // 2] if month.low is not None and month.high is not None]
        under = not any(month.value is not None and month.value < (month.low or 0) for month in first)
        y = at(min((month.low or 0 for month in first), default=0)) + 0.3 * size if under else at(
            max((month.high or 1 for month in first), default=1)) - 1.4 * size
        canvas.write(plot.left + 1.6 * size, y, spec.names[0], size=size, colour=BLUE, bold=True)


def stacked(canvas: Canvas, spec: Stacked, box: Box, size: float) -> None:
    """The name in a part that holds it, the figure alone in a narrower one; what no part could name is named below."""
    language = spec.head.language
    colours = colours_of(spec.series)
    named: set[str] = set()
    high = (box.height - 1.6 * size) / max(1, len(spec.bars))
    thick = min(2.3 * size, high - 1.9 * size)
    for place, bar in enumerate(spec.bars):
        y = box.top + high * place
        canvas.write(box.left, y, bar.name, size=size, bold=True)
        canvas.write(box.right, y, f"n\u00a0=\u00a0{number(bar.n, language)}", size=size, colour=MUTED, align="right")
        x = box.left
        for part in bar.parts:
            strip = Box(x, y + 1.4 * size, x + box.width * part.percent / 100, y + 1.4 * size + thick)
            x = strip.right
            canvas.block(strip._replace(right=strip.right - 3), colours[part.name])
            named |= _part_said(canvas, part.name, percent(part.percent / 100, language), strip, size, ink_on(colours[part.name]))
    x = box.left
    for name in spec.series:
        if name not in named and any(part.name == name for bar in spec.bars for part in bar.parts):
            canvas.block(Box(x, box.bottom - size, x + 0.8 * size, box.bottom - 0.2 * size), colours[name])
            canvas.write(x + 1.05 * size, box.bottom - 1.1 * size, name, size=size, colour=MUTED)
            x += width_of(name, size=size) + 2.2 * size


def _part_said(canvas: Canvas, name: str, said: str, strip: Box, size: float, ink: str) -> set[str]:
    middle, centre = (strip.top + strip.bottom) / 2, (strip.left + strip.right) / 2
    if strip.width > width_of(name, size=size) + 0.5 * size and strip.height > 2.1 * size:
        canvas.write(centre, middle - 0.52 * size, name, size=size, colour=ink, align="center", middle=True)
        canvas.write(centre, middle + 0.52 * size, said, size=size, colour=ink, align="center", middle=True, bold=True)
        return {name}
    if strip.width > width_of(said, size=size, bold=True) + 0.25 * size:
        canvas.write(centre, middle, said, size=size, colour=ink, align="center", middle=True, bold=True)
    return set()


def colours_of(series: Sequence[str]) -> dict[str, str]:
    """A colour each; the last of a full set is grey, and means all others."""
    some = len(SERIES) - 1
    colours = [SERIES[place % some] if place < max(some, len(series) - 1) else SERIES[-1] for place in range(len(series))]
    return dict(zip(series, colours, strict=True))


def framed(canvas: Canvas, box: Box, points: Sequence[tuple[float, float]], *, part: float = 0.98) -> tuple[Axes, float]:
    """Axes that hold these points in the middle, a metre as long both ways; and how long a degree aside is, of one up. part: of the box."""
    aside = cos(radians(sum(lat for _, lat in points) / len(points)))
    axes = canvas.axes(box)
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    scale = min(box.width / ((max(lons) - min(lons)) * aside or 1e-9), box.height / ((max(lats) - min(lats)) or 1e-9)) * part
    wide, tall = box.width / scale / aside / 2, box.height / scale / 2
    axes.set_xlim((min(lons) + max(lons)) / 2 - wide, (min(lons) + max(lons)) / 2 + wide)
    axes.set_ylim((min(lats) + max(lats)) / 2 - tall, (min(lats) + max(lats)) / 2 + tall)
    return axes, aside


def map_of(canvas: Canvas, spec: Map, box: Box, size: float) -> None:
    from matplotlib import patheffects
    from matplotlib.patches import Polygon

    radius = spec.radius_m / A_DEGREE_M
    points = [(point[0], point[1]) for outline in spec.outlines for ring in outline.rings for point in ring]
    points += [(cell.lon + turn * radius, cell.lat + turn * radius) for cell in spec.cells for turn in (-1, 1)]
    if not points:
        return
    ground = box._replace(bottom=box.bottom - 1.8 * size)
    axes, aside = framed(canvas, ground, points)
    for outline in spec.outlines:
        for ring in outline.rings:
            axes.add_patch(Polygon(ring, closed=True, facecolor="#F1EFE9", edgecolor="#A9A69D", linewidth=canvas.points(0.07 * size)))
    for cell in spec.cells:
        corners = [(cell.lon + radius * sin(pi * turn / 3) / aside, cell.lat + radius * cos(pi * turn / 3)) for turn in range(6)]
        style = {"facecolor": PAPER, "hatch": "////", "edgecolor": "#B9B6AE"} if cell.count is None else {
            "facecolor": _shade_of(cell.count, spec.steps), "edgecolor": PAPER}
        axes.add_patch(Polygon(corners, closed=True, linewidth=canvas.points(0.05 * size), zorder=2, **style))
    for outline in spec.outlines:
        for ring in outline.rings:
            axes.add_patch(Polygon(ring, closed=True, fill=False, edgecolor="#6F6C64", linewidth=canvas.points(0.06 * size), zorder=3))
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    taken: list[Box] = []
    for outline in sorted(spec.outlines, key=lambda each: -_middle(each.rings[0])[1]) if len(spec.outlines) > 1 else ():
        lon, lat = _middle(outline.rings[0])
        half = width_of(outline.name, size=size, bold=True) / 2
        x = min(max(ground.left + ground.width * (lon - west) / (east - west), ground.left + half), ground.right - half)
        y = _free(x, ground.top + ground.height * (north - lat) / (north - south), half, taken, size)
        axes.annotate(outline.name, (x / canvas.width, 1 - y / canvas.height), xycoords="figure fraction", fontproperties=face(True),
                      fontsize=canvas.points(size), color=INK, ha="center", va="center", zorder=4, annotation_clip=False,
                      path_effects=[patheffects.withStroke(linewidth=canvas.points(0.22 * size), foreground=PAPER)])
    _steps(canvas, spec, box, size)


def _free(x: float, y: float, half: float, taken: list[Box], size: float) -> float:
    """The nearest height, down or up, where a name touches none of those written already."""
    for shift in (0, 1, -1, 2, -2, 3):
        there = Box(x - half - 4, y + (shift * 1.15 - 0.55) * size, x + half + 4, y + (shift * 1.15 + 0.55) * size)
        beside = [box for box in taken if there.left < box.right and box.left < there.right]
        if not any(there.top < box.bottom and box.top < there.bottom for box in beside):
            break
    taken.append(there)
    return (there.top + there.bottom) / 2


def _middle(ring: Sequence[Sequence[float]]) -> tuple[float, float]:
    lons, lats = [point[0] for point in ring], [point[1] for point in ring]
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


def _shade_of(count: int, steps: Sequence[int]) -> str:
    place = sum(count >= step for step in steps) - 1
    return shade((place + 0.6) / (len(steps) - 0.4))


def _steps(canvas: Canvas, spec: Map, box: Box, size: float) -> None:
    x, y = box.left, box.bottom - 1.1 * size
    if any(cell.count is None for cell in spec.cells):
        canvas.block(Box(x, y + 0.1 * size, x + size, y + 0.9 * size), PAPER, hatch="////", edgecolor="#B9B6AE")
        canvas.write(x + 1.25 * size, y, spec.few, size=size, colour=MUTED)
        x += width_of(spec.few, size=size) + 2.2 * size
    for place, step in enumerate(spec.steps):
        following = spec.steps[place + 1] - 1 if place + 1 < len(spec.steps) else None
        said = str(step) if following == step else f"{step}–{following}" if following else f"≥ {step}"
        canvas.block(Box(x, y + 0.1 * size, x + size, y + 0.9 * size), _shade_of(step, spec.steps))
        canvas.write(x + 1.25 * size, y, said, size=size, colour=MUTED)
        x += width_of(said, size=size) + 2.2 * size

