"""The audit chain of the last day: followed link by link as it grows, its seal and its locks in place, nothing waiting for a link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Text, cast, func, select

from bot.auditor.look import Finding, Look, said
from handlers.audit.rules import TAMPERED, canonical, link
from storage import append_only
from storage.ids import span
from storage.seal import BrokenSeal
from storage.tables import AuditLink, Event, Secret, table

EVENT, LINK, SECRET = table(Event), table(AuditLink), table(Secret)
CONTENT = tuple(cast(column, Text).label(column.key) if column.key in ("at", "data") else column for column in EVENT.c)
DAY = timedelta(days=1)
LINKED = timedelta(minutes=10)
MOST = 20_000
"""Links followed in one look: half a second of work. The rest is followed by the next one."""
FEW = 3_000
"""Links that are all read again at each look."""


class Mark(NamedTuple):
    """The last link that was found to follow."""

    seq: int
    hash: str


class Chain:
    """Remembers how far it followed. Where a day has many links each look reads what is new, and the whole day once an hour: an old
    link may be changed too."""

    def __init__(self) -> None:
        self._mark: Mark | None = None
        self._hour: Any = None
        self._links = 0
        self._broken: tuple[Finding, ...] = ()

    def follows(self, look: Look) -> Iterator[Finding]:
        """Each link follows from the one before it and its event."""
        hour = look.now.replace(minute=0, second=0, microsecond=0)
        if hour != self._hour or self._links <= FEW:
            self._hour, self._mark, self._links, self._broken = hour, _a_day_ago(look), 0, ()
        if not self._broken:
            self._broken = tuple(self._follow(look))
        yield from self._broken

    def _follow(self, look: Look) -> Iterator[Finding]:
        mark = self._mark or _a_day_ago(look)
        if mark is None:
            return
        rows = look.rows(
            select(LINK.c.seq, LINK.c.event_id, LINK.c.hash, *CONTENT)
            .join_from(LINK, EVENT, EVENT.c.id == LINK.c.event_id, isouter=True)
            .where(LINK.c.seq >= mark.seq)
            .order_by(LINK.c.seq)
            .limit(MOST)
        )
        if not rows or rows[0].seq != mark.seq or rows[0].hash != mark.hash:
            yield Finding("found-chain-broken", since=look.now, ids=(str(mark.seq),))
            return
        for row in rows[1:]:
            content = canonical(row) if row.id is not None else None
            if row.seq != mark.seq + 1 or content is None or link(mark.hash, content) != row.hash:
                yield Finding("found-chain-broken", since=look.now, ids=(str(row.seq),))
                return
            mark = Mark(row.seq, row.hash)
        self._mark = mark
        self._links += len(rows)


def _a_day_ago(look: Look) -> Mark | None:
    """The oldest link of the last day; what its own hash is worth, `relais audit verify` says, which reads all."""
    newest = look.connection.execute(select(func.max(LINK.c.event_id))).scalar()
    if newest is None:
        return None
    first = select(func.min(LINK.c.seq)).where(LINK.c.event_id > newest - span(DAY))
    row = look.connection.execute(select(LINK.c.seq, LINK.c.hash).where(LINK.c.seq == first.scalar_subquery())).first()
    return Mark(row.seq, row.hash) if row else None


def sealed(look: Look) -> Iterator[Finding]:
    """The last link is the one that was sealed when it was made: none was cut off, none added."""
    last = look.connection.execute(select(LINK.c.seq, LINK.c.hash).order_by(LINK.c.seq.desc()).limit(1)).first()
    value = look.connection.execute(select(SECRET.c.value).where(SECRET.c.name == "audit-head")).scalar()
    if look.seal is None or (last is None and value is None):
        return
    try:
        seal = look.seal.open(value or b"", "secret/audit-head").decode()
    except BrokenSeal:
        seal = ""
    if last is None or seal != f"{last.seq}:{last.hash}":
        yield Finding("found-chain-unsealed", ids=(str(last.seq if last else 0),))


def guarded(look: Look) -> Iterator[Finding]:
    """The database itself refuses to change the log."""
    if not append_only.is_guarded(look.connection):
        yield Finding("found-log-unguarded")


def unlinked(look: Look) -> Iterator[Finding]:
    """What happened gets its link within minutes, and no tick noted that the chain was not as it had left it."""
    newest = look.connection.execute(select(func.max(EVENT.c.id))).scalar() or 0
    lately = select(EVENT.c.id, EVENT.c.at.label("since")).where(EVENT.c.id > newest - span(DAY), EVENT.c.at > look.now - DAY)
    linked = select(LINK.c.seq).where(LINK.c.event_id == EVENT.c.id).exists()
    waiting = lately.where(EVENT.c.at < look.late(LINKED), ~linked)
    yield from said("found-unlinked", look.rows(waiting.order_by(EVENT.c.id).limit(1_000)))
    noted = lately.where(EVENT.c.kind == TAMPERED)
    yield from said("found-tampered", look.rows(noted.order_by(EVENT.c.id).limit(1_000)))
