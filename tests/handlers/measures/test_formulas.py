"""Each formula against a table worked out by hand, and what must hold of them whatever the week was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.measures.cells import daily, working_days
from handlers.measures.definitions import FEWEST, MEASURES, figure
from handlers.measures.facts import Facts, Guess
from handlers.measures.periods import of
from storage.measures import Perimeter
from tests.handlers.measures.made import (
    EIGHT_HOURS,
    HALF_DAY,
    MONDAY,
    WEEK,
    contact,
    danger,
    days,
    deadline,
    facts,
    fraction,
    life,
    material,
    parts,
    promise,
    transfer,
    value,
)

COMPUTED = [id for id, measure in MEASURES.items() if measure.run]
VOIRIE, EAU = Perimeter(direction="m_voirie"), Perimeter(direction="m_eau")


def test_a_working_day_is_the_open_time_of_a_day() -> None:
    assert daily(EIGHT_HOURS) == timedelta(hours=8)
    assert working_days(EIGHT_HOURS, MONDAY, MONDAY + HALF_DAY) == 0.5
    assert working_days(EIGHT_HOURS, MONDAY + HALF_DAY, days(1) + HALF_DAY) == 1
    assert working_days(EIGHT_HOURS, days(4), days(7)) == 1  # Friday to Monday
    assert working_days(EIGHT_HOURS, days(1), MONDAY) == 0


def test_arrivals_are_received_in_the_week_and_contacts_add_who_else_said_so() -> None:
    rows = [facts(contacts=(contact(1), contact(8))), facts(channel="elu"), facts(received_at=days(7)), facts(duplicate=True),
            facts(received_at=days(-0.5), contacts=(contact(0, "mq_plateau"),)), facts(stands=False, contacts=(contact(1),))]
    assert value("arrivals", rows) == 2
    assert value("contacts", rows) == 4
    assert value("contacts", rows, perimeter=Perimeter(("mq_tanneurs",))) == 3
    assert value("contacts", rows, perimeter=Perimeter(("mq_tanneurs", "mq_plateau"))) == 4
    assert value("contacts", rows, perimeter=VOIRIE) == 4
    assert value("contacts", rows, perimeter=EAU) == 0
    assert fraction("off_circuit", rows) == (1, 2)
    assert parts("channels", rows) == {"guichet": 1, "elu": 1}


def test_the_week_begins_and_ends_at_the_towns_midnight() -> None:
    midnight = MONDAY - timedelta(hours=8)
    rows = [facts(received_at=midnight), facts(received_at=midnight - timedelta(seconds=1)),
            facts(received_at=midnight + timedelta(days=7)), facts(received_at=midnight + timedelta(days=7, seconds=-1))]
    assert value("arrivals", rows) == 2


def test_what_is_open_at_the_end_of_the_week_is_told_by_what_it_was_then() -> None:
    rows = [
        facts(),
        facts(lives=(life(1, 2),)),
        facts(lives=(life(1, 8),)),  # closed since
        facts(lives=(life(1, 2, reopened=3), life())),
        facts(lives=(life(1, 2, reopened=8), life())),  # reopened since
        facts(received_at=days(8)),
    ]
    assert value("open", rows) == 3
    assert value("open", rows, now=days(2.5)) == 2  # the week is not over: as it is now
    assert value("closed", rows) == 3
    old = [facts(received_at=days(-42)), facts(received_at=days(-28)), facts(received_at=days(-42), lives=(life(1, 2),))]
    assert fraction("old", old) == (1, 2)  # six weeks and five days are 35 working days; four weeks and five, 25
    again = facts(received_at=days(-42), lives=(life(-20, -19, reopened=3), life()))
    assert [fraction("old", [again], now=days(at)) for at in (2, 3)] == [(0, 0), (1, 1)]  # old when it was closed, and when it came back


@pytest.mark.parametrize(
    ("received", "first"),
    [(0.0, 42.0), (-1 / 3, 42.0), (5 / 12, 42.0 + 1), (1 / 12, 42.0), (4.0, 46.0), (5.0, 49.0), (5 / 12 + 4, 49.0)],
)  # Monday at eight and before, at closing, at ten; Friday at eight; Saturday; Friday at closing
def test_old_from_the_day_on_which_more_than_thirty_working_days_have_passed(received: float, first: float) -> None:
    rows = [facts(received_at=days(received))]
    assert [fraction("old", rows, now=days(first + more), period=of("month", days(first).date())) for more in (-1, 0)] == [(0, 1), (1, 1)]


def test_the_first_reply_counts_those_that_wait() -> None:
    replied = [facts(first_reply_at=days(1)), facts(first_reply_at=days(2)), facts(first_reply_at=days(3))]
    assert value("first_reply", replied) == 2
    assert value("first_reply", [*replied, facts()]) == 2.5
    assert value("first_reply", [*replied, facts(), facts(), facts(), facts()]) is None
    assert value("first_reply", [*replied, facts(lives=(life(None, 0.1),))]) == 2  # closed without a word: nobody waits any more
    assert value("first_reply_most", replied) == 3
    ten = figure("first_reply", material([facts()] * FEWEST))
    assert (ten.value, ten.why, ten.n) == (None, "none", 10)


def test_a_deadline_counts_in_the_week_when_it_came_open_requests_too() -> None:
    rows = [
        facts(deadlines=(deadline("resolution", 1, True), deadline("taking", 0.2, False))),
        facts(deadlines=(deadline("resolution", 2, False),)),
        facts(deadlines=(deadline("resolution", 8, False), deadline("taking", 6, True))),
        facts(deadlines=(deadline("resolution", 3, True),), duplicate=True),
        facts(deadlines=(deadline("resolution", 3, False, "m_eau"),)),
    ]
    assert fraction("respect", rows) == (1, 3)
    assert fraction("respect", rows, perimeter=EAU) == (0, 1)  # it had it then, whoever has it now
    assert fraction("respect", rows, perimeter=VOIRIE) == (1, 2)
    assert fraction("taking", rows) == (1, 2)
    assert fraction("respect", rows, now=days(1.5)) == (0, 0)  # that day is not over
    assert fraction("respect", rows, now=days(2)) == (1, 1)


def test_a_promise_falls_on_its_day_once_that_is_over() -> None:
    rows = [facts(promises=each) for each in ((promise(1, True), promise(9, True)), (promise(2, False),), (promise(-1, True),))]
    assert fraction("promises", rows) == (1, 2)
    assert fraction("promises", rows, now=days(2)) == (1, 1)


def test_told_are_those_whose_work_is_finished_and_answer_given() -> None:
    rows = [
        facts(lives=(life(1, 2, told=True),)),
        facts(lives=(life(1),)),  # done, and nobody told the resident yet
        facts(lives=(life(1, 2),)),  # no answer was wanted
        facts(lives=(life(None, 2, told=True),)),
        facts(lives=(life(8, 9, told=True),)),
        facts(),
    ]
    assert fraction("told", rows) == (2, 3)


def test_reopened_within_thirty_days_is_known_after_them() -> None:
    lives = ((life(1, 2, reopened=20), life(21, 22)), (life(1, 2, reopened=33), life()), (life(1, 2),))
    rows = [facts(lives=each) for each in lives]
    assert fraction("reopened", rows) == (1, 3)
    early = figure("reopened", material(rows, now=days(36)))
    assert (early.value, early.why, early.found.known_at) == (None, "early", WEEK.bounds("Europe/Paris")[1] + timedelta(days=30))


def test_bounces_count_the_transfers_that_do_and_find_those_that_came_back() -> None:
    to_and_fro = (transfer(1, "m_voirie", "m_eau"), transfer(2, "m_eau", "m_voirie"))
    rows = [
        facts(transfers=to_and_fro, ping_pong=2),
        facts(transfers=(transfer(1, "m_voirie", "m_eau"), transfer(2, "m_eau", "v_pm")), ping_pong=2, direction="v_pm"),
        facts(transfers=(transfer(1, "m_voirie", "m_eau", counts=False), transfer(8, "m_eau", "m_voirie")), ping_pong=1),
    ]
    assert value("bounces", rows) == 4
    assert value("bounces", rows, perimeter=Perimeter(direction="v_pm")) == 1
    assert value("bounces", rows, perimeter=EAU) == 4
    assert fraction("bounced_twice", rows, perimeter=VOIRIE) == (1, 2)
    assert parts("back_and_forth", rows) == {"m_eau/m_voirie": 1}
    assert value("back_and_forth", rows) == 1
    assert value("back_and_forth", rows, now=days(1.5)) == 0  # it had not come back yet


def test_suggestions_are_right_first_or_in_three() -> None:
    guesses = (Guess(True, True, True, True), Guess(False, True, True, True), Guess(False, False, False, False), None)
    rows = [facts(guess=each) for each in guesses]
    assert [fraction(f"{of}_{how}", rows) for of in ("service", "direction") for how in ("first", "in_three")] == [
        (1, 3), (2, 3), (2, 3), (2, 3)]


def test_dangers_are_told_by_the_minutes_before_the_call() -> None:
    rows = [
        facts(dangers=(danger(1, 4), danger(2, 20))),
        facts(dangers=(danger(3, 10, lowered=True),)),
        facts(dangers=(danger(4),)),
        facts(dangers=(danger(8, 1),)),
    ]
    assert value("dangers", rows) == 4
    assert value("danger_called", rows) == 15  # 4, 10, 20, and one that still waits
    assert fraction("danger_quick", rows) == (2, 4)
    assert fraction("danger_quick", rows, now=days(4) + timedelta(minutes=10)) == (2, 3)  # there are five minutes left
    assert fraction("danger_lowered", rows) == (1, 4)


def test_closings_are_split_by_what_they_come_to() -> None:
    reasons = ("fait", "programme", "reponse_donnee", "refus_motive", "abusive", "oriente", "sans_suite_usager", "non_constate", "a_nous")
    rows = [facts(lives=(life(1, 2, reason=reason),)) for reason in reasons]
    rows.append(facts(lives=(life(None, 2, reason="doublon"),), duplicate=True))
    assert parts("outcomes", rows) == {"solved": 3, "refused": 2, "oriented": 1, "duplicate": 1, "withdrawn": 1, "other": 2}
    assert value("closed", rows) == 9


@pytest.mark.parametrize("id", COMPUTED)
def test_an_empty_week_has_no_figure_but_nought(id: str) -> None:
    found = figure(id, material())
    assert found.n == 0
    assert found.value in (None, 0)


@pytest.mark.parametrize("id", COMPUTED)
def test_one_request_makes_no_share_and_no_median(id: str) -> None:
    found = figure(id, material([facts(first_reply_at=days(1), lives=(life(1, 2, told=True),), dangers=(danger(1, 5),),
                                       promises=(promise(2, True),), deadlines=(deadline("resolution", 2, True),))]))
    assert found.measure.fewest == 0 or (found.value is None and found.why in ("few", "early"))


def test_the_fifty_third_week_and_the_one_of_the_clock_change_are_weeks_like_others() -> None:
    long, change = of("week", date(2026, 12, 31)), of("week", date(2026, 10, 25))
    rows = [facts(received_at=days(42)), facts(received_at=days(48.5)), facts(received_at=days(49))]  # 28 December, 3 and 4 January
    assert (long.number, long.year) == (53, 2026)
    assert value("arrivals", rows, period=long) == 2
    late = change.bounds("Europe/Paris")[1] - timedelta(minutes=30)  # Sunday evening, in the 169th hour
    assert value("arrivals", [facts(received_at=late)], period=change) == 1
    # Friday at eight, summer time; Monday at eight, winter time
    answered = facts(received_at=days(-24) - timedelta(hours=1), first_reply_at=days(-21))
    assert value("first_reply", [answered], period=change) == 1


LIVES = st.builds(
    lambda done, closed, told: life(done, closed if done is not None else None, told=told),
    st.none() | st.floats(0, 6), st.none() | st.floats(6, 9), st.booleans(),
)
DEADLINES = st.builds(deadline, st.sampled_from(("taking", "resolution")), st.floats(-3, 9), st.booleans())
ANY = st.builds(
    facts, received_at=st.floats(-9, 9).map(days), first_reply_at=st.none() | st.floats(0, 9).map(days), lives=st.tuples(LIVES),
    deadlines=st.lists(DEADLINES, max_size=2).map(tuple),
    promises=st.lists(st.builds(promise, st.integers(-3, 9), st.booleans()), max_size=2).map(tuple),
    dangers=st.lists(st.builds(danger, st.floats(-3, 9), st.none() | st.floats(0, 60)), max_size=1).map(tuple),
    ping_pong=st.integers(0, 3), guess=st.none() | st.builds(Guess, *[st.booleans()] * 4), channel=st.sampled_from(("guichet", "elu")),
    duplicate=st.booleans(),
)
WEEKS = st.lists(ANY, max_size=25)


@given(WEEKS, st.sampled_from(COMPUTED))
def test_a_share_is_between_nought_and_one_and_says_of_how_many(rows: list[Facts], id: str) -> None:
    found = figure(id, material(rows))
    if found.measure.unit == "share" and found.found.some is not None:
        assert 0 <= found.found.some <= found.n
        assert found.value is None or 0 <= found.value <= 1
        assert (found.value is None) == (found.n < FEWEST or found.why == "early")
    assert sum(number for _, number in found.found.parts) in (0, found.n)


@given(WEEKS, DEADLINES)
def test_an_open_request_more_never_improves_a_rate(rows: list[Facts], due: Any) -> None:
    for id in ("respect", "taking"):
        before, after = value(id, rows), value(id, [*rows, facts(deadlines=(due._replace(met=False),))])
        assert after is None or before is None or after <= before


@given(WEEKS)
def test_what_is_open_is_what_was_there_and_came_less_what_was_closed(rows: list[Facts]) -> None:
    before, now = ({id: value(id, rows, period=period) or 0 for id in ("open", "arrivals", "closed")} for period in (WEEK.before, WEEK))
    early = [each for each in rows if not each.duplicate and each.lives[0].closed_at and each.lives[0].closed_at < each.received_at]
    if not early:  # closed before it was received: the day of receipt was corrected since
        assert now["open"] == before["open"] + now["arrivals"] - now["closed"]
