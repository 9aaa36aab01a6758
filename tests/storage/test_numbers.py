"""Numbers of references taken apart from the acts that use them: given once, in order, and nobody waits for anybody's commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from storage.database import Database, open_database
from storage.requests import next_in_series
from storage.tables import Counter, table
from storage.unit import Scope, Unit

pytestmark = pytest.mark.postgres

KEPT = table(Counter)  # any table with a name for its key will do to hold what acts leave
ACTS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.booleans()), min_size=1, max_size=10)


@pytest.fixture
def processes(postgres_url: str) -> Iterator[list[Database]]:
    opened = [open_database(postgres_url) for _ in range(3)]
    yield opened
    for database in opened:
        database.close()


class Undone(Exception):
    """The act ends badly, after it took its numbers."""


def act(process: Database, connection: Connection, series: str, count: int) -> list[int]:
    """Take numbers, and write down what they were given to."""
    store = Scope(Unit(connection, process.ids, process.number))
    taken = [next_in_series(store, series) for _ in range(count)]
    for number in taken:
        store.write(KEPT.insert(), {"name": f"{series}-{number:04}", "last": 0})
    store.keep()
    return taken


def kept(process: Database, series: str) -> list[str]:
    with process.reading() as connection:
        found = connection.execute(select(KEPT.c.name).where(KEPT.c.name.startswith(f"{series}-")))
        return sorted(found.scalars())


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_acts_that_are_open_together_take_different_numbers_and_wait_for_none(
    processes: list[Database], acts: list[tuple[int, int, bool]]
) -> None:
    """acts: whose, how many numbers, whether it is undone. One thread opens all of them: whoever waited would wait until it is cut off."""
    series = f"S{processes[0].ids.next()}"
    expected: list[str] = []
    total = 0
    with ExitStack() as open_acts:
        for whose, count, is_undone in acts:
            connection = open_acts.enter_context(processes[whose].writer.connect())
            transaction = connection.begin()
            open_acts.callback(transaction.rollback if is_undone else transaction.commit)
            taken = act(processes[whose], connection, series, count)
            assert taken == list(range(total + 1, total + count + 1))
            total += count
            expected += [] if is_undone else [f"{series}-{number:04}" for number in taken]
    assert kept(processes[0], series) == expected  # gaps where acts were undone; none of their numbers comes again
    assert processes[0].number(series) == total + 1


def test_a_new_year_begins_at_one_and_what_was_passed_over_stays_so(processes: list[Database]) -> None:
    first, second, _ = processes
    assert [first.number("MQ-26"), second.number("MQ-26"), first.number("MQ-27")] == [1, 2, 1]
    with first.transaction() as connection:  # as a copy that is put back does (storage/restored.py)
        connection.exec_driver_sql("UPDATE counter SET last = 140 WHERE name = 'MQ-26'")
    assert [second.number("MQ-26"), first.number("MQ-26")] == [141, 142]


def test_one_process_alone_takes_them_with_the_record_and_leaves_no_gap(processes: list[Database]) -> None:
    alone = processes[0]
    for is_undone in (True, False, True, False):
        with suppress(Undone), alone.transaction() as connection:
            store = Scope(Unit(connection, alone.ids))
            number = next_in_series(store, "MQ-26")
            store.write(KEPT.insert(), {"name": f"MQ-26-{number:04}", "last": 0})
            store.keep()
            if is_undone:
                raise Undone
    assert kept(alone, "MQ-26") == ["MQ-26-0001", "MQ-26-0002"]
