"""Open or shut: the doors at any minute are those of the week as written, and what is said of them is true."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.entries import Opening, Week
from handlers.directory.openings import AHEAD, Doors, Run, doors, runs
from tests.scenes import valmiere

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)  # local time: whose, does not matter here
COUNTER = (Opening(450, 720), Opening(780, 990))  # 07:30-12:00, 13:00-16:30
WEEK: Week = (COUNTER,) * 5 + ((),) * 2
POLICE = ((Opening(0, 60), Opening(420, 1440)),) * 7  # « lun-dim : 00:00-01:00, 07:00-24:00 »


@pytest.mark.parametrize(
    ("when", "found"),
    [
        (MONDAY.replace(hour=9), Doors("open", 720)),
        (MONDAY.replace(hour=11, minute=59), Doors("open", 720)),
        (MONDAY.replace(hour=12), Doors("shut", 780)),
        (MONDAY.replace(hour=7, minute=29), Doors("shut", 450)),
        (MONDAY.replace(hour=16, minute=30), Doors("shut", 450, 1)),
        (MONDAY + timedelta(days=4, hours=17), Doors("shut", 450, 3)),  # Friday evening: on Monday
    ],
)
def test_a_counter_is_open_until_or_opens_at(when: datetime, found: Doors) -> None:
    assert doors(WEEK, when) == found


def test_midnight_does_not_close_a_station_that_goes_on_after_it() -> None:
    assert doors(POLICE, MONDAY.replace(hour=22)) == Doors("open", 60, 1)
    assert doors(POLICE, MONDAY.replace(minute=30)) == Doors("open", 60)
    assert doors(POLICE, MONDAY.replace(hour=2)) == Doors("shut", 420)


def test_day_and_night_never_shuts() -> None:
    assert doors(((Opening(0, 1440),),) * 7, MONDAY.replace(hour=23, minute=59)) == Doors("always")


def test_a_day_shut_for_its_own_reason_is_passed_over() -> None:
    bridge = {date(2026, 11, 24)}
    assert doors(WEEK, MONDAY.replace(hour=18), bridge.__contains__) == Doors("shut", 450, 2)
    assert doors(WEEK, MONDAY + timedelta(days=1, hours=9), bridge.__contains__) == Doors("shut", 450, 1)


def test_nothing_in_sight_is_said_to_be_closed() -> None:
    assert doors(((),) * 7, MONDAY) == Doors("closed")
    assert doors(WEEK, MONDAY, lambda _: True) == Doors("closed")


OPENINGS = st.lists(st.integers(0, 1440), min_size=0, max_size=6, unique=True).map(
    lambda minutes: tuple(Opening(start, end) for start, end in zip(*[iter(sorted(minutes))] * 2, strict=False))
)
WEEKS = st.tuples(*[OPENINGS] * 7)


def is_open(week: Week, at: datetime) -> bool:
    minute = at.hour * 60 + at.minute
    return any(start <= minute < end for start, end in week[at.weekday()])


@given(WEEKS, st.integers(0, 7 * 1440 - 1))
def test_what_is_said_is_what_the_week_does_minute_by_minute(week: Week, minute: int) -> None:
    now = MONDAY + timedelta(minutes=minute)
    found = doors(week, now)
    if found.state in ("always", "closed"):
        assert all(is_open(week, now + timedelta(minutes=5 * step)) is (found.state == "always") for step in range(7 * 288))
        return
    assert is_open(week, now) is (found.state == "open")
    midnight = now.replace(hour=0, minute=0)
    turn = midnight + timedelta(days=found.days, minutes=found.at)
    assert now < turn <= midnight + timedelta(days=AHEAD)
    assert is_open(week, turn) is (found.state == "shut")
    between = int((turn - now).total_seconds() // 60)
    assert all(is_open(week, now + timedelta(minutes=step)) is (found.state == "open") for step in range(0, between, 7))


@given(WEEKS)
def test_the_lines_of_a_week_say_all_of_it_and_no_more(week: Week) -> None:
    said = [run.openings for run in runs(week) for _ in range(run.first, run.last + 1)]
    assert said == [openings for openings in week if openings]
    assert all(before.last < after.first for before, after in zip(runs(week), runs(week)[1:], strict=False))


def test_days_alike_are_said_together() -> None:
    cleaning = valmiere().directions["m_proprete"].hours
    assert cleaning is not None
    assert runs(cleaning) == [Run(0, 4, (Opening(360, 1140),)), Run(5, 5, (Opening(360, 780),))]
