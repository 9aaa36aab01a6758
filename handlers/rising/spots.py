"""Where a week's requests about one topic gather: streets, or quarters where only a point was given. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from handlers.requests.likeness import street_of

if TYPE_CHECKING:
    from config.town import Town
    from storage.tables import Request

FEWEST = 3
"""Requests from which a place is one to go and see."""
SHOWN = 3


class Spot(NamedTuple):
    """name: the street's, without a number, as the town's list or people write it; or the quarter's. files: requests there."""

    kind: Literal["street", "quarter"]
    name: str
    files: int


def spots(requests: Iterable[Request], town: Town) -> list[Spot]:
    """Where at least three gather, most first, three at most; what is sensitive, or nowhere, gathers nowhere.

    « 2 rue du Port », « 30 rue du Port » and « rue du Port » are three in the rue du Port.
    """
    there: dict[tuple[Literal["street", "quarter"], str], list[Request]] = defaultdict(list)
    for request in requests:
        if request.sensitive:
            continue
        if street := street_of(request, town):
            there["street", street].append(request)
        elif request.lat is not None and request.lon is not None and (quarter := town.territory.quarter_at(request.lat, request.lon)):
            there["quarter", quarter.name].append(request)
    found = (Spot(kind, written(some, town) if kind == "street" else name, len(some)) for (kind, name), some in there.items()
             if len(some) >= FEWEST)
    return sorted(found, key=lambda spot: (-spot.files, spot.name))[:SHOWN]


def written(some: Iterable[Request], town: Town) -> str:
    """As the list has it; else as somebody wrote it, rather without a number."""
    places = [request.place or "" for request in some]
    known = town.territory.street(places[0])
    return known.name if known else min(places, key=lambda place: (any(letter.isdigit() for letter in place), len(place), place))
