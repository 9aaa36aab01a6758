"""Nothing is kept longer than docs/delivery.md promises: its limits, written down again, and the hours that forgetting may take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select

from bot.auditor.look import Finding, Look, condition
from storage.columns import Moment
from storage.tables import Conversation, File, Inbox, JoinTry, Outbox, Request, RequestPhoto, table

INBOX, OUTBOX, REQUEST, FILE = table(Inbox), table(Outbox), table(Request), table(File)
GRACE = timedelta(hours=3)
"""Forgetting happens once an hour, and not while nothing runs."""


def _limits(look: Look) -> Iterator[tuple[str, Table, ColumnElement[Any], timedelta, ColumnElement[bool]]]:
    """What, where, since when it is kept, how long it may be, and of which rows."""
    yield "update-ids", INBOX, INBOX.c.received_at, timedelta(days=90), INBOX.c.state == "done"
    yield ("update-contents", INBOX, INBOX.c.received_at, timedelta(days=7),
           condition("inbox.state != 'done'") & INBOX.c.state.in_(("quarantined", "locked")) & INBOX.c.payload.is_not(None))
    said = func.coalesce(OUTBOX.c.sent_at, OUTBOX.c.created_at, type_=Moment)
    yield "message-bodies", OUTBOX, said, timedelta(days=30), OUTBOX.c.body.is_not(None) & OUTBOX.c.state.not_in(("pending", "sending"))
    # one that speaks of a danger is recorded, not forgotten
    yield "drafts", REQUEST, REQUEST.c.updated_at, timedelta(days=1), condition("request.state = 'draft'") & REQUEST.c.danger.is_(None)
    shown = select(table(RequestPhoto).c.hash)
    yield "files", FILE, FILE.c.stored_at, timedelta(days=1, hours=1), FILE.c.hash.not_in(shown)
    tries, steps = table(JoinTry), table(Conversation)
    yield "wrong-codes", tries, tries.c.at, timedelta(days=1), tries.c.at.is_not(None)
    yield "steps", steps, steps.c.expires_at, timedelta(0), steps.c.expires_at.is_not(None)


def kept_too_long(look: Look) -> Iterator[Finding]:
    for what, rows, since, limit, which in _limits(look):
        late = look.late(GRACE)
        count, oldest = look.connection.execute(
            select(func.count(), func.min(since)).select_from(rows).where(which, since < min(late, look.now - GRACE) - limit)
        ).one()
        if count:
            yield Finding("found-kept-too-long", since=oldest, count=count, values={"what": what})
