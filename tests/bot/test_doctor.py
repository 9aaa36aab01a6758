"""`relais doctor` and `relais status`, as an operator types them beside a running bot, on both databases."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from storage.tables import Account, Outbox, table
from tests.bot.test_alarm import goes_wrong
from tests.bot.test_cli import relais, state
from tests.conftest import CANARY
from tests.scenes import Town

__all__ = ["state"]  # the fixture


@pytest.fixture
async def running(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A bot of today: somebody logged a request, and the auditor has looked."""
    t = Town(tmp_path / "state", database_url=database_url)
    t.folder.mkdir(mode=0o700)
    t.clock.time = datetime.now(UTC) - timedelta(seconds=30)
    await t.opens()
    awa = t.person("awa")
    t.person("inconnu", role="agent")
    await awa.says(f"lampadaire cassé {CANARY} rue Pasteur")
    await awa.presses("Enregistrer")
    await t.passes(seconds=10)
    await t.app.watch.round()
    yield t
    await t.closes()


def told(t: Town, command: str, **env: str) -> tuple[int, Any]:
    done = relais(t.folder, command, "--json", RELAIS_DATABASE_URL=t.url, **env)
    assert CANARY not in done.stdout + done.stderr
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


async def test_all_is_well_beside_a_running_bot(running: Town) -> None:
    code, report = told(running, "doctor")
    assert [line["key"] for line in report["lines"] if line["level"] == "red"] == []
    assert (code, report["green"]) == (0, True)
    keys = {line["key"] for line in report["lines"]}
    assert {"doctor-files-well", "doctor-database", "doctor-work-well", "doctor-versions", "found-no-backup"} <= keys


async def test_what_the_auditor_sees_is_red_with_what_to_do(running: Town) -> None:
    goes_wrong(running)
    code, report = told(running, "doctor", RELAIS_LANGUAGE="en")
    (red,) = [line for line in report["lines"] if line["level"] == "red"]
    assert (code, red["key"], red["section"]) == (1, "found-said-nowhere", "work")
    assert red["what"].startswith("1 reminder is noted as said, but its message does not exist (77).")
    assert "Since" in red["what"]
    assert red["remedy"].startswith("It is a fault of Relais")


async def test_the_page_fits_a_terminal_of_eighty_columns(running: Town) -> None:
    done = relais(running.folder, "doctor", RELAIS_DATABASE_URL=running.url, COLUMNS="80")
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert "Tout va bien" in done.stdout
    done = relais(running.folder, "status", RELAIS_DATABASE_URL=running.url, COLUMNS="80")
    assert done.returncode == 0
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert "joignables" in done.stdout


async def test_status_counts_what_waits_and_says_what_goes_on(running: Town) -> None:
    outbox, account = table(Outbox), table(Account)
    await ends_sending(running)
    with running.database.transaction() as connection:
        owed = connection.execute(update(outbox).values(state="pending", sent_at=None, not_before=None)).rowcount
        connection.execute(update(account).where(account.c.address == "scene:inconnu").values(reachable=False))
    code, status = told(running, "status")
    assert code == 0
    assert [(queue["name"], queue["count"]) for queue in status["outbox"]] == [("scene/answer", owed)]
    assert status["outbox"][0]["oldest_s"] >= 10
    assert (status["people"], status["reachable"]) == (2, 1)
    assert status["requests"] == {"sent": 1}
    turns = {turn["name"]: turn for turn in status["turns"]}
    assert turns["audit.chain"]["well"]
    assert turns["audit.chain"]["ago_s"] < 120


async def ends_sending(t: Town) -> None:
    (sending,) = [task for task in t.app._tasks if task.get_name() == "send-scene"]
    sending.cancel()
    await asyncio.wait([sending])


def test_a_database_that_is_not_there_or_not_ours_is_said(state: Path) -> None:
    shutil.rmtree(state / "keys", ignore_errors=True)
    done = relais(state, "doctor", "--json")
    lines = json.loads(done.stdout)["lines"]
    assert (done.returncode, [line["key"] for line in lines if line["level"] == "red"]) == (1, ["doctor-no-database"])
    assert not (state / "keys").exists(), "a look makes no key"
    (state / "relais.db").write_bytes(b"not a database at all" * 400)
    done = relais(state, "doctor", "--json")
    assert [line["key"] for line in json.loads(done.stdout)["lines"] if line["level"] == "red"] == ["storage-damaged"]
    done = relais(state, "status")
    assert done.returncode == 2
    assert "relais doctor" in done.stderr


def test_a_server_that_does_not_answer_is_said_without_its_password(state: Path) -> None:
    done = relais(state, "doctor", "--json", RELAIS_DATABASE_URL="postgresql://relais:tres-secret@127.0.0.1:9/relais")
    assert [line["key"] for line in json.loads(done.stdout)["lines"] if line["level"] == "red"] == ["storage-unreachable"]
    assert "tres-secret" not in done.stdout + done.stderr


def test_a_key_that_others_can_read_is_red(state: Path) -> None:
    keys = state / "keys"
    keys.mkdir(mode=0o700)
    (keys / "root-1.key").write_bytes(b"k" * 32)
    (keys / "root-1.key").chmod(0o644)
    done = relais(state, "doctor", "--json")
    assert "doctor-open-to-others" in {line["key"] for line in json.loads(done.stdout)["lines"] if line["level"] == "red"}


async def test_a_bot_that_stopped_an_hour_ago_is_said_to_be_stopped(database_url: str, tmp_path: Path) -> None:
    t = Town(tmp_path / "state", database_url=database_url)
    t.clock.time = datetime.now(UTC) - timedelta(hours=1)
    await t.opens()
    await t.passes(seconds=10)
    await t.app.watch.round()
    await t.closes()
    _, report = told(t, "doctor")
    assert "found-not-running" in {line["key"] for line in report["lines"] if line["level"] == "red"}
