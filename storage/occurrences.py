"""Turns of schedules: whoever notes one first does what it is for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import Occurrence, table
from storage.unit import Scope

OCCURRENCE = table(Occurrence)


def begin(store: Scope, schedule: str, on: date, slot: str, now: datetime) -> bool:
    """Note that a schedule's turn of a local day has come; False when it was noted before, by this process or another."""
    columns = OCCURRENCE.c
    if store.first(select(columns.at).where(columns.schedule == schedule, columns.on == on, columns.slot == slot)) is not None:
        return False
    dialect = sqlite if store.unit.connection.dialect.name == "sqlite" else postgresql
    new = dialect.insert(OCCURRENCE).values(schedule=schedule, on=on, slot=slot, at=now)
    return bool(store.write(new.on_conflict_do_nothing()).rowcount)
