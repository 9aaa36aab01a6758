"""What an insider with every byte, every copy and every log makes of who answered what; and what the same attack finds in worse builds."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage import ballots, copies
from storage.ballots import KEY_BYTES, WindowKeys
from storage.tables import Ballot, Turnout
from tests.attack.machine import AFTER, Machine, a_machine
from tests.attack.traces import CLEAR, READ, READ_WITH_KEY, attacked, misses, read
from tests.bot.test_confidential import dies_and_restarts
from tests.postgres import Postgres

PEOPLE = 6
ORDER = "ballots joined to who cast them, by the order of rows"


@pytest.fixture(scope="module")
def durable() -> Iterator[Postgres]:
    try:
        server = Postgres(durable=True)
    except Exception as error:
        pytest.skip(f"no PostgreSQL here, nothing is proved about it: {type(error).__name__}: {error}")
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def machine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Machine]:
    async with a_machine(tmp_path, request.getfixturevalue("durable") if request.param == "postgresql" else None) as one:
        yield one


async def test_once_the_window_is_closed_nothing_tells_who_answered_what(machine: Machine) -> None:
    rows = await attacked(machine, PEOPLE)
    assert misses(rows) == []
    assert {row.of for row in rows} == {PEOPLE, 2 * PEOPLE}


async def test_nor_does_what_a_restore_set_aside(machine: Machine) -> None:
    await machine.lives(PEOPLE)
    await machine.restores(machine.copies[-1])
    assert len(read(machine.holdings(), machine.truth)) == PEOPLE  # the window is open, and its ballots count
    await machine.closes()
    assert read(machine.holdings(), machine.truth) == set()


async def test_nor_does_a_process_that_died_before_the_key_went(machine: Machine) -> None:
    await machine.lives(PEOPLE)
    machine.t.clock.time = AFTER
    await machine.t.app.ticks.call("surveys.close")
    assert machine.t.rows(Ballot) == []
    assert len(read(machine.holdings(), machine.truth)) == PEOPLE  # for a tick: older copies hold the ballots
    await dies_and_restarts(machine.t)
    await machine.t.app.ticks.call("surveys.close")
    assert read(machine.holdings(), machine.truth) == set()


@pytest.mark.postgres
async def test_nor_does_an_sqlite_that_a_town_moved_away_from(durable: Postgres, tmp_path: Path) -> None:
    async with a_machine(tmp_path) as machine:
        await machine.lives(PEOPLE)
        await machine.restores(machine.copies[-1], on=durable)
        await machine.closes()
        assert len(machine.t.rows(Turnout)) == PEOPLE  # their answers came with them
        assert read(machine.holdings(), machine.truth) == set()


# --- worse builds: the attack must find them, or it proves nothing ---


async def test_a_key_that_is_kept_is_found(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WindowKeys, "destroy_closed", lambda *_: None)
    assert f"{READ_WITH_KEY}: {PEOPLE} once it is closed" in misses(await attacked(machine, PEOPLE))


async def test_ballots_in_the_clear_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ballots, "seal_under", lambda _cipher, content, _about: secrets.token_bytes(8) + content)
    monkeypatch.setattr(ballots, "open_under", lambda _cipher, sealed, _about: sealed[8:])
    async with a_machine(tmp_path) as machine:
        assert f"{CLEAR}: {PEOPLE} while the window is open" in misses(await attacked(machine, PEOPLE))


async def test_ballots_numbered_as_they_come_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = iter(range(10**6))

    def bytes_of(size: int) -> bytes:
        return next(count).to_bytes(size, "big") if size != KEY_BYTES else secrets.SystemRandom().randbytes(size)

    monkeypatch.setattr(ballots.secrets, "token_bytes", bytes_of)
    async with a_machine(tmp_path) as machine:
        assert {row.attack: row.open for row in await attacked(machine, PEOPLE)}[ORDER] == 2 * PEOPLE


@pytest.mark.postgres
async def test_a_key_in_a_copy_is_found(durable: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "NEVER_COPIED", ())
    async with a_machine(tmp_path, durable) as machine:
        assert f"{READ}: {PEOPLE} once it is closed" in misses(await attacked(machine, PEOPLE))
