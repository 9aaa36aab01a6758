"""When a reader's digest is due: their own hour and days, on the days that their place works, in their town's time. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from handlers.digests.kinds import Kind
from handlers.escalation.working_time import Calendar, is_open, is_working_day
from handlers.people.rules import MORNING
from handlers.weeks import monday_of

LATE = timedelta(hours=12)
"""After an outage a digest still goes so long after its hour; later the next one says that it replaces it."""
ON_TIME = timedelta(minutes=30)
"""So long after its hour it is said even before the place opens; later only while it is open."""
LOOKED_BACK = 45
"""Days in which there is a turn of every kind, but where a place is closed for longer."""
HOURS = tuple(time(*each) for each in ((7, 30), (8, 15), (8, 30), (9, 0), (10, 0), (11, 30), (13, 45), (16, 0)))
"""Those that one may choose; a morning's, in the first slot in which people are told things."""
MORNING_HOURS = tuple(hour for hour in HOURS if time(8, 15) <= hour < time(13, 45))


AGAIN = (time(11, 30), time(13, 45), time(16, 0))
"""When one that was put off comes again: the next of these, an hour away at least."""
A_WHILE = timedelta(hours=1)


class Choice(Protocol):
    """What somebody wants otherwise (storage.tables.DigestChoice)."""

    off: bool
    at: time | None
    days: str | None
    even_empty: bool | None
    hidden: list[str]


class Wish(NamedTuple):
    """What is in force for a reader: the default, and over it what they chose."""

    on: bool
    at: time
    days: str
    even_empty: bool
    hidden: frozenset[str]


class Turn(NamedTuple):
    """on: its local date. at: from when it is due, UTC."""

    on: date
    at: datetime


def wish_of(kind: Kind, choice: Choice | None) -> Wish:
    if choice is None:
        return Wish(True, kind.at, kind.days, kind.even_empty, frozenset())
    even_empty = kind.even_empty if choice.even_empty is None else choice.even_empty
    return Wish(not choice.off, choice.at or kind.at, choice.days or kind.days, even_empty, frozenset(choice.hidden) & {*kind.sections})


def hours_for(kind: Kind) -> tuple[time, ...]:
    return MORNING_HOURS if kind.id == MORNING else HOURS


def may_be_at(kind: Kind, at: time) -> bool:
    """Whether somebody may choose it, typed: between the first and the last of the hours shown."""
    hours = hours_for(kind)
    return hours[0] <= at <= hours[-1]


def again(calendar: Calendar, now: datetime) -> datetime | None:
    """When a digest that is put off now comes once more, UTC; None when the day has no hour left."""
    zone = ZoneInfo(calendar.zone)
    today = now.astimezone(zone).date()
    moments = (datetime.combine(today, hour, zone).astimezone(UTC) for hour in AGAIN)
    return next((each for each in moments if each - now >= A_WHILE), None)


def is_turn(kind: Kind, wish: Wish, calendar: Calendar, day: date) -> bool:
    """Whether it comes that day, with this wish, in a place that works by this calendar.

    A weekly one whose day is a holiday comes on the next working day of its week, or on the one before when there is none.
    """
    if not is_working_day(calendar, day):
        return False
    match kind.every:
        case "day":
            return str(day.isoweekday()) in wish.days
        case "month":
            return not any(is_working_day(calendar, day.replace(day=each)) for each in range(1, day.day))
    monday, wanted = monday_of(day), int(wish.days[0]) - 1
    working = [place for place in range(7) if is_working_day(calendar, monday + timedelta(days=place))]
    later = [place for place in working if place >= wanted]
    return day.weekday() == (later[0] if later else working[-1])


def turns_back(kind: Kind, wish: Wish, calendar: Calendar, day: date) -> Iterator[Turn]:
    """Its turns, from that day backwards."""
    zone = ZoneInfo(calendar.zone)
    for back in range(LOOKED_BACK):
        on = day - timedelta(days=back)
        if is_turn(kind, wish, calendar, on):
            yield Turn(on, datetime.combine(on, wish.at, zone).astimezone(UTC))


def latest(kind: Kind, wish: Wish, calendar: Calendar, now: datetime) -> Turn | None:
    """The last turn whose hour has come; None where there was none for so long."""
    today = now.astimezone(ZoneInfo(calendar.zone)).date()
    return next((turn for turn in turns_back(kind, wish, calendar, today) if turn.at <= now), None)


def before(kind: Kind, wish: Wish, calendar: Calendar, day: date) -> Turn | None:
    """The last turn before a day."""
    return next(turns_back(kind, wish, calendar, day - timedelta(days=1)), None)


ONCE_IN: Mapping[str, Callable[[date], date]] = {"day": lambda day: day, "week": monday_of, "month": lambda day: day.replace(day=1)}
"""The first day of what a kind comes once in."""


def is_another(kind: Kind, day: date, last: date) -> bool:
    """Whether it comes on a day, after a turn done on the last one: not in the same week, when it was moved to a later day of it."""
    return ONCE_IN[kind.every](day) > ONCE_IN[kind.every](last)


Standing = Literal["due", "waits", "over", "unwanted"]


def standing(turn: Turn, calendar: Calendar, now: datetime, quiet_until: datetime | None = None) -> Standing:
    """Whether a turn whose hour has come may be said now, when its place opens or its reader listens again, or not any more.

    Due at 8:15: at 8:20 it is, at 11:15 it is while the place is open, at 21:15 it is over. Unwanted: quiet until it will be.
    """
    if now - turn.at > LATE:
        return "over"
    if quiet_until is not None and quiet_until > now:
        return "waits" if quiet_until - turn.at <= LATE else "unwanted"
    return "due" if now - turn.at <= ON_TIME or is_open(calendar, now) else "waits"
