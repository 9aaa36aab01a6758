"""Working time: when something is due, how much of it passed, and why. Pure, whatever the place: the calendar says when it is open.

Conventions (domain.md §2.9): the day of receipt does not count; « jo » ends at closing time; « h » and « min » count opening hours;
what comes out of hours starts at the next opening; what ends exactly at a closing stays there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from config.entries import MINUTES_A_DAY, Delay, Week


class Pause(NamedTuple):
    """A time that does not count, between two moments."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Calendar:
    """When a place is open: its week in local time, less the days on which it is closed. always: day and night."""

    zone: str
    week: Week
    closed: frozenset[date] = frozenset()
    always: bool = False


Span = tuple[datetime, datetime]


@lru_cache(maxsize=100_000)
def openings(calendar: Calendar, day: date) -> tuple[Span, ...]:
    """The openings of a local day as UTC moments, in order."""
    if calendar.always:
        return ((_at(calendar, day, 0), _at(calendar, day, MINUTES_A_DAY)),)
    if day in calendar.closed:
        return ()
    return tuple((_at(calendar, day, start), _at(calendar, day, end)) for start, end in calendar.week[day.weekday()])


def _at(calendar: Calendar, day: date, minute: int) -> datetime:
    return (datetime.combine(day, time(), ZoneInfo(calendar.zone)) + timedelta(minutes=minute)).astimezone(UTC)


def local_day(calendar: Calendar, at: datetime) -> date:
    return at.astimezone(ZoneInfo(calendar.zone)).date()


def add(calendar: Calendar, start: datetime, working: timedelta) -> datetime:
    """The moment when this much open time has passed since the start."""
    day, left, begin = local_day(calendar, start), working, start.astimezone(UTC)
    while True:
        for opens, closes in openings(calendar, day):
            opens = max(opens, begin)
            if closes > opens:
                if left <= closes - opens:
                    return opens + left
                left -= closes - opens
        day += timedelta(days=1)


def between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """The open time between two moments; nothing when the second comes first."""
    day, last, total = local_day(calendar, start), local_day(calendar, end), timedelta()
    while day <= last:
        for opens, closes in openings(calendar, day):
            total += max(timedelta(), min(closes, end) - max(opens, start))
        day += timedelta(days=1)
    return total


def is_open(calendar: Calendar, at: datetime) -> bool:
    return any(opens <= at < closes for opens, closes in openings(calendar, local_day(calendar, at)))


def next_opening(calendar: Calendar, at: datetime) -> datetime:
    """The moment itself when it is open then, else the next opening."""
    return add(calendar, at, timedelta())


def working_days_after(calendar: Calendar, day: date, count: int) -> date:
    """The local day that comes this many working days later."""
    while count:
        day += timedelta(days=1)
        count -= bool(openings(calendar, day))
    return day


def working_days_between(calendar: Calendar, after: date, until: date) -> int:
    """Working days after one day, up to another: from Friday to the Tuesday after, two."""
    return sum(bool(openings(calendar, after + timedelta(days=count))) for count in range(1, (until - after).days + 1))


def closing_of(calendar: Calendar, day: date) -> datetime:
    """The closing of a local day, or of the next one that opens."""
    while not openings(calendar, day):
        day += timedelta(days=1)
    return openings(calendar, day)[-1][1]


def due(calendar: Calendar, start: datetime, delay: Delay, pauses: Sequence[Pause] = ()) -> datetime | None:
    """When it is due, UTC; None while its date is still to be announced."""
    match delay.unit:
        case "announced_date":
            return None
        case "at_once":
            return start
        case "working_days":
            paused = sum(working_days_between(calendar, local_day(calendar, each.start), local_day(calendar, each.end)) for each in pauses)
            return closing_of(calendar, working_days_after(calendar, local_day(calendar, start), delay.amount + paused))
    working = timedelta(minutes=delay.amount) if delay.unit == "minutes" else timedelta(hours=delay.amount)
    return add(calendar, start, working + sum((between(calendar, each.start, each.end) for each in pauses), timedelta()))


def share(calendar: Calendar, start: datetime, end: datetime, fraction: float) -> datetime:
    """When that fraction of the open time between two moments has passed."""
    return add(calendar, start, between(calendar, start, end) * fraction)


class Receipt(NamedTuple):
    """How a due moment was computed."""

    due: datetime | None


def receipt(calendar: Calendar, start: datetime, delay: Delay, pauses: Sequence[Pause] = ()) -> Receipt:
    return Receipt(due(calendar, start, delay, pauses))
