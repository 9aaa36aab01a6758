"""Changes that a second person must confirm."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from storage.tables import RoleChange, record, table
from storage.unit import Scope

CHANGE = table(RoleChange)


def by_id(store: Scope, id: int) -> RoleChange | None:
    row = store.first(select(CHANGE).where(CHANGE.c.id == id))
    return record(RoleChange, row._mapping) if row else None


def pending(store: Scope, now: datetime) -> list[RoleChange]:
    statement = select(CHANGE).where(CHANGE.c.settled_at.is_(None), CHANGE.c.expires_at > now)
    return [record(RoleChange, row._mapping) for row in store.all(statement)]


def settle(store: Scope, id: int, *, by: int | None, granted: bool, now: datetime) -> bool:
    """Say yes or no, once and in time; False when it is too late. by: None when it falls by itself."""
    open_one = update(CHANGE).where(CHANGE.c.id == id, CHANGE.c.settled_at.is_(None), CHANGE.c.expires_at > now)
    return bool(store.write(open_one.values(settled_by=by, settled_at=now, granted=granted)).rowcount)


def drop_of(store: Scope, person_id: int, now: datetime) -> None:
    """What somebody asked for, or would have had, falls: their own place changed meanwhile."""
    for change in pending(store, now):
        if person_id in (change.asked_by, change.change["person_id"]):
            settle(store, change.id, by=None, granted=False, now=now)
