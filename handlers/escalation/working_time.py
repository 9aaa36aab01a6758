"""Working time: when something is due, how much of it passed, and why. Pure, whatever the place: its calendar says when it is open.

Conventions (domain.md §2.9): the day of receipt does not count; « jo » ends at closing time; « h » and « min » count opening hours;
what comes out of hours starts at the next opening; what ends exactly at a closing stays there. A year is worked out once for a
calendar, then every question is a search in it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

from config.entries import MINUTES_A_DAY, Delay, Week

DAY = timedelta(days=1)
YEARS = 10
"""How far a calendar is looked through for its next opening."""


class NeverOpen(ValueError):
    """The calendar has no opening within ten years: the configuration check refuses such hours."""


class Pause(NamedTuple):
    """A time that does not count, between two moments."""

    start: datetime
    end: datetime


class Span(NamedTuple):
    """An opening, as UTC moments."""

    start: datetime
    end: datetime


class Year(NamedTuple):
    """A year of a calendar. days: ordinals of its working days; ends: when each closes, UTC.

    opens, closes: of each opening, in order; passed: the open time of the year before it, and then that of the whole year.
    """

    days: list[int]
    ends: list[datetime]
    opens: list[datetime]
    closes: list[datetime]
    passed: list[timedelta]


@dataclass(frozen=True, eq=False)
class Calendar:
    """When a place is open: its week in local time, less its closed days, each with its name. always: day and night, whatever the day."""

    zone: str
    week: Week
    closed: Mapping[date, str] = field(default_factory=dict)
    always: bool = False
    years: dict[int, Year] = field(default_factory=dict, repr=False)

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


def local_day(calendar: Calendar, at: datetime) -> date:
    return at.astimezone(calendar.tz).date()


def openings(calendar: Calendar, day: date) -> list[Span]:
    """The openings of a local day, in order. One that falls in the hour lost in spring begins, or ends, when that hour is over."""
    if calendar.always:
        return [Span(_moment(calendar, day, 0), _moment(calendar, day, MINUTES_A_DAY))]
    if day in calendar.closed:
        return []
    spans = (Span(_moment(calendar, day, start), _moment(calendar, day, end)) for start, end in calendar.week[day.weekday()])
    return [span for span in spans if span.start < span.end]


def _moment(calendar: Calendar, day: date, minute: int) -> datetime:
    """A local minute as UTC: the first of two in autumn; the first that exists where it is lost in spring."""
    wall, lost = datetime.combine(day, time()) + timedelta(minutes=minute), False
    while True:
        at = wall.replace(tzinfo=calendar.tz).astimezone(UTC)
        if at.astimezone(calendar.tz).replace(tzinfo=None) == wall:
            return at + timedelta(minutes=lost)
        wall, lost = wall - timedelta(minutes=1), True


def year_of(calendar: Calendar, year: int) -> Year:
    """The openings of a local year, worked out the first time."""
    if year not in calendar.years:
        first = date(year, 1, 1)
        days = [first + timedelta(days=count) for count in range((date(year + 1, 1, 1) - first).days)]
        spans = [(day, openings(calendar, day)) for day in days]
        flat = [span for _, each in spans for span in each]
        passed = [timedelta(), *accumulate(span.end - span.start for span in flat)]
        calendar.years[year] = Year([day.toordinal() for day, each in spans if each], [each[-1].end for _, each in spans if each],
                                    [span.start for span in flat], [span.end for span in flat], passed)
    return calendar.years[year]


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether it opens at all that local day; asked of thousands of days in a tick."""
    days, ordinal = year_of(calendar, day.year).days, day.toordinal()
    index = bisect_left(days, ordinal)
    return index < len(days) and days[index] == ordinal


def add(calendar: Calendar, start: datetime, working: timedelta) -> datetime:
    """The moment, UTC, when this much open time has passed since the start; of nothing, the start itself or the next opening."""
    left, begin = working, start.astimezone(UTC)
    first = local_day(calendar, start).year
    for number in range(first, first + YEARS):
        year = year_of(calendar, number)
        index = bisect_right(year.closes, begin)
        if index == len(year.closes):
            continue
        opens = max(begin, year.opens[index])
        target = year.passed[index] + (opens - year.opens[index]) + left
        if target <= year.passed[-1]:
            at = max(index, bisect_left(year.passed, target) - 1)
            return opens if not left else year.opens[at] + (target - year.passed[at])
        left = target - year.passed[-1]
        begin = year.closes[-1]
    raise NeverOpen(calendar.zone)


