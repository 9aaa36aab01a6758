"""Places as hexagons of one size: how many in each, and nothing where there are fewer than five. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, radians, sqrt
from typing import TYPE_CHECKING

from handlers.charts.specs import Cell, Outline

if TYPE_CHECKING:
    from config.territory import Quarter

A_DEGREE_M = 111_195
"""Of latitude, in metres."""
FEWEST = 5


def hexagons(points: Iterable[tuple[float, float]], radius_m: float, *, fewest: int = FEWEST) -> tuple[Cell, ...]:
    """The cells that hold a point, from south to north. points: longitude, then latitude. Laid from the equator, whatever the points."""
    points = list(points)
    if not points:
        return ()
    aside = cos(radians(round(sum(lat for _, lat in points) / len(points))))
    wide, tall = radius_m * sqrt(3) / A_DEGREE_M / aside, radius_m * 1.5 / A_DEGREE_M
    counted = Counter(_nearest(point, wide, tall, aside) for point in points)
    return tuple(
        Cell(round(lon, 6), round(lat, 6), count if count >= fewest else None) for (lat, lon), count in sorted(counted.items())
    )


def _nearest(point: tuple[float, float], wide: float, tall: float, aside: float) -> tuple[float, float]:
    """The centre of the hexagon that a point is in: latitude, longitude."""
    lon, lat = point
    row = int(lat // tall)
    centres = []
    for line in (row, row + 1):
        shift = 0.5 * (line % 2)
        column = round(lon / wide - shift)
        centres.append((line * tall, (column + shift) * wide))
    return min(centres, key=lambda centre: ((centre[1] - lon) * aside) ** 2 + (centre[0] - lat) ** 2)


def steps(cells: Iterable[Cell]) -> tuple[int, ...]:
    """From how many each shade is: from five, doubling, four shades at most."""
    most = max((cell.count or 0 for cell in cells), default=0)
    first = FEWEST
    while first * 8 <= most / 2:
        first *= 2
    found = [FEWEST, *(first * 2**power for power in range(1, 4))]
    return tuple(step for place, step in enumerate(found) if place == 0 or step <= most)


def within(point: tuple[float, float], outline: Outline) -> bool:
    """Whether a point is in a quarter, and in none of its holes; on a line, either."""
    return sum(inside(point, ring) for ring in outline.rings) % 2 == 1


def where(cell: Cell, outlines: Iterable[Outline]) -> str:
    """The quarter that a hexagon's middle is in; "" outside of all."""
    return next((outline.name for outline in outlines if within((cell.lon, cell.lat), outline)), "")


def outlines_of(quarters: Iterable[Quarter]) -> tuple[Outline, ...]:
    return tuple(Outline(quarter.name, tuple(ring for polygon in quarter.polygons for ring in polygon)) for quarter in quarters)


def inside(point: tuple[float, float], ring: Iterable[Sequence[float]]) -> bool:
    """Whether a point is within a closed ring; on its line, either."""
    lon, lat = point
    corners = list(ring)
    crossed = (
        one[0] + (lat - one[1]) / (two[1] - one[1]) * (two[0] - one[0]) > lon
        for one, two in pairwise(corners) if (one[1] > lat) != (two[1] > lat)
    )
    return sum(crossed) % 2 == 1
