"""What requests count for, added up beforehand."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field, SQLModel

from storage.columns import Moment, big_key


class Rollup(SQLModel, table=True):
    """How much of what was counted on a day, or in a month, for a place: sums of what tallies hold. Never a row at nought.

    grain: day, month (`on` is its first day), or stock (days that are only read as a sum since ever). place: "town", "mairie/x",
    "direction/y" or "between/x/y". what: see handlers/measures/cells.
    """

    __table_args__ = (
        Index("ix_rollup_nought", "n", sqlite_where=text("n = 0"), postgresql_where=text("n = 0")),
        {"sqlite_with_rowid": False},
    )
    grain: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    on: date = Field(primary_key=True)
    what: str = Field(primary_key=True)
    n: int


class Tally(SQLModel, table=True):
    """What a request counts for in the roll-ups. cells: as handlers/measures/cells packs them; a request without any has no row."""

    request_id: int = big_key(primary=True)
    cells: str = Field(sa_column=Column(Text, nullable=False))


class Wait(SQLModel, table=True):
    """Something of a request that still waits, whose length is only known when it is looked at.

    what: "reply", "done", or "call" of a danger. direction: whose figures it is in, None before it is sent. hours: the direction whose
    working days it is counted in, None for the mairie's.
    """

    __table_args__ = (Index("ix_wait_since", "since"),)
    request_id: int = big_key(primary=True)
    what: str = Field(primary_key=True)
    since: datetime = Field(sa_column=Column(Moment, primary_key=True))
    mairie: str
    direction: str | None = None
    hours: str | None = None
