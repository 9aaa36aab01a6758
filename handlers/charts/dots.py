"""The plot of a sector: where requests about one thing are, a circle a street, and hot spots by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import sqrt
from typing import Any

from handlers.charts.canvas import BLUE, INK, MUTED, ORANGE, PAPER, Box, Canvas, face, ink_on, width_of
from handlers.charts.fields import framed
from handlers.charts.ground import inside
from handlers.charts.specs import Dot, Dots
from handlers.charts.written import number

GROUND, EDGE, AROUND = "#F1EFE9", "#6F6C64", "#CFCCC3"
LARGEST = 2.1
"""Of a circle, in letters: its radius."""
NAMED = 3
"""Hot spots whose names are written, as many as are listed in the chat; the others are circles with their number."""
TRIED = 16
"""Places where a name may stand, each way."""


def dots(canvas: Canvas, spec: Dots, box: Box, size: float) -> None:
    from matplotlib.patches import Polygon

    ground = box._replace(bottom=box.bottom - 1.9 * size)
    every = [*spec.spots, *spec.wide, *spec.others]
    points = [(point[0], point[1]) for outline in spec.outlines for ring in outline.rings for point in ring]
    axes, _ = framed(canvas, ground, [*points, *((dot.lon, dot.lat) for dot in every)], part=0.9)
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()

    def at(lon: float, lat: float) -> tuple[float, float]:
        return ground.left + ground.width * (lon - west) / (east - west), ground.top + ground.height * (north - lat) / (north - south)

    for outline in spec.around:
        for ring in outline.rings:
            axes.add_patch(Polygon(ring, closed=True, fill=False, edgecolor=AROUND, linewidth=canvas.points(0.05 * size)))
    for outline in spec.outlines:
        for ring in outline.rings:
            axes.add_patch(Polygon(ring, closed=True, facecolor=GROUND, edgecolor=EDGE, linewidth=canvas.points(0.08 * size)))
    radius = radii(every, size)
    taken = []
    for dot in sorted(every, key=lambda each: -each.count):
        x, y = at(dot.lon, dot.lat)
        reach = radius(dot.count)
        hollow, colour = dot in spec.wide, ORANGE if dot in spec.spots else BLUE
        _circle(canvas, x, y, reach, PAPER if hollow else colour, size, hollow=hollow)
        if dot.count > 1 or hollow:
            _lay(canvas, x, y, number(dot.count, spec.head.language), size, BLUE if hollow else ink_on(colour), bold=True, around=None)
        taken.append(Box(x - reach, y - reach, x + reach, y + reach))
    for dot in (*spec.spots[:NAMED], *spec.wide):
        taken.append(_named(canvas, dot.name, *at(dot.lon, dot.lat), radius(dot.count), ground, taken, size))
    for bold, outlines in ((True, spec.outlines if len(spec.outlines) > 1 else ()), (False, spec.around)):
        for outline in outlines:
            _ground_named(canvas, outline.name, [at(point[0], point[1]) for point in outline.rings[0]], ground, taken, size, bold)
    _key(canvas, spec, box, size)


def radii(every: Sequence[Dot], size: float) -> Callable[[int], float]:
    """By count, in pixels: areas are as counts are."""
    most = max((dot.count for dot in every), default=1)
    step = min(0.55, LARGEST / sqrt(most)) * size
    return lambda count: max(step * sqrt(count), 0.3 * size if count == 1 else 0.62 * size)


def _circle(canvas: Canvas, x: float, y: float, radius: float, colour: str, size: float, *, hollow: bool = False) -> None:
    from matplotlib.patches import Ellipse

    edge: dict[str, Any] = {"edgecolor": BLUE, "linestyle": (0, (2.2, 1.4)), "linewidth": canvas.points(0.09 * size)} if hollow else {
        "edgecolor": PAPER, "linewidth": canvas.points(0.08 * size)}
    canvas.figure.add_artist(Ellipse((x / canvas.width, 1 - y / canvas.height), 2 * radius / canvas.width, 2 * radius / canvas.height,
                                     facecolor=colour, transform=canvas.figure.transFigure, zorder=3, **edge))


def _lay(canvas: Canvas, x: float, y: float, said: str, size: float, colour: str, *, bold: bool, around: str | None) -> None:
    """Letters above the map, their middle at a point; around: a thin edge that keeps them apart from what they are on."""
    from matplotlib import patheffects

    halo = [patheffects.withStroke(linewidth=canvas.points(0.2 * size), foreground=around)] if around else []
    canvas.figure.text(x / canvas.width, 1 - (y + 0.335 * size) / canvas.height, said, fontproperties=face(bold),
                       fontsize=canvas.points(size), color=colour, ha="center", va="baseline", zorder=4, path_effects=halo)


def _named(canvas: Canvas, name: str, x: float, y: float, radius: float, ground: Box, taken: Sequence[Box], size: float) -> Box:
    """Beside its circle, where it covers least."""
    wide, gap = width_of(name, size=size, bold=True), radius + 0.3 * size

    def places() -> Iterator[Box]:
        half = 0.6 * size
        centres = ((x + gap + wide / 2, y), (x - gap - wide / 2, y), (x, y + gap + half), (x, y - gap - half),
                   (x + 0.7 * gap + wide / 2, y - gap), (x + 0.7 * gap + wide / 2, y + gap),
                   (x - 0.7 * gap - wide / 2, y - gap), (x - 0.7 * gap - wide / 2, y + gap))
        for across, down in centres:
            across = min(max(across, ground.left + wide / 2), ground.right - wide / 2)
            yield Box(across - wide / 2, down - half, across + wide / 2, down + half)

    best = min(places(), key=lambda there: _covered(there, taken) + 4 * (there.height * there.width - _shared(there, ground)))
    _lay(canvas, (best.left + best.right) / 2, (best.top + best.bottom) / 2, name, size, INK, bold=True, around=PAPER)
    return best


def _ground_named(canvas: Canvas, name: str, ring: Sequence[tuple[float, float]], ground: Box, taken: list[Box], size: float,
                  bold: bool) -> None:
    """The name of a part of town, whole within it, near the middle of what is seen of it, and covering nothing; else left out."""
    wide, half = width_of(name, size=size, bold=bold) / 2 + 0.2 * size, 0.6 * size
    columns, rows = ([low + (high - low) * step / TRIED for step in range(TRIED + 1)]
                     for low, high in ((ground.left + wide, ground.right - wide), (ground.top + half, ground.bottom - half)))
    centres = [(x, y) for y in rows for x in columns]
    seen = [centre for centre in centres if inside(centre, ring)]
    if not seen:
        return
    middle = (sum(x for x, _ in seen) / len(seen), sum(y for _, y in seen) / len(seen))
    for x, y in sorted(seen, key=lambda each: (each[0] - middle[0]) ** 2 + (each[1] - middle[1]) ** 2):
        there = Box(x - wide, y - half, x + wide, y + half)
        corners = ((across, down) for across in (there.left, there.right) for down in (there.top, there.bottom))
        if not _covered(there, taken) and all(inside(corner, ring) for corner in corners):
            _lay(canvas, x, y, name, size, MUTED, bold=bold, around=PAPER)
            taken.append(there)
            return


def _shared(one: Box, two: Box) -> float:
    return max(0.0, min(one.right, two.right) - max(one.left, two.left)) * max(0.0, min(one.bottom, two.bottom) - max(one.top, two.top))


def _covered(there: Box, taken: Sequence[Box]) -> float:
    return sum(_shared(there, each) for each in taken)


def _key(canvas: Canvas, spec: Dots, box: Box, size: float) -> None:
    x, y = box.left, box.bottom - 0.6 * size
    one, wide, nowhere = spec.names
    if any(dot.count == 1 for dot in (*spec.others, *spec.spots)):
        _circle(canvas, x + 0.35 * size, y, 0.3 * size, BLUE, size)
        canvas.write(x + 0.95 * size, y, one, size=size, colour=MUTED, middle=True)
        x += width_of(one, size=size) + 1.9 * size
    if spec.wide:
        _circle(canvas, x + 0.45 * size, y, 0.42 * size, PAPER, size, hollow=True)
        canvas.write(x + 1.15 * size, y, wide, size=size, colour=MUTED, middle=True)
    if nowhere:
        canvas.write(box.right, y, nowhere, size=size, bold=True, colour=MUTED, align="right", middle=True)
