"""Column types and shapes shared by every table: aware UTC moments, 64-bit ids, sorted text of JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Dialect, Integer, TypeDecorator
from sqlmodel import Field


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment on both databases. Refuses naive values: SQLite would drop the zone in silence."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must be aware: give it a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Big = BigInteger().with_variant(Integer, "sqlite")
"""64 bits on PostgreSQL; on SQLite INTEGER is 64 bits too, and only INTEGER can be the row id."""


def big_id() -> Any:
    """A primary key that we choose ourselves (see storage/ids.py)."""
    return Field(sa_column=Column(Big, primary_key=True, autoincrement=False))


def big_key(*, primary: bool = False) -> Any:
    """Another row's id that is always there."""
    return Field(sa_column=Column(Big, nullable=False, primary_key=primary, autoincrement=False))


def big(*, index: bool = False) -> Any:
    """An optional 64-bit integer, such as another row's id."""
    return Field(default=None, sa_column=Column(Big, nullable=True, index=index))


def moment(*, index: bool = False) -> Any:
    """A moment that is always there."""
    return Field(sa_column=Column(Moment, nullable=False, index=index))


def maybe_moment() -> Any:
    """A moment, or None while it has not come."""
    return Field(default=None, sa_column=Column(Moment, nullable=True))
