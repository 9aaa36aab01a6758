"""By what a town weighs subjects against each other when the secrétaires généraux set priorities together."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field
from pydantic_core import PydanticCustomError

from config.entries import Named, Words

MOST = 6
"""Criteria: eight subjects on six are forty-eight taps already."""


class Criterion(Named):
    """weight: only its ratio to the others' counts. question: what a secrétaire général is asked, answered 0 to 3."""

    weight: int = Field(alias="poids", ge=1, le=10)
    question: Words


def few(criteria: Mapping[str, Criterion]) -> Mapping[str, Criterion]:
    if len(criteria) > MOST:
        raise PydanticCustomError("check-too-many-criteria", "too many", {"count": len(criteria), "most": MOST})
    return criteria
