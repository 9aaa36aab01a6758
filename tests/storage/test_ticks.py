"""The last turns of ticks: the latest one stays, whichever process writes last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from storage import ticks
from storage.database import Database
from storage.unit import Unit

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def saved(database: Database, *rows: dict[str, Any]) -> dict[str, Any]:
    with database.transaction() as connection:
        ticks.save(Unit(connection, database.ids), rows)
    with database.reading() as connection:
        return {tick.name: (tick.last_at, tick.last_ok_at, tick.took_ms) for tick in ticks.every(connection)}


def turn(name: str, minutes: int, *, well: bool = True) -> dict[str, Any]:
    at = NOW + timedelta(minutes=minutes)
    return {"name": name, "every_s": 10.0, "last_at": at, "last_ok_at": at if well else None, "took_ms": minutes}


def test_what_another_process_did_later_stays(database: Database) -> None:
    saved(database, turn("audit.chain", 5), turn("people.tell", 1))
    found = saved(database, turn("people.tell", 2), turn("audit.chain", 3))
    assert found == {
        "audit.chain": (NOW + timedelta(minutes=5), NOW + timedelta(minutes=5), 5),
        "people.tell": (NOW + timedelta(minutes=2), NOW + timedelta(minutes=2), 2),
    }


def test_a_failure_does_not_forget_when_it_last_went_well(database: Database) -> None:
    saved(database, turn("people.tell", 1))
    found = saved(database, turn("people.tell", 2, well=False))
    assert found["people.tell"] == (NOW + timedelta(minutes=2), NOW + timedelta(minutes=1), 2)

