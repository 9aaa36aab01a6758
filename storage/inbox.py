"""What came in: known by its exact id for ever, its content kept only while it waits to be handled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from storage.tables import Checkpoint, Inbox, record, table
from storage.unit import AnyRow, Unit

INBOX, CHECKPOINT = table(Inbox), table(Checkpoint)


MET = select(INBOX.c.id, INBOX.c.external_id, INBOX.c.state, INBOX.c.tries, INBOX.c.done_at).where(
    INBOX.c.platform == bindparam("on"), INBOX.c.external_id.in_(bindparam("updates", expanding=True))
)
"""Written once, like all that each group of acts asks: building a statement takes longer than running it."""


def states(unit: Unit, platform: str, external_ids: Sequence[str]) -> dict[str, AnyRow]:
    """The rows (id, state, tries, done_at) of the updates that we have already met."""
    return {row.external_id: row for row in unit.connection.execute(MET, {"on": platform, "updates": external_ids})}


def lock(unit: Unit, ids: Sequence[int]) -> None:
    """Let no other process handle these before this transaction ends."""
    if unit.connection.dialect.name == "sqlite":
        return  # there is no other
    unit.connection.execute(select(INBOX.c.id).where(INBOX.c.id.in_(ids)).order_by(INBOX.c.id).with_for_update())


def change(unit: Unit, id: int, **values: Any) -> None:
    unit.connection.execute(update(INBOX).where(INBOX.c.id == id).values(**values))


def finish(unit: Unit, id: int, now: datetime) -> None:
    """Handled: erase what it said, keep that it came."""
    change(unit, id, state="done", payload=None, done_at=now)


def open_rows(unit: Unit, platform: str) -> list[Inbox]:
    """What waits, oldest first, locked ones included."""
    statement = (
        select(INBOX).where(INBOX.c.platform == platform, INBOX.c.state.in_(("waiting", "fetching", "locked"))).order_by(INBOX.c.id)
    )
    return [record(Inbox, row._mapping) for row in unit.connection.execute(statement)]


def count_try(unit: Unit, id: int) -> int:
    """One more try, counted before it is made: a try that kills the process is counted too."""
    row = unit.connection.execute(update(INBOX).where(INBOX.c.id == id).values(tries=INBOX.c.tries + 1).returning(INBOX.c.tries))
    return int(row.scalar_one())


def checkpoint(unit: Unit, platform: str) -> str | None:
    return unit.connection.execute(select(CHECKPOINT.c.value).where(CHECKPOINT.c.platform == platform)).scalar()


def heard_at(unit: Unit, platform: str) -> datetime | None:
    """When a network was last heard, as far as it was noted."""
    return unit.connection.execute(select(CHECKPOINT.c.saved_at).where(CHECKPOINT.c.platform == platform)).scalar()


def save_checkpoint(unit: Unit, platform: str, value: str, now: datetime) -> None:
    values = {"value": value, "saved_at": now}
    if not unit.connection.execute(update(CHECKPOINT).where(CHECKPOINT.c.platform == platform).values(**values)).rowcount:
        unit.connection.execute(CHECKPOINT.insert(), {"platform": platform, **values})


def prune(unit: Unit, before: datetime) -> int:
    """Forget the ids of updates this old: networks repeat themselves for a day, not for months."""
    return unit.connection.execute(delete(INBOX).where(INBOX.c.state == "done", INBOX.c.received_at < before)).rowcount


def erase_contents(unit: Unit, before: datetime) -> int:
    """Forget what updates said that nobody could read or handle since; keep that they came."""
    old = INBOX.c.state.in_(("quarantined", "locked")) & (INBOX.c.received_at < before) & INBOX.c.payload.is_not(None)
    return unit.connection.execute(update(INBOX).where(old).values(state="quarantined", payload=None)).rowcount
