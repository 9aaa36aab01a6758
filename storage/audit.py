"""The audit chain over the event log: what is not linked yet, links appended, the whole chain read in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Text, cast, func, not_, select
from sqlalchemy import text as sql

from storage.ids import span
from storage.tables import AuditLink, Event, table
from storage.unit import AnyRow, Scope

EVENT, LINK = table(Event), table(AuditLink)
RAW = ("at", "data")
CONTENT = tuple(cast(column, Text).label(column.key) if column.key in RAW else column for column in EVENT.c)
"""An event's columns as they lie there: a moment or a JSON text that somebody spoilt is still read, and found."""
LINKED = select(LINK.c.seq).where(LINK.c.event_id == EVENT.c.id).exists()
ONE_CHAINER = 7_265_101
"""The advisory lock of whoever chains. Any number does, as long as nothing else in this database asks for the same one."""


class Head(NamedTuple):
    """The last link of the chain."""

    seq: int
    hash: str


def alone(store: Scope) -> bool:
    """Become the only one to chain until this transaction ends; False when another process is at it: it does the work."""
    if store.unit.connection.dialect.name == "sqlite":
        return True  # one process, one writer
    row = store.first(sql("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": ONE_CHAINER})
    return bool(row and row[0])


def head(store: Scope) -> Head | None:
    row = store.first(select(LINK.c.seq, LINK.c.hash).order_by(LINK.c.seq.desc()).limit(1))
    return Head(row.seq, row.hash) if row else None


def unlinked(store: Scope, *, until: datetime, limit: int, overlap: timedelta | None) -> Sequence[AnyRow]:
    """Events without a link, made until then, oldest id first.

    overlap: look no further back than this before the newest linked id, so that a tick costs the same however long the log is.
    None looks through all of it, for what a clock far behind the others wrote.
    """
    since = None
    if overlap is not None:
        newest = store.first(select(func.max(LINK.c.event_id)))
        since = newest[0] - span(overlap) if newest and newest[0] is not None else None
    recent = () if since is None else (EVENT.c.id > since,)
    return store.all(select(*CONTENT).where(*recent, EVENT.c.at <= until, not_(LINKED)).order_by(EVENT.c.id).limit(limit))


def append(store: Scope, links: Sequence[dict[str, Any]]) -> None:
    """Write links. The primary key and the unique event are what keeps a chain from forking, whoever writes."""
    store.write(LINK.insert(), links)


def waiting(store: Scope, kind: str) -> tuple[int, int]:
    """How many events have no link yet, and how many of them are of this kind."""
    row = store.first(select(func.count(), func.count().filter(EVENT.c.kind == kind)).select_from(EVENT).where(not_(LINKED)))
    return (row[0], row[1]) if row else (0, 0)


def chain(connection: Connection) -> Iterator[AnyRow]:
    """Every link in order, each with its event's columns, None where the event is gone. Streamed."""
    statement = (
        select(LINK.c.seq, LINK.c.event_id, LINK.c.hash, *CONTENT)
        .join_from(LINK, EVENT, EVENT.c.id == LINK.c.event_id, isouter=True)
        .order_by(LINK.c.seq)
    )
    yield from connection.execute(statement, execution_options={"yield_per": 2_000})
