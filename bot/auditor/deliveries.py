"""What goes out: leases that end, messages that leave in time, notices that reach somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from bot.auditor.look import Finding, Look, condition, platforms, said
from storage.ids import span
from storage.tables import Absence, Account, Notice, Outbox, Person, Request, table

OUTBOX, NOTICE, REQUEST, PERSON, ACCOUNT = table(Outbox), table(Notice), table(Request), table(Person), table(Account)
ABSENCE = table(Absence)
OWED = condition("outbox.state IN ('pending', 'sending')")
PENDING = condition("notice.state = 'pending'")
DANGER = 0

LEASE_OVER = timedelta(minutes=1)
DANGER_LATE = timedelta(minutes=2)
SILENT = timedelta(minutes=15)
"""When nothing leaves by a network any more, and something is due."""
LATE = timedelta(hours=1)
LATELY = timedelta(minutes=5)
RECENT = timedelta(days=1)
WORKING_DAYS = 3
"""A line waits for somebody's next message: twice a day when they work; two public holidays may follow each other."""


def leases(look: Look) -> Iterator[Finding]:
    """Nobody holds a delivery longer than its lease and a minute."""
    ended = select(OUTBOX.c.id, OUTBOX.c.lease_until.label("since")).where(
        OWED, OUTBOX.c.state == "sending", OUTBOX.c.lease_until < look.late(LEASE_OVER)
    )
    yield from said("found-lease-over", look.rows(ended.order_by(OUTBOX.c.id).limit(1_000)))


def late(look: Look) -> Iterator[Finding]:
    """What is due leaves: danger within two minutes, everything else before a network has been silent for a quarter of an hour."""
    due = func.coalesce(OUTBOX.c.not_before, OUTBOX.c.created_at)
    owed = select(OUTBOX.c.id, OUTBOX.c.platform, OUTBOX.c.priority, OUTBOX.c.tries, OUTBOX.c.not_before, OUTBOX.c.created_at).where(
        OWED, or_(due <= look.late(DANGER_LATE), OUTBOX.c.tries > 0)
    )
    rows = [_Due(row) for row in look.rows(owed.order_by(OUTBOX.c.id).limit(5_000))]
    for platform in platforms(rows):
        mine = [row for row in rows if row.platform == platform]
        urgent = [row for row in mine if row.priority == DANGER and row.since < look.late(DANGER_LATE)]
        yield from said("found-danger-late", urgent, platform=platform)
        if any(row.since < look.late(SILENT) for row in mine) and _silent(look, platform):
            yield from said("found-nothing-leaves", [row for row in mine if row.since < look.late(SILENT)], platform=platform)
        else:
            yield from said("found-late", [row for row in mine if row.since < look.late(LATE)], platform=platform, level="warning")


class _Due:
    """A row of the outbox, and since when it is due: what was tried is due since it was made, whenever it is tried again."""

    def __init__(self, row: Any) -> None:
        self.id, self.platform, self.priority = row.id, row.platform, row.priority
        self.since: datetime = row.created_at if row.tries or row.not_before is None else row.not_before


def _silent(look: Look, platform: str) -> bool:
    """Whether nothing was delivered there lately. The newest rows are looked at: ids grow with time."""
    newest = look.connection.execute(select(func.max(OUTBOX.c.id))).scalar() or 0
    sent = select(OUTBOX.c.id).where(
        OUTBOX.c.id > newest - span(timedelta(days=2)), OUTBOX.c.platform == platform, OUTBOX.c.sent_at > look.now - LATELY
    )
    return look.connection.execute(sent.limit(1)).first() is None


def uncertain(look: Look) -> Iterator[Finding]:
    """Messages of the last day whose answer was lost: the people may have seen them twice."""
    newest = look.connection.execute(select(func.max(OUTBOX.c.id))).scalar() or 0
    doubtful = select(OUTBOX.c.id, OUTBOX.c.created_at.label("since")).where(
        OUTBOX.c.id > newest - span(RECENT), OUTBOX.c.uncertain > 0, OUTBOX.c.created_at > look.now - RECENT
    )
    yield from said("found-uncertain", look.rows(doubtful.order_by(OUTBOX.c.id).limit(1_000)), level="info")


# --- notices: what people must be told ---


