"""Which requests are likely the same: measured on labelled pairs, then the rules one by one, then what must hold for any two."""

from __future__ import annotations

import csv
import math
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.territory import Street
from handlers.requests.life import STATES
from handlers.requests.likeness import (
    DAYS,
    METRES,
    MOST,
    THRESHOLD,
    box_around,
    candidates,
    house_number,
    likeness,
    metres_between,
    most_alike,
    services_alike,
    street_of,
    telling_word,
)
from handlers.requests.rules import folded
from storage.tables import Request, fresh
from tests.scenes import MONDAY, router, valmiere

TABLE = Path(__file__).parents[2] / "data" / "requests" / "alike.csv"
A_DEGREE_M = 111_195
"""Metres from one parallel to the next."""
LAT, LON = 46.05, 4.33
HOLE = "voirie.nid_de_poule"


def request(text: str, service: str | None = HOLE, *, id: int = 1, at: datetime = MONDAY, state: str = "sent", **more: Any) -> Request:
    """As a draft makes it: placed in the street that its words name, unless a place is given."""
    street = valmiere().territory.street(text)
    more.setdefault("place", street.name if street else None)
    return fresh(
        Request, id=id, state=state, author_id=1, author_role="agent", mairie="mq_tanneurs", text=text, search="", channel="guichet",
        service=service, proposal=[], received_at=at, updated_at=at, **more,
    )


@pytest.mark.parametrize(
    ("said", "before", "most"),
    [
        ("nid de poule devant la pharmacie, rue Haute", ["nid de poule rue Haute", "nid de poule à la pharmacie, rue Basse"], 1),
        ("nid de poule devant la pharmacie", ["nid de poule rue Haute", "nid de poule rue Basse"], 0),
        ("gros trou rue Pasteur", ["trou rue Basse"], 0),
        ("bouche d'égout bruyante rue Haute", ["trou rue Haute", "chaussée gondolée rue Haute"], None),
        ("nid de poule au carrefour du théâtre", ["arrêt de bus sans abri au carrefour"], None),
    ],
)
def test_of_what_was_settled_the_most_alike_is_said_and_the_newest_of_equals(said: str, before: list[str], most: int | None) -> None:
    past = [request(text, id=number, state="closed") for number, text in enumerate(before, 2)]
    found = most_alike(request(said), past, router().model, valmiere())
    assert (found.id - 2 if found else None) == most


def table() -> list[dict[str, str]]:
    return list(csv.DictReader(TABLE.read_text("utf-8").splitlines(), delimiter=";"))


def pair(row: dict[str, str]) -> tuple[Request, Request]:
    pins = ({"lat": LAT, "lon": LON}, {"lat": LAT + float(row["metres"]) / A_DEGREE_M, "lon": LON}) if row["metres"] else ({}, {})
    return (
        request(row["one"], row["one_service"], id=1, **pins[0]),
        request(row["other"], row["other_service"], id=2, at=MONDAY - timedelta(days=int(row["days"])), **pins[1]),
    )


def measured(which: set[str]) -> tuple[float, float]:
    """Precision and recall of « already reported » on these pairs of the table."""
    right = proposed = same = 0
    for row in table():
        if row["set"] in which:
            one, other = pair(row)
            found = bool(candidates(one, [other], router().model, valmiere()))
            right += found and row["same"] == "1"
            proposed += found
            same += row["same"] == "1"
    return right / proposed, right / same


def test_what_is_proposed_is_mostly_the_same_and_what_is_the_same_is_mostly_proposed() -> None:
    """148 pairs, half of them the same; of the others, most are « another hole of the same street ».

    The 116 that the threshold and the weights were chosen on: precision 0.89, recall 0.97. The 32 kept aside: 1.00 and 0.94.
    All of them: 0.91 and 0.96. Whatever the router learned before, for it weighs the words.
    """
    precision, recall = measured({"kept"})
    assert precision >= 0.95
    assert recall >= 0.9
    precision, recall = measured({"choose", "kept"})
    assert precision >= 0.9
    assert recall >= 0.9


