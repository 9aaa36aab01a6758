"""What counts as a place-day, what rises, what is said again: on rows and on plain counts, and with surges planted in made-up history."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rising.series import RATE, findings, found, place_days, weekly
from storage.tables import Request, record
from tests.rising import false_alarms, history, recall
from tests.scenes import valmiere

RATS, PASSPORT = "hygiene.rats", "etat_civil.titres"
MONDAY = date(2026, 11, 16)
NUMBERS = count(1)


def asked(place: str | None, on: date = MONDAY, service: str = RATS, text: str = "des rats", **more: object) -> Request:
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    values = {"id": next(NUMBERS), "service": service, "place": place, "text": text, "lat": None, "lon": None, "received_at": at,
              "sensitive": False, **more}
    return record(Request, values)


def days(*requests: Request) -> int:
    return place_days(requests, valmiere()).total()


def test_six_calls_about_one_place_on_one_day_count_once() -> None:
    assert days(*(asked("12 rue du Port") for _ in range(6))) == 1
    assert days(asked("12 rue du Port"), asked("8 rue du Port"), asked("rue du Port")) == 1
    assert days(asked("12 rue du Port"), asked("90 rue du Port"), asked("rue du Port")) == 2
    assert days(asked("rue du Port"), asked("rue du Port", MONDAY + timedelta(days=1))) == 2


def test_a_pin_counts_by_its_square_and_nothing_said_once_a_day() -> None:
    assert days(asked(None, lat=46.05580, lon=4.34120), asked(None, lat=46.05581, lon=4.34121)) == 1
    assert days(asked(None, lat=46.0558, lon=4.3412), asked(None, lat=46.0658, lon=4.3412)) == 2
    assert days(asked(None), asked(None)) == 1


def test_what_needs_no_place_counts_by_request() -> None:
    service = next(each.id for each in valmiere().services.values() if not each.place_required)
    assert days(*(asked(None, service=service) for _ in range(3))) == 3


def test_weeks_before_the_first_request_are_no_zeros() -> None:
    """A sector that opened five weeks ago has four complete weeks behind the tested one."""
    rows = [asked("rue du Port", MONDAY - timedelta(weeks=5) + timedelta(days=2)), asked("rue du Port")]
    assert weekly(rows, valmiere(), MONDAY)[RATS] == [0, 0, 0, 0, 1]
    assert weekly([asked("rue du Port", MONDAY - timedelta(weeks=12))], valmiere(), MONDAY)[RATS] == [1, *[0] * 12]


@given(st.lists(st.tuples(st.sampled_from(["rue du Port", "12 rue du Port", "90 rue du Port", None]), st.integers(0, 90)), max_size=30),
       st.randoms(use_true_random=False))
def test_the_order_of_requests_is_no_matter(said: list[tuple[str | None, int]], chance: random.Random) -> None:
    rows = [asked(place, MONDAY + timedelta(days=6 - ago)) for place, ago in said]
    before = weekly(rows, valmiere(), MONDAY)
    chance.shuffle(rows)
    assert weekly(rows, valmiere(), MONDAY) == before


# --- on counts ---


def quiet(services: int = 20) -> dict[str, Sequence[int]]:
    return {f"s.{number}": [1] * 13 for number in range(services)}


def test_eight_over_a_usual_one_rises_and_five_is_a_weak_signal() -> None:
    counts = {**quiet(), "rats": [1] * 12 + [8], "tags": [1] * 12 + [5], "trous": [1] * 12 + [3], "bancs": [20] * 12 + [4]}
    seen = findings(counts)
    assert [seen[topic].kind for topic in ("rats", "tags", "trous", "bancs", "s.1")] == ["strong", "weak", "", "falls", ""]
    assert (seen["rats"].usual, seen["rats"].q <= RATE) == (1, True)


def test_three_is_too_few_and_less_than_twice_the_usual_too() -> None:
    assert findings({"rare": [0] * 12 + [3], "many": [50] * 12 + [90]})["rare"].kind == ""
    assert findings({"many": [50] * 12 + [90]})["many"].kind == ""


def test_nothing_is_compared_in_the_first_month() -> None:
    assert found({"rats": [0, 0, 0, 9]}) == {}
    assert found({"rats": [0, 0, 0, 0, 9]})["rats"].kind == "strong"


@pytest.mark.parametrize(("then", "now", "again"), [(0, 8, True), (1, 8, True), (0, 16, False), (2, 9, False)])
def test_a_rise_is_not_said_again_within_a_fortnight_unless_it_doubles(then: int, now: int, again: bool) -> None:
    """then: how many quiet weeks lie between the two."""
    last = findings({**quiet(), "rats": [0] * (11 - then) + [8] + [0] * then + [now]})["rats"]
    assert (last.kind, last.again) == ("strong", again)


@given(st.lists(st.integers(0, 30), min_size=5, max_size=20), st.integers(0, 20), st.integers(0, 7))
def test_more_before_never_makes_an_alarm(weeks: list[int], more: int, where: int) -> None:
    raised = list(weeks)
    raised[-2 - where % min(8, len(weeks) - 1)] += more
    if found({"rats": weeks})["rats"].kind != "strong":
        assert found({"rats": raised})["rats"].kind != "strong"


@given(st.integers(0, 200), st.integers(4, 13))
def test_the_same_rate_never_alarms_however_long_it_lasts(rate: int, weeks: int) -> None:
    assert findings({"rats": [rate] * weeks + [rate]})["rats"].kind == ""


# --- on made-up history ---


def test_eight_over_a_usual_one_is_caught_at_less_than_one_false_alarm_a_mairie_and_month() -> None:
    counts = history(7)
    assert recall(counts, 8, every=6)[0] >= 0.8
    assert false_alarms(counts[:4])[0] <= 1


def test_it_cries_little_for_nothing_even_where_weeks_differ_more_than_by_chance() -> None:
    assert false_alarms(history(7, mairies=4, spread=0.3))[0] <= 1
