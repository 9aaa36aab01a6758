"""What came in and what goes out: inbox, outbox, how far a platform was read, its credentials, counters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import big, big_id, maybe_moment, moment


class Inbox(SQLModel, table=True):
    """An update received. payload: sealed, only while it waits; erased by the commit that handles it.

    state: fetching (its files are being downloaded), waiting, locked (ciphertext without key), done, quarantined.
    """

    __table_args__ = (
        UniqueConstraint("platform", "external_id"),
        Index("ix_inbox_open", "platform", "id", sqlite_where=text("state != 'done'"), postgresql_where=text("state != 'done'")),
    )
    id: int = big_id()
    platform: str
    external_id: str
    state: str
    payload: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    tries: int = 0
    received_at: datetime = moment()
    done_at: datetime | None = maybe_moment()


class Outbox(SQLModel, table=True):
    """A delivery owed to a chat. It is also the buttons' memory: a press names the row and the place of its choice.

    key: one for each announced fact, so that a fact is said once. kind: send, edit, redact, react, leave.
    priority: 0 danger, 1 answer, 2 reminder, 3 digest, 4 survey. target: the outbox row this one edits, redacts or reacts to.
    body: what is said. Of the removal of a person's own message: {external: its id on the platform}, and what to say if it fails.
    not_after: when it is over, delivered or not: it is withdrawn (dead) rather than shown later.
    state: pending, sending, sent, dead, superseded. token: grows at each claim; only its holder may mark the row.
    uncertain: times the network lost the answer, so the person may have seen it more than once.
    """

    __table_args__ = (
        Index(
            "ix_outbox_owed",
            "platform",
            "priority",
            "id",
            sqlite_where=text("state IN ('pending', 'sending')"),
            postgresql_where=text("state IN ('pending', 'sending')"),
        ),
        Index("ix_outbox_chat", "chat", "id"),
        Index("ix_outbox_external", "chat", "external_id"),
        Index("ix_outbox_target", "target", sqlite_where=text("target IS NOT NULL"), postgresql_where=text("target IS NOT NULL")),
    )
    id: int = big_id()
    key: str = Field(unique=True)
    platform: str
    chat: str
    private: bool
    person_id: int | None = big()
    kind: str
    priority: int
    body: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    target: int | None = big()
    thread: str | None = None
    confidential: bool = False
    state: str
    not_before: datetime | None = maybe_moment()
    not_after: datetime | None = maybe_moment()
    lease_until: datetime | None = maybe_moment()
    token: int = 0
    tries: int = 0
    uncertain: int = 0
    external_id: str | None = None
    created_at: datetime = moment()
    sent_at: datetime | None = maybe_moment()
    error: str | None = None


class Checkpoint(SQLModel, table=True):
    """How far a platform was read (a Matrix sync token), or how far the roll-ups went through all requests."""

    platform: str = Field(primary_key=True)
    value: str
    saved_at: datetime = moment()


class Secret(SQLModel, table=True):
    """A platform's credentials, sealed."""

    name: str = Field(primary_key=True)
    value: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    saved_at: datetime = moment()


class Counter(SQLModel, table=True):
    """The last number given in a series: request references by year, worker numbers."""

    name: str = Field(primary_key=True)
    last: int
