"""The plots of weeks and of directions: bars, points, shades, funnel. Each draws a spec in a box, with letters of one size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.charts.canvas import (
    BLUE,
    INK,
    LEGIBLE,
    MUTED,
    ORANGE,
    PALE,
    RULE,
    Box,
    Canvas,
    every,
    fitted,
    ink_on,
    shade,
    width_of,
)  # fmt: skip
from handlers.charts.scales import binomial_curve, ceiling, is_outside
from handlers.charts.specs import Delays, Flow, Funnel, Heat, Simple
from handlers.charts.written import number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def ruled(canvas: Canvas, box: Box, ceiling: float, size: float, language: str, *, label: str = "", parts: int = 2) -> Axes:
    """Axes from nought to the ceiling: a thin line each part of it, its number at the left above the line."""
    axes = canvas.axes(box)
    axes.set_ylim(0, ceiling)
    for step in range(parts + 1):
        y = box.bottom - box.height * step / parts
        canvas.rule(box.left, y - 1, box.right, colour=INK if step == 0 else RULE)
        if step:
            said = number(ceiling * step / parts, language)
            canvas.write(box.left, y - 1.08 * size, said + (label if step == parts else ""), size=size, colour=MUTED)
    return axes


def flow(canvas: Canvas, spec: Flow, box: Box, size: float) -> None:
    """Two panels, for a stock of a thousand would flatten bars of a hundred."""
    language, count = spec.head.language, len(spec.weeks)
    inner = box._replace(left=box.left + 1.2 * size)
    cut = box.top + 0.6 * box.height
    bars = ruled(canvas, box._replace(top=box.top + 2.4 * size, bottom=cut - 1.5 * size), spec.ceilings[0], size, language)
    bars.set_xlim(-0.5 - 0.09 * count, count - 0.5)
    for shift, colour, name in ((-0.2, BLUE, "arrivals"), (0.2, ORANGE, "closed")):
        values = [getattr(week, name) or 0 for week in spec.weeks]
        bars.bar([place + shift for place in range(count)], values, width=0.37, color=colour)
    last = spec.weeks[-1]
    x = box.right
    for colour, name, value in ((ORANGE, spec.names[1], last.closed), (BLUE, spec.names[0], last.arrivals)):
        said = f"{name} {number(value, language)}" if value is not None else name
        canvas.write(x, box.top, said, size=1.06 * size, colour=_legible(colour), bold=True, align="right")
        x -= width_of(said, size=1.06 * size, bold=True) + 0.9 * size
    _under(canvas, bars, spec, inner, cut - 1.3 * size, size)
    panel = Box(box.left, cut + 2.6 * size, box.right, box.bottom - 0.3 * size)
    canvas.write(box.right, cut + 0.5 * size, f"{spec.names[2]} {number(last.open, language)}" if last.open is not None else spec.names[2],
                 size=1.06 * size, bold=True, align="right")
    line = ruled(canvas, panel, spec.ceilings[1], size, language)
    line.set_xlim(-0.5 - 0.09 * count, count - 0.5)
    known = [(place, week.open) for place, week in enumerate(spec.weeks) if week.open is not None]
    if known:
        line.plot([x for x, _ in known], [y for _, y in known], color=INK, linewidth=canvas.points(0.13 * size), solid_capstyle="round",
                  clip_on=False)
        line.plot(*known[-1], "o", color=INK, markersize=canvas.points(0.42 * size), clip_on=False)


def _legible(colour: str) -> str:
    return LEGIBLE if colour == ORANGE else colour


def _under(canvas: Canvas, axes: Axes, spec: Flow, box: Box, y: float, size: float) -> None:
    low, high = axes.get_xlim()
    left = box.left - 1.2 * size
    room = (box.right - left) / (high - low)
    apart = every([week.label for week in spec.weeks], room, size=size)
    for place, week in enumerate(spec.weeks):
        if (len(spec.weeks) - 1 - place) % apart == 0:
            canvas.write(left + (place - low) * room, y, week.label, size=size, colour=MUTED, align="center")


def _names(canvas: Canvas, names: list[str], box: Box, size: float, width: float) -> None:
    """A column of names, each in the middle of its row, on two lines at most."""
    high = box.height / max(1, len(names))
    for place, name in enumerate(names):
        lines = fitted(name, width, size=size, lines=2)
        y = box.top + high * (place + 0.5) - 0.55 * size * (len(lines) - 1)
        for number_, line in enumerate(lines):
            canvas.write(box.left, y + 1.1 * size * number_, line, size=size, middle=True)


def delays(canvas: Canvas, spec: Delays, box: Box, size: float) -> None:
    language, count = spec.head.language, max(1, len(spec.rows))
    names, told = 0.37 * box.width, 3.9 * size
    plot = Box(box.left + names + 0.6 * size, box.top + 1.5 * size, box.right - told - 0.5 * size, box.bottom - 2.0 * size)
    high = plot.height / count
    axes = canvas.axes(plot)
    axes.set_xlim(0, spec.ceiling)
    axes.set_ylim(count, 0)
    for step in (0, 0.5, 1):
        x = plot.left + plot.width * step
        canvas.block(Box(x - 1, plot.top, x + 1, plot.bottom), RULE, zorder=-3)
        said = number(spec.ceiling * step, language, decimals=int(spec.ceiling * step % 1 > 0))
        canvas.write(x, plot.bottom + 0.3 * size, said, size=size, colour=MUTED, align="center")
    canvas.write(box.left, plot.bottom + 0.3 * size, spec.axis, size=size, colour=MUTED)
    _names(canvas, [row.name for row in spec.rows], Box(box.left, plot.top, 0, plot.bottom), size, names)
    labelled = False
    for place, row in enumerate(spec.rows):
        y = place + 0.5
        middle = plot.top + high * y
        canvas.write(box.right, middle, f"n\u00a0=\u00a0{number(row.n, language)}", size=size, colour=MUTED, align="right", middle=True)
        if row.median is None:
            said, left = spec.missing[row.why], plot.left + 0.4 * size
            behind = Box(left, middle - 0.6 * size, left + 0.2 * size + width_of(said, size=size), middle + 0.6 * size)
            canvas.block(behind, canvas.paper, zorder=-2)
            canvas.write(left, middle, said, size=size, colour=MUTED, middle=True)
            continue
        if row.most is not None:
            axes.plot([row.median, row.most], [y, y], color="#B9BCC2", linewidth=canvas.points(0.16 * size), zorder=1, clip_on=False)
            axes.plot(row.most, y, "D", color=ORANGE, markersize=canvas.points(0.5 * size), zorder=2, clip_on=False)
        axes.plot(row.median, y, "o", color=BLUE, markersize=canvas.points(0.62 * size), zorder=3, clip_on=False)
        if not labelled:
            labelled = _points_named(canvas, spec, plot, row.median, row.most, plot.top - 0.55 * size, size)


def _points_named(canvas: Canvas, spec: Delays, plot: Box, median: float, most: float | None, y: float, size: float) -> bool:
    """What the two points are, once, above the first of them; apart where they are close."""
    x = plot.left + plot.width * median / spec.ceiling
    half = width_of(spec.names[0], size=size, bold=True) / 2
    at = max(x, plot.left + half)
    canvas.write(at, y - 0.75 * size, spec.names[0], size=size, colour=BLUE, bold=True, align="center")
    if most is not None:
        wide = width_of(spec.names[1], size=size, bold=True) / 2
        there = max(plot.left + plot.width * most / spec.ceiling, at + half + wide + 0.7 * size)
        canvas.write(there, y - 0.75 * size, spec.names[1], size=size, colour=_legible(ORANGE), bold=True, align="center")
    return True


def heat(canvas: Canvas, spec: Heat, box: Box, size: float) -> None:
    names, count, wide = 0.34 * box.width, max(1, len(spec.rows)), max(1, len(spec.columns))
    grid = Box(box.left + names + 0.5 * size, box.top + 1.5 * size, box.right, box.bottom - 1.5 * size)
    step, high = grid.width / wide, grid.height / count
    small = min(size, size * step / width_of("100", size=size) * 0.86)
    apart = every(spec.columns, step, size=size)
    for place, column in enumerate(spec.columns):
        if (wide - 1 - place) % apart == 0:
            canvas.write(grid.left + step * (place + 0.5), box.top, column, size=size, colour=MUTED, align="center")
    _names(canvas, [row.name for row in spec.rows], Box(box.left, grid.top, 0, grid.bottom), size, names)
    for line, row in enumerate(spec.rows):
        for place, cell in enumerate(row.cells):
            left, top = grid.left + step * place, grid.top + high * line
            corner = Box(left + 2, top + 2, left + step - 2, top + high - 2)
            colour = PALE if cell is None else shade((cell - 0.4) / 0.6)
            canvas.block(corner, colour)
            said = "–" if cell is None else f"{round(100 * cell)}"
            canvas.write((corner.left + corner.right) / 2, (corner.top + corner.bottom) / 2, said, size=small, align="center", middle=True,
                         colour=MUTED if cell is None else ink_on(colour))
    y = box.bottom - 1.0 * size
    x = box.left
    for colour, said in ((shade(0), spec.ends[0]), (shade(1), spec.ends[1]), (PALE, spec.ends[2])):
        canvas.block(Box(x, y + 0.1 * size, x + 0.8 * size, y + 0.9 * size), colour)
        canvas.write(x + 1.05 * size, y, said, size=size, colour=MUTED)
        x += width_of(said, size=size) + 2.0 * size


def funnel(canvas: Canvas, spec: Funnel, box: Box, size: float) -> None:
    language = spec.head.language
    plot = Box(box.left, box.top + 1.0 * size, box.right, box.bottom - 1.6 * size)
    furthest = ceiling(1.05 * max((place.n for place in spec.places), default=10), least=10)
    axes = canvas.axes(plot)
    axes.set_xlim(0, furthest)
    lowest = min([0.5, *(place.some / place.n for place in spec.places if place.n)])
    floor = 0.5 if lowest >= 0.5 else 0.0 if lowest < 0.25 else 0.25
    axes.set_ylim(floor, 1.02)
    for share in [each / 4 for each in range(5) if each / 4 >= floor]:
        y = plot.bottom - plot.height * (share - floor) / (1.02 - floor)
        canvas.rule(plot.left, y - 1, plot.right)
        canvas.write(plot.left, y - 1.08 * size, percent(share, language), size=size, colour=MUTED)
    sizes = sorted({max(1, round(furthest * each / 160)) for each in range(1, 161)})
    limits = [binomial_curve(n, spec.common) for n in sizes]
    axes.fill_between(sizes, [low for low, _ in limits], [high for _, high in limits], color=BLUE, alpha=0.11, linewidth=0)
    axes.axhline(spec.common, color=BLUE, linewidth=canvas.points(0.07 * size))
    outside = [place for place in spec.places if is_outside(place.some, place.n, spec.common)]
    for place in spec.places:
        odd = place in outside
        axes.plot(place.n, place.some / place.n, "D" if odd else "o", color=ORANGE if odd else INK,
                  markersize=canvas.points((0.6 if odd else 0.5) * size), clip_on=False)
    def at(share: float) -> float:
        return plot.bottom - plot.height * (share - floor) / (1.02 - floor)

    points = [(plot.left + plot.width * place.n / furthest, at(place.some / place.n)) for place in spec.places]
    wide = width_of(spec.names[0], size=size, bold=True)
    for right, top in ((right, at(spec.common) + up * size) for right in _leftwards(plot, wide) for up in (-1.2, 0.15)):
        if not any(right - wide - 0.4 * size < x < right + 0.4 * size and top - 0.3 * size < y < top + 1.4 * size for x, y in points):
            break
    canvas.write(right, top, spec.names[0], size=size, colour=BLUE, bold=True, align="right")
    low = limits[-1][0]
    wide = width_of(spec.names[1], size=size)
    canvas.block(Box(plot.right - wide, at(low) + 0.4 * size, plot.right, at(low) + 1.5 * size), canvas.paper, zorder=-0.5)
    canvas.write(plot.right, at(low) + 0.3 * size, spec.names[1], size=size, colour=MUTED, align="right")
    for place in outside:
        _named(canvas, f"{place.name} {percent(place.some / place.n, language)}", plot.left + plot.width * place.n / furthest,
               at(place.some / place.n), plot, size, below=place.some / place.n < spec.common)
    for step in (0, 0.5, 1):
        x = plot.left + plot.width * step
        said = number(round(furthest * step), language) + (f" {spec.names[2]}" if step == 1 else "")
        canvas.write(x, plot.bottom + 0.35 * size, said, size=size, colour=MUTED,
                     align="left" if step == 0 else "right" if step == 1 else "center")


def _leftwards(plot: Box, wide: float) -> list[float]:
    """Where the right end of a label may be, the right first; the last is taken whatever is there."""
    return [plot.right - (plot.width - wide) * step / 12 for step in range(12)]


def _named(canvas: Canvas, said: str, x: float, y: float, plot: Box, size: float, *, below: bool) -> None:
    """Beside a point, within the plot, on the side away from the band."""
    half = width_of(said, size=size, bold=True) / 2
    x = min(max(x, plot.left + half), plot.right - half)
    canvas.write(x, y + (0.45 if below else -1.55) * size, said, size=size, colour=_legible(ORANGE), bold=True, align="center")


def simple(canvas: Canvas, spec: Simple, box: Box, size: float) -> None:
    high = min(5 * size, box.height / max(1, len(spec.bars)))
    widest = max((width_of(bar.said, size=1.1 * size, bold=True) for bar in spec.bars if bar.value is not None), default=0)
    room = box.width - widest - 0.6 * size
    for place, bar in enumerate(spec.bars):
        y = box.top + high * place
        canvas.write(box.left, y, bar.name, size=size)
        thick = min(1.5 * size, high - 2.2 * size)
        strip = Box(box.left, y + 1.4 * size, box.left + room, y + 1.4 * size + thick)
        if bar.value is None:
            canvas.write(box.left, (strip.top + strip.bottom) / 2, bar.said, size=size, colour=MUTED, middle=True)
            continue
        end = strip.left + room * min(1.0, bar.value / spec.ceiling if spec.ceiling else 0)
        canvas.block(strip, PALE)
        canvas.block(strip._replace(right=end), BLUE)
        canvas.write(strip.right + 0.5 * size, (strip.top + strip.bottom) / 2, bar.said, size=1.1 * size, bold=True, middle=True)

