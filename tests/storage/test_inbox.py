"""An update is known by its exact id for ever; what it said is gone once it is handled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage import inbox
from storage.database import Database, open_database
from storage.tables import Inbox, table
from storage.unit import Unit

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = open_database(database_url)
    yield database
    database.close()


def receive(database: Database, *external_ids: str, **values: Any) -> list[int]:
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        ids = [unit.ids.next() for _ in external_ids]
        row = {"platform": "telegram", "state": "waiting", "payload": b"sealed", "received_at": NOW, **values}
        unit.keep([Inbox(id=id, external_id=external, **row) for id, external in zip(ids, external_ids, strict=True)])
        unit.flush()
    return ids


def row_of(database: Database, id: int) -> Any:
    with database.reading() as connection:
        return connection.execute(select(table(Inbox)).where(table(Inbox).c.id == id)).one()


def test_the_same_update_twice_breaks_on_its_key(database: Database) -> None:
    receive(database, "812")
    with pytest.raises(IntegrityError):
        receive(database, "812")
    receive(database, "812", platform="matrix")  # another network's ids are its own


def test_what_we_met_is_recognised_by_platform_and_exact_id(database: Database) -> None:
    receive(database, "812", "813")
    with database.reading() as connection:
        found = inbox.states(Unit(connection, database.ids), "telegram", ["812", "81", "8120"])
        assert list(found) == ["812"]
        assert inbox.states(Unit(connection, database.ids), "matrix", ["812"]) == {}
        assert inbox.states(Unit(connection, database.ids), "telegram", []) == {}


def test_what_is_handled_keeps_its_id_and_loses_its_content(database: Database) -> None:
    [id] = receive(database, "812")
    with database.transaction() as connection:
        inbox.finish(Unit(connection, database.ids), id, NOW)
    row = row_of(database, id)
    assert (row.state, row.payload, row.done_at, row.external_id) == ("done", None, NOW, "812")


def test_what_waits_is_given_back_in_the_order_it_came(database: Database) -> None:
    receive(database, "3", "1", "2")
    receive(database, "4", state="fetching")
    receive(database, "5", state="locked")
    receive(database, "6", state="done", payload=None)
    receive(database, "7", state="quarantined")
    with database.reading() as connection:
        assert [row.external_id for row in inbox.open_rows(Unit(connection, database.ids), "telegram")] == ["3", "1", "2", "4", "5"]


def test_tries_are_counted(database: Database) -> None:
    [id] = receive(database, "812")
    for expected in (1, 2, 3):
        with database.transaction() as connection:
            assert inbox.count_try(Unit(connection, database.ids), id) == expected
    assert row_of(database, id).tries == 3


def test_where_reading_stopped_is_kept_for_each_platform(database: Database) -> None:
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        assert inbox.checkpoint(unit, "matrix") is None
        inbox.save_checkpoint(unit, "matrix", "s1", NOW)
        inbox.save_checkpoint(unit, "matrix", "s2", NOW)
        inbox.save_checkpoint(unit, "other", "t1", NOW)
    with database.reading() as connection:
        assert inbox.checkpoint(Unit(connection, database.ids), "matrix") == "s2"
        assert inbox.checkpoint(Unit(connection, database.ids), "other") == "t1"


def test_old_ids_are_forgotten_but_never_what_waits(database: Database) -> None:
    old = NOW - timedelta(days=91)
    [done] = receive(database, "1", state="done", payload=None, received_at=old)
    [waiting] = receive(database, "2", received_at=old)
    [recent] = receive(database, "3", state="done", payload=None, received_at=NOW)
    with database.transaction() as connection:
        assert inbox.prune(Unit(connection, database.ids), NOW - timedelta(days=90)) == 1
    with database.reading() as connection:
        left = connection.execute(select(table(Inbox).c.id)).scalars().all()
    assert sorted(left) == sorted([waiting, recent])
    assert done not in left


def test_what_could_not_be_handled_loses_its_content_in_the_end(database: Database) -> None:
    old = NOW - timedelta(days=8)
    ids = receive(database, "1", state="quarantined", received_at=old) + receive(database, "2", state="locked", received_at=old)
    kept = receive(database, "3", state="quarantined") + receive(database, "4", received_at=old)
    with database.transaction() as connection:
        assert inbox.erase_contents(Unit(connection, database.ids), NOW - timedelta(days=7)) == 2
        assert inbox.erase_contents(Unit(connection, database.ids), NOW - timedelta(days=7)) == 0
    assert [(row_of(database, id).state, row_of(database, id).payload) for id in ids] == [("quarantined", None)] * 2
    assert [row_of(database, id).payload for id in kept] == [b"sealed"] * 2
