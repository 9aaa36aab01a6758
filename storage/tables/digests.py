"""How people want their digests."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from storage.columns import big_key, maybe_moment


class DigestChoice(SQLModel, table=True):
    """What somebody wants of a digest otherwise than everybody (handlers/digests/kinds); None for what they left as it is.

    off: it does not come. at: from when, local. days: ISO weekdays, "135". even_empty: it comes even with nothing to say.
    hidden: the sections that they left out. again_at: when they asked to have it once more, None once they had it.
    """

    __tablename__ = "digest_choice"
    person_id: int = big_key(primary=True)
    kind: str = Field(primary_key=True)
    off: bool = False
    at: time | None = None
    days: str | None = None
    even_empty: bool | None = None
    hidden: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    again_at: datetime | None = maybe_moment()
