"""Weeks and quarters of the calendar, whoever counts in them. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


def monday_of(day: date) -> date:
    """When its ISO week begins."""
    return day - timedelta(days=day.weekday())


def midnight(day: date, zone: str) -> datetime:
    """The moment when a local day begins, UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


class Quarter(NamedTuple):
    """number: 1 to 4. As text « 2026-4 »."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        year, number = text.split("-")
        return cls(int(year), int(number))

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.after.first - timedelta(days=1)

    @property
    def before(self) -> Quarter:
        return quarter_of(self.first - timedelta(days=1))

    @property
    def after(self) -> Quarter:
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


SAID = re.compile(r"(?:[tq]|trimestre|quarter)?([1-4])(?:er|e|eme|st|nd|rd|th)?(?:trimestre|quarter)?(20\d\d)?")


def quarter_in(said: str, today: date) -> Quarter | None:
    """Read « T1 2027 », « 4e trimestre », folded as `plain` folds; without a year, this year's. None when it is something else."""
    found = SAID.fullmatch(said)
    return Quarter(int(found[2] or today.year), int(found[1])) if found else None
