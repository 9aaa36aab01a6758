"""Reading the event log. Writing is adding rows: nothing else is possible (storage/append_only)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from storage.tables import Event, record, table
from storage.unit import Scope

EVENT = table(Event)


def of_request(store: Scope, request_id: int, *, kinds: Sequence[str] = ()) -> list[Event]:
    """What happened to a request, oldest first."""
    statement = select(EVENT).where(EVENT.c.request_id == request_id).order_by(EVENT.c.id)
    if kinds:
        statement = statement.where(EVENT.c.kind.in_(kinds))
    return [record(Event, row._mapping) for row in store.all(statement)]


def last_of(store: Scope, request_id: int) -> Event | None:
    """The last thing that happened to a request; readings do not count."""
    statement = (
        select(EVENT).where(EVENT.c.request_id == request_id, EVENT.c.kind != "read_sensitive").order_by(EVENT.c.id.desc()).limit(1)
    )
    row = store.first(statement)
    return record(Event, row._mapping) if row else None


def latest_by(store: Scope, actor_id: int, kinds: Sequence[str], since: datetime, limit: int = 10) -> list[Event]:
    """The last things of these kinds that somebody did since then, newest first."""
    mine = select(EVENT).where(EVENT.c.actor_id == actor_id, EVENT.c.kind.in_(kinds), EVENT.c.at >= since)
    return [record(Event, row._mapping) for row in store.all(mine.order_by(EVENT.c.id.desc()).limit(limit))]
