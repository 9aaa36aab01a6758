"""What an act may do to a database, for tests that need no act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from storage.database import Database
from storage.unit import Scope, Unit


@contextmanager
def writing(database: Database) -> Iterator[Scope]:
    """One transaction, kept when the block ends well."""
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        store = Scope(unit)
        yield store
        store.keep()
        unit.flush()
