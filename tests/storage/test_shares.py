"""Parts of a pace never add up to more than it is, and a chat's places are given to one at a time, whoever asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from sqlalchemy import text as sql

from storage import shares
from storage.database import Database, open_database
from storage.shares import Process, Reserved
from storage.unit import Unit

pytestmark = pytest.mark.postgres

T = TypeVar("T")
ONE, OTHER = Process(1, "here", 11), Process(2, "here", 12)


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    database = open_database(postgres_url)
    yield database
    database.close()


def do(database: Database, work: Callable[[Unit], T]) -> T:
    with database.transaction() as connection:
        return work(Unit(connection, database.ids))


def beats(database: Database, who: Process, parts: int) -> dict[int, int]:
    """Its heartbeat; what each worker has then."""
    living = do(database, lambda unit: shares.beat(unit, "telegram", who, parts=parts, busy=True))
    return {part.process.worker: part.parts for part in living}


def grows(database: Database, who: Process, to: int) -> int:
    return do(database, lambda unit: shares.grow(unit, "telegram", who.worker, to=to, total=30))


def test_a_newcomer_gets_what_the_others_leave(database: Database) -> None:
    beats(database, ONE, 0)
    assert grows(database, ONE, 30) == 30
    beats(database, OTHER, 0)
    assert grows(database, OTHER, 15) == 0
    assert beats(database, ONE, 20) == {1: 20, 2: 0}
    assert grows(database, OTHER, 15) == 10
    assert beats(database, ONE, 15) == {1: 15, 2: 10}
    assert grows(database, OTHER, 15) == 15


def test_a_heartbeat_alone_never_makes_a_part_grow(database: Database) -> None:
    beats(database, ONE, 0)
    grows(database, ONE, 10)
    assert beats(database, ONE, 25) == {1: 10}


def test_who_was_silent_for_too_long_begins_again_with_nothing(database: Database) -> None:
    beats(database, ONE, 0)
    grows(database, ONE, 30)
    do(database, lambda unit: shares.end(unit, "telegram", 1, after_s=-1.0))
    beats(database, OTHER, 0)
    assert grows(database, OTHER, 30) == 30
    assert beats(database, ONE, 30) == {1: 0, 2: 30}


def test_many_who_grow_at_once_never_have_more_than_there_is(database: Database) -> None:
    crowd = [Process(number, "here", number) for number in range(1, 9)]
    for who in crowd:
        beats(database, who, 0)
    threads = [threading.Thread(target=lambda who=who: [grows(database, who, 7) for _ in range(20)]) for who in crowd]
    for thread in threads:
        thread.start()
    most = 0
    while any(thread.is_alive() for thread in threads):
        most = max(most, sum(part.parts for part in do(database, lambda unit: shares.living(unit, "telegram"))))
    assert most <= 30
    assert sum(part.parts for part in do(database, lambda unit: shares.living(unit, "telegram"))) == 30


def reserves(database: Database, chat: str = "telegram:1", most: int = 1, hold_s: float = 10.0) -> Reserved | float:
    return do(database, lambda unit: shares.reserve(unit, "telegram", chat, most=most, hold_s=hold_s))


def test_a_private_chat_has_one_place_free_again_a_second_after_the_answer(database: Database) -> None:
    mine = reserves(database)
    assert isinstance(mine, Reserved)
    assert 9 < reserves(database) <= 10  # type: ignore[operator]
    assert isinstance(reserves(database, "telegram:2"), Reserved)
    do(database, lambda unit: shares.answered(unit, mine, rest_s=0.3))
    assert 0 < reserves(database) <= 0.3  # type: ignore[operator]
    time.sleep(0.35)
    assert isinstance(reserves(database), Reserved)


def test_a_late_answer_does_not_free_what_somebody_else_has_reserved_since(database: Database) -> None:
    mine = reserves(database, hold_s=0.05)
    assert isinstance(mine, Reserved)
    time.sleep(0.1)
    assert isinstance(reserves(database), Reserved)
    do(database, lambda unit: shares.answered(unit, mine, rest_s=0.0))
    assert isinstance(reserves(database), float)


def test_a_group_has_twenty_places_for_all_who_ask(database: Database) -> None:
    got: list[Reserved | float] = []
    threads = [threading.Thread(target=lambda: got.extend(reserves(database, "telegram:-5", most=20) for _ in range(10))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    places = [each.place for each in got if isinstance(each, Reserved)]
    assert len(places) == len(set(places))
    while isinstance(last := reserves(database, "telegram:-5", most=20), Reserved):
        places.append(last.place)
    assert sorted(places) == list(range(20))


def test_nothing_is_reserved_while_the_network_says_to_wait(database: Database) -> None:
    assert isinstance(reserves(database), Reserved)
    do(database, lambda unit: shares.pause(unit, "telegram", 0.4))
    assert 0.2 < do(database, lambda unit: shares.paused(unit, "telegram")) <= 0.4
    assert isinstance(reserves(database, "telegram:3"), float)  # a chat met for the first time, too
    time.sleep(0.45)
    assert isinstance(reserves(database, "telegram:3"), Reserved)
    do(database, lambda unit: shares.pause(unit, "telegram:-7", 60, most=20))
    assert reserves(database, "telegram:-7", most=20) > 50  # type: ignore[operator]


def test_what_limits_nothing_any_more_is_forgotten(database: Database) -> None:
    reserves(database)
    beats(database, ONE, 0)
    do(database, lambda unit: unit.connection.execute(sql("UPDATE slot SET free_at = now() - interval '2 hours'")))
    do(database, shares.forget)
    assert do(database, lambda unit: unit.connection.execute(sql("SELECT count(*) FROM slot")).scalar()) == 0
    assert len(do(database, lambda unit: shares.living(unit, "telegram"))) == 1
