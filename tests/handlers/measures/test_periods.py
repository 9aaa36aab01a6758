"""Periods are read as people write them; a week is the town's own, clock change or not, and some years have 53."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.measures.periods import Period, of, period_in
from handlers.people.rules import plain

PARIS = "Europe/Paris"
TODAY = date(2026, 11, 25)
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))

SAID = """
 → week 2026-11-16 2026-11-23
semaine 47 → week 2026-11-16 2026-11-23
Semaine n'importe → nothing
la semaine 47 → week 2026-11-16 2026-11-23
semaine 48 → week 2026-11-23 2026-11-30
semaine 49 → week 2025-12-01 2025-12-08
s47 → week 2026-11-16 2026-11-23
47 → week 2026-11-16 2026-11-23
week 1 → week 2025-12-29 2026-01-05
semaine 1 2027 → week 2027-01-04 2027-01-11
semaine 47 de 2025 → week 2025-11-17 2025-11-24
2026-W47 → week 2026-11-16 2026-11-23
semaine 53 → week 2020-12-28 2021-01-04
semaine 53 2026 → week 2026-12-28 2027-01-04
semaine 53 2025 → nothing
semaine 54 → nothing
semaine 0 → nothing
cette semaine → week 2026-11-23 2026-11-30
la semaine dernière → week 2026-11-16 2026-11-23
novembre → month 2026-11-01 2026-12-01
décembre → month 2025-12-01 2026-01-01
Décembre 2026 → month 2026-12-01 2027-01-01
nov. 2025 → month 2025-11-01 2025-12-01
August → month 2026-08-01 2026-09-01
mois de mai → month 2026-05-01 2026-06-01
février 2028 → month 2028-02-01 2028-03-01
ce mois → month 2026-11-01 2026-12-01
le mois dernier → month 2026-10-01 2026-11-01
T3 → quarter 2026-07-01 2026-10-01
T4 → quarter 2026-10-01 2027-01-01
3e trimestre → quarter 2026-07-01 2026-10-01
Q3 2025 → quarter 2025-07-01 2025-10-01
T5 → nothing
2025 → year 2025-01-01 2026-01-01
année 2026 → year 2026-01-01 2027-01-01
cette année → year 2026-01-01 2027-01-01
l'année dernière → year 2025-01-01 2026-01-01
1998 → nothing
ce trimestre → quarter 2026-10-01 2027-01-01
rue Pasteur → nothing
illisibles sur la plaque → nothing
"""


@pytest.mark.parametrize("line", SAID.strip("\n").splitlines())
def test_periods_are_read_as_they_are_written(line: str) -> None:
    said, _, meant = (part.strip() for part in line.partition("→"))
    found = period_in(plain(said), TODAY)
    assert (f"{found.kind} {found.first} {found.after}" if found else "nothing") == meant


def test_without_a_year_a_quarter_to_come_is_last_years() -> None:
    assert period_in("t4", date(2026, 5, 4)) == Period("quarter", date(2025, 10, 1), date(2026, 1, 1))
    assert period_in("t42026", date(2026, 5, 4)) == Period("quarter", date(2026, 10, 1), date(2027, 1, 1))


@given(kind=st.sampled_from(("week", "month", "quarter", "year")), day=DAYS)
def test_a_period_holds_its_day_and_touches_the_ones_beside_it(kind: str, day: date) -> None:
    period = of(kind, day)  # type: ignore[arg-type]
    assert period.first <= day <= period.last
    assert (period.before.after, period.following.first) == (period.first, period.after)
    assert Period.parse(str(period)) == period
    if kind != "month":
        said = {"week": f"s{period.number}{period.year}", "quarter": f"t{period.number}{period.year}", "year": str(period.year)}[kind]
        assert period_in(said, day) == period


@given(day=DAYS)
def test_said_without_its_year_a_week_is_the_last_that_has_begun(day: date) -> None:
    week = of("week", day)
    assert period_in(f"s{week.number}", day) == week


@pytest.mark.parametrize(("monday", "hours"), [(date(2026, 3, 23), 167), (date(2026, 10, 19), 169), (date(2026, 11, 16), 168)])
def test_a_week_in_which_the_clocks_change_is_an_hour_shorter_or_longer(monday: date, hours: int) -> None:
    start, end = of("week", monday).bounds(PARIS)
    assert end - start == timedelta(hours=hours)
