"""Acts that share a transaction: each undone alone, a savepoint only where it is needed, one statement a table at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select, update

from storage.database import Database, next_number
from storage.tables import Counter, JoinTry, Person, table
from storage.unit import Scope, Unit

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PERSON, COUNTER = table(Person), table(Counter)


def person(store: Scope, name: str) -> Person:
    return Person(id=store.next_id(), name=name, role="agent", mairie="mq_tanneurs", language="fr", joined_at=NOW)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement sent meanwhile."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    event.listen(database.writer, "before_cursor_execute", note)
    yield said
    event.remove(database.writer, "before_cursor_execute", note)


def names(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(PERSON.c.name).order_by(PERSON.c.id)).scalars())


def test_a_refused_act_undoes_itself_and_nothing_else(database: Database) -> None:
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        for name in ("Awa", "Karim", "Petit"):
            store = Scope(unit)
            next_number(store.direct(), "MQ-26")
            store.write(COUNTER.insert(), {"name": name, "last": 1})
            store.add(person(store, name))
            if name == "Karim":
                store.drop()
            else:
                store.keep()
        unit.flush()
    assert names(database) == ["Awa", "Petit"]
    with database.reading() as connection:
        rows = connection.execute(select(COUNTER.c.name, COUNTER.c.last).where(COUNTER.c.name != "worker").order_by(COUNTER.c.name)).all()
    assert [tuple(row) for row in rows] == [("Awa", 1), ("MQ-26", 2), ("Petit", 1)]  # the refused act gave its number back


def test_what_is_said_after_a_refusal_is_kept(database: Database) -> None:
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        store = Scope(unit)
        store.write(COUNTER.insert(), {"name": "refused", "last": 1})
        store.drop()
        store.add(person(store, "Awa"))
        store.write(COUNTER.insert(), {"name": "said", "last": 1})
        store.keep()
        unit.flush()
    assert names(database) == ["Awa"]
    with database.reading() as connection:
        assert connection.execute(select(COUNTER.c.name).where(COUNTER.c.name != "worker")).scalars().all() == ["said"]


def test_an_act_that_broke_a_constraint_leaves_the_others_standing(database: Database) -> None:
    """On PostgreSQL a failed statement spoils its transaction: the savepoint must have been there before it."""
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        first = Scope(unit)
        first.write(COUNTER.insert(), {"name": "taken", "last": 1})
        first.keep()
        second = Scope(unit)
        with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
            second.write(COUNTER.insert(), {"name": "taken", "last": 2})
        second.drop()
        third = Scope(unit)
        third.write(update(COUNTER).where(COUNTER.c.name == "taken").values(last=7))
        third.keep()
        unit.flush()
    with database.reading() as connection:
        assert connection.execute(select(COUNTER.c.last).where(COUNTER.c.name == "taken")).scalar_one() == 7


def test_an_act_that_only_adds_costs_no_savepoint(database: Database) -> None:
    with statements(database) as said, database.transaction() as connection:
        store = Scope(Unit(connection, database.ids))
        store.add(person(store, "Awa"))
        store.all(select(PERSON))
        store.keep()
        assert not any("SAVEPOINT" in statement for statement in said)


def test_the_savepoint_opens_at_the_first_direct_write_and_only_once(database: Database) -> None:
    with statements(database) as said, database.transaction() as connection:
        store = Scope(Unit(connection, database.ids))
        store.write(COUNTER.insert(), {"name": "one", "last": 1})
        store.write(COUNTER.insert(), {"name": "two", "last": 1})
        assert sum(statement.startswith("SAVEPOINT") for statement in said) == 1
        assert next(each for each in said if not each.startswith("BEGIN")).startswith("SAVEPOINT")
        store.keep()


def test_many_acts_are_written_by_one_statement_a_table(database: Database) -> None:
    with statements(database) as said, database.transaction() as connection:
        unit = Unit(connection, database.ids)
        for number in range(16):
            store = Scope(unit)
            store.add(person(store, f"Agent {number}"))
            store.add(JoinTry(id=store.next_id(), address="telegram:1", at=NOW))
            store.keep()
        unit.flush()
        assert len([statement for statement in said if statement.startswith("INSERT")]) == 2
    assert len(names(database)) == 16


def test_flushing_twice_writes_once(database: Database) -> None:
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        store = Scope(unit)
        store.add(person(store, "Awa"))
        store.keep()
        unit.flush()
        unit.flush()
    assert names(database) == ["Awa"]


def test_what_an_act_wrote_directly_it_reads_back(database: Database) -> None:
    with database.transaction() as connection:
        store = Scope(Unit(connection, database.ids))
        store.write(COUNTER.insert(), {"name": "mine", "last": 3})
        row = store.first(select(COUNTER.c.last).where(COUNTER.c.name == "mine"))
        assert row is not None
        assert row.last == 3
        store.keep()
