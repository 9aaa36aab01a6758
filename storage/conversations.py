"""Which step waits for whose next words, and where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select

from storage.tables import Conversation, table
from storage.unit import Scope, Unit

CONVERSATION = table(Conversation)
WAITING = select(CONVERSATION.c.chat, CONVERSATION.c.sender, CONVERSATION.c.step).where(
    CONVERSATION.c.chat.in_(bindparam("chats", expanding=True)),
    CONVERSATION.c.expires_at > bindparam("now", type_=CONVERSATION.c.expires_at.type),
)


def waiting(unit: Unit, pairs: Sequence[tuple[str, str]], now: datetime) -> dict[tuple[str, str], str]:
    """The steps that wait in these chats, by (chat, sender)."""
    rows = unit.connection.execute(WAITING, {"chats": [chat for chat, _ in pairs], "now": now})
    return {(row.chat, row.sender): row.step for row in rows}


def expect(store: Scope, *, chat: str, sender: str, step: str, until: datetime) -> None:
    """From now on, this person's next words in this chat are for `step`."""
    forget(store, chat=chat, sender=sender)
    store.write(CONVERSATION.insert(), {"chat": chat, "sender": sender, "step": step, "expires_at": until})


def expect_all(store: Scope, rows: Sequence[dict[str, Any]]) -> None:
    """The same for many: {chat, sender, step, expires_at}."""
    if rows:
        mine = delete(CONVERSATION).where(CONVERSATION.c.chat == bindparam("where"), CONVERSATION.c.sender == bindparam("who"))
        store.write(mine, [{"where": row["chat"], "who": row["sender"]} for row in rows])
        store.write(CONVERSATION.insert(), rows)


def forget(store: Scope, *, chat: str, sender: str) -> None:
    store.write(delete(CONVERSATION).where(CONVERSATION.c.chat == chat, CONVERSATION.c.sender == sender))


def forget_expired(store: Scope, now: datetime) -> None:
    store.write(delete(CONVERSATION).where(CONVERSATION.c.expires_at <= now))

