"""Ids are unique and grow, whatever the threads, the clock and the processes do."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest

from storage.database import open_database
from storage.ids import EPOCH_MS, SEQUENCE_BITS, WORKER_BITS, Ids
from storage.tables import Inbox
from storage.unit import Unit


def test_ids_grow_and_fit_in_64_bits() -> None:
    ids = Ids(1023)
    given = [ids.next() for _ in range(20_000)]
    assert given == sorted(set(given))
    assert 0 < given[0]
    assert given[-1] < 2**63


def test_ids_are_unique_when_threads_ask_together() -> None:
    ids = Ids(7)
    given: list[list[int]] = [[] for _ in range(8)]

    def ask(mine: list[int]) -> None:
        for _ in range(5_000):
            mine.append(ids.next())

    threads = [threading.Thread(target=ask, args=(mine,)) for mine in given]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = [id for mine in given for id in mine]
    assert len(set(every)) == len(every)
    assert all(mine == sorted(mine) for mine in given)


def test_ids_grow_when_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = Ids(3)
    before = ids.next()
    hour_ago = time.time_ns() - 3_600_000_000_000
    monkeypatch.setattr(time, "time_ns", lambda: hour_ago)
    after = [ids.next() for _ in range(10_000)]
    assert before < after[0]
    assert after == sorted(set(after))
    assert {id >> SEQUENCE_BITS & 1023 for id in after} == {3}


def test_two_workers_at_the_same_instant_give_different_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: (EPOCH_MS + 1_000) * 1_000_000)
    one, other = Ids(1), Ids(2)
    assert not {one.next() for _ in range(5_000)} & {other.next() for _ in range(5_000)}


def test_each_opening_takes_its_own_worker_number(database_url: str) -> None:
    opened = [open_database(database_url) for _ in range(3)]
    numbers = {database.ids.next() >> SEQUENCE_BITS & ((1 << WORKER_BITS) - 1) for database in opened}
    for database in opened:
        database.close()
    assert len(numbers) == 3


def test_ids_go_on_growing_after_a_restart_with_a_clock_that_went_back(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or every button of a card edited since would be refused as stale until the clock has caught up."""
    first = open_database(database_url)
    with first.transaction() as connection:
        unit = Unit(connection, first.ids)
        unit.keep([Inbox(id=(before := first.ids.next()), platform="scene", external_id="1", state="done", received_at=datetime.now(UTC))])
        unit.flush()
    first.close()
    day_ago = time.time_ns() - 86_400_000_000_000
    monkeypatch.setattr(time, "time_ns", lambda: day_ago)
    second = open_database(database_url)
    after = second.ids.next()
    second.close()
    assert before < after
