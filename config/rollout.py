"""What a town switches on little by little, mairie by mairie, and the months when some figures are withheld."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Field, ValidatorFunctionWrapHandler, WrapValidator, model_validator
from pydantic_core import PydanticCustomError

from config.entries import Entry, Id

Feature = Literal["transmission", "doublons", "reponses", "danger", "enquetes"]
"""Sending to directions, proposing duplicates, replies to residents, the danger button, the micro-surveys."""

FEATURES: tuple[Feature, ...] = get_args(Feature)
EVERYWHERE = ("*",)


def _is_a_feature(given: str) -> str:
    if given not in FEATURES:
        raise PydanticCustomError("check-feature", "feature", {"given": given, "allowed": ", ".join(FEATURES)})
    return given


def _mairies(given: Any, mairies: ValidatorFunctionWrapHandler) -> tuple[str, ...]:
    return EVERYWHERE if given == "*" else mairies(given)


Where = Annotated[tuple[Id, ...], Field(strict=False), WrapValidator(_mairies)]
"""Ids, or EVERYWHERE (« * »)."""

Rollout = Mapping[Annotated[str, AfterValidator(_is_a_feature)], Where]


class Period(Entry):
    """Days, both included."""

    first_on: date = Field(alias="du")
    last_on: date = Field(alias="au")

    @model_validator(mode="after")
    def _goes_forward(self) -> Period:
        if self.last_on < self.first_on:
            raise PydanticCustomError("check-period", "period", {"first": str(self.first_on), "last": str(self.last_on)})
        return self
