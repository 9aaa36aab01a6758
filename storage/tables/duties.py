"""Who is on call, what only one process does at a time, when it was last done, and the times we know nothing of."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Column, Index, Integer
from sqlmodel import Field, SQLModel

from storage.columns import big, big_id, big_key, maybe_moment, moment


class OnCall(SQLModel, table=True):
    """Somebody who answers for dangers at any hour, from one moment to another. rank: their turn, 1 first.

    mairies, directions: those they answer for, by id; None for all. declared_by: None for the terminal.
    """

    __tablename__ = "on_call"
    __table_args__ = (Index("ix_on_call_ends", "ends_at"),)
    id: int = big_id()
    person_id: int = big_key()
    starts_at: datetime = moment()
    ends_at: datetime = moment()
    mairies: list[str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    directions: list[str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    rank: int = 1
    declared_by: int | None = big()
    declared_at: datetime = moment()
    ended_at: datetime | None = maybe_moment()


class Occurrence(SQLModel, table=True):
    """A schedule's turn that came, once: its local date and slot ("08:15"). Whoever inserts it does what the schedule says."""

    schedule: str = Field(primary_key=True)
    on: date = Field(primary_key=True)
    slot: str = Field(primary_key=True)
    at: datetime = moment()


class Tick(SQLModel, table=True):
    """When something that must go on for ever last went on, whichever process did it: a job, a sender, a listener, the auditor.

    every_s: how often it should. last_ok_at: when it last went well, None for never. Written once a minute, for whoever looks from outside.
    """

    name: str = Field(primary_key=True)
    every_s: float
    last_at: datetime = moment()
    last_ok_at: datetime | None = maybe_moment()
    took_ms: int = 0


class Gap(SQLModel, table=True):
    """A time whose messages Relais does not have, and that people are told of once.

    cause: restored (from a copy: what came after it is gone), away (longer than the network keeps what it could not hand over).
    platform: None for all of them. ends_at: None until the first start after a restore. passed_over: of a restore,
    {series: [last number the copy knows, the next one given]}.
    """

    id: int = big_id()
    cause: str
    platform: str | None = None
    starts_at: datetime = moment()
    ends_at: datetime | None = maybe_moment()
    passed_over: dict[str, list[int]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    told_at: datetime | None = maybe_moment()


class Lease(SQLModel, table=True):
    """What one process of several does for all, and which one. owner: "" once given back. term: grows each time it changes hands."""

    duty: str = Field(primary_key=True)
    owner: str
    term: int = big_key()
    expires_at: datetime = moment()


class Share(SQLModel, table=True):
    """A process that sends, and its part of what a platform allows. worker: its number (storage/ids.py). place, pid: where it lives.

    parts: messages in each window that are its own. busy: it has more to send than it may.
    """

    platform: str = Field(primary_key=True)
    worker: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    place: str
    pid: int
    parts: int
    busy: bool = False
    expires_at: datetime = moment()


class Slot(SQLModel, table=True):
    """One of the messages that a chat may be sent in each of its windows; whoever takes it, when it is free, may send one.

    The chat "telegram" is all of Telegram: nothing leaves before its only slot is free (the network said to wait).
    """

    chat: str = Field(primary_key=True)
    place: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    free_at: datetime = moment()
