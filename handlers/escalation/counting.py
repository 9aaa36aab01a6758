"""The receipt of a date: how it was counted, day by day. Pure; what it ends with is exactly what `working_time.due` says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from config.entries import Delay
from handlers.escalation.working_time import DAY, Calendar, Pause, Span, due, local_day, merged, openings


class Line(NamedTuple):
    """A day of a receipt. why: "received", "counted", "paused", "weekend" or "closed"; label: the name of a closed day.

    spans: what counted of its openings; total: working days, or open time, counted so far.
    """

    on: date
    why: str
    label: str
    spans: tuple[Span, ...]
    total: int | timedelta


class Receipt(NamedTuple):
    """How a due moment was computed. due: exactly what `due` says, None while a date is to be announced."""

    start: datetime
    delay: Delay
    lines: tuple[Line, ...]
    due: datetime | None


def receipt(calendar: Calendar, start: datetime, delay: Delay, pauses: Sequence[Pause] = ()) -> Receipt:
    """The same computation, day by day, from the day of receipt to the day it is due."""
    at, stops = due(calendar, start, delay, pauses), merged(start, pauses)
    if at is None or delay.unit == "at_once":
        return Receipt(start, delay, (), at)
    days = _days(calendar, start, at, stops) if delay.unit == "working_days" else _hours(calendar, start, at, stops)
    return Receipt(start, delay, tuple(days), at)


def _calendar_days(calendar: Calendar, start: datetime, end: datetime) -> Iterator[date]:
    day, last = local_day(calendar, start), local_day(calendar, end - timedelta(microseconds=1) if end > start else end)
    while day <= last:
        yield day
        day += DAY


def _days(calendar: Calendar, start: datetime, end: datetime, stops: Sequence[Pause]) -> Iterator[Line]:
    total = 0
    held = [(local_day(calendar, each.start), local_day(calendar, each.end)) for each in stops]
    for day in _calendar_days(calendar, start, end):
        why, label = _why(calendar, day)
        if day == local_day(calendar, start):
            why = "received"
        elif why == "counted" and any(first < day <= last for first, last in held):
            why = "paused"
        total += why == "counted"
        yield Line(day, why, label, (), total)


def _hours(calendar: Calendar, start: datetime, end: datetime, stops: Sequence[Pause]) -> Iterator[Line]:
    total = timedelta()
    for day in _calendar_days(calendar, start, end):
        why, label = _why(calendar, day)
        cut = [Span(max(span.start, start), min(span.end, end)) for span in openings(calendar, day)]
        spans = tuple(part for span in cut if span.start < span.end for part in _without(span, stops))
        if why == "counted" and not spans:
            why = "paused" if any(span.start < span.end for span in cut) else "received"
        total += sum((span.end - span.start for span in spans), timedelta())
        yield Line(day, why, label, spans, total)


def _without(span: Span, stops: Sequence[Pause]) -> Iterator[Span]:
    begin = span.start
    for stop in stops:
        if stop.end > begin and stop.start < span.end:
            if stop.start > begin:
                yield Span(begin, stop.start)
            begin = max(begin, stop.end)
    if begin < span.end:
        yield Span(begin, span.end)


def _why(calendar: Calendar, day: date) -> tuple[str, str]:
    if calendar.always:
        return "counted", ""
    if day in calendar.closed:
        return "closed", calendar.closed[day]
    return ("counted", "") if calendar.week[day.weekday()] else ("weekend", "")
