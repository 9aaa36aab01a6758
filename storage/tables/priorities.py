"""What secrétaires généraux put in order together: subjects, what each gives them while it is open, what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from storage.columns import big_id, big_key, maybe_moment


class Prioritisation(SQLModel, table=True):
    """opened_at: None while it is being written. closes_on: the last day, town's date; closes_at: its end. criteria: as they were when it
    opened, [{"id", "name", "question", "weight"}].

    closed_at: when its sheets were counted. sheets: what was given, by subject and criterion, without a name, in no order of persons.
    decision, reason: the coordination's; decided_at: when both were there.
    """

    id: int = big_id()
    title: str
    subjects: list[str] = Field(sa_column=Column(JSON, nullable=False))
    criteria: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    closes_on: date | None = None
    opened_at: datetime | None = maybe_moment()
    closes_at: datetime | None = maybe_moment()
    closed_at: datetime | None = maybe_moment()
    sheets: list[list[list[int]]] = Field(sa_column=Column(JSON, nullable=False))
    decision: str | None = None
    reason: str | None = None
    decided_at: datetime | None = maybe_moment()


class PriorityScore(SQLModel, table=True):
    """The points somebody gives a subject on a criterion, both by their number from 0. Gone when it closes."""

    __tablename__ = "priority_score"
    prioritisation_id: int = big_key(primary=True)
    person_id: int = big_key(primary=True)
    subject: int = Field(primary_key=True)
    criterion: int = Field(primary_key=True)
    points: int
