"""Requests whose ladder has a step to take: the due query, and the guarded step."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from storage.tables import Event, Occurrence, Request, record, table
from storage.unit import Scope

REQUEST, OCCURRENCE, EVENT = table(Request), table(Occurrence), table(Event)


def due(store: Scope, now: datetime, limit: int) -> list[Request]:
    """Requests whose moment has come, soonest first, held until the end of the transaction: two processes never step the same one."""
    statement = (
        select(REQUEST)
        .where(REQUEST.c.next_action_at.is_not(None), REQUEST.c.next_action_at <= now)
        .order_by(REQUEST.c.next_action_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [record(Request, row._mapping) for row in store.all(statement)]


def step(store: Scope, request: Request, **values: Any) -> bool:
    """Write a step; False when somebody stepped or changed it meanwhile. Its version stays: what people see of it is still true."""
    still = update(REQUEST).where(
        REQUEST.c.id == request.id, REQUEST.c.version == request.version, REQUEST.c.rungs_done == request.rungs_done
    )
    return bool(store.write(still.values(**values)).rowcount)


def occurs(store: Scope, schedule: str, on: date, slot: str, now: datetime) -> bool:
    """Whether this turn of a schedule is ours to do: the first to say so does it, once for ever."""
    return store.write_once(OCCURRENCE, schedule=schedule, on=on, slot=slot, at=now)


def reminded_since(store: Scope, since: datetime, until: datetime) -> list[Event]:
    """The steps taken between two moments, oldest first."""
    rows = store.all(
        select(EVENT).where(EVENT.c.kind == "reminded", EVENT.c.at >= since, EVENT.c.at < until).order_by(EVENT.c.id)
    )
    return [record(Event, row._mapping) for row in rows]


def by_ids(store: Scope, ids: list[int]) -> dict[int, Request]:
    """Those requests, by id."""
    rows = store.all(select(REQUEST).where(REQUEST.c.id.in_(ids))) if ids else ()
    return {row.id: record(Request, row._mapping) for row in rows}
