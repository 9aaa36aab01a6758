"""What people decided, for the router to learn from, and the versions of what it learned. Nothing here leaves the machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, select

from storage.tables import Event, Request, RouterVersion, record, table
from storage.unit import Scope

REQUEST, EVENT, VERSION = table(Request), table(Event), table(RouterVersion)

DECIDED = func.coalesce(REQUEST.c.qualified_at, REQUEST.c.recorded_at)
"""When a person last settled which service it is."""
SETTLED = and_(EVENT.c.request_id == REQUEST.c.id, EVENT.c.at == DECIDED)
"""What they did then; an act that is undone gives its place back to the one before."""
TEACHES = (
    REQUEST.c.reference.is_not(None), REQUEST.c.state != "cancelled", REQUEST.c.service.is_not(None), ~REQUEST.c.sensitive,
    REQUEST.c.text != "",
)  # fmt: skip
"""Recorded, with a service, and still having its words; what is sensitive never teaches."""


class Decided(NamedTuple):
    """A request as a lesson. text: masked. by: who settled its service, its author when the log does not say."""

    id: int
    text: str
    service: str
    by: int


def decided(store: Scope, *, since: datetime | None = None, until: datetime | None = None, most: int) -> list[Decided]:
    """The newest requests whose service was settled after `since`, and not after `until`, the oldest first."""
    where = [*_after(since), *(() if until is None else (DECIDED <= until,))]
    return _lessons(store, where, most)[::-1]


def decided_of(store: Scope, ids: Sequence[int], *, since: datetime | None) -> list[Decided]:
    """Those of these requests whose service was settled after `since`."""
    return _lessons(store, [*_after(since), REQUEST.c.id.in_(ids)], len(ids))


def _after(since: datetime | None) -> list[ColumnElement[bool]]:
    return [*TEACHES, *(() if since is None else (DECIDED > since,))]


def _lessons(store: Scope, where: Sequence[ColumnElement[bool]], most: int) -> list[Decided]:
    by = select(EVENT.c.actor_id).where(SETTLED, EVENT.c.actor_id.is_not(None)).limit(1).correlate(REQUEST).scalar_subquery()
    columns = (REQUEST.c.id, REQUEST.c.text, REQUEST.c.service, func.coalesce(by, REQUEST.c.author_id))
    return [Decided(*row) for row in store.all(select(*columns).where(*where).order_by(REQUEST.c.id.desc()).limit(most))]


def count(store: Scope, after: int) -> int:
    """How many requests had their service settled after this id. Asked every few seconds: it reads what was touched since, no more."""
    touched = select(EVENT.c.request_id).where(EVENT.c.id > after)
    settled = exists().where(SETTLED, EVENT.c.id > after).correlate(REQUEST)
    row = store.first(select(func.count()).select_from(REQUEST).where(REQUEST.c.id.in_(touched), settled, *TEACHES))
    return int(row[0]) if row else 0


def happened(store: Scope, after: int) -> list[tuple[int, int]]:
    """(event, request) of what happened to requests after this event."""
    statement = select(EVENT.c.id, EVENT.c.request_id).where(EVENT.c.id > after, EVENT.c.request_id.is_not(None))
    return [(row.id, row.request_id) for row in store.all(statement)]


def newest_event(store: Scope) -> int:
    row = store.first(select(func.max(EVENT.c.id)))
    return int(row[0] or 0) if row else 0


def versions(store: Scope) -> list[RouterVersion]:
    """Every version that was tried, in order: the first is number 1; the catalogue alone is number 0."""
    return [record(RouterVersion, row._mapping) for row in store.all(select(VERSION).order_by(VERSION.c.id))]


def in_force(store: Scope) -> RouterVersion | None:
    """None while it is the catalogue alone. Asked every few seconds."""
    row = store.first(select(VERSION).where(VERSION.c.used).order_by(VERSION.c.id.desc()).limit(1))
    return record(RouterVersion, row._mapping) if row else None


def last_tried(store: Scope) -> tuple[int, datetime] | None:
    """The id of the last version and when it was tried, whatever became of it; None without any."""
    row = store.first(select(VERSION.c.id, VERSION.c.made_at).order_by(VERSION.c.id.desc()).limit(1))
    return (row.id, row.made_at) if row else None
