"""Ballots: nothing leads from one to a person, and with its window's key gone nobody opens any of them again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy import text as sql

from storage import ballots, surveys
from storage.ballots import Vote, WindowKeys
from storage.copies import take
from storage.database import Database, open_database
from storage.tables import Ballot, Window, table
from tests.conftest import CANARY
from tests.sqlite import opened_at
from tests.stores import writing

WINDOW, NEXT = 11, 12
AWA, KARIM = 1, 2


@pytest.fixture
def keys(tmp_path: Path) -> WindowKeys:
    return WindowKeys(tmp_path / "windows")


def cast(database: Database, keys: WindowKeys, person: int, answer: str, window: int = WINDOW) -> None:
    with writing(database) as store:
        starts_on = date(2026, 11, 23) + timedelta(days=28 * (window - WINDOW))
        store.write_once(table(Window), id=window, starts_on=starts_on, ends_on=starts_on + timedelta(days=28))
        ballots.cast(store, keys, window, person_id=person, mairie="mq_centre", leads=False, question="charge_jour", answer=answer)


def opened(database: Database, key: bytes | None) -> list[Vote]:
    with writing(database) as store:
        return list(ballots.opened(store, key, WINDOW)) if key else []


def key_of(database: Database, keys: WindowKeys, window: int = WINDOW) -> bytes | None:
    with writing(database) as store:
        return keys.of(store, window)


def close(database: Database, keys: WindowKeys) -> None:
    with writing(database) as store:
        surveys.close(store, WINDOW, date(2026, 12, 21))
        ballots.erase_closed(store)
        keys.destroy_closed(store)


def test_a_window_counts_people_without_knowing_them(database: Database, keys: WindowKeys) -> None:
    for person, answer in ((AWA, "7"), (KARIM, "3"), (AWA, "8")):
        cast(database, keys, person, answer)
    votes = opened(database, key_of(database, keys))
    assert sorted(vote.answer for vote in votes) == ["3", "7", "8"]
    assert len({vote.token for vote in votes}) == 2


def test_every_ballot_is_as_long_as_any_other(database: Database, keys: WindowKeys) -> None:
    for answer in ("0", "10", "🙂" * 280):
        cast(database, keys, AWA, answer)
    with database.reading() as connection:
        assert len({len(row.sealed) for row in connection.execute(sql("SELECT sealed FROM ballot"))}) == 1
    with pytest.raises(ValueError, match="longer"):
        cast(database, keys, AWA, "x" * 1500)


def test_a_shorter_ballot_of_an_earlier_release_is_opened_alike(
    database: Database, keys: WindowKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(ballots, "SIZE", 256)
        cast(database, keys, AWA, "7")
    cast(database, keys, KARIM, "3")
    assert sorted(vote.answer for vote in opened(database, key_of(database, keys))) == ["3", "7"]
    with writing(database) as store:
        ballots.forget(store, keys, WINDOW, AWA)
    assert [vote.answer for vote in opened(database, key_of(database, keys))] == ["3"]


def test_with_the_key_gone_what_was_kept_of_the_ballots_says_nothing(database: Database, keys: WindowKeys, tmp_path: Path) -> None:
    cast(database, keys, AWA, CANARY)
    kept = key_of(database, keys)
    with database.reading() as connection:
        stolen = connection.execute(sql("SELECT * FROM ballot")).one()
    close(database, keys)
    assert (key_of(database, keys), opened(database, kept)) == (None, [])
    with writing(database) as store:  # somebody puts back what they had copied before the closing
        store.add(Ballot(key=bytes(stolen.key), window_id=WINDOW, sealed=bytes(stolen.sealed)))
    cast(database, keys, KARIM, "3")  # under a key made anew
    assert [vote.answer for vote in opened(database, key_of(database, keys))] == ["3"]


def test_the_key_of_the_window_that_goes_on_is_kept(database: Database, keys: WindowKeys) -> None:
    cast(database, keys, AWA, "7")
    cast(database, keys, AWA, "7", window=NEXT)
    key = key_of(database, keys, NEXT)
    close(database, keys)
    assert key is not None
    assert key_of(database, keys, NEXT) == key


@pytest.mark.postgres
def test_a_key_that_an_sqlite_left_goes_once_postgresql_takes_over(postgres_url: str, keys: WindowKeys, tmp_path: Path) -> None:
    before, after = opened_at(tmp_path / "relais.db"), open_database(postgres_url)
    cast(before, keys, AWA, "7")
    before.close()
    close(after, keys)
    assert [*(tmp_path / "windows").iterdir()] == []
    after.close()


def test_no_copy_holds_a_key(database: Database, keys: WindowKeys, tmp_path: Path) -> None:
    cast(database, keys, AWA, "7")
    key = key_of(database, keys)
    assert key is not None
    copy = tmp_path / "copy"
    copy.mkdir()
    taken = take(database, copy)
    assert taken.counts["ballot"] == 1
    content = b"".join(file.read_bytes() for file in copy.rglob("*") if file.is_file())
    assert key not in content
    assert key.hex().encode() not in content
    if database.file is None:
        with database.reading() as connection:
            assert connection.execute(sql("SELECT relpersistence FROM pg_class WHERE relname = 'window_key'")).scalar() == "u"


def test_nothing_joins_a_ballot_to_a_person(database: Database) -> None:
    """Its columns are these and no other; what they hold is in no other table but the window; no row of one points to the other."""
    with database.reading() as connection:
        found = inspect(connection)
        names = [name for name in found.get_table_names() if name != "alembic_version"]
        tables = {name: {column["name"]: column["type"].python_type for column in found.get_columns(name)} for name in names}
        assert tables["ballot"] == {"key": bytes, "window_id": int, "sealed": bytes}
        assert not any(found.get_foreign_keys(name) for name in tables)
    assert {name for name, columns in tables.items() if "window_id" in columns} == {"ballot", "turnout", "publication", "window_key"}
    assert tables["turnout"] == {"window_id": int, "person_id": int, "mairie": str}  # no day
    assert {kind for name in ("turnout", "ballot") for kind in tables[name].values()}.isdisjoint({date})


def test_ballots_lie_in_no_order(database: Database, keys: WindowKeys) -> None:
    for answer in range(40):
        cast(database, keys, AWA, str(answer))
    if database.file:
        with database.reading() as connection, pytest.raises(Exception, match="no such column"):
            connection.execute(sql("SELECT rowid FROM ballot"))
    with database.reading() as connection:
        by_key = [bytes(row.key) for row in connection.execute(sql("SELECT key FROM ballot ORDER BY key"))]
    assert all(len(key) == 16 for key in by_key)
    assert len(set(by_key)) == 40


def test_a_window_begins_once(database: Database) -> None:
    with writing(database) as store:
        store.add(Window(id=1, starts_on=date(2026, 11, 23), ends_on=date(2026, 12, 21)))
    with pytest.raises(Exception, match=r"(?i)unique"), writing(database) as store:
        store.add(Window(id=2, starts_on=date(2026, 11, 23), ends_on=date(2026, 12, 21)))


def test_what_was_cast_while_its_window_closed_goes_with_the_next_tick(database: Database, keys: WindowKeys) -> None:
    cast(database, keys, AWA, "7")
    cast(database, keys, AWA, "5", window=NEXT)
    with writing(database) as store:
        surveys.close(store, WINDOW, date(2026, 12, 21))
        ballots.erase_closed(store)
    cast(database, keys, KARIM, "3")  # its act had begun before
    with writing(database) as store:
        ballots.erase_closed(store)
        assert [row.window_id for row in store.all(table(Ballot).select())] == [NEXT]
