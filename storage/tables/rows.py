"""What the tables are made with: rows as records, which cost nothing of the ORM, and the Core table behind a model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlmodel import SQLModel


def table(model: type[SQLModel]) -> Table:
    """The Core table behind a model: hot paths and queries use Core, whose statements are cheap and cached."""
    return model.__table__  # type: ignore[attr-defined, no-any-return]  # SQLModel does not declare it


Model = TypeVar("Model", bound=SQLModel)


def record(model: type[Model], values: Mapping[Any, Any]) -> Model:
    """A row of values, holding all its columns and nothing of the ORM: SQLModel's own constructor costs as much as a query.

    Its attributes are changed by `amend`, not assigned.
    """
    row = object.__new__(model)
    row.__dict__.update(values)
    return row


def fresh(model: type[Model], **values: Any) -> Model:
    """A new row to add, as a record: for the rows that every act makes. What is not given has the model's default."""
    return record(model, {**_defaults(model), **values})


def amend(row: SQLModel, **values: Any) -> None:
    """Change a record in memory, to show or add it as it now is. What the database holds is changed by a statement."""
    row.__dict__.update(values)


def moments_of(model: type[SQLModel], plain: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a row that were kept as JSON, with their days and moments again."""
    columns = table(model).c
    readers = {name: columns[name].type.python_type for name, value in plain.items() if isinstance(value, str)}
    return {
        name: readers[name].fromisoformat(value) if readers.get(name) in (date, datetime) else value for name, value in plain.items()
    }


@cache
def _defaults(model: type[SQLModel]) -> Mapping[str, Any]:
    return {name: field.default for name, field in model.model_fields.items() if not field.is_required()}
