"""Who is away when, and who stands in for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from storage.tables import Absence, record, table
from storage.unit import Scope

ABSENCE = table(Absence)
HOLDS = ABSENCE.c.ended_at.is_(None)


def of_day(store: Scope, day: date) -> list[Absence]:
    """Everybody's absences that cover a day."""
    return _found(store, ABSENCE.c.first_on <= day, ABSENCE.c.last_on >= day)


def of_person(store: Scope, person_id: int, since: date) -> list[Absence]:
    """Somebody's absences that are not over, the nearest first."""
    return of_people(store, [person_id], since)


def of_people(store: Scope, person_ids: Sequence[int], since: date) -> list[Absence]:
    """Theirs that are not over, the nearest first."""
    return _found(store, ABSENCE.c.person_id.in_(person_ids), ABSENCE.c.last_on >= since)


def between(store: Scope, first: date, last: date) -> list[Absence]:
    """Everybody's absences that have a day in common with this period."""
    return _found(store, ABSENCE.c.first_on <= last, ABSENCE.c.last_on >= first)


def end(store: Scope, id: int, now: datetime) -> bool:
    """They are back, or will not leave; False when that was said before."""
    return bool(store.write(update(ABSENCE).where(ABSENCE.c.id == id, HOLDS).values(ended_at=now)).rowcount)


def forget_person(store: Scope, person_id: int, now: datetime) -> None:
    """They left: they are not away any more, and nobody's relay; their teams are."""
    store.write(update(ABSENCE).where(ABSENCE.c.person_id == person_id, HOLDS).values(ended_at=now))
    store.write(update(ABSENCE).where(ABSENCE.c.relay_id == person_id, HOLDS).values(relay_id=None))


def _found(store: Scope, *where: Any) -> list[Absence]:
    statement = select(ABSENCE).where(HOLDS, *where).order_by(ABSENCE.c.first_on, ABSENCE.c.id)
    return [record(Absence, row._mapping) for row in store.all(statement)]
