"""Checks the polygons of a map: each a sound shape, none over another."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, Any

from config.gathering import Gathered

if TYPE_CHECKING:
    from shapely import MultiPolygon

METRES_A_DEGREE = 111_320
SLIVER_M2 = 100
"""Two quarters drawn separately along one street overlap by slivers; less than this is drawing, not a dispute."""


def blame_polygons(gathered: Gathered) -> None:
    """Add a fault for each quarter whose shape is broken, and for each pair that overlaps by more than a sliver."""
    import shapely  # only where a map is read again

    shapes: list[tuple[int, MultiPolygon]] = []
    for index, quarter in enumerate(gathered.root.get("quartiers", ())):
        shape = shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in quarter["polygones"]])
        if shape.is_valid:
            shapes.append((index, shape))
        else:
            gathered.blame(("quartiers", index), "check-polygon", code=quarter["code"], detail=shapely.is_valid_reason(shape))
    for position, (index, shape) in enumerate(shapes):
        for other, second in shapes[:position]:
            _blame_overlap(gathered, (index, shape), (other, second))


def _blame_overlap(gathered: Gathered, one: tuple[int, Any], two: tuple[int, Any]) -> None:
    common = one[1].intersection(two[1])
    square_metres = common.area * METRES_A_DEGREE**2 * cos(radians(common.centroid.y)) if not common.is_empty else 0
    if square_metres > SLIVER_M2:
        quarters = gathered.root["quartiers"]
        codes = {"code": quarters[one[0]]["code"], "other": quarters[two[0]]["code"]}
        gathered.blame(("quartiers", one[0]), "check-polygons-overlap", **codes, area=round(square_metres))
