"""Working time: tables worked out by hand, and what must hold for any calendar and any moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from config.entries import Delay, Opening, Week
from config.public_holidays import public_holidays
from handlers.escalation.calendars import OFFICE_HOURS
from handlers.escalation.counting import receipt
from handlers.escalation.working_time import (
    Calendar,
    NeverOpen,
    Pause,
    add,
    between,
    closing_of,
    due,
    is_open,
    next_opening,
    openings,
    share,
    working_days_after,
    working_days_between,
)

PARIS = ZoneInfo("Europe/Paris")


def closed(code: str, **more: str) -> dict[date, str]:
    days = {**public_holidays(code), **{day.replace("_", "-").removeprefix("d"): label for day, label in more.items()}}
    return {date.fromisoformat(day): label for day, label in days.items()}


METROPOLE = Calendar("Europe/Paris", OFFICE_HOURS, closed("metropole"))
ALSACE = Calendar("Europe/Paris", OFFICE_HOURS, closed("alsace_moselle"))
BRIDGE = Calendar("Europe/Paris", OFFICE_HOURS, closed("metropole", d2027_05_07="pont de l’Ascension"))
ALWAYS = Calendar("Europe/Paris", OFFICE_HOURS, always=True)


def at(text: str, zone: ZoneInfo = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def jo(count: int) -> Delay:
    return Delay(count, "working_days")


# domain.md §2.9, then cases by hand; 8:30-12:30 and 13:30-17:00 from Monday to Friday
TABLE = [
    (METROPOLE, "2026-12-23 10:00", "5 jo", "2026-12-31 17:00"),
    (METROPOLE, "2027-03-25 10:00", "5 jo", "2027-04-02 17:00"),
    (ALSACE, "2027-03-25 10:00", "5 jo", "2027-04-05 17:00"),
    (METROPOLE, "2027-05-05 10:00", "2 jo", "2027-05-10 17:00"),
    (BRIDGE, "2027-05-05 10:00", "2 jo", "2027-05-11 17:00"),
    (METROPOLE, "2027-04-30 10:00", "15 jo", "2027-05-25 17:00"),
    (METROPOLE, "2026-11-27 23:59", "1 jo", "2026-11-30 17:00"),  # Friday night
    (METROPOLE, "2026-11-28 10:00", "1 jo", "2026-11-30 17:00"),  # Saturday
    (METROPOLE, "2026-11-23 10:00", "4 h", "2026-11-23 15:00"),  # lunch does not count
    (METROPOLE, "2026-11-23 10:00", "150 min", "2026-11-23 12:30"),  # ends at the closing, and stays there
    (METROPOLE, "2026-11-23 10:00", "151 min", "2026-11-23 13:31"),
    (METROPOLE, "2026-11-23 12:45", "60 min", "2026-11-23 14:30"),  # out of hours: from the next opening
    (METROPOLE, "2026-11-27 16:00", "2 h", "2026-11-30 09:30"),
    (METROPOLE, "2026-12-31 16:30", "1 h", "2027-01-04 09:00"),  # over a year end, its holiday and a week 53
    (METROPOLE, "2028-02-28 10:00", "1 jo", "2028-02-29 17:00"),
    (ALWAYS, "2026-12-25 03:00", "15 min", "2026-12-25 03:15"),
    (ALWAYS, "2027-03-28 01:30", "4 h", "2027-03-28 06:30"),  # four real hours, over the hour lost
    (ALWAYS, "2027-10-31 01:30", "4 h", "2027-10-31 04:30"),  # and over the hour given back
    (METROPOLE, "2026-11-23 10:00", "immediate", "2026-11-23 10:00"),
]


@pytest.mark.parametrize(("calendar", "start", "delay", "expected"), TABLE, ids=[f"{row[1]} + {row[2]}" for row in TABLE])
def test_the_table_worked_out_by_hand(calendar: Calendar, start: str, delay: str, expected: str) -> None:
    assert due(calendar, at(start), Delay.parse(delay)) == at(expected)


def test_a_date_to_be_announced_is_none() -> None:
    assert due(METROPOLE, at("2026-11-23 10:00"), Delay.parse("date_annoncee")) is None


def easter(year: int) -> date:
    """The anonymous Gregorian computus, written here on its own (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


@pytest.mark.parametrize("year", range(2026, 2037))
def test_every_public_holiday_of_eleven_years(year: int) -> None:
    sunday = easter(year)
    national = {date(year, month, day) for month, day in ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))}
    national |= {sunday + timedelta(days=days) for days in (1, 39, 50)}
    friday = sunday - timedelta(days=2)
    expected = {
        "metropole": national,
        "alsace_moselle": national | {friday, date(year, 12, 26)},
        "alsace_moselle_sans_vendredi_saint": national | {date(year, 12, 26)},
        "guadeloupe": national | {date(year, 5, 27)}, "martinique": national | {date(year, 5, 22)},
        "guyane": national | {date(year, 6, 10)}, "reunion": national | {date(year, 12, 20)}, "mayotte": national | {date(year, 4, 27)},
    }
    for code, days in expected.items():
        assert {date.fromisoformat(day) for day in public_holidays(code) if day.startswith(str(year))} == days, code


