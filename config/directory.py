"""Who does what: the activities of the town hall with a letter for each role, and whom to contact in each direction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from config.entries import ByWeekdays, Entry, Id, Named, Week, Words
from config.faults import nearest

Role = Literal["agent", "assistante", "mission", "sg", "elu", "coordination", "direction", "dgs", "cabinet", "admin"]
ROLES: tuple[str, ...] = get_args(Role)

Letter = Literal["R", "A", "C", "I", "A/R"]
"""R does, A answers for it, C is consulted, I is informed."""

Phone = Annotated[str, StringConstraints(pattern=r"^\+?\d[\d ]*$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$")]


def _is_a_role(given: str) -> str:
    if given not in ROLES:
        values = {"given": given, "near": nearest(given, ROLES), "roles": ", ".join(ROLES)}
        raise PydanticCustomError("check-unknown-role", "role", values)
    return given


class Activity(Named):
    """One line of the RACI. words: what people type to find it. letters: a role without one has no part in it."""

    words: tuple[Words, ...] = Field((), alias="mots")
    letters: Mapping[Annotated[str, AfterValidator(_is_a_role)], Letter] = Field(alias="roles")
    note: Words | None = None


class Contact(Entry):
    """Whom to contact in a direction: a function, never a person. hours: where they differ from the direction's.

    to_say: what a resident is told. owner: who confirms this entry; "coordination" where the direction has no contact person in Relais.
    """

    direction: Id
    function: Words = Field(alias="fonction")
    phone: Phone | None = Field(None, alias="telephone")
    on_call_phone: Phone | None = Field(None, alias="telephone_astreinte")
    email: Email | None = Field(None, alias="courriel")
    hours: Annotated[Week, ByWeekdays()] | None = Field(None, alias="horaires")
    to_say: Words | None = Field(None, alias="a_dire")
    owner: Literal["direction", "coordination"] = Field("direction", alias="tenu_par")
