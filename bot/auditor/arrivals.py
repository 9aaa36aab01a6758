"""What came in: handled soon, or known to wait for a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from bot.auditor.look import Finding, Look, condition, platforms, said
from storage.tables import Inbox, table

INBOX = table(Inbox)
HANDLED = timedelta(seconds=30)
FETCHED = timedelta(seconds=150)
"""A message's files may take so long, and what follows it in its chat as long."""


def waiting(look: Look) -> Iterator[Finding]:
    """No update waits for longer than it takes to handle it."""
    held = select(INBOX.c.id, INBOX.c.platform, INBOX.c.state, INBOX.c.received_at.label("since")).where(
        condition("inbox.state != 'done'"), INBOX.c.state.in_(("waiting", "fetching"))
    )
    rows = look.rows(held.order_by(INBOX.c.id).limit(1_000))
    for platform in platforms(rows):
        mine = [row for row in rows if row.platform == platform]
        fetching = any(row.state == "fetching" and row.since >= look.late(FETCHED) for row in mine)
        limit = look.late(FETCHED if fetching else HANDLED)
        yield from said("found-not-handled", [row for row in mine if row.since < limit], platform=platform)


def quarantined(look: Look) -> Iterator[Finding]:
    """What could not be handled in three tries, and still holds what it said."""
    kept = select(INBOX.c.id, INBOX.c.received_at.label("since")).where(
        condition("inbox.state != 'done'"), INBOX.c.state == "quarantined", INBOX.c.payload.is_not(None)
    )
    yield from said("found-quarantined", look.rows(kept.order_by(INBOX.c.id).limit(1_000)), level="warning")
