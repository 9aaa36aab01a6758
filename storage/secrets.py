"""Platforms' credentials, sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from storage.seal import Seal
from storage.tables import Secret, table
from storage.unit import Unit

SECRET = table(Secret)


def load(unit: Unit, seal: Seal, name: str) -> bytes | None:
    sealed = unit.connection.execute(select(SECRET.c.value).where(SECRET.c.name == name)).scalar()
    return seal.open(sealed, f"secret/{name}") if sealed is not None else None


def save(unit: Unit, seal: Seal, name: str, *, value: bytes, now: datetime) -> None:
    unit.connection.execute(delete(SECRET).where(SECRET.c.name == name))
    unit.connection.execute(SECRET.insert(), {"name": name, "value": seal.seal(value, f"secret/{name}"), "saved_at": now})
