"""Surveys: who agreed to be asked, what was asked, sealed ballots, and what was published. Nothing here says who answered what.

A ballot and a person have nothing in common but the window, which all have: who answered is noted at the closing, when the ballots go.
"""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field, SQLModel

from storage.columns import big, big_id, big_key

UNORDERED = {"sqlite_with_rowid": False}
"""Rows are read by their key, not in the order in which they came; where a long one lies in the file may tell it."""


class SurveyMember(SQLModel, table=True):
    """How somebody wants to be asked. rhythm: quotidien, deux_par_semaine, hebdo, pause, jamais. consented_on: None before they agreed.

    resumes_on: when a pause ends, back to `before`, the rhythm that it interrupted. silences: asks in a row that were left alone.
    asked_on: the last day; card: that day's message; questions: those it asks, in turn; stage: how many are done, answered or passed alike.
    in_words_on: the last day whose questions ended with an open one. hour: from when they like to be asked, None as the town does.
    """

    __tablename__ = "survey_member"
    person_id: int = big_key(primary=True)
    rhythm: str
    before: str | None = None
    consented_on: date | None = None
    resumes_on: date | None = None
    silences: int = 0
    slower_offered: bool = False
    asked_on: date | None = Field(default=None, index=True)
    card: int | None = big()
    questions: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    stage: int = 0
    in_words_on: date | None = None
    hour: time | None = None


class SurveyWeek(SQLModel, table=True):
    """The rotating question of a week, the same for all, and the open one. monday: its first day. None when nothing could be asked."""

    __tablename__ = "survey_week"
    monday: date = Field(primary_key=True)
    question: str | None = None
    in_words: str | None = None


class Window(SQLModel, table=True):
    """Four weeks whose answers are counted together. ends_on: the day after the last."""

    __tablename__ = "survey_window"
    id: int = big_id()
    starts_on: date = Field(unique=True)
    ends_on: date
    closed_on: date | None = None


class WindowKey(SQLModel, table=True):
    """The key of an open window, on PostgreSQL only, where the table is UNLOGGED and no copy takes it; on SQLite it is a file."""

    __tablename__ = "window_key"
    window_id: int = big_key(primary=True)
    key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Ballot(SQLModel, table=True):
    """One answer, sealed under the window's key (storage/ballots.py). key: 128 random bits. Gone when the window closes."""

    __table_args__ = UNORDERED
    key: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    window_id: int = big_key()
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Turnout(SQLModel, table=True):
    """Somebody whose answers counted in a window: for the rules on sets of people alone. mairie: whose result, None for a SG's."""

    __table_args__ = UNORDERED
    window_id: int = big_key(primary=True)
    person_id: int = big_key(primary=True)
    mairie: str | None = None


class Publication(SQLModel, table=True):
    """What was published of a group for a window, the same for all readers. kind: mairie, grappe, all. mairies: those inside it then.

    Or of kind training or spread; or of kind words, by question. shown: a band, a rounded mean, or what the kind says, sentences as a JSON
    list; None when nothing could be, and why. shown_on: from which day.
    reply: what the secrétaire général answered the team, where the load was heavy twice running.
    """

    __table_args__ = UNORDERED
    window_id: int = big_key(primary=True)
    kind: str = Field(primary_key=True)
    group_id: str = Field(primary_key=True)
    mairies: list[str] = Field(sa_column=Column(JSON, nullable=False))
    shown: str | None = None
    why: str = ""
    shown_on: date
    reply: str | None = None
    replied_on: date | None = None


class TrainingSession(SQLModel, table=True):
    """A training session in the plan. mairies: whom it is for; none for everywhere. No list of who comes is kept."""

    __tablename__ = "training_session"
    id: int = big_id()
    theme: str
    held_on: date = Field(index=True)
    mairies: list[str] = Field(sa_column=Column(JSON, nullable=False))
