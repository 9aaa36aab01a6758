"""The database itself, by night: whole on its disk, no key twice, nothing that points to nothing. And its clock, each minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, func, select
from sqlalchemy import text as sql

from bot.auditor.look import Finding, Look
from bot.clock import Clock
from storage.tables import Account, Event, Inbox, Notice, Occurrence, Outbox, Person, Request, RequestNote, table

APART = timedelta(minutes=1)
ONCE = (
    (Outbox, ("key",)), (Notice, ("fact",)), (Inbox, ("platform", "external_id")), (Occurrence, ("schedule", "on", "slot")),
    (Request, ("reference",)),
)  # fmt: skip
"""What stands for a fact, and may be there once."""


def clock(look: Look) -> Iterator[Finding]:
    """This machine and the database's agree on the time; nothing here comes from the future (ours was set back)."""
    if look.connection.dialect.name == "postgresql":
        theirs = look.connection.execute(sql("SELECT clock_timestamp()")).scalar_one()
        ours = Clock().now()  # the machine's, whatever time is played here
        if abs(theirs - ours) > APART:
            yield Finding("found-clocks-apart", values={"seconds": round((ours - theirs).total_seconds())})
    event = table(Event)
    last = look.connection.execute(select(event.c.id, event.c.at).order_by(event.c.id.desc()).limit(1)).first()
    if last is not None and last.at > look.now + APART:
        ahead = round((last.at - look.now).total_seconds())
        yield Finding("found-from-the-future", since=last.at, ids=(str(last.id),), values={"seconds": ahead})


def whole(look: Look) -> Iterator[Finding]:
    """SQLite reads all its pages and finds them sound. (PostgreSQL's checksums are its server's work.)"""
    if look.connection.dialect.name != "sqlite":
        return
    found = [str(row[0]) for row in look.connection.exec_driver_sql("PRAGMA integrity_check(10)")]
    if found != ["ok"]:
        yield Finding("found-damaged", count=len(found))
    foreign = look.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if foreign:
        yield Finding("found-dangling", count=len(foreign), values={"what": "foreign_key"})


def twice(look: Look) -> Iterator[Finding]:
    """Each key is there once, whatever became of the index that says so."""
    for model, names in ONCE:
        columns: list[Column[Any]] = [table(model).c[name] for name in names]
        repeated = select(*columns).where(columns[-1].is_not(None)).group_by(*columns).having(func.count() > 1).limit(100)
        if rows := look.rows(repeated):
            yield Finding("found-twice", count=len(rows), values={"what": f"{table(model).name}.{names[-1]}"})


def dangling(look: Look) -> Iterator[Finding]:
    """What names a row names one that is there."""
    request, person, note, notice, account = table(Request), table(Person), table(RequestNote), table(Notice), table(Account)
    for column, to in (
        (request.c.author_id, person), (request.c.holder_id, person), (note.c.request_id, request), (notice.c.person_id, person),
        (account.c.person_id, person),
    ):  # fmt: skip
        lost = select(column).join_from(column.table, to, to.c.id == column, isouter=True).where(column.is_not(None), to.c.id.is_(None))
        if rows := look.rows(lost.limit(100)):
            yield Finding("found-dangling", count=len(rows), values={"what": f"{column.table.name}.{column.key}"})
