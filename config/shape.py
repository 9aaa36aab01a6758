"""Says in a town's words what pydantic found wrong: an unknown key, a missing one, a value of another kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.faults import nearest
from config.gathering import Gathered
from config.reading import DAY, Place
from config.texts import Value
from config.town import Town

WRONG_KIND: Mapping[str, str] = {
    "string_type": "text",
    "bool_type": "boolean",
    "int_type": "number",
    "int_from_float": "number",
    "float_type": "number",
    "finite_number": "number",
    "list_type": "list",
    "tuple_type": "list",
    "dict_type": "table",
    "model_type": "table",
    "model_attributes_type": "table",
    "date_type": "day",
    "date_parsing": "day",
    "date_from_datetime_parsing": "day",
}
"""pydantic's word → the variant of check-wrong-kind."""

PATTERNS: Mapping[str, str] = {
    r"^[a-z][a-z0-9_]*$": "check-id",
    r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$": "check-service-id",
    r"^[A-Z]{1,6}$": "check-reference-prefix",
    r"^\+?\d[\d ]*$": "check-phone",
    r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$": "check-email",
}
BOUNDS = ("gt", "ge", "lt", "le")


def blame_shape(error: ValidationError, gathered: Gathered) -> None:
    """Add a fault for everything that pydantic refused."""
    for detail in error.errors(include_url=False):
        place: Place = tuple(step for step in detail["loc"] if step != "[key]")
        if detail["type"] == "missing":
            if place[0] not in gathered.unread or len(place) > 1:
                gathered.blame(place[:-1] or place, "check-missing-key", name=str(place[-1]))
        elif detail["type"] == "extra_forbidden":
            known = _keys(_model_at(place[:-1]))
            gathered.blame(place, "check-unknown-key", name=str(place[-1]), near=nearest(place[-1], known))
        else:
            key, values = _said(detail, name=str(place[-1]))
            gathered.blame(place, key, **values)


def _said(detail: ErrorDetails, *, name: str) -> tuple[str, dict[str, Value]]:
    kind, context = detail["type"], detail.get("ctx", {})
    given = str(detail["input"])[:60]
    if kind.startswith("check-"):
        return kind, {str(key): value for key, value in context.items()}
    if kind.startswith("date_") and DAY.fullmatch(given):
        return "check-no-such-day", {"day": given}
    if kind in WRONG_KIND:
        return "check-wrong-kind", {"name": name, "expected": WRONG_KIND[kind]}
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", context["expected"])
        return "check-not-one-of", {"name": name, "given": given, "allowed": ", ".join(allowed), "near": nearest(given, allowed)}
    if kind == "string_pattern_mismatch":
        return PATTERNS[context["pattern"]], {"given": given}
    if kind in {"string_too_short", "too_short"}:
        return "check-empty", {"name": name}
    if any(bound in context for bound in BOUNDS):
        return "check-out-of-range", {"name": name, "given": given}
    return "check-refused", {"name": name, "detail": detail["msg"]}


def _model_at(place: Place) -> type[BaseModel]:
    """Return the model of the table at a place: ("directions", 3) is Direction."""
    model: type[BaseModel] = Town
    for step in place:
        field = next((field for name, field in model.model_fields.items() if step in (field.alias, name)), None)
        if field is not None:
            model = next(_models(field.annotation), model)
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]
