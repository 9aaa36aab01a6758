"""People: who they are, their accounts, invitations, absences, what they must be told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from storage.columns import big, big_id, big_key, maybe_moment, moment


class Person(SQLModel, table=True):
    """Somebody of the town hall. role: see handlers/people. mairie, direction: their scope, None for the whole town.

    other_mairies: more mairies in their scope (a project officer may cover several). quiet_until: no message before, danger apart.
    """

    __table_args__ = (
        Index("ix_person_direction", "direction",
              sqlite_where=text("direction IS NOT NULL"), postgresql_where=text("direction IS NOT NULL")),
    )
    id: int = big_id()
    name: str
    role: str
    mairie: str | None = None
    direction: str | None = None
    other_mairies: list[str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    language: str
    quiet_until: datetime | None = maybe_moment()
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


class RoleChange(SQLModel, table=True):
    """A change to one of the top roles, until a second person confirms it.

    change: {what: "invite" or "role", person_id, role, mairie, direction}.
    """

    __tablename__ = "role_change"
    id: int = big_id()
    change: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    asked_by: int = big_key()
    asked_at: datetime = moment()
    expires_at: datetime = moment()
    settled_by: int | None = big()
    settled_at: datetime | None = maybe_moment()
    granted: bool = False


class Absence(SQLModel, table=True):
    """Days somebody is away, both included, local dates. relay_id: who answers for them, None for their team."""

    __table_args__ = (Index("ix_absence_person", "person_id", "last_on"), Index("ix_absence_relay", "relay_id", "last_on"))
    id: int = big_id()
    person_id: int = big_key()
    first_on: date
    last_on: date
    relay_id: int | None = big()
    declared_at: datetime = moment()
    ended_at: datetime | None = maybe_moment()


class Notice(SQLModel, table=True):
    """Something one person must be told: a fact, not a message. One job folds what is pending into one message.

    fact: said once for ever to that person. key, fill: its line in config/texts, and what fills it. urgent: danger, at any hour.
    morning: a reminder, only for somebody's first message of a day. state: pending, told, superseded. told_in: the outbox row that said it.
    """

    __table_args__ = (
        Index("ix_notice_pending", "not_before", sqlite_where=text("state = 'pending'"), postgresql_where=text("state = 'pending'")),
        Index("ix_notice_request", "request_id", sqlite_where=text("state = 'pending'"), postgresql_where=text("state = 'pending'")),
    )
    id: int = big_id()
    fact: str = Field(unique=True)
    person_id: int = big_key()
    request_id: int | None = big()
    key: str
    fill: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    urgent: bool = False
    morning: bool = False
    not_before: datetime = moment()
    state: str = "pending"
    told_in: int | None = big()