def between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """The open time that really passed between two moments; nothing when the second comes first."""
    if end <= start:
        return timedelta()
    first, last = local_day(calendar, start).year, local_day(calendar, end).year
    whole = sum((year_of(calendar, number).passed[-1] for number in range(first, last)), timedelta())
    return whole + _passed(calendar, last, end) - _passed(calendar, first, start)


def _passed(calendar: Calendar, number: int, at: datetime) -> timedelta:
    """The open time since the beginning of the year."""
    year = year_of(calendar, number)
    index = bisect_right(year.opens, at) - 1
    return timedelta() if index < 0 else year.passed[index] + min(at, year.closes[index]) - year.opens[index]


def is_open(calendar: Calendar, at: datetime) -> bool:
    year = year_of(calendar, local_day(calendar, at).year)
    index = bisect_right(year.opens, at) - 1
    return index >= 0 and at < year.closes[index]


def next_opening(calendar: Calendar, at: datetime) -> datetime:
    """The moment itself when it is open then, else the next opening."""
    return add(calendar, at, timedelta())


def working_days_after(calendar: Calendar, day: date, count: int) -> date:
    """The working day that comes so many later: from a Friday, one is Monday. Of none, the day itself."""
    return date.fromordinal(_later(calendar, day, count)[0]) if count else day


def _later(calendar: Calendar, day: date, count: int) -> tuple[int, datetime]:
    """The working day so many later, as an ordinal, and when it closes."""
    left, after = count, day.toordinal()
    for number in range(day.year, day.year + YEARS):
        year = year_of(calendar, number)
        index = bisect_right(year.days, after) + left - 1
        if index < len(year.days):
            return year.days[index], year.ends[index]
        left = index - len(year.days) + 1
    raise NeverOpen(calendar.zone)


def working_days_between(calendar: Calendar, after: date, until: date) -> int:
    """Working days after one day, up to another: from Friday to the Tuesday after, two; none backwards."""
    if until <= after:
        return 0
    whole = sum(len(year_of(calendar, number).days) for number in range(after.year, until.year))
    return whole + bisect_right(year_of(calendar, until.year).days, until.toordinal()) - bisect_right(
        year_of(calendar, after.year).days, after.toordinal())


def closing_of(calendar: Calendar, day: date) -> datetime:
    """The closing, UTC, of a local day, or of the next working day when that one is closed."""
    return _later(calendar, day - DAY, 1)[1]


def due(calendar: Calendar, start: datetime, delay: Delay, pauses: Sequence[Pause] = ()) -> datetime | None:
    """When it is due, UTC; None while its date is still to be announced. Pauses add up: hours to hours, working days to working days.

    Wednesday 23 December 2026, 5 working days: Thursday 31 December, at closing time.
    """
    match delay.unit:
        case "announced_date":
            return None
        case "at_once":
            return start.astimezone(UTC)
        case "working_days":
            begin, count = local_day(calendar, start), delay.amount
            for pause in merged(start, pauses) if pauses else ():
                if pause.start < _later(calendar, begin, count)[1]:
                    count += working_days_between(calendar, local_day(calendar, pause.start), local_day(calendar, pause.end))
            return _later(calendar, begin, count)[1]
    at = add(calendar, start, working_of(delay))
    for pause in merged(start, pauses) if pauses else ():
        if pause.start < at:
            at = add(calendar, at, between(calendar, pause.start, pause.end))
    return at


@cache
def working_of(delay: Delay) -> timedelta:
    return timedelta(minutes=delay.amount) if delay.unit == "minutes" else timedelta(hours=delay.amount)


def merged(start: datetime, pauses: Sequence[Pause]) -> list[Pause]:
    """The pauses after the start, in order; those that touch are one, so that no moment counts twice."""
    found: list[Pause] = []
    for pause in sorted(pauses):
        begin = max(pause.start, start)
        if found and begin <= found[-1].end:
            found[-1] = Pause(found[-1].start, max(found[-1].end, pause.end))
        elif begin < pause.end:
            found.append(Pause(begin, pause.end))
    return found


def share(calendar: Calendar, start: datetime, end: datetime, fraction: float) -> datetime:
    """When that fraction of the open time between two moments has passed."""
    return add(calendar, start, between(calendar, start, end) * fraction)
