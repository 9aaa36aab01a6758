"""What is owed to chats: claimed with a lease and a token, marked by the holder only, and the memory of every button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, func, not_, or_, select, update

from storage.tables import Outbox, record, table
from storage.unit import AnyRow, Scope, Unit

OUTBOX = table(Outbox)
FAR = 5
"""No lease of ours ends more leases from now than that, however much two machines' clocks differ."""
OWED = OUTBOX.c.state.in_(("pending", "sending"))


def claim(unit: Unit, platform: str, *, now: datetime, until: datetime, limit: int) -> list[Outbox]:
    """Take up to `limit` deliveries that are due, by class then age, never one before another it must follow in its chat.

    What somebody held past their lease may have been sent: it is counted as uncertain.
    """
    given = {"on": platform, "now": now, "until": until, "far": now + FAR * (until - now), "most": limit}
    found = unit.connection.execute(_claiming(unit.connection.dialect.name), given)
    return sorted((record(Outbox, row._mapping) for row in found), key=lambda row: (row.priority, row.id))


@cache
def _claiming(dialect: str) -> Any:
    """Written once: it is asked every second, and building it takes ten times as long as running it on an empty outbox."""
    now, far = (bindparam(name, type_=OUTBOX.c.not_before.type) for name in ("now", "far"))
    earlier = OUTBOX.alias()
    blocked = (
        select(earlier.c.id)
        .where(
            earlier.c.chat == OUTBOX.c.chat,
            earlier.c.state.in_(("pending", "sending")),
            or_(earlier.c.priority < OUTBOX.c.priority, and_(earlier.c.priority == OUTBOX.c.priority, earlier.c.id < OUTBOX.c.id)),
            # what waits for its own hour holds nobody up; what waits for another try does
            or_(earlier.c.state == "sending", earlier.c.not_before.is_(None), earlier.c.not_before <= now, earlier.c.tries > 0),
        )
        .exists()
    )
    due = (
        select(OUTBOX.c.id)
        .where(
            OUTBOX.c.platform == bindparam("on"),
            or_(
                and_(OUTBOX.c.state == "pending", or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= now)),
                # a lease that ends much later was taken before the clock went back
                and_(OUTBOX.c.state == "sending", or_(OUTBOX.c.lease_until < now, OUTBOX.c.lease_until > far)),
            ),
            not_(blocked),
        )
        .order_by(OUTBOX.c.priority, OUTBOX.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    return (
        update(OUTBOX)
        .where(OUTBOX.c.id.in_(due.scalar_subquery() if dialect == "sqlite" else due))
        .values(
            state="sending", lease_until=bindparam("until", type_=OUTBOX.c.lease_until.type), token=OUTBOX.c.token + 1,
            uncertain=OUTBOX.c.uncertain + case((OUTBOX.c.state == "sending", 1), else_=0),
        )
        .returning(OUTBOX)
    )


MARK = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("row"), OUTBOX.c.token == bindparam("held"), OUTBOX.c.state == "sending")
    .values(
        state=bindparam("to"),
        external_id=func.coalesce(bindparam("external"), OUTBOX.c.external_id),
        sent_at=bindparam("at"),
        not_before=bindparam("again_at"),
        tries=OUTBOX.c.tries + bindparam("tried"),
        uncertain=OUTBOX.c.uncertain + bindparam("doubt"),
        error=bindparam("why"),
    )
)


def mark(unit: Unit, rows: Sequence[dict[str, Any]]) -> None:
    """Say what became of deliveries. A row whose token moved on is left alone: somebody else holds it now."""
    unit.connection.execute(MARK, rows)


def show_anew(unit: Unit, id: int, token: int) -> None:
    """The message it should have changed is no longer there: it becomes a message of its own."""
    mine = update(OUTBOX).where(OUTBOX.c.id == id, OUTBOX.c.token == token)
    unit.connection.execute(mine.values(kind="send", target=None, state="pending"))


