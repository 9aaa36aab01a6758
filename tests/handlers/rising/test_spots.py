"""Where requests gather: three in a street whatever their numbers, three points in a quarter; never what is sensitive."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rising.spots import FEWEST, SHOWN, Spot, spots
from storage.tables import Request, fresh
from tests.scenes import valmiere

QUARTER = next(iter(valmiere().quarters.values()))


def inside() -> tuple[float, float]:
    """A point of that quarter."""
    from shapely import Polygon

    point = Polygon(QUARTER.polygons[0][0]).representative_point()
    return point.y, point.x


LAT, LON = inside()


def at(place: str | None = None, **more: Any) -> Request:
    return fresh(Request, **{"text": "des rats", "place": place, "lat": None, "lon": None, "sensitive": False, **more})


@pytest.mark.parametrize(
    ("requests", "found"),
    [
        ([at("2 rue du Port"), at("rue du Port 30"), at("rue du port")], [("street", "rue du Port", 3)]),
        ([at("2 rue du Port"), at("rue du Port")], []),
        ([at("12 venelle aux Chats"), at("venelle aux Chats"), at("venelle aux chats")], [("street", "venelle aux Chats", 3)]),
        ([at(lat=LAT, lon=LON)] * 3, [("quarter", QUARTER.name, 3)]),
        ([at("rue du Port", lat=LAT, lon=LON)] * 3, [("street", "rue du Port", 3)]),  # a street says more
        ([at(lat=0.0, lon=0.0)] * 3, []),  # outside the town
        ([at()] * 9, []),
        ([at("rue du Port", sensitive=True)] * 9, []),
    ],
)
def test_three_make_a_spot(requests: list[Request], found: list[tuple[str, str, int]]) -> None:
    assert spots(requests, valmiere()) == [Spot(*each) for each in found]  # type: ignore[arg-type]


@given(st.lists(st.sampled_from(["rue du Port", "rue Haute", "rue Basse", "rue Pasteur", "3 rue Neuve", None]), max_size=30), st.randoms())
def test_spots_are_few_the_largest_first_and_their_order_is_that_of_places_only(places: list[str | None], chance: Any) -> None:
    requests = [at(place) for place in places]
    found = spots(requests, valmiere())
    chance.shuffle(requests)
    assert spots(requests, valmiere()) == found
    counts = [each.files for each in found]
    assert counts == sorted(counts, reverse=True)
    assert len(found) <= SHOWN
    assert all(count >= FEWEST for count in counts)
    assert sum(counts) <= len(requests)
