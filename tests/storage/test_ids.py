"""Ids are unique and grow, whatever the threads, the clock and the processes do."""

from __future__ import annotations

import threading
import time

import pytest

from storage.database import open_database
from storage.ids import EPOCH_MS, SEQUENCE_BITS, WORKER_BITS, Ids


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
