"""The operators' room and the heartbeat: told once when it is red, once when it is green again, at most hourly in between."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import delete, insert

from bot.alarm import _room
from bot.auditor.look import Finding
from bot.heartbeat import Heartbeat
from bot.watch import Operators
from handlers.messages import Address
from storage.tables import Notice, Outbox, Person, table
from tests.scenes import Chat, Town, town

ROOM = Address("scene", "ops")
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def scene(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url, operators=Operators((ROOM,))) as t:
        await logged(t)
        yield t


async def logged(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("lampadaire cassé rue Pasteur")
    await awa.presses("Enregistrer")


def operators(t: Town) -> Chat:
    return t.person("ops", role=None)


async def minute(t: Town, count: int = 1) -> None:
    """Minutes pass, with all that the clock does, and a look after each."""
    for _ in range(count):
        await t.passes(minutes=1)
        await t.app.watch.round()
        await t.app.settle()


LOST = 77


def goes_wrong(t: Town) -> None:
    """A line that was said in a message that does not exist: nothing that the clock does puts it right."""
    person = t.rows(Person)[0].id  # type: ignore[attr-defined]
    with t.database.transaction() as connection:
        connection.execute(insert(table(Notice)).values(
            id=LOST, fact=f"notice-dated/7/1/{person}", person_id=person, key="notice-dated", fill={}, urgent=False, morning=False,
            not_before=t.clock.time - 10 * MINUTE, state="told", told_in=12345))  # fmt: skip


def is_put_right(t: Town) -> None:
    with t.database.transaction() as connection:
        connection.execute(delete(table(Notice)).where(table(Notice).c.id == LOST))


async def test_operators_are_told_what_since_when_and_what_to_do_then_that_it_is_over(scene: Town) -> None:
    await minute(scene, 4)
    assert operators(scene).heard == []
    goes_wrong(scene)
    await minute(scene, 5)
    (alarm,) = operators(scene).heard
    assert alarm.startswith("Relais demande votre aide (09:0")
    assert "• 1 rappel est noté comme dit, mais son message n’existe pas (77)." in alarm
    assert "Depuis le 23/11/2026 à 08:5" in alarm
    assert "→ C’est un défaut de Relais à signaler" in alarm
    assert "relais doctor" in alarm
    assert "Pasteur" not in alarm
    is_put_right(scene)
    await minute(scene, 10)
    assert operators(scene).heard[1:] == [operators(scene).last]
    assert operators(scene).last.startswith("Relais va bien")


async def test_while_it_stays_red_they_are_told_once_an_hour(scene: Town) -> None:
    goes_wrong(scene)
    await minute(scene, 2)
    assert len(operators(scene).heard) == 1
    for _ in range(13):
        await scene.passes(minutes=10)
        await minute(scene)
    assert len(operators(scene).heard) == 3


async def test_neither_a_restart_nor_another_process_tells_it_twice(scene: Town) -> None:
    goes_wrong(scene)
    await minute(scene, 4)
    await scene.restarts()
    await minute(scene, 4)
    assert len(operators(scene).heard) == 1
    is_put_right(scene)
    await scene.restarts()
    await minute(scene, 10)
    assert len(operators(scene).heard) == 2


async def test_what_comes_and_goes_does_not_ring_each_minute(scene: Town) -> None:
    for _ in range(6):
        goes_wrong(scene)
        await minute(scene, 1)
        is_put_right(scene)
        await minute(scene, 1)
    assert len(operators(scene).heard) == 1


async def test_the_operators_room_is_not_left(scene: Town) -> None:
    await scene.hears("ops", kind="joined", private=False)
    assert [row.kind for row in scene.rows(Outbox) if row.chat == "scene:ops"] == []


def test_they_are_told_on_a_network_that_does_not_fail_itself() -> None:
    rooms = Address("telegram", "-1"), Address("matrix", "!a:b")
    assert _room(rooms, [Finding("found-deaf", platform="telegram")]).platform == "matrix"
    assert _room(rooms, [Finding("found-deaf", platform="matrix")]).platform == "telegram"
    assert _room(rooms, [Finding("found-overdue")]).platform == "telegram"
    both = [Finding("found-deaf", platform="telegram"), Finding("found-mute", platform="matrix")]
    assert _room(rooms, both).platform == "telegram"


# --- the heartbeat ---


@asynccontextmanager
async def listening_for_beats() -> AsyncIterator[tuple[str, list[str]]]:
    """A service outside that waits for signs of life: its address, and what it was asked."""
    asked: list[str] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        return web.Response(status=302, headers={"Location": "/elsewhere"}) if request.path == "/moved" else web.Response()

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked
    finally:
        await runner.cleanup()


async def test_it_beats_while_green_and_is_silent_while_red(tmp_path: Path) -> None:
    async with listening_for_beats() as (url, asked), town(tmp_path, operators=Operators(heartbeat=f"{url}/beat")) as t:
        await logged(t)
        await minute(t, 3)
        assert asked == ["/beat"] * 3
        goes_wrong(t)
        await minute(t, 3)
        assert asked == ["/beat"] * 3
        is_put_right(t)
        await minute(t)
        assert asked == ["/beat"] * 4


async def test_it_follows_nobody_elsewhere(caplog: pytest.LogCaptureFixture) -> None:
    async with listening_for_beats() as (url, asked):
        heart = Heartbeat(f"{url}/moved")
        with caplog.at_level(logging.WARNING):
            assert not await heart.beat()
            assert not await heart.beat()
    assert asked == ["/moved", "/moved"]
    assert [record.getMessage() for record in caplog.records] == ["the heartbeat's address does not answer as it should (HTTP 302)"]


async def test_an_address_that_is_away_stops_nothing_and_is_not_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with town(tmp_path, operators=Operators(heartbeat="http://127.0.0.1:9/secret-of-mine")) as t:
        await minute(t, 2)
        assert t.app.watch.is_green()
    assert "does not answer" in caplog.text
    assert "secret-of-mine" not in caplog.text
