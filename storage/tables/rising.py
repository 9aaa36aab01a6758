"""What a mairie thinks of what rises in its sector."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel


class RiseVerdict(SQLModel, table=True):
    """The secrétaire général's last word on a topic. topic: a service, or "mots:" and a pair of stems. verdict: nouveau, connu, bruit.

    until: the first day on which it says nothing any more.
    """

    __tablename__ = "rise_verdict"
    mairie: str = Field(primary_key=True)
    topic: str = Field(primary_key=True)
    verdict: str
    until: date