def closed(look: Look) -> Iterator[Finding]:
    """Nothing is owed about a request that is closed, but what its closing itself says."""
    owed = (
        select(NOTICE.c.id, NOTICE.c.fact, NOTICE.c.request_id, REQUEST.c.version, REQUEST.c.updated_at.label("since"))
        .join(REQUEST, REQUEST.c.id == NOTICE.c.request_id)
        .where(PENDING, REQUEST.c.state.in_(("closed", "cancelled")), REQUEST.c.updated_at < look.late(LEASE_OVER))
    )
    rows = look.rows(owed.order_by(NOTICE.c.id).limit(1_000))
    own = [row for row in rows if f"/{row.request_id}/{row.version}/" in row.fact or row.fact.startswith("reminder/")]
    yield from said("found-owed-of-closed", [row for row in rows if row not in own])


def unsaid(look: Look) -> Iterator[Finding]:
    """What was said in a message has that message, and it arrived, is on its way, or somebody else heard it instead."""
    newest = look.connection.execute(select(func.max(NOTICE.c.id))).scalar() or 0
    told = (
        select(NOTICE.c.id, NOTICE.c.fact, NOTICE.c.urgent, NOTICE.c.not_before.label("since"), OUTBOX.c.state)
        .join(OUTBOX, OUTBOX.c.id == NOTICE.c.told_in, isouter=True)
        .where(NOTICE.c.id > newest - span(timedelta(days=7)), NOTICE.c.state == "told")
        .where(or_(OUTBOX.c.id.is_(None), OUTBOX.c.state == "dead"))
    )
    rows = look.rows(told.order_by(NOTICE.c.id).limit(1_000))
    yield from said("found-said-nowhere", [row for row in rows if row.state is None])
    lost = [row for row in rows if row.state == "dead" and not _heard_by_another(look, row.fact)]
    yield from said("found-danger-unheard", [row for row in lost if row.urgent])
    yield from said("found-unheard", [row for row in lost if not row.urgent], level="warning")


def _heard_by_another(look: Look, fact: str) -> bool:
    """Whether somebody else was told the same fact, and the message left. A notice's fact ends with the person it is for."""
    stem = fact.rpartition("/")[0] + "/"
    others = (
        select(NOTICE.c.id)
        .join(OUTBOX, OUTBOX.c.id == NOTICE.c.told_in)
        .where(NOTICE.c.fact.startswith(stem, autoescape=True), OUTBOX.c.state.in_(("sent", "pending", "sending")))
    )
    return look.connection.execute(others.limit(1)).first() is not None


def untold(look: Look) -> Iterator[Finding]:
    """A danger's line is said at once to whoever can be reached; any other within some working days of theirs."""
    reachable = select(ACCOUNT.c.address).where(
        ACCOUNT.c.person_id == NOTICE.c.person_id, ACCOUNT.c.reachable, ACCOUNT.c.chat.is_not(None)
    ).exists()  # fmt: skip
    owed = (
        select(NOTICE.c.id, NOTICE.c.urgent, NOTICE.c.person_id, NOTICE.c.not_before.label("since"))
        .join(PERSON, PERSON.c.id == NOTICE.c.person_id)
        .where(PENDING, NOTICE.c.not_before < look.late(DANGER_LATE), PERSON.c.left_at.is_(None), reachable)
        .where(or_(PERSON.c.quiet_until.is_(None), PERSON.c.quiet_until < look.now, NOTICE.c.urgent))
    )
    rows = look.rows(owed.order_by(NOTICE.c.id).limit(5_000))
    yield from said("found-danger-unsaid", [row for row in rows if row.urgent])
    yield from said("found-unsaid", [row for row in rows if not row.urgent and _waited(look, row)])


def _waited(look: Look, row: Any) -> bool:
    """Whether they had working days enough, were not away, and got no other message of the kind meanwhile (it may be full)."""
    first = max(row.since, look.started or row.since).astimezone(look.local.tzinfo).date()
    days = [first + timedelta(days=number) for number in range(1, min((look.local.date() - first).days, 60))]
    if sum(look.works(day) for day in days) < WORKING_DAYS:
        return False
    return not _away(look, row.person_id, first) and not _got_another(look, row)


def _away(look: Look, person: int, since: Any) -> bool:
    found = select(ABSENCE.c.id).where(ABSENCE.c.person_id == person, ABSENCE.c.last_on >= since - timedelta(days=1))
    return look.connection.execute(found.limit(1)).first() is not None


def _got_another(look: Look, row: Any) -> bool:
    chats = select(ACCOUNT.c.chat).where(ACCOUNT.c.person_id == row.person_id)
    sent = select(OUTBOX.c.id).where(
        OUTBOX.c.chat.in_(chats), OUTBOX.c.key.startswith(f"notices/{row.person_id}/"),
        OUTBOX.c.created_at > max(row.since, look.now - timedelta(days=5)),
    )  # fmt: skip
    return look.connection.execute(sent.limit(1)).first() is not None
