"""The weeks, months, quarters and years that figures are of: days of the town, from midnight to midnight. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from handlers.date_words import MONTHS, any_of
from handlers.weeks import monday_of, quarter_in, quarter_of

Kind = Literal["days", "week", "month", "quarter", "year"]
FARTHEST = 7
"""Years looked back through for the last « semaine 53 »: there is one within seven."""


class Period(NamedTuple):
    """after: the first day that is no longer in it. As text « week/2026-11-16 »."""

    kind: Kind
    first: date
    after: date

    @classmethod
    def parse(cls, text: str) -> Period:
        kind, _, first = text.partition("/")
        return of(kind, date.fromisoformat(first))  # type: ignore[arg-type]  # what we wrote ourselves

    def __str__(self) -> str:
        return f"{self.kind}/{self.first}"

    @property
    def number(self) -> int:
        """Of the week in its ISO year, of the month or the quarter in the year; the year itself; some days have none."""
        week, quarter = self.first.isocalendar().week, quarter_of(self.first).number
        return {"days": 0, "week": week, "month": self.first.month, "quarter": quarter, "year": self.first.year}[self.kind]

    @property
    def year(self) -> int:
        """That of most of a week's days: 29 December 2025 is in week 1 of 2026."""
        return self.first.isocalendar().year if self.kind == "week" else self.first.year

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)

    @property
    def before(self) -> Period:
        return of(self.kind, self.first - timedelta(days=1))

    @property
    def following(self) -> Period:
        return of(self.kind, self.after)

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """Its first moment and the first one after it, UTC; a week in which the clocks change has 167 or 169 hours."""
        start, end = (datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) for day in (self.first, self.after))
        return start, end


def days(first: date, after: date) -> Period:
    """Some days in a row that have no name: what a morning's figures are of."""
    return Period("days", first, after)


def of(kind: Kind, day: date) -> Period:
    """The period of that kind that holds a day."""
    match kind:
        case "days":
            return days(day, day + timedelta(days=1))
        case "week":
            monday = monday_of(day)
            return Period(kind, monday, monday + timedelta(days=7))
        case "month":
            first = day.replace(day=1)
            return Period(kind, first, (first + timedelta(days=31)).replace(day=1))
        case "quarter":
            quarter = quarter_of(day)
            return Period(kind, quarter.first, quarter.after.first)
        case "year":
            return Period(kind, date(day.year, 1, 1), date(day.year + 1, 1, 1))


WEEK = re.compile(r"(?:(?P<iso>20\d\d)[sw]|(?:la)?(?:semaine|sem|s|week|w)?)(?P<n>\d\d?)(?:de|of)?(?P<y>20\d\d)?")
MONTH = re.compile(rf"(?:mois)?(?:de|d)?(?P<m>{any_of(MONTHS)})(?P<y>20\d\d)?")
YEAR = re.compile(r"(?:annee|lannee|year)?(20\d\d)")
THIS: dict[str, Kind] = {
    "cettesemaine": "week", "thisweek": "week", "cemois": "month", "thismonth": "month", "cetrimestre": "quarter",
    "thisquarter": "quarter", "cetteannee": "year", "thisyear": "year",
}  # fmt: skip
LAST: dict[str, Kind] = {
    "": "week", "semainederniere": "week", "lasemainederniere": "week", "lastweek": "week", "moisdernier": "month",
    "lemoisdernier": "month", "lastmonth": "month", "trimestredernier": "quarter", "letrimestredernier": "quarter",
    "lastquarter": "quarter", "anneederniere": "year", "lanneederniere": "year", "lastyear": "year",
}  # fmt: skip


def period_in(said: str, today: date) -> Period | None:
    """Read « semaine 47 », « novembre 2025 », « T3 », « 2025 », folded as `people.rules.plain` folds; of nothing, last week.

    Without a year, the last that has begun. None when it is something else, or a week that its year does not have.
    """
    if said in THIS:
        return of(THIS[said], today)
    if said in LAST:
        return of(LAST[said], today).before
    if found := YEAR.fullmatch(said):
        return of("year", date(int(found[1]), 1, 1))
    if found := WEEK.fullmatch(said):
        year = found["iso"] or found["y"]
        return _week(int(found["n"]), int(year) if year else None, today)
    if found := MONTH.fullmatch(said):
        month = MONTHS[found["m"]]
        return of("month", date(int(found["y"] or today.year - (month > today.month)), month, 1))
    quarter = quarter_in(said, today)
    if quarter and quarter.first > today and not re.search(r"20\d\d$", said):
        quarter = quarter._replace(year=quarter.year - 1)
    return of("quarter", quarter.first) if quarter else None


def _week(number: int, year: int | None, today: date) -> Period | None:
    this = today.isocalendar().year
    for each in [year] if year else range(this, this - FARTHEST, -1):
        try:
            monday = date.fromisocalendar(each, number, 1)
        except ValueError:
            continue
        if year or monday <= today:
            return of("week", monday)
    return None
