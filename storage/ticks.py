"""When each tick, sender and listener last went on, in whichever process: written once a minute, read by the auditor and from outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import Tick, record, table
from storage.unit import Unit

TICK = table(Tick)


def save(unit: Unit, rows: Sequence[dict[str, Any]]) -> None:
    """Keep when they last went on, in one statement. What another process did later stays."""
    if not rows:
        return
    dialect = sqlite if unit.connection.dialect.name == "sqlite" else postgresql
    new = dialect.insert(TICK).values(sorted(rows, key=lambda row: row["name"]))  # in one order: two processes never wait for each other
    latest = {name: new.excluded[name] for name in ("every_s", "last_at", "took_ms")}
    well = func.coalesce(new.excluded.last_ok_at, TICK.c.last_ok_at)
    unit.connection.execute(
        new.on_conflict_do_update(
            index_elements=["name"], set_={**latest, "last_ok_at": well}, where=TICK.c.last_at < new.excluded.last_at
        )
    )


def every(connection: Connection) -> list[Tick]:
    """By name."""
    return [record(Tick, row._mapping) for row in connection.execute(select(TICK).order_by(TICK.c.name))]
