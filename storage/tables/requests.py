"""Requests and all that belongs to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Index, LargeBinary, Text, false, text
from sqlmodel import Field, SQLModel

from storage.columns import Big, big, big_id, big_key, maybe_moment, moment


class Request(SQLModel, table=True):
    """What somebody asked of the town, masked of personal data. reference: None while it is a draft.

    state: see handlers/requests/life. holder_id: the person of its pilot who has it in hand, shown to their own team only.
    proposal: the three suggestions shown, best first: [{service, probability, words, nearest}]. place: free text.
    quarter: the mairie whose quarter holds the place, which need not be the one that logged it. search: folded text to look in.
    source: "chat/message" of the sentence it came from, so that editing the message corrects the request.
    external_reference: its number in the official tool, where the resident's contact is. elected: an elected official follows it.
    danger: what it is in danger of (an id of the town's table, or "declared"), None without or once lowered.
    ping_pong: transfers that count as bouncing. arbitration: None, "open", "escalated" (to the DGS), "decided" (one pilot, no refusal).
    awaiting: an act that waits for the secrétaire général: {act, answers, role}. reply_owed: acknowledgement, holding, final, or None.
    wake_on, announced_on, legal_due_on: local dates. contacts: how many more people reported the same.
    clocks_from: when its clocks began, or began anew (reopened, another delay class, a danger). halved: reopened, so half the delay.
    pauses: [[from, to]] of the holds that stop the clock, ISO moments; held_at: since when it is in one. *_due_at: None without.
    ladder: what was copied when it was recorded (handlers/escalation/ladder). rungs_done: one bit a rung. minded_at: acknowledged.
    alert: whom its danger was said to, and how far that went (handlers/requests/alert). alert_at: its next step, None once it is over.
    next_action_at: when the clock looks at it again, None for never. scoring: {criterion: 0–2} of the proposed responsiveness.
    delay_chosen: a person chose its delay class, which nothing proposed changes any more.
    tallied: the roll-ups count it as it is; false from whatever changes what it counts for until they do (handlers/measures/folding).
    """

    __table_args__ = (
        Index("ix_request_author", "author_id", "id"),
        Index("ix_request_mairie", "mairie", "id"),
        *(
            Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
            for name, columns, where in (
                ("ix_request_drafts", ("updated_at",), "state = 'draft'"),
                ("ix_request_open_mairie", ("mairie", "id"), "state IN ('to_qualify', 'sent', 'taken', 'on_hold', 'dated', 'done')"),
                ("ix_request_open_direction", ("direction", "id"), "state IN ('sent', 'taken', 'on_hold', 'dated', 'done')"),
                ("ix_request_near", ("service", "received_at"), "state NOT IN ('draft', 'cancelled')"),
                ("ix_request_wake", ("wake_on",), "wake_on IS NOT NULL"),
                ("ix_request_danger", ("danger_at",), "danger IS NOT NULL"),
                ("ix_request_arbitration", ("id",), "arbitration IN ('open', 'escalated')"),
                ("ix_request_awaiting", ("mairie", "id"), "waits"),
                ("ix_request_elected", ("mairie", "id"), "elected"),
                ("ix_request_master", ("duplicate_of",), "duplicate_of IS NOT NULL"),
                ("ix_request_holder", ("holder_id",), "holder_id IS NOT NULL"),
                ("ix_request_alert", ("alert_at",), "alert_at IS NOT NULL"),
                ("ix_request_next_action", ("next_action_at",), "next_action_at IS NOT NULL"),
                ("ix_request_untallied", ("id",), "NOT tallied"),
            )
        ),
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
    delay_chosen: bool = False
    channel: str
    requester: str | None = None
    external_reference: str | None = None
    place: str | None = None
    quarter: str | None = None
    lat: float | None = None
    lon: float | None = None
    proposal: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    source: str | None = Field(default=None, index=True)
    sensitive: bool = False
    elected: bool = False
    contested: bool = False
    danger: str | None = None
    danger_at: datetime | None = maybe_moment()
    called_at: datetime | None = maybe_moment()
    holder_id: int | None = big()
    ping_pong: int = 0
    arbitration: str | None = None
    arbitration_at: datetime | None = maybe_moment()
    waits: bool = False
    awaiting: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    reply_owed: str | None = None
    holds: int = 0
    hold_reason: str | None = None
    wake_on: date | None = None
    announced_on: date | None = None
    postponements: int = 0
    closing_reason: str | None = None
    duplicate_of: int | None = big()
    related_to: int | None = big()
    contacts: int = 0
    reopened: int = 0
    legal_due_on: date | None = None
    scoring: dict[str, int] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    clocks_from: datetime | None = maybe_moment()
    halved: bool = False
    pauses: list[list[str]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    held_at: datetime | None = maybe_moment()
    taking_due_at: datetime | None = maybe_moment()
    answer_due_at: datetime | None = maybe_moment()
    resolution_due_at: datetime | None = maybe_moment()
    ladder: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    rungs_done: int = Field(default=0, sa_column=Column(Big, nullable=False))
    minded_at: datetime | None = maybe_moment()
    next_action_at: datetime | None = maybe_moment()
    alert: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    alert_at: datetime | None = maybe_moment()
    received_at: datetime = moment()
    recorded_at: datetime | None = maybe_moment()
    qualified_at: datetime | None = maybe_moment()
    sent_at: datetime | None = maybe_moment()
    taken_at: datetime | None = maybe_moment()
    acknowledged_at: datetime | None = maybe_moment()
    first_reply_at: datetime | None = maybe_moment()
    final_reply_at: datetime | None = maybe_moment()
    done_at: datetime | None = maybe_moment()
    closed_at: datetime | None = maybe_moment()
    updated_at: datetime = moment()
    version: int = 1
    tallied: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))


class Event(SQLModel, table=True):
    """What happened: the one log of requests, people, settings and readings. Append-only (storage/append_only), chained (AuditLink).

    request_id, person_id: what it happened to. actor_id: None for the clock or the terminal.
    data: facts and ids, never free text about a person. Of a request's act: {from, to, before: the columns it changed, as they were}.
    """

    __table_args__ = (
        Index("ix_event_request", "request_id", "id"),
        Index("ix_event_actor", "actor_id", "id"),
        Index("ix_event_transfer", "at", sqlite_where=text("kind = 'transfer'"), postgresql_where=text("kind = 'transfer'")),
    )
    id: int = big_id()
    at: datetime = moment()
    kind: str
    request_id: int | None = big()
    person_id: int | None = big()
    actor_id: int | None = big()
    actor_role: str
    data: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class AuditLink(SQLModel, table=True):
    """A link of the chain over events, append-only. hash: SHA-256 hex over the link before and the event's own content."""

    __tablename__ = "audit_link"
    seq: int = Field(sa_column=Column(Big, primary_key=True, autoincrement=False))
    event_id: int = Field(sa_column=Column(Big, nullable=False, unique=True))
    hash: str


class RequestNote(SQLModel, table=True):
    """Words that go with an act, masked, and erasable where the event log is not.

    kind: result, reason, decision, question, or a reply to the resident: acknowledgement, holding, final. channel: of a reply.
    """

    __tablename__ = "request_note"
    __table_args__ = (Index("ix_request_note_request", "request_id", "id"),)
    id: int = big_id()
    request_id: int = big_key()
    kind: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    channel: str | None = None
    author_id: int | None = big()
    author_role: str
    direction: str | None = None
    at: datetime = moment()


class RequestContact(SQLModel, table=True):
    """One more person reported the same: a count, a day and a door, nothing of who."""

    __tablename__ = "request_contact"
    __table_args__ = (Index("ix_request_contact_request", "request_id", "id"),)
    id: int = big_id()
    request_id: int = big_key()
    channel: str
    mairie: str
    at: datetime = moment()


class Room(SQLModel, table=True):
    """A group room bound to a direction by an administrator. address: the chat."""

    address: str = Field(primary_key=True)
    direction: str = Field(unique=True)
    bound_by: int = big_key()
    bound_at: datetime = moment()


class RoomCard(SQLModel, table=True):
    """The one card of an open request in a direction's room, edited in place. message: the outbox row that first showed it."""

    __tablename__ = "room_card"
    request_id: int = big_key(primary=True)
    room: str = Field(primary_key=True)
    message: int = big_key()


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
