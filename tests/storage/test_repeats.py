"""Requests near another one in subject and time: only those, newest first, few, and found by their index in a busy town."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from storage import repeats, requests
from storage.database import open_database
from storage.tables import Request, fresh
from storage.unit import Scope, Unit

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOLE, LAMP = "voirie.nid_de_poule", "eclairage.lampadaire"


@pytest.fixture
def store(database_url: str) -> Iterator[Scope]:
    database = open_database(database_url)
    with database.transaction() as connection:
        yield Scope(Unit(connection, database.ids))
    database.close()


def put(store: Scope, *, service: str | None = HOLE, days: float = 0, state: str = "sent", mairie: str = "mq_tanneurs",
        search: str = "trou rue basse", **more: float) -> int:
    request = fresh(
        Request, id=store.next_id(), state=state, author_id=1, author_role="agent", mairie=mairie, text="trou", search=search,
        channel="guichet", service=service, proposal=[], received_at=NOW - timedelta(days=days), updated_at=NOW, **more,
    )
    requests.insert(store, request)
    return request.id


def found(store: Scope, services: set[str], *, days: float = 21, mairies: tuple[str, ...] | None = ("mq_tanneurs",), word: str = "basse",
          box: repeats.Box | None = None, limit: int = 200) -> list[int]:
    near = repeats.near(store, services, NOW - timedelta(days=days), NOW, word=word, box=box, mairies=mairies, limit=limit)
    return [request.id for request in near]


def test_only_the_services_the_days_and_the_scope_newest_first(store: Scope) -> None:
    old, new, lamp = put(store, days=3), put(store, days=1), put(store, service=LAMP, days=2)
    put(store, days=22)
    put(store, service=None)
    elsewhere = put(store, days=4, mairie="mq_plateau")
    assert found(store, {HOLE}) == [new, old]
    assert found(store, {HOLE, LAMP}) == [new, lamp, old]
    assert found(store, {HOLE, LAMP}, limit=2) == [new, lamp]
    assert found(store, {HOLE}, mairies=None) == [new, old, elsewhere]
    assert found(store, set()) == found(store, {HOLE}, mairies=()) == []


def test_only_those_that_say_the_street_or_lie_in_the_box(store: Scope) -> None:
    said, inside = put(store), put(store, days=1, search="trou", lat=46.05, lon=4.33)
    put(store, search="trou", lat=46.06, lon=4.33)
    box = (46.049, 46.051, 4.329, 4.331)
    assert found(store, {HOLE}, box=box) == [said, inside]
    assert found(store, {HOLE}) == [said]
    assert found(store, {HOLE}, word="", box=box) == [inside]
    assert found(store, {HOLE}, word="") == []


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_what_was_never_recorded_is_near_nothing(store: Scope, state: str) -> None:
    put(store, state=state)
    assert found(store, {HOLE}) == []


def test_the_window_holds_its_both_ends(store: Scope) -> None:
    ends = [put(store, days=0), put(store, days=21)]
    assert found(store, {HOLE}) == ends


def test_a_long_life_of_a_mairie_is_not_read_through(tmp_path: Path) -> None:
    """SQLite chooses by the shape of the question, and would go through the mairie's whole past: 36 ms in a town of 100,000 requests."""
    database = open_database(f"sqlite:///{tmp_path}/relais.db")
    said: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        said.append((statement, parameters))

    with database.transaction() as connection:
        event.listen(database.writer, "before_cursor_execute", note)
        found(Scope(Unit(connection, database.ids)), {HOLE, LAMP})
        event.remove(database.writer, "before_cursor_execute", note)
        [(statement, parameters)] = [each for each in said if "request" in each[0]]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        assert "ix_request_near (service=? AND received_at>? AND received_at<?)" in plan[0][3]
    database.close()
