"""How many due times a second, in the hours of a direction of the default town."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from config.entries import Delay
from handlers.escalation.calendars import always, of_direction
from handlers.escalation.counting import receipt
from handlers.escalation.working_time import Calendar, Pause, due
from tests.scenes import valmiere

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
STEP = timedelta(minutes=37)
"""A start every so often goes through every hour of every weekday."""


def rates(count: int) -> Mapping[str, float]:
    """Due times a second, by kind; « receipt » is how many whole receipts."""
    town = valmiere()
    office = of_direction(town, "m_voirie")
    found = {written: _rate(office, written, count) for written in ("5 jo", "4 h", "15 min", "60 jo")}
    found["15 min, day and night"] = _rate(always(town), "15 min", count)
    found["5 jo, with a pause"] = _rate(office, "5 jo", count // 4, held=timedelta(days=3))
    found["receipt of 5 jo"] = _receipts(office, count // 20)
    return found


def _rate(calendar: Calendar, written: str, count: int, *, held: timedelta | None = None) -> float:
    delay, starts = Delay.parse(written), [FIRST + STEP * (number % 80_000) for number in range(count)]
    pauses = [[Pause(start + timedelta(hours=30), start + timedelta(hours=30) + held)] if held else [] for start in starts]
    before = time.perf_counter()
    for start, stops in zip(starts, pauses, strict=True):
        due(calendar, start, delay, stops)
    return count / (time.perf_counter() - before)


def _receipts(calendar: Calendar, count: int) -> float:
    delay, before = Delay.parse("5 jo"), time.perf_counter()
    for number in range(count):
        receipt(calendar, FIRST + STEP * number, delay)
    return count / (time.perf_counter() - before)


def million(found: Mapping[str, float]) -> float:
    """Seconds for a million due times, a third of each unit."""
    return sum(1_000_000 / 3 / found[written] for written in ("5 jo", "4 h", "15 min"))
