"""Which requests somebody may read: the table of permissions, as a condition on their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.people.permissions import Holder, grant_of, mairies_of
from storage import requests

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


def readable(person: Holder) -> ColumnElement[bool]:
    """The requests that this person may read, sensitive ones among them only where the table says so."""
    read, sensitive = grant_of(person.role, "read"), grant_of(person.role, "read_sensitive")
    return requests.readable(
        read.scope if read else None, sensitive.scope if sensitive else None,
        person_id=person.id, mairies=mairies_of(person), direction=person.direction,
    )  # fmt: skip


def open_to(person: Holder) -> ColumnElement[bool]:
    """What is open of these, found in a mairie's index where the table narrows them to mairies, else among all that is open."""
    read = grant_of(person.role, "read")
    by_mairie = read is not None and read.scope == "mairie"
    return (requests.in_states(requests.NOT_CLOSED) if by_mairie else requests.is_open()) & readable(person)
