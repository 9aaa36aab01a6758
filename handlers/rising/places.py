"""Where a week's requests about one topic are in a sector: a circle a street, a point for what has only a pin. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.charts.ground import outlines_of, within
from handlers.charts.specs import Dot, Outline
from handlers.requests.likeness import street_of
from handlers.rising.series import place_of
from handlers.rising.spots import FEWEST, written

if TYPE_CHECKING:
    from config.town import Town
    from storage.tables import Request

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Located:
    """spots: streets of at least three requests. others: other streets, "" where there is only a pin. wide: streets of
    which only the quarter is known, in its middle. nowhere: requests without a place, or with one that nobody can put on a map."""

    outlines: tuple[Outline, ...]
    around: tuple[Outline, ...]
    spots: tuple[Dot, ...]
    others: tuple[Dot, ...]
    wide: tuple[Dot, ...]
    nowhere: int


def located(requests: Iterable[Request], town: Town, mairie: str) -> Located:
    """Of requests that may be shown. A street is where the pins of its requests are on average; without any, where the town's list has it;
    without that, in the quarter that it lies in, when the sector has only one such."""
    streets: dict[str, list[Request]] = defaultdict(list)
    pins: dict[object, list[Request]] = defaultdict(list)
    for request in requests:
        if street := street_of(request, town):
            streets[street].append(request)
        else:
            pins[place_of(request, town)].append(request)
    own = [quarter for quarter in town.territory.quarters if quarter.mairie == mairie]
    outlines = outlines_of(own)
    around = outlines_of(quarter for quarter in town.territory.quarters if quarter.mairie != mairie)
    spots, others, nowhere = list[Dot](), list[Dot](), 0
    wide: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for some in streets.values():
        known = town.territory.place(some[0].place or "")
        if known and known.kind == "quarter":  # that is nowhere to go to
            known = None
        here = [quarter for quarter in own if known and quarter.code in known.quarters]
        point = _middle(_pins(some, outlines))
        if point is None and known and here and known.lon is not None and known.lat is not None:
            point = known.lon, known.lat
        if point:
            often = len(some) >= FEWEST  # else what somebody typed for a place, and is on no list, stays unsaid
            name = known.name if known else written(some, town) if often else ""
            (spots if often else others).append(Dot(name, *_rounded(point), len(some)))
        elif known and len(here) == 1:
            wide[here[0].name].append((known.name, len(some)))
        else:
            nowhere += len(some)
    for some in pins.values():
        if point := _middle(_pins(some, outlines)):
            others.append(Dot("", *_rounded(point), len(some)))
        else:
            nowhere += len(some)
    rings = [
        Dot(street, *_rounded(_middle_of(outline, turn)), count)
        for outline in outlines for turn, (street, count) in enumerate(sorted(wide.get(outline.name, ())))
    ]
    return Located(outlines, around, _most_first(spots), _most_first(others), _most_first(rings), nowhere)


def _pins(requests: Iterable[Request], outlines: Sequence[Outline]) -> Iterator[Point]:
    """Those within the sector: one far away is a slip of a finger."""
    for request in requests:
        if request.lon is not None and request.lat is not None:
            point = request.lon, request.lat
            if any(within(point, outline) for outline in outlines):
                yield point


def _middle(points: Iterable[Point]) -> Point | None:
    some = list(points)
    return (sum(lon for lon, _ in some) / len(some), sum(lat for _, lat in some) / len(some)) if some else None


def _middle_of(outline: Outline, turn: int) -> Point:
    """The middle of a quarter, by its corners; beside it, right and left, for the next ones."""
    lons, lats = ([corner[axis] for corner in outline.rings[0][:-1]] for axis in (0, 1))
    aside = (turn + 1) // 2 * (-1) ** turn * (max(lons) - min(lons)) / 7
    return sum(lons) / len(lons) - aside, sum(lats) / len(lats)


def _rounded(point: Point) -> Point:
    return round(point[0], 6), round(point[1], 6)


def _most_first(dots: Iterable[Dot]) -> tuple[Dot, ...]:
    return tuple(sorted(dots, key=lambda dot: (-dot.count, dot.name, dot.lon, dot.lat)))
