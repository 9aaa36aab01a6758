"""The on-call roster of a town's files: which function answers for dangers, for which mairies and directions, at which hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from config.entries import MINUTES_A_DAY, ByWeekdays, Named, Opening, Week
from config.faults import nearest
from config.rollout import Where

ABLE = ("agent", "assistante", "mission", "sg", "coordination", "direction")
"""Functions that may be on call: those that act on requests (a test holds it to the permission table)."""
OF_A_DIRECTION: Mapping[str, bool | None] = {"direction": True, "coordination": None}
"""Whether a function answers for directions, or for mairies (False, the others); None: for both."""


def _is_able(given: str) -> str:
    if given not in ABLE:
        raise PydanticCustomError("check-unknown-role", "role", {"given": given, "near": nearest(given, ABLE), "roles": ", ".join(ABLE)})
    return given


def parse_watch(text: Any) -> Opening:
    """Read « 17:00-08:30 » as Opening(1020, 1950): an end that is not after the beginning is on the next day."""
    found = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)\s*-\s*([01]\d|2[0-4]):([0-5]\d)", str(text).strip())
    start, end = (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])) if found else (0, MINUTES_A_DAY + 1)
    if start >= MINUTES_A_DAY or end > MINUTES_A_DAY:
        raise PydanticCustomError("check-watch", "watch", {"given": str(text)})
    return Opening(start, end if end > start else end + MINUTES_A_DAY)


class Rota(Named):
    """Functions that answer in turn, never people. directions: « * » for those that are on call in directions.yaml.

    when: the weekly hours, those after midnight written under the day they begin; None: whenever the place itself is closed.
    functions: the first is told at once, each next one after fifteen minutes without « J'ai appelé ».
    """

    mairies: Where = ()
    directions: Where = ()
    when: Annotated[Week, ByWeekdays(parse_watch)] | None = Field(None, alias="quand")
    functions: Annotated[tuple[Annotated[str, AfterValidator(_is_able)], ...], Field(strict=False)] = Field(alias="fonctions")

    @model_validator(mode="after")
    def _somebody_somewhere(self) -> Rota:
        """It answers for something, and each function is one that can: a direction's contact holds no post in a mairie."""
        if not self.functions:
            raise PydanticCustomError("check-empty", "empty", {"name": "fonctions"})
        if not self.mairies and not self.directions:
            raise PydanticCustomError("check-rota-nowhere", "nowhere", {"id": self.id})
        for function in self.functions:
            of_directions = OF_A_DIRECTION.get(function, False)
            if (of_directions is True and not self.directions) or (of_directions is False and not self.mairies):
                raise PydanticCustomError("check-rota-function", "function", {"id": self.id, "function": function})
        return self
