"""Reading the event log: of a request, of somebody, a page at a time by scope. Writing is adding rows (storage/append_only)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select, true

from storage.tables import Event, Person, Request, record, table
from storage.unit import AnyRow, Scope

EVENT, PERSON, REQUEST = table(Event), table(Person), table(Request)


def of_request(store: Scope, request_id: int, *, kinds: Sequence[str] = ()) -> list[Event]:
    """What happened to a request, oldest first."""
    statement = select(EVENT).where(EVENT.c.request_id == request_id).order_by(EVENT.c.id)
    if kinds:
        statement = statement.where(EVENT.c.kind.in_(kinds))
    return [record(Event, row._mapping) for row in store.all(statement)]


def last_of(store: Scope, request_id: int) -> Event | None:
    """The last thing that happened to a request, in this very commit too; readings do not count."""
    for waiting in reversed(store.unit.waiting(Event)):
        if waiting["request_id"] == request_id and waiting["kind"] != "read_sensitive":
            return record(Event, waiting)
    statement = (
        select(EVENT).where(EVENT.c.request_id == request_id, EVENT.c.kind != "read_sensitive").order_by(EVENT.c.id.desc()).limit(1)
    )
    row = store.first(statement)
    return record(Event, row._mapping) if row else None


def latest_by(store: Scope, actor_id: int, kinds: Sequence[str], since: datetime, limit: int = 10) -> list[Event]:
    """The last things of these kinds that somebody did since then, newest first."""
    mine = select(EVENT).where(EVENT.c.actor_id == actor_id, EVENT.c.kind.in_(kinds), EVENT.c.at >= since)
    return [record(Event, row._mapping) for row in store.all(mine.order_by(EVENT.c.id.desc()).limit(limit))]


def page(
    store: Scope, scope: str, *, person_id: int, mairies: Sequence[str], before: int | None, limit: int
) -> Sequence[AnyRow]:
    """What happened, newest first: when, what, the function of who did it, the request's reference. Nothing of its content.

    scope: of the permission table. before: the id that the page before ended with.
    """
    earlier = EVENT.c.id < before if before is not None else true()
    statement = (
        select(EVENT.c.id, EVENT.c.at, EVENT.c.kind, EVENT.c.actor_role, REQUEST.c.reference)
        .join_from(EVENT, REQUEST, REQUEST.c.id == EVENT.c.request_id, isouter=True)
        .where(earlier, _in_scope(scope, person_id, mairies))
        .order_by(EVENT.c.id.desc())
        .limit(limit)
    )
    return store.all(statement)


def _in_scope(scope: str, person_id: int, mairies: Sequence[str]) -> ColumnElement[bool]:
    match scope:
        case "all":
            return true()
        case "mairie":  # on its requests, or by and to its people
            requests = select(REQUEST.c.id).where(REQUEST.c.mairie.in_(mairies))
            people = select(PERSON.c.id).where(PERSON.c.mairie.in_(mairies))
            return or_(EVENT.c.request_id.in_(requests), EVENT.c.actor_id.in_(people), EVENT.c.person_id.in_(people))
        case "own":
            return EVENT.c.actor_id == person_id
        case _:
            return false()
