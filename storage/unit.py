"""One transaction's work: reads at once, new rows collected and written together at its end, each act undone alone when refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    CursorResult,
    Delete,
    Insert,
    NestedTransaction,
    Row,
    Select,
    Table,
    TextClause,
    Update,
    insert,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from storage.ids import Ids
from storage.tables import table

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]
AnyRead = AnySelect | CompoundSelect[*tuple[Any, ...]] | TextClause

_COLUMNS: dict[type[SQLModel], tuple[Table, tuple[str, ...]]] = {}


def _shape(model: type[SQLModel]) -> tuple[Table, tuple[str, ...]]:
    if model not in _COLUMNS:
        core = table(model)
        _COLUMNS[model] = core, tuple(column.key for column in core.columns)
    return _COLUMNS[model]


@cache
def _insert(core: Table) -> Insert:
    return insert(core)


class Unit:
    """The transaction under way. Several acts may share it, each through its own Scope.

    number: gives the next number of a series of references outside this transaction; None: it is taken inside.
    """

    def __init__(self, connection: Connection, ids: Ids, number: Callable[[str], int] | None = None) -> None:
        self.connection = connection
        self.ids = ids
        self.number = number
        self._rows: dict[Table, list[dict[str, Any]]] = {}

    def keep(self, rows: Sequence[SQLModel]) -> None:
        for row in rows:
            core, columns = _shape(type(row))
            self._rows.setdefault(core, []).append({name: getattr(row, name) for name in columns})

    def waiting(self, model: type[SQLModel]) -> Sequence[dict[str, Any]]:
        """The rows of a table that acts before this one, in the same transaction, have kept and that are not written yet."""
        return self._rows.get(_shape(model)[0], ())

    def flush(self) -> None:
        """Write what was collected: one statement a table, however many acts."""
        for core, rows in self._rows.items():
            self.connection.execute(_insert(core), rows)
        self._rows = {}


class Scope:
    """What one act may read and write. `keep` makes its work part of the unit, `drop` undoes it and nothing else.

    Rows given to `add` are written when the unit ends: the same act does not read them back.
    A savepoint is opened at the first direct write only, since most acts only add rows and a savepoint costs as much as they do.
    """

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._savepoint: NestedTransaction | None = None
        self.added: list[SQLModel] = []

    def next_id(self) -> int:
        return self.unit.ids.next()

    def all(self, statement: AnyRead, values: dict[str, Any] | None = None) -> Sequence[AnyRow]:
        return self.unit.connection.execute(statement, values).all()

    def first(self, statement: AnySelect | TextClause, values: dict[str, Any] | None = None) -> AnyRow | None:
        return self.unit.connection.execute(statement, values).first()

    def add(self, row: SQLModel) -> None:
        self.added.append(row)

    def write(self, statement: Insert | Update | Delete | TextClause, values: Any = None) -> CursorResult[Any]:
        """Write at once, for what must be guarded by the database now (a code used once, a state that must not have changed)."""
        return self.direct().execute(statement, values)

    def direct(self) -> Connection:
        """The connection, behind this act's savepoint."""
        if self._savepoint is None:
            self._savepoint = self.unit.connection.begin_nested()
        return self.unit.connection

    def write_once(self, core: Table, **values: Any) -> bool:
        """Insert a row, unless one with its key is there already; whether it was inserted."""
        make = sqlite.insert if self.unit.connection.dialect.name == "sqlite" else postgresql.insert
        return bool(self.write(make(core).values(**values).on_conflict_do_nothing()).rowcount)

    @property
    def has_written(self) -> bool:
        return bool(self.added) or self._savepoint is not None

    def keep(self) -> None:
        if self._savepoint is not None:
            self._savepoint.commit()
        self.unit.keep(self.added)

    def drop(self) -> None:
        if self._savepoint is not None:
            self._savepoint.rollback()
            self._savepoint = None  # what is said of the refusal is kept, or has a savepoint of its own
        self.added.clear()
