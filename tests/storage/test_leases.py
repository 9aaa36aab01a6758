"""A duty is one process' at a time, by the database's clock; what is written under a term that is over is refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from sqlalchemy import text as sql

from storage import leases
from storage.database import REVISION, Database, StorageFault, open_database
from storage.leases import DutyLost, Taken, Term
from storage.unit import Unit

pytestmark = pytest.mark.postgres

T = TypeVar("T")
Do = Callable[[Callable[[Unit], T]], T]


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    database = open_database(postgres_url)
    yield database
    database.close()


def do(database: Database, work: Callable[[Unit], T]) -> T:
    with database.transaction() as connection:
        return work(Unit(connection, database.ids))


def take(database: Database, owner: str, ttl_s: float = 15) -> Taken | None:
    return do(database, lambda unit: leases.acquire(unit, "listen/telegram", owner, ttl_s=ttl_s))


def term(number: int) -> Term:
    return Term("listen/telegram", number)


def test_the_first_who_asks_has_it_and_the_others_wait(database: Database) -> None:
    assert take(database, "one") == Taken(term(1), abrupt=False)
    assert take(database, "other") is None
    assert do(database, lambda unit: leases.owner_of(unit, "listen/telegram")) == "one"
    assert do(database, lambda unit: leases.acquire(unit, "clock", "other", ttl_s=15)) == Taken(Term("clock", 1), abrupt=False)


def test_given_back_it_is_free_at_once_and_its_term_grows(database: Database) -> None:
    take(database, "one")
    do(database, lambda unit: leases.resign(unit, term(1), "one"))
    assert take(database, "other") == Taken(term(2), abrupt=False)


def test_not_renewed_it_is_taken_over_and_cannot_be_renewed_any_more(database: Database) -> None:
    take(database, "one", ttl_s=0.1)
    time.sleep(0.15)
    assert not do(database, lambda unit: leases.renew(unit, term(1), "one", ttl_s=15))  # late, even though nobody has it yet
    assert take(database, "other") == Taken(term(2), abrupt=True)
    assert not do(database, lambda unit: leases.renew(unit, term(1), "one", ttl_s=15))
    do(database, lambda unit: leases.resign(unit, term(1), "one"))
    assert do(database, lambda unit: leases.owner_of(unit, "listen/telegram")) == "other"


def test_renewed_it_lasts(database: Database) -> None:
    take(database, "one", ttl_s=0.3)
    for _ in range(5):
        time.sleep(0.1)
        assert do(database, lambda unit: leases.renew(unit, term(1), "one", ttl_s=0.3))
    assert take(database, "other") is None


def test_who_lost_an_answer_may_ask_again_under_a_new_term(database: Database) -> None:
    take(database, "one")
    assert take(database, "one") == Taken(term(2), abrupt=True)
    with pytest.raises(DutyLost):
        do(database, lambda unit: leases.show(unit, [term(1)]))


@pytest.mark.parametrize("number", [0, 1, 3])
def test_only_the_term_under_way_may_write(database: Database, number: int) -> None:
    take(database, "one", ttl_s=0.0)
    take(database, "other")
    do(database, lambda unit: leases.show(unit, [term(2)]))
    with pytest.raises(DutyLost):
        do(database, lambda unit: leases.show(unit, [term(number)]))


def test_a_term_whose_time_is_over_may_not_write_even_before_somebody_else_has_it(database: Database) -> None:
    take(database, "one", ttl_s=0.05)
    time.sleep(0.1)
    with pytest.raises(DutyLost):
        do(database, lambda unit: leases.show(unit, [term(1)]))


def test_whoever_takes_over_waits_for_a_commit_under_way_and_renewing_does_not(database: Database) -> None:
    take(database, "one", ttl_s=0.4)
    shown, commit, taken = threading.Event(), threading.Event(), threading.Event()

    def writes() -> None:
        def work(unit: Unit) -> None:
            leases.show(unit, [term(1)])
            shown.set()
            commit.wait(10)

        do(database, work)

    def takes_over() -> None:
        time.sleep(0.5)
        assert take(database, "other") is not None
        taken.set()

    writing = threading.Thread(target=writes)
    writing.start()
    shown.wait(10)
    assert do(database, lambda unit: leases.renew(unit, term(1), "one", ttl_s=0.2))  # not held up by our own writes
    taking = threading.Thread(target=takes_over)
    taking.start()
    assert not taken.wait(1.0)
    commit.set()
    assert taken.wait(5)
    writing.join()
    taking.join()


def test_two_at_the_same_moment_have_two_terms_or_one_has_none(database: Database) -> None:
    for _ in range(20):
        do(database, lambda unit: unit.connection.execute(sql("DELETE FROM lease")))
        found: list[Taken | None] = []
        both = [threading.Thread(target=lambda who=who, found=found: found.append(take(database, who))) for who in ("one", "other")]
        for each in both:
            each.start()
        for each in both:
            each.join()
        assert sorted(taken is None for taken in found) == [False, True]


def test_a_frozen_transaction_is_ended_by_the_server(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process sleeps with the duty's row locked: nobody would get it before the process is dead."""
    monkeypatch.setattr("storage.database.IDLE_S", 1)
    database = open_database(postgres_url)
    take(database, "one", ttl_s=0.1)
    connection = database.writer.connect()
    transaction = connection.begin()
    connection.execute(sql("SELECT 1 FROM lease FOR KEY SHARE"))
    time.sleep(0.2)
    began = time.monotonic()
    assert take(database, "other") is not None
    assert time.monotonic() - began < 5
    with pytest.raises(Exception, match=r"terminat|closed|idle"):
        connection.execute(sql("SELECT 1"))
    transaction.close()
    connection.invalidate()
    connection.close()
    database.close()


def test_an_older_program_may_not_write_once_a_newer_one_has_migrated(database: Database) -> None:
    take(database, "one")
    assert database.is_of_our_release()
    do(database, lambda unit: unit.connection.execute(sql("UPDATE alembic_version SET version_num = '9999'")))
    try:
        assert not database.is_of_our_release()
        with pytest.raises(StorageFault, match="storage-moved-on"):
            do(database, lambda unit: leases.show(unit, [term(1)]))
    finally:
        do(database, lambda unit: unit.connection.execute(sql("UPDATE alembic_version SET version_num = :mine"), {"mine": REVISION}))
