"""A made-up year: lived by the rules of real requests, the same for the same seed, never beside real ones."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import select

from bot.platforms import Misconfigured
from bot.seeding.filling import fill
from handlers.escalation.clocks import CLOCKS, calendar_of, due_of
from handlers.escalation.effects import DUE
from handlers.requests.life import ACTS, STATES
from storage.database import Database, open_database
from storage.tables import Event, Person, Request, record, table
from tests.register import valmiere
from tests.scenes import town

UNTIL = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
QUIET = Console(quiet=True)


def filled(database: Database, *, seed: int = 1, requests: int = 400) -> None:
    fill(database, valmiere(), requests=requests, people=24, days=300, seed=seed, until=UNTIL, console=QUIET)


def rows(database: Database, model: type) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(table(model)).order_by(table(model).c.id)))


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Database:
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('year')}/relais.db")
    filled(database)
    return database


def test_each_act_begins_in_the_state_that_the_one_before_it_left(year: Database) -> None:
    events: dict[int, list[Any]] = {}
    for event in rows(year, Event):
        events.setdefault(event.request_id, []).append(event)
    requests = rows(year, Request)
    assert len(requests) == 400 == len(events)
    for request in requests:
        state = ""
        for event in events[request.id]:
            if event.kind != "recorded":
                assert event.data["from"] == state
                act = ACTS[event.kind]
                assert state in act.begins or state in (act.via or {})
            state = event.data["to"]
            assert state in STATES
        assert state == request.state
        assert [event.at for event in events[request.id]] == sorted(event.at for event in events[request.id])
        assert events[request.id][-1].at <= UNTIL


def test_its_clocks_are_those_that_the_rules_count(year: Database) -> None:
    for row in rows(year, Request)[::7]:
        request = record(Request, row._mapping)
        calendar = calendar_of(valmiere(), request)
        assert {clock: getattr(request, DUE[clock]) for clock in CLOCKS} == {clock: due_of(request, clock, calendar) for clock in CLOCKS}


def test_the_year_has_a_rhythm_and_some_of_everything(year: Database) -> None:
    requests = rows(year, Request)
    weekdays = Counter(request.received_at.weekday() for request in requests)
    assert weekdays[0] > weekdays[4] > weekdays[6]
    assert {"closed", "taken"} <= {request.state for request in requests}
    assert 0 < sum(bool(request.reopened) for request in requests) < 40
    assert any(request.ping_pong for request in requests)
    right = sum(request.proposal[0]["service"] == request.service for request in requests)
    assert 0.6 < right / len(requests) < 0.85
    late = sum(bool(request.done_at and request.resolution_due_at and request.done_at > request.resolution_due_at) for request in requests)
    assert 0.04 < late / len(requests) < 0.35


def test_the_same_seed_makes_the_same_year(year: Database, tmp_path: Path) -> None:
    for seed, same in ((1, True), (2, False)):
        again = open_database(f"sqlite:///{tmp_path}/{seed}.db")
        filled(again, seed=seed)
        assert (rows(again, Request) == rows(year, Request)) is same
        assert (rows(again, Person) == rows(year, Person)) is same
        again.close()


@pytest.mark.parametrize("model", [Person, Request])
def test_it_never_stands_beside_anybody(database: Database, model: type) -> None:
    filled(database, requests=20)
    other = Request if model is Person else Person
    with database.transaction() as connection:
        connection.execute(table(other).delete())
    with pytest.raises(Misconfigured, match="not-empty"):
        filled(database, requests=20)
    assert len(rows(database, model)) > 0
    assert rows(database, other) == []


async def test_a_bot_goes_on_from_it(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        filled(t.database, requests=60)
        awa = t.person("awa")
        await awa.says("nid-de-poule devant l’école rue des Lilas")
        await awa.presses("Enregistrer")
        last = max(row.reference for row in rows(t.database, Request) if row.reference.startswith("MQ-26"))
        assert last in awa.last
        leader = t.person("samia", "sg")
        await leader.says("/equipe")
        assert f"{last} · transmise" in leader.last