def release_all(unit: Unit, platform: str) -> int:
    """Give back what a dead process of ours held: at the start of the only process. It may have been sent: counted as uncertain."""
    statement = (
        update(OUTBOX)
        .where(OUTBOX.c.platform == platform, OUTBOX.c.state == "sending")
        .values(state="pending", lease_until=None, uncertain=OUTBOX.c.uncertain + 1)
    )
    return unit.connection.execute(statement).rowcount


def left(unit: Unit, platform: str) -> dict[str, set[int]]:
    """By chat, what an earlier run left to be delivered; not what waits for its own hour, which holds nobody up."""
    rows = unit.connection.execute(
        select(OUTBOX.c.chat, OUTBOX.c.id).where(
            OUTBOX.c.platform == platform, OUTBOX.c.state == "pending", or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.tries > 0)
        )
    )
    by_chat: dict[str, set[int]] = {}
    for row in rows:
        by_chat.setdefault(row.chat, set()).add(row.id)
    return by_chat


def is_said(store: Scope, key: str) -> bool:
    """Whether this fact was announced already."""
    return store.first(select(OUTBOX.c.id).where(OUTBOX.c.key == key)) is not None


def said_among(store: Scope, keys: Sequence[str]) -> set[str]:
    """Those of these facts that were announced already."""
    return {row.key for row in store.all(select(OUTBOX.c.key).where(OUTBOX.c.key.in_(keys)))} if keys else set()


def by_id(store: Scope | Unit, id: int) -> Outbox | None:
    return _one(store, OUTBOX.c.id == id)


def by_external(store: Scope, chat: str, external_id: str) -> Outbox | None:
    """The newest row shown as this message of the platform: the message itself, or its latest edit."""
    return _one(store, OUTBOX.c.chat == chat, OUTBOX.c.external_id == external_id)


def newest_version(store: Scope, root: int) -> int:
    """The id of the newest row that shows this message: its latest edit, or itself."""
    row = store.first(select(func.max(OUTBOX.c.id)).where(OUTBOX.c.target == root, OUTBOX.c.state != "dead"))
    return int(row[0]) if row and row[0] else root


def latest(store: Scope, chat: str, since: datetime, limit: int = 12) -> list[Outbox]:
    """The newest messages of a chat, newest first."""
    statement = (
        select(OUTBOX)
        .where(OUTBOX.c.chat == chat, OUTBOX.c.created_at >= since, OUTBOX.c.kind.in_(("send", "edit")))
        .order_by(OUTBOX.c.id.desc())
        .limit(limit)
    )
    return [record(Outbox, row._mapping) for row in store.all(statement)]


def externals(unit: Unit, targets: Sequence[int]) -> dict[int, AnyRow]:
    """The platform's id, and the state, of the messages that edits aim at."""
    statement = select(OUTBOX.c.id, OUTBOX.c.external_id, OUTBOX.c.state).where(OUTBOX.c.id.in_(targets))
    return {row.id: row for row in unit.connection.execute(statement)}


def drop_dead_chat(unit: Unit, chat: str, why: str) -> int:
    """Nobody is reachable there any more: everything owed to it ends here."""
    return unit.connection.execute(update(OUTBOX).where(OUTBOX.c.chat == chat, OWED).values(state="dead", error=why)).rowcount


def move_chat(unit: Unit, old: str, new: str) -> None:
    """The chat has a new id: what is owed and every button follow it."""
    unit.connection.execute(update(OUTBOX).where(OUTBOX.c.chat == old).values(chat=new))


def erase_bodies(unit: Unit, before: datetime) -> int:
    """Forget what was said, keep that it was said."""
    ended = or_(OUTBOX.c.sent_at < before, and_(OUTBOX.c.state.in_(("dead", "superseded")), OUTBOX.c.created_at < before))
    statement = update(OUTBOX).where(ended, OUTBOX.c.body.is_not(None)).values(body=None)
    return unit.connection.execute(statement).rowcount


def _one(store: Scope | Unit, *conditions: Any) -> Outbox | None:
    statement = select(OUTBOX).where(*conditions).order_by(OUTBOX.c.id.desc()).limit(1)
    row = store.first(statement) if isinstance(store, Scope) else store.connection.execute(statement).first()
    return record(Outbox, row._mapping) if row else None