def test_the_table_is_half_and_half_and_each_kind_is_kept_aside_too() -> None:
    rows = table()
    for which in ("choose", "kept"):
        labels = [row["same"] for row in rows if row["set"] == which]
        assert labels.count("1") == labels.count("0") >= 16
    assert {row[side] for row in rows for side in ("one_service", "other_service")} <= valmiere().services.keys()


# --- the rules one by one ---


def test_the_same_hole_is_proposed_and_the_one_at_the_other_end_of_the_street_is_not() -> None:
    new = request("gros trou devant le 6 rue des Lilas")
    near = request("nid de poule au 8 rue des Lilas", id=2)
    far = request("nid de poule au 87 rue des Lilas", id=3)
    [only] = candidates(new, [far, near], router().model, valmiere())
    assert (only.request.id, only.same_street, only.metres, only.days, only.closed) == (2, True, None, 0, False)


def test_two_names_of_one_subject_in_one_street_are_proposed_and_what_was_masked_is_no_word_in_common() -> None:
    hole = request("Mme [nom masqué], [téléphone masqué] : gros trou rue des Lilas")
    assert candidates(request("nid de poule rue des Lilas", id=2), [hole], router().model, valmiere())
    scores = []
    for before in ("Mme [nom masqué], [téléphone masqué] : ", ""):
        texts = (f"{before}{what} rue des Lilas" for what in ("mât penché", "tout est noir"))
        one, other = (request(text, "eclairage.lampadaire", id=id) for id, text in enumerate(texts, 1))
        found = likeness(one, other, router().model, valmiere())
        assert found is not None
        scores.append(found.score)
    assert scores[0] == pytest.approx(scores[1])


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("trou devant l'école, rue des Lilas", True),
        ("trou à côté de l'école rue des Lilas", True),
        ("trou rue des Lilas", True),
        ("trou devant la pharmacie rue des Lilas", False),
        ("trou en face du 3 rue des Lilas", True),  # no house number to compare it with, and « rue » is no landmark
    ],
)
def test_in_front_of_what_tells_two_holes_of_a_street_apart(text: str, alike: bool) -> None:
    assert bool(candidates(request("gros trou devant l'école rue des Lilas"), [request(text, id=2)], router().model, valmiere())) is alike


def test_two_pins_are_measured() -> None:
    new = request("trou dans la chaussée", lat=LAT, lon=LON)
    [only] = candidates(new, [request("nid de poule", id=2, lat=LAT + 40 / A_DEGREE_M, lon=LON)], router().model, valmiere())
    assert (only.metres, only.same_street) == (40, False)


@pytest.mark.parametrize(("metres", "alike"), [(METRES - 1, True), (METRES + 1, False)])
def test_two_pins_out_of_one_street_are_at_most_eighty_metres_apart(metres: int, alike: bool) -> None:
    other = request("gros trou", id=2, lat=LAT + metres / A_DEGREE_M, lon=LON)
    assert (likeness(request("gros trou", lat=LAT, lon=LON), other, router().model, valmiere()) is not None) is alike


@pytest.mark.parametrize(("days", "alike"), [(DAYS, True), (DAYS + 1, False)])
def test_three_weeks_are_counted_by_the_towns_calendar(days: int, alike: bool) -> None:
    """23:30 in Valmière is still that day, though 22:30 in UTC."""
    late = MONDAY.replace(hour=22, minute=30)
    earlier = (late - timedelta(days=days)).replace(hour=5)
    found = likeness(request("trou rue Basse", at=late), request("trou rue Basse", id=2, at=earlier), router().model, valmiere())
    assert (found is not None) is alike


def test_a_service_often_taken_for_the_other_counts_both_ways() -> None:
    hole, sinking = request("trou 4 rue Basse"), request("ça s'enfonce au 4 rue Basse", "voirie.affaissement", id=2)
    path = request("trou au 4 rue Basse", "mobilites.velo", id=3)  # it names the hole as a confusion, the hole does not name it
    town = valmiere()
    assert HOLE in services_alike("voirie.affaissement", town)
    assert "mobilites.velo" in services_alike(HOLE, town)
    assert HOLE in services_alike("mobilites.velo", town)
    for one, other in ((hole, sinking), (sinking, hole), (hole, path), (path, hole)):
        assert candidates(one, [other], router().model, town)
    assert not candidates(hole, [request("trou 4 rue Basse", "eclairage.lampadaire", id=4)], router().model, town)