def test_hours_that_never_open_end_in_an_error_and_not_in_a_loop() -> None:
    with pytest.raises(NeverOpen):
        due(Calendar("Europe/Paris", ((),) * 7), at("2026-11-23 10:00"), jo(1))
    with pytest.raises(NeverOpen):
        add(Calendar("Europe/Paris", ((),) * 7), at("2026-11-23 10:00"), timedelta(hours=1))


# --- change nights ---

NIGHT: Week = ((Opening.parse("00:00-24:00"),),) * 7
PARTIAL: Week = ((Opening.parse("02:15-02:45"), Opening.parse("08:00-12:00")),) * 7


@pytest.mark.parametrize(("day", "hours"), [("2027-03-28", 23), ("2027-10-31", 25), ("2028-03-26", 23), ("2028-10-29", 25)])
def test_a_change_day_has_its_real_length_and_each_of_its_minutes_counts_once(day: str, hours: int) -> None:
    calendar = Calendar("Europe/Paris", NIGHT)
    start = at(f"{day} 00:00").astimezone(UTC)
    assert sum((span.end - span.start for span in openings(calendar, date.fromisoformat(day))), timedelta()) == timedelta(hours=hours)
    for minute in range(hours * 60):
        moment = start + timedelta(minutes=minute)
        assert add(calendar, start, timedelta(minutes=minute)) == moment
        assert between(calendar, start, moment) == timedelta(minutes=minute)
        assert is_open(calendar, moment)


