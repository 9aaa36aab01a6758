"""What the router learned, version by version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from storage.columns import big_id, big_key, moment


class RouterVersion(SQLModel, table=True):
    """A training on what people decided, or a return to an earlier one. The newest that is in use is in force; without any, the catalogue.

    used: false when it was tried and found worse. why: "new", "catalogue" (what was worse), "" otherwise. until: decisions up to then.
    lessons: how many different ones. figures: handlers/routing/training.tried. back_to: the version's number it returns to, -1 without.
    trained: the id of the version whose file it is, its own unless it is a return, 0 for the catalogue alone. file: that file's name.
    """

    __tablename__ = "router_version"
    id: int = big_id()
    used: bool
    why: str
    made_at: datetime = moment()
    until: datetime = moment()
    lessons: int
    figures: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    trained: int = big_key()
    file: str
    back_to: int