def test_what_has_no_place_is_never_the_same() -> None:
    """Two residents of rue Basse may both want a birth certificate."""
    certificate = "acte de naissance, il habite 4 rue Basse"
    assert services_alike("etat_civil.acte", valmiere()) == frozenset()
    one, other = (request(certificate, "etat_civil.acte", id=id) for id in (1, 2))
    assert not candidates(one, [other], router().model, valmiere())


@pytest.mark.parametrize("service", [None, "", "nulle_part.rien"])
def test_a_service_that_nobody_confirmed_is_like_no_other(service: str | None) -> None:
    assert likeness(request("trou rue Basse", service), request("trou rue Basse", service, id=2), router().model, valmiere()) is None
    assert services_alike(service, valmiere()) == frozenset()


@pytest.mark.parametrize("state", STATES)
def test_drafts_what_was_taken_back_and_what_was_closed_are_not_joined(state: str) -> None:
    found = candidates(request("trou rue Basse"), [request("trou rue Basse", id=2, state=state)], router().model, valmiere())
    assert bool(found) is (state not in ("draft", "cancelled", "closed"))


@pytest.mark.parametrize("reason", [*valmiere().closing_reasons, None])
def test_of_the_closed_ones_only_those_that_were_done_are_shown(reason: str | None) -> None:
    other = request("trou rue Basse", id=2, state="closed", closing_reason=reason)
    found = candidates(request("trou rue Basse"), [other], router().model, valmiere())
    assert [likely.closed for likely in found] == ([True] if reason in ("fait", "programme") else [])


def test_at_most_three_are_shown_the_likeliest_first_and_never_itself() -> None:
    new = request("trou devant le 10 rue Basse")
    others = [request(f"trou devant le {number} rue Basse", id=number) for number in (18, 14, 10, 12, 16)]
    found = candidates(new, [new, *others], router().model, valmiere())
    assert [likely.request.id for likely in found] == [10, 12, 14]
    assert MOST == 3


@pytest.mark.parametrize(
    ("text", "place", "number"),
    [
        ("trou devant le 12 rue des Lilas", "rue des Lilas", 12),
        ("trou au 12 bis, rue des Lilas", "rue des Lilas", 12),
        ("trou au 12B rue des Lilas", "rue des Lilas", 12),
        ("gros trou", "12 rue des lilas, devant l'école", 12),
        ("gros trou", "Rue des Lilas 12", 12),
        ("trou rue des Lilas, 3 fois signalé", "rue des Lilas", None),
        ("2 lampadaires rue des Lilas", "rue des Lilas", None),
    ],
)
def test_a_house_number_is_read_before_the_street_or_after_it_in_a_place(text: str, place: str, number: int | None) -> None:
    assert house_number(request(text, place=place), "rue des lilas", valmiere()) == number


