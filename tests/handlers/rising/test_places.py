"""Where requests are on a sector's map: a circle a street, pins within the sector, else the middle of a quarter, or nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.charts.ground import inside
from handlers.rising.places import located
from tests.handlers.rising.test_spots import LAT, LON, QUARTER, at
from tests.scenes import valmiere

TERRITORY = valmiere().territory
MARKET, CROSSING = TERRITORY.street("place du Marché"), TERRITORY.street("rue du Chemin-Vert")
assert MARKET is not None
assert CROSSING is not None
assert CROSSING.lon is None  # in the town's list without a point


def shown(*requests: Any) -> tuple[list[tuple[str, int]], ...]:
    """The names and counts of spots, others, wide, and how many are nowhere."""
    found = located(requests, valmiere(), QUARTER.mairie)
    return (*([(dot.name, dot.count) for dot in dots] for dots in (found.spots, found.others, found.wide)), [("", found.nowhere)])


@pytest.mark.parametrize(("requests", "spots", "others", "wide", "nowhere"), [
    ([at("4 place du Marché"), at("place du Marché"), at("place du marche 12")], [("place du Marché", 3)], [], [], 0),
    ([at("place du Marché"), at(lat=LAT, lon=LON)], [], [("", 1), ("place du Marché", 1)], [], 0),
    ([at(lat=LAT, lon=LON)] * 3, [], [("", 3)], [], 0),
    ([at("rue du Chemin-Vert")] * 3, [], [], [("rue du Chemin-Vert", 3)], 0),
    ([at("venelle aux Chats")] * 3, [], [], [], 3),  # on no list, without a pin
    ([at("venelle aux Chats", lat=LAT, lon=LON)], [], [("", 1)], [], 0),  # what was typed is not said again
    ([at("venelle aux Chats", lat=LAT, lon=LON)] * 3, [("venelle aux Chats", 3)], [], [], 0),
    ([at("rue du Port")], [], [], [], 1),  # of another sector
    ([at(lat=0.0, lon=0.0), at()], [], [], [], 2),
    ([at("marché couvert")] * 3, [("marché couvert", 3)], [], [], 0),
])  # fmt: skip
def test_each_request_is_somewhere_or_nowhere(requests: list[Any], spots: list[tuple[str, int]], others: list[tuple[str, int]],
                                              wide: list[tuple[str, int]], nowhere: int) -> None:
    assert shown(*requests) == (spots, others, wide, [("", nowhere)])


def test_a_street_is_in_the_middle_of_its_pins_else_where_the_town_has_it() -> None:
    assert MARKET is not None
    [listed] = located([at("place du Marché")], valmiere(), QUARTER.mairie).others
    assert (listed.lon, listed.lat) == (MARKET.lon, MARKET.lat)
    pinned = [at("place du Marché", lat=LAT, lon=LON), at("place du Marché", lat=LAT, lon=LON + 0.0002), at("place du Marché")]
    [spot] = located(pinned, valmiere(), QUARTER.mairie).spots
    assert (spot.lon, spot.lat) == pytest.approx((LON + 0.0001, LAT), abs=2e-6)


def test_streets_without_a_point_lie_side_by_side_in_their_quarter() -> None:
    found = located([at("rue du Chemin-Vert")], valmiere(), QUARTER.mairie)
    [ring] = found.wide
    assert any(inside((ring.lon, ring.lat), each) for outline in found.outlines for each in outline.rings)


PLACES = st.sampled_from(["place du Marché", "4 place du Marché", "rue Pasteur", "rue du Chemin-Vert", "venelle aux Chats", None])
PINS = st.sampled_from([None, (LAT, LON), (LAT + 0.0015, LON), (0.0, 0.0)])


@given(st.lists(st.tuples(PLACES, PINS), max_size=25), st.randoms(use_true_random=False))
def test_no_request_is_lost_and_their_order_is_no_matter(said: list[tuple[Any, Any]], chance: Any) -> None:
    requests = [at(place, lat=pin[0] if pin else None, lon=pin[1] if pin else None) for place, pin in said]
    found = located(requests, valmiere(), QUARTER.mairie)
    assert sum(dot.count for dots in (found.spots, found.others, found.wide) for dot in dots) + found.nowhere == len(requests)
    chance.shuffle(requests)
    again = located(requests, valmiere(), QUARTER.mairie)
    assert [(dot.name, dot.count) for dot in again.spots] == [(dot.name, dot.count) for dot in found.spots]
    assert again.nowhere == found.nowhere
