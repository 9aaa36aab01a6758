"""What a database becomes when it is put back from a copy: it may say nothing that was said since, and it says that it forgot."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, update

from storage.ids import Ids
from storage.tables import (
    Checkpoint,
    Conversation,
    Counter,
    Event,
    Gap,
    Inbox,
    Invitation,
    Notice,
    Outbox,
    Request,
    table,
)

CHECKPOINT, CONVERSATION, COUNTER, INBOX = table(Checkpoint), table(Conversation), table(Counter), table(Inbox)
INVITATION, NOTICE, OUTBOX, REQUEST = table(Invitation), table(Notice), table(Outbox), table(Request)

SERIES = re.compile(r".+-\d\d")
"""A counter of references, by year: "MQ-26". The others count processes and versions."""
SPARE = 100
"""Numbers passed over at least: those that were given after the copy, and that people hold, are not given twice."""
LONGER = timedelta(days=1)

Margins = dict[str, list[int]]


def mark(connection: Connection, ids: Ids, *, copied_at: datetime, now: datetime, next_slot: datetime) -> Margins:
    """Make a copy fit to run again; return {series: [the last number it knows, the next one given]}.

    What was owed when it was taken was sent since, or is out of date: it is not sent. What had come and was not handled was
    handled since: it is not handled again. Calm lines still owed wait for the next slot, since this one's message may have left.
    """
    owed = update(OUTBOX).where(OUTBOX.c.state.in_(("pending", "sending")))
    connection.execute(owed.values(state="superseded", lease_until=None, error="restored"))
    since = min(_oldest_waiting(connection) or copied_at, copied_at)
    open_ones = update(INBOX).where(INBOX.c.state.in_(("waiting", "fetching", "locked")))
    connection.execute(open_ones.values(state="done", payload=None, done_at=now))
    connection.execute(delete(CONVERSATION))  # the answer came since, or what comes now answers something else
    # a code used since would be good once more
    connection.execute(update(INVITATION).where(INVITATION.c.used_at.is_(None), INVITATION.c.expires_at > now).values(expires_at=now))
    calm = update(NOTICE).where(NOTICE.c.state == "pending", NOTICE.c.urgent.is_(False), NOTICE.c.not_before < next_slot)
    connection.execute(calm.values(not_before=next_slot))
    # the place in Matrix's timeline is the old device's; a new one begins at the present
    connection.execute(delete(CHECKPOINT).where(CHECKPOINT.c.platform == "matrix"))
    passed_over = _pass_over(connection, copied_at, now)
    gap = {"id": ids.next(), "cause": "restored", "starts_at": since, "passed_over": passed_over}
    connection.execute(table(Gap).insert(), gap)
    event = {"id": ids.next(), "at": now, "kind": "restored", "actor_role": "terminal", "data": {"copied_at": copied_at.isoformat()}}
    connection.execute(table(Event).insert(), event)
    return passed_over


def _oldest_waiting(connection: Connection) -> datetime | None:
    oldest = select(func.min(INBOX.c.received_at)).where(INBOX.c.state.in_(("waiting", "fetching")))
    found: datetime | None = connection.execute(oldest).scalar()
    return found


def _pass_over(connection: Connection, copied_at: datetime, now: datetime) -> Margins:
    """Leave out twice the numbers given in as long a time before the copy (a day at least), and SPARE more."""
    before = copied_at - max(now - copied_at, LONGER)
    given = connection.execute(select(func.count()).where(REQUEST.c.reference.is_not(None), REQUEST.c.recorded_at > before)).scalar_one()
    known = {name: last for name, last in connection.execute(select(COUNTER.c.name, COUNTER.c.last)) if SERIES.fullmatch(name)}
    begun = {f"{name[:-2]}{now:%y}" for name in known} - known.keys()  # a year that began since
    if begun:
        connection.execute(COUNTER.insert(), [{"name": name, "last": 0} for name in begun])
    margins = {name: [last, last + SPARE + 2 * given + 1] for name, last in {**known, **dict.fromkeys(begun, 0)}.items()}
    for name, (_, following) in margins.items():
        connection.execute(update(COUNTER).where(COUNTER.c.name == name).values(last=following - 1))
    return margins
