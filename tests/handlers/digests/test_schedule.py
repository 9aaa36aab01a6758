"""When a digest is due: own hours and days, holidays, both clock changes, weeks 52 and 53, late and too late."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.digests.kinds import KINDS, kinds_of
from handlers.digests.schedule import Wish, before, is_turn, latest, standing, turns_back, wish_of
from handlers.escalation import calendars
from handlers.escalation.working_time import Calendar, openings
from handlers.people.permissions import PERMISSIONS, ROLES
from handlers.weeks import monday_of
from storage.tables import DigestChoice
from tests.scenes import valmiere

DAILY, WEEKLY, MONTHLY = KINDS["sg_daily"], KINDS["sg_weekly"], KINDS["dgs_monthly"]


def place() -> Calendar:
    return calendars.of_mairie(valmiere(), "mq_tanneurs")


def wish(kind: str, **choice: Any) -> Wish:
    return wish_of(KINDS[kind], DigestChoice(person_id=1, kind=kind, **choice) if choice else None)


def days_of(kind: str, first: date, count: int, **choice: Any) -> list[date]:
    every = (first + timedelta(days=ahead) for ahead in range(count))
    return [day for day in every if is_turn(KINDS[kind], wish(kind, **choice), place(), day)]


def test_a_daily_one_comes_on_working_days_only() -> None:
    christmas = days_of("sg_daily", date(2026, 12, 21), 14)
    assert date(2026, 12, 25) not in christmas
    assert date(2027, 1, 1) not in christmas
    assert {day.weekday() for day in christmas} <= set(range(5))
    assert len(christmas) == 8


def test_a_weekly_one_comes_once_a_week_after_a_holiday_when_its_day_is_one() -> None:
    assert days_of("sg_weekly", date(2027, 3, 22), 14) == [date(2027, 3, 22), date(2027, 3, 30)]  # Easter Monday is the 29th
    assert days_of("sg_weekly", date(2027, 5, 3), 7, days="4") == [date(2027, 5, 7)]  # Ascension is Thursday the 6th
    assert days_of("sg_weekly", date(2026, 12, 21), 7, days="5") == [date(2026, 12, 24)]  # nothing later in that week


def test_a_monthly_one_comes_on_the_first_working_day() -> None:
    assert days_of("dgs_monthly", date(2026, 10, 15), 90) == [date(2026, 11, 2), date(2026, 12, 1), date(2027, 1, 4)]


@pytest.mark.parametrize(
    ("monday", "hour"),
    [(date(2026, 10, 19), 6), (date(2026, 10, 26), 7), (date(2027, 3, 22), 7), (date(2027, 4, 5), 6)],
)
def test_the_hour_is_the_towns_on_both_sides_of_a_clock_change(monday: date, hour: int) -> None:
    [turn] = [each for each in turns_back(WEEKLY, wish("sg_weekly"), place(), monday + timedelta(days=1)) if monday_of(each.on) == monday]
    assert (turn.at.hour, turn.at.minute) == (hour, 30)


def test_a_year_of_fifty_three_weeks_has_as_many_weekly_ones() -> None:
    turns = days_of("sg_weekly", date(2025, 12, 29), 53 * 7)
    weeks = [day.isocalendar()[:2] for day in turns]
    assert len(weeks) == len(set(weeks)) == 53
    assert weeks[-1] == (2026, 53)


@pytest.mark.parametrize(
    ("hours", "state"),
    [(0, "due"), (0.25, "due"), (3, "due"), (4.5, "waits"), (8.5, "due"), (11, "waits"), (12, "waits"), (13, "over")],
)
def test_late_by_some_hours_it_goes_while_the_place_is_open_and_later_not_at_all(hours: float, state: str) -> None:
    turn = latest(DAILY, wish("sg_daily"), place(), datetime(2026, 11, 24, 7, 15, tzinfo=UTC))
    assert turn is not None
    assert turn.on == date(2026, 11, 24)
    assert standing(turn, place(), turn.at + timedelta(hours=hours)) == state


def test_ones_own_hour_and_days() -> None:
    mine = wish("sg_daily", at=time(10), days="135")
    tuesday = datetime(2026, 11, 24, 12, tzinfo=UTC)
    turn = latest(DAILY, mine, place(), tuesday)
    assert turn is not None
    assert (turn.on, turn.at) == (date(2026, 11, 23), datetime(2026, 11, 23, 9, tzinfo=UTC))
    former = before(DAILY, mine, place(), turn.on)
    assert former is not None
    assert former.on == date(2026, 11, 20)


@given(st.sampled_from(sorted(KINDS)), st.integers(0, 5 * 365 * 24 * 4))
def test_the_last_turn_has_come_on_a_working_day_and_none_came_since(id: str, quarters: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarters)
    kind, mine = KINDS[id], wish(id)
    turn = latest(kind, mine, place(), now)
    assert turn is not None
    assert turn.at <= now
    assert openings(place(), turn.on)
    local = now.astimezone(ZoneInfo(valmiere().timezone)).date()
    later = [each for each in turns_back(kind, mine, place(), local) if each.on > turn.on]
    assert all(each.at > now for each in later)


def test_whoever_has_figures_has_a_digest_of_them_and_nobody_else() -> None:
    with_figures = {role for role in ROLES if any(kind.id != "morning" for kind in kinds_of(role))}
    assert with_figures == {"sg", "elu", "coordination", "dgs"}
    assert with_figures <= set(PERMISSIONS["indicators"])
