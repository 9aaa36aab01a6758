"""The open requests that somebody answers for, and giving them to somebody else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from storage.handover import STATES
from storage.tables import Person, Request, record, table
from storage.unit import Scope

REQUEST, PERSON = table(Request), table(Person)
OPEN = REQUEST.c.state.in_(STATES)


def answered_by(person_id: int) -> ColumnElement[bool]:
    """Open ones that they have in hand, or logged and nobody else has."""
    logged = and_(REQUEST.c.author_id == person_id, REQUEST.c.holder_id.is_(None))
    return and_(OPEN, or_(REQUEST.c.holder_id == person_id, logged))


def count(store: Scope, person_id: int) -> int:
    row = store.first(select(func.count()).select_from(REQUEST).where(answered_by(person_id)))
    return int(row[0]) if row else 0


def give(store: Scope, person_id: int, *, to: int | None, now: datetime) -> list[int]:
    """Put them in somebody else's hands, None for nobody's in particular; return the ids of the requests that changed hands."""
    mine = update(REQUEST).where(answered_by(person_id) if to is not None else and_(OPEN, REQUEST.c.holder_id == person_id))
    values = {"holder_id": to, "version": REQUEST.c.version + 1, "updated_at": now}
    return [row.id for row in store.write(mine.values(values).returning(REQUEST.c.id))]


def left_behind(store: Scope) -> list[tuple[Person, int]]:
    """People who left with open requests still in their hands, and how many."""
    held = select(func.count()).where(REQUEST.c.holder_id == PERSON.c.id, OPEN).scalar_subquery().label("held")
    rows = store.all(select(PERSON, held).where(PERSON.c.left_at.is_not(None)).order_by(PERSON.c.left_at.desc()))
    return [(record(Person, {name: row._mapping[name] for name in PERSON.c.keys()}), row.held) for row in rows if row.held]
