"""The data model. Rows only: no relationship, no method, no default that reads the clock. Addresses are "platform:id"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import JSON, Column, Index, LargeBinary, Table, Text, UniqueConstraint, text
from sqlalchemy.orm import configure_mappers
from sqlmodel import Field, SQLModel

from storage.columns import big, big_id, big_key, maybe_moment, moment


def table(model: type[SQLModel]) -> Table:
    """The Core table behind a model: hot paths and queries use Core, whose statements are cheap and cached."""
    return model.__table__  # type: ignore[attr-defined, no-any-return]  # SQLModel does not declare it


Model = TypeVar("Model", bound=SQLModel)


def record(model: type[Model], values: Mapping[Any, Any]) -> Model:
    """A row of values, holding all its columns and nothing of the ORM: SQLModel's own constructor costs as much as a query.

    Its attributes are changed by `amend`, not assigned.
    """
    row = object.__new__(model)
    row.__dict__.update(values)
    return row


def fresh(model: type[Model], **values: Any) -> Model:
    """A new row to add, as a record: for the rows that every act makes. What is not given has the model's default."""
    return record(model, {**_defaults(model), **values})


def amend(row: SQLModel, **values: Any) -> None:
    """Change a record in memory, to show or add it as it now is. What the database holds is changed by a statement."""
    row.__dict__.update(values)


@cache
def _defaults(model: type[SQLModel]) -> Mapping[str, Any]:
    return {name: field.default for name, field in model.model_fields.items() if not field.is_required()}


# --- what came in, what goes out ---------------------------------------------------------------------------------


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
    lease_until: datetime | None = maybe_moment()
    token: int = 0
    tries: int = 0
    uncertain: int = 0
    external_id: str | None = None
    created_at: datetime = moment()
    sent_at: datetime | None = maybe_moment()
    error: str | None = None


class Checkpoint(SQLModel, table=True):
    """How far a platform was read (a Matrix sync token)."""

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


# --- people ----------------------------------------------------------------------------------------------------------


class Person(SQLModel, table=True):
    """Somebody of the town hall. role: see handlers/people. mairie, direction: their scope, None for the whole town."""

    id: int = big_id()
    name: str
    role: str
    mairie: str | None = None
    direction: str | None = None
    language: str
    last_channel: str | None = None
    joined_at: datetime = moment()
    left_at: datetime | None = maybe_moment()


class Account(SQLModel, table=True):
    """A platform account that wrote to us. address: the sender. chat: where to write to it in private, None if unknown.

    person_id: None for a stranger. reachable: False once the network said that nobody is there any more.
    greeted_at: when a stranger got the one polite answer.
    """

    address: str = Field(primary_key=True)
    person_id: int | None = big(index=True)
    chat: str | None = None
    reachable: bool = True
    greeted_at: datetime | None = maybe_moment()


class Invitation(SQLModel, table=True):
    """A single-use code. code_hash: keyed hash, the code itself is never stored.

    person_id: for linking another account to somebody who is already here; None to let somebody new in with this role and scope.
    """

    id: int = big_id()
    code_hash: str = Field(unique=True)
    role: str
    mairie: str | None = None
    direction: str | None = None
    person_id: int | None = big()
    issued_by: int | None = big()
    issued_at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = maybe_moment()
    used_by: str | None = None


class JoinTry(SQLModel, table=True):
    """A wrong code somebody typed: counted by the hour against guessing, forgotten after a day."""

    __tablename__ = "join_try"
    id: int = big_id()
    address: str
    at: datetime = moment(index=True)


class Conversation(SQLModel, table=True):
    """The step that waits for a person's next words in a chat: "feature.step:argument"."""

    chat: str = Field(primary_key=True)
    sender: str = Field(primary_key=True)
    step: str
    expires_at: datetime = moment()


# --- requests --------------------------------------------------------------------------------------------------------


class Request(SQLModel, table=True):
    """What somebody asked of the town, masked of personal data. reference: None while it is a draft.

    state: draft, to_qualify, sent, cancelled (the rest of the life cycle comes with its issue).
    proposal: the three suggestions shown, best first: [{service, probability, words, nearest}]. place: free text.
    quarter: the mairie whose quarter holds the place, which need not be the one that logged it. search: folded text to look in.
    source: "chat/message" of the sentence it came from, so that editing the message corrects the request.
    """

    __table_args__ = (
        Index("ix_request_author", "author_id", "id"),
        Index("ix_request_mairie", "mairie", "id"),
        Index("ix_request_drafts", "updated_at", sqlite_where=text("state = 'draft'"), postgresql_where=text("state = 'draft'")),
    )
    id: int = big_id()
    reference: str | None = Field(default=None, unique=True)
    state: str
    author_id: int = big_key()
    author_role: str
    mairie: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    search: str = Field(sa_column=Column(Text, nullable=False))
    service: str | None = None
    direction: str | None = None
    competence: str | None = None
    delay: str | None = None
    channel: str
    place: str | None = None
    quarter: str | None = None
    lat: float | None = None
    lon: float | None = None
    proposal: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    source: str | None = Field(default=None, index=True)
    received_at: datetime = moment()
    recorded_at: datetime | None = maybe_moment()
    updated_at: datetime = moment()
    version: int = 1


class RequestEvent(SQLModel, table=True):
    """What happened to a request, append-only. data: facts of the event, never free text about a person."""

    __tablename__ = "request_event"
    __table_args__ = (Index("ix_request_event_request", "request_id", "id"),)
    id: int = big_id()
    request_id: int = big_key()
    at: datetime = moment()
    kind: str
    actor_id: int | None = big()
    actor_role: str
    data: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class RequestPhoto(SQLModel, table=True):
    """A photo that shows a request."""

    __tablename__ = "request_photo"
    request_id: int = big_key(primary=True)
    hash: str = Field(primary_key=True)
    added_at: datetime = moment()


class File(SQLModel, table=True):
    """A file we hold, sealed, named by the SHA-256 of its content once re-encoded."""

    hash: str = Field(primary_key=True)
    media_type: str
    size: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    stored_at: datetime = moment()


configure_mappers()  # `record` goes round the constructor, which would do it: before, no attribute can be read
