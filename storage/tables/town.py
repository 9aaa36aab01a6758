"""What the town changes while Relais runs: versions of its configuration, and its directory's confirmations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field, SQLModel

from storage.columns import big, big_id, maybe_moment, moment


class TownVersion(SQLModel, table=True):
    """A version of the town's files. files: a zip of the whole folder. digest: of the files' content, whoever reads them.

    changes: {base: the version it was compared with, None for the folder; changes: what differs, as shown; needs: {service: direction}
    of what it hands over anew; back_to: the number of the version that it is a return to; city: of the first, what the town was called}.
    state: proposed, applied, refused. The newest applied_at is the town in force; without any, the folder is.
    """

    __tablename__ = "town_version"
    id: int = big_id()
    digest: str
    files: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    changes: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    state: str
    proposed_by: int | None = big()
    proposed_at: datetime = moment()
    applied_at: datetime | None = maybe_moment()


class DirectoryConfirmation(SQLModel, table=True):
    """When an entry of the directory was last confirmed by its owner. entry: "direction:m_voirie", "role:sg".

    seen_at: when the directory first held it; confirmed_at: None until the first time. role: who owns it, then who confirmed it.
    """

    __tablename__ = "directory_confirmation"
    entry: str = Field(primary_key=True)
    seen_at: datetime = moment()
    confirmed_at: datetime | None = maybe_moment()
    asked_at: datetime | None = maybe_moment()
    role: str