def test_an_opening_in_the_hour_lost_is_not_there_and_in_the_hour_given_back_is_there_once() -> None:
    calendar = Calendar("Europe/Paris", PARTIAL)
    assert [(span.end - span.start).seconds // 60 for span in openings(calendar, date(2027, 3, 28))] == [240]
    assert [(span.end - span.start).seconds // 60 for span in openings(calendar, date(2027, 10, 31))] == [30, 240]


def test_overseas_days_are_local() -> None:
    reunion = Calendar("Indian/Reunion", OFFICE_HOURS, closed("reunion"))
    start = datetime(2026, 12, 18, 21, tzinfo=UTC)  # Saturday, one in the morning over there
    assert due(reunion, start, jo(1)) == at("2026-12-21 17:00", ZoneInfo("Indian/Reunion"))


# --- whatever the calendar ---

MINUTES = st.integers(0, 24 * 60)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    def day() -> tuple[Opening, ...]:
        marks = sorted(draw(st.sets(st.integers(0, 95), max_size=6)))
        return tuple(Opening(first * 15, last * 15) for first, last in zip(marks[::2], marks[1::2], strict=False))

    week = tuple(day() for _ in range(7))
    assume(any(week))
    return week


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    days = draw(st.sets(st.dates(date(2026, 1, 1), date(2036, 12, 31)), max_size=40))
    zone = draw(st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Martinique", "Indian/Mayotte", "America/Cayenne"]))
    return Calendar(zone, draw(weeks()), {day: "fermé" for day in days}, always=draw(st.integers(0, 9)) == 0)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  (made aware by timezones)
DELAYS = st.one_of(st.builds(Delay, st.integers(1, 60), st.just("working_days")), st.builds(Delay, st.integers(1, 90), st.just("hours")),
                   st.builds(Delay, st.integers(1, 999), st.just("minutes")))
SPANS = st.timedeltas(timedelta(), timedelta(days=12))


@given(calendars(), MOMENTS, SPANS, DELAYS)
def test_later_is_never_sooner_and_more_is_never_sooner(calendar: Calendar, start: datetime, later: timedelta, delay: Delay) -> None:
    first, second = due(calendar, start, delay), due(calendar, start + later, delay)
    longer = due(calendar, start, Delay(delay.amount + 1, delay.unit))
    assert first is not None
    assert second is not None
    assert longer is not None
    assert start <= first <= second
    assert first < longer


@given(calendars(), MOMENTS, DELAYS)
def test_what_is_due_is_never_inside_a_closure(calendar: Calendar, start: datetime, delay: Delay) -> None:
    when = due(calendar, start, delay)
    assert when is not None
    assert is_open(calendar, when - timedelta(microseconds=1))
    if delay.unit == "working_days":
        assert when == closing_of(calendar, (when - timedelta(microseconds=1)).astimezone(calendar.tz).date())


@given(calendars(), MOMENTS, st.integers(0, 6000))
def test_what_was_added_is_what_lies_between(calendar: Calendar, start: datetime, minutes: int) -> None:
    working = timedelta(minutes=minutes)
    end = add(calendar, start, working)
    assert between(calendar, start, end) == working
    assert add(calendar, start, working + timedelta(minutes=30)) == add(calendar, end, timedelta(minutes=30))


@given(calendars(), MOMENTS, SPANS, SPANS)
def test_between_is_additive_and_never_more_than_what_passed(calendar: Calendar, start: datetime, one: timedelta, two: timedelta) -> None:
    middle, end = start + one, start + one + two
    assert between(calendar, start, end) == between(calendar, start, middle) + between(calendar, middle, end)
    assert between(calendar, start, end) <= end - start
    assert between(calendar, end, start) == timedelta()


@given(calendars(), MOMENTS, DELAYS, SPANS, SPANS, SPANS)
def test_pauses_add_up(calendar: Calendar, start: datetime, delay: Delay, after: timedelta, one: timedelta, two: timedelta) -> None:
    begin, middle = start + after, start + after + one
    end = middle + two
    whole = due(calendar, start, delay, [Pause(begin, end)])
    assert due(calendar, start, delay, [Pause(begin, middle), Pause(middle, end)]) == whole
    assert due(calendar, start, delay, [Pause(middle, end), Pause(begin, middle), Pause(begin, middle)]) == whole  # any order, once each
    plain = due(calendar, start, delay)
    assert plain is not None
    assert whole is not None
    assert whole >= plain
    if plain <= begin:
        assert whole == plain  # a pause after the end changes nothing
    assert due(calendar, start, delay, [Pause(start - after - one, start)]) == plain  # nor one before the start


@given(calendars(), MOMENTS, DELAYS, SPANS, SPANS)
def test_a_receipt_ends_where_the_date_is_and_counts_what_was_asked(
    calendar: Calendar, start: datetime, delay: Delay, after: timedelta, held: timedelta
) -> None:
    pauses = [Pause(start + after, start + after + held)]
    found = receipt(calendar, start, delay, pauses)
    assert found.due == due(calendar, start, delay, pauses)
    assert [line.on for line in found.lines] == sorted({line.on for line in found.lines})
    assert all((second.on - first.on).days == 1 for first, second in pairwise(found.lines))
    total = found.lines[-1].total
    asked = {"working_days": delay.amount, "hours": timedelta(hours=delay.amount), "minutes": timedelta(minutes=delay.amount)}[delay.unit]
    assert total == asked
    assert all(line.why != "counted" or calendar.always or line.on not in calendar.closed for line in found.lines)


@given(calendars(), MOMENTS, DELAYS, st.floats(0, 1))
def test_a_share_lies_between_and_all_of_it_is_the_end(calendar: Calendar, start: datetime, delay: Delay, fraction: float) -> None:
    end = due(calendar, start, delay)
    assert end is not None
    assume(between(calendar, start, end) > timedelta())
    assert next_opening(calendar, start) <= share(calendar, start, end, fraction) <= end
    assert share(calendar, start, end, 1) == end


@given(calendars(), st.dates(date(2026, 1, 1), date(2034, 12, 31)), st.integers(0, 400))
def test_working_days_counted_there_and_back(calendar: Calendar, day: date, count: int) -> None:
    later = working_days_after(calendar, day, count)
    assert working_days_between(calendar, day, later) == count
    assert working_days_between(calendar, later, day) == 0


def test_ten_years_of_days_one_by_one() -> None:
    """Every day from 2026 to 2035: the next working day is the one that a walk through the calendar finds."""
    day = date(2026, 1, 1)
    while day < date(2036, 1, 1):
        walk = day + timedelta(days=1)
        while walk.weekday() > 4 or walk in METROPOLE.closed:
            walk += timedelta(days=1)
        assert due(METROPOLE, datetime.combine(day, time(9), PARIS), jo(1)) == datetime.combine(walk, time(17), PARIS)
        day += timedelta(days=1)
