"""Linking what happened, once each, whoever commits late and however many processes tick; and telling the administrators."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from handlers.audit import jobs
from storage import audit
from storage.ids import span
from storage.tables import AuditLink
from tests.register import NOW, Register
from tests.scenes import town


@pytest.fixture
def register(database_url: str, tmp_path: Path) -> Iterator[Register]:
    register = Register(database_url, tmp_path)
    yield register
    register.close()


def linked(register: Register) -> list[int]:
    """Ids of linked events, in the order of the chain; the numbers have no hole."""
    links = register.links()
    assert [seq for seq, _ in links] == list(range(1, len(links) + 1))
    return [event for _, event in links]


def test_events_are_linked_in_the_order_of_their_ids_once(register: Register) -> None:
    ids = register.happens(20)
    register.ticks()
    register.ticks()
    assert linked(register) == ids
    assert register.verdict().sound


def test_what_happened_just_now_waits_a_little(register: Register) -> None:
    register.happens(at=NOW - timedelta(seconds=4))
    register.ticks()
    assert linked(register) == []
    register.ticks(now=NOW + timedelta(seconds=2))
    assert len(linked(register)) == 1


def test_an_event_committed_late_with_a_smaller_id_is_linked_once(register: Register) -> None:
    (newest,) = register.happens()
    register.ticks()
    late = [newest - span(timedelta(seconds=each)) for each in (1, 30, 599)]
    for each in late:
        register.happens(ids=[each])
    register.ticks()
    register.ticks()
    assert linked(register) == [newest, *reversed(late)]
    assert register.verdict().sound


def test_what_a_clock_far_behind_wrote_is_found_by_the_sweep(register: Register) -> None:
    (newest,) = register.happens()
    register.ticks()
    register.happens(ids=[3, newest - span(timedelta(days=2))])
    register.ticks()
    assert linked(register) == [newest]
    assert register.verdict().waiting == 2
    register.sweeps(now=NOW + timedelta(hours=1))
    assert linked(register) == [newest], "not while people wait for answers"
    register.sweeps()
    assert linked(register) == [newest, 3, newest - span(timedelta(days=2))]
    assert register.verdict().sound


def test_a_long_log_is_linked_a_part_at_a_time(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 7)
    ids = register.happens(20)
    register.ticks()
    assert linked(register) == ids[:7]
    register.ticks()
    register.ticks()
    assert linked(register) == ids


def test_a_chain_cannot_fork(register: Register) -> None:
    """Whoever writes the second link with a number, or of an event, is refused by the database."""
    first, second = register.happens(2)
    register.ticks()
    for link in ({"seq": 2, "event_id": 9, "hash": ""}, {"seq": 3, "event_id": second, "hash": ""}):
        with pytest.raises(IntegrityError), register.desk() as desk:
            audit.append(desk.store, [link])
    assert linked(register) == [first, second]


@pytest.mark.postgres
def test_while_one_process_chains_another_one_passes(postgres_url: str, tmp_path: Path) -> None:
    one, other = Register(postgres_url, tmp_path), Register(postgres_url, tmp_path)
    one.happens(3)
    with one.desk() as desk:
        assert audit.alone(desk.store)
        other.ticks()
        assert linked(other) == []
    other.ticks()
    assert len(linked(other)) == 3
    one.close()
    other.close()


@pytest.mark.postgres
def test_two_processes_that_tick_together_make_one_chain(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 5)
    registers = [Register(postgres_url, tmp_path) for _ in range(4)]
    done = threading.Event()
    failed: list[BaseException] = []

    def ticks(register: Register) -> None:
        try:
            while not done.is_set():
                register.ticks()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=ticks, args=(register,)) for register in registers[:2]]
    for thread in threads:
        thread.start()
    made: list[int] = []
    chance = random.Random(3)
    for number in range(60):  # two workers, one of whose clocks is behind the other's
        made += registers[2 + number % 2].happens(chance.randint(1, 4)) if number % 3 else []
        behind = registers[0].database.ids.next() - span(timedelta(seconds=chance.randint(1, 300)))
        made += registers[2].happens(ids=[behind])
    for _ in range(200):
        if len(registers[3].links()) == len(made):
            break
        done.wait(0.02)
    done.set()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(linked(registers[3])) == sorted(made)
    assert registers[3].verdict().sound
    assert registers[3].verdict().findings.tampered == 0
    for register in registers:
        register.close()


def test_a_tick_does_not_look_through_the_whole_log(tmp_path: Path) -> None:
    """What it costs must not grow with the years: SQLite's own plan of each statement says what is read."""
    register = Register(f"sqlite:///{tmp_path}/relais.db", tmp_path)
    register.happens(3)
    register.ticks()
    asked: list[tuple[str, Any]] = []
    event.listen(register.database.writer, "before_cursor_execute", lambda _c, _u, statement, values, *_: asked.append((statement, values)))
    register.ticks()
    plans = []
    with register.database.reading() as connection:
        for statement, values in asked:
            if statement.startswith("SELECT"):
                plans += [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    register.close()
    assert "SEARCH event USING INTEGER PRIMARY KEY (rowid>?)" in plans
    assert [step for step in plans if "TEMP B-TREE" in step or "SCAN event" in step] == []


# --- in the town hall ---


async def test_a_scene_is_chained_and_its_administrator_told_once_a_day(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa, root = t.person("awa"), t.person("root", "admin", None)
        await awa.says("gros trou rue des Lilas")
        await awa.presses("Enregistrer")
        await t.passes(seconds=10)
        links: list[Any] = t.rows(AuditLink)
        assert [link.seq for link in links] == [1]
        await t.passes(minutes=10)
        assert len(root.heard) == 1
        assert root.last.startswith("Empreinte du registre\nGardez ce message")
        assert f"\n1:{links[0].hash}:" in root.last
        await t.passes(days=1)
        assert len(root.heard) == 2
        assert len(awa.heard) == 1


@pytest.mark.parametrize(
    ("at", "told"),
    [(datetime(2026, 11, 27, 6, 0, tzinfo=UTC), 0), (datetime(2026, 11, 27, 7, 15, tzinfo=UTC), 1),  # 8:15 in Valmière
     (datetime(2026, 11, 27, 17, 0, tzinfo=UTC), 0), (datetime(2026, 11, 28, 10, 0, tzinfo=UTC), 0)],
)
async def test_administrators_are_told_in_office_hours(tmp_path: Path, at: datetime, told: int) -> None:
    async with town(tmp_path) as t:
        t.clock.time = at - timedelta(hours=3)
        awa, root = t.person("awa"), t.person("root", "admin", None)
        await awa.says("gros trou rue des Lilas")
        await awa.presses("Enregistrer")
        await t.passes(hours=3)
        assert len(root.heard) == told


async def test_nothing_is_told_of_an_empty_log_nor_to_who_left_or_cannot_be_reached(tmp_path: Path) -> None:
    async with town(tmp_path, language="en") as t:
        root, gone, away = (t.person(name, "admin", None) for name in ("root", "gone", "away"))
        await t.passes(hours=1)
        assert root.heard == []
        await root.says("/invite agent Les Tanneurs")
        with t.database.transaction() as connection:
            connection.exec_driver_sql("UPDATE person SET left_at = '2026-11-20 08:00:00.000000' WHERE name = 'Gone'")
            connection.exec_driver_sql("UPDATE account SET reachable = 0 WHERE address = 'scene:away'")
        await t.passes(hours=1)
        assert root.last.startswith("Mark of the log")
        assert gone.heard == away.heard == []