@pytest.mark.parametrize(
    ("place", "street"),
    [
        ("12 rue des Lilas", "rue des lilas"),
        ("RUE DES LILAS, devant l’école", "rue des lilas"),
        ("bd Victor Hugo", "boulevard victor hugo"),
        ("derrière le 3 du lotissement", "derriere le du lotissement"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_street_is_the_towns_own_or_what_was_written_without_its_number(place: str | None, street: str) -> None:
    assert street_of(request("trou", place=place), valmiere()) == street


# --- what holds for any two ---

PLACEABLE = sorted(id for id, service in valmiere().services.items() if service.place_required)
NEAR = st.floats(-0.003, 0.003)


@st.composite
def placed(draw: st.DrawFn) -> Request:
    """Anything people may log in one small part of the town: few streets and subjects, so that some are alike."""
    near = [HOLE, "voirie.affaissement", "voirie.plaque_grille", "eclairage.lampadaire"]
    service = draw(st.sampled_from(near) | st.sampled_from(PLACEABLE))
    words = draw(st.lists(st.sampled_from("gros trou devant école pharmacie plaque route lampadaire profond".split()), max_size=5))
    number = draw(st.none() | st.integers(1, 99))
    street = draw(st.sampled_from(["rue Basse", "rue des Lilas", "nulle part"]))
    pins = {"lat": LAT + draw(NEAR), "lon": LON + draw(NEAR)} if draw(st.booleans()) else {}
    return request(
        " ".join([*words, *([str(number)] if number else []), street]), service, id=draw(st.integers(1, 1_000_000)),
        at=MONDAY - timedelta(hours=draw(st.integers(0, 24 * 25))), **pins,
    )


@given(placed(), placed())
def test_likeness_is_the_same_both_ways(one: Request, other: Request) -> None:
    there, back = likeness(one, other, router().model, valmiere()), likeness(other, one, router().model, valmiere())
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there.score == pytest.approx(back.score)
        assert (there.metres, there.days, there.same_street) == (back.metres, back.days, back.same_street)
        assert 0 <= there.score <= 1


@given(placed(), placed())
def test_a_request_is_most_like_itself(one: Request, other: Request) -> None:
    itself, another = likeness(one, one, router().model, valmiere()), likeness(one, other, router().model, valmiere())
    if another is not None:
        assert itself is not None
        assert itself.score >= another.score - 1e-9


@given(placed(), st.lists(st.floats(0, 0.005), min_size=2, max_size=2), st.floats(-1, 1))
def test_further_away_is_never_more_alike(one: Request, distances: list[float], lean: float) -> None:
    """All else equal: the same words, day and street, the pin moved away along one line."""
    here = fresh(Request, **{**one.model_dump(), "lat": LAT, "lon": LON})
    near, far = (
        likeness(here, fresh(Request, **{**one.model_dump(), "lat": LAT + away, "lon": LON + lean * away}), router().model, valmiere())
        for away in sorted(distances)
    )
    assert (far.score if far else 0) <= (near.score if near else 0) + 1e-9


@given(placed(), st.lists(placed(), max_size=8))
def test_only_what_passes_the_threshold_is_proposed_best_first(new: Request, others: list[Request]) -> None:
    found = candidates(new, others, router().model, valmiere())
    scores = [likely.score for likely in found]
    assert scores == sorted(scores, reverse=True)
    assert len(found) <= MOST
    assert all(score >= THRESHOLD for score in scores)
    assert new.id not in [likely.request.id for likely in found]


@given(st.floats(-60, 60), st.floats(-179, 179), st.floats(-METRES, METRES), st.floats(-METRES, METRES))
def test_all_that_is_within_eighty_metres_lies_in_the_box(lat: float, lon: float, up: float, aside: float) -> None:
    there = request("trou", lat=lat + up / A_DEGREE_M, lon=lon + aside / (A_DEGREE_M * math.cos(math.radians(lat))))
    metres = metres_between(request("trou", lat=lat, lon=lon), there)
    assert metres is not None
    south, north, west, east = box_around(lat, lon)
    inside = south <= (there.lat or 0) <= north and west <= (there.lon or 0) <= east
    assert inside or metres > METRES


@pytest.mark.parametrize("street", valmiere().streets)
def test_each_street_has_a_word_to_look_up_in_what_was_said(street: Street) -> None:
    said = request(f"trou {street.name}")
    word = telling_word(street_of(said, valmiere()))
    assert word in folded(said.text).split()


def test_a_word_with_a_ligature_is_not_looked_up() -> None:
    """« Cœur » is « coeur » in a street's name, and two pieces in what is searched."""
    assert telling_word("rue du sacre coeur") == "sacre"
    assert telling_word("") == telling_word("le 3") == ""


def test_the_distance_is_that_of_the_ground() -> None:
    """Paris to Lyon, Notre-Dame to Bellecour: some 392 km."""
    paris, lyon = request("trou", lat=48.8530, lon=2.3499), request("trou", lat=45.7578, lon=4.8320)
    assert metres_between(paris, lyon) == pytest.approx(392_000, rel=0.01)
    assert metres_between(paris, request("trou")) is None
