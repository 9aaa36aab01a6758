"""What an operator reads when something must be mended first: one clear message, what to do, exit code 2, never a stack trace."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest

from config.town import bundled
from tests.faults.conftest import NewBot, on_telegram
from tests.faults.disks import fill, locked, mounted
from tests.faults.harness import ROOT, settles
from tests.faults.ledger import Books
from tests.faults.people import OnTelegram
from tests.scenes import CACHE, router
from tests.telegram.server import BotApi
from tests.terminal import types

BAD_SETUP = 2


class Said(NamedTuple):
    code: int
    text: str


async def relais(folder: Path, *arguments: str, **environment: str) -> Said:
    """The real command, in a folder of its own, with a router that is trained already."""
    router()
    state = Path(environment.setdefault("RELAIS_STATE_DIR", str(folder / "state")))
    if state.parent == folder and not state.exists():
        state.mkdir()
        (state / "cache").symlink_to(CACHE)
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "COLUMNS": "300", **environment}
    done = await asyncio.to_thread(types, *arguments, env=env, folder=folder, together=True, within_s=60)
    return Said(done.returncode, done.stdout)


def is_clear(said: Said, *words: str, most: int = 3) -> None:
    """One message of at most so many lines with these words, the exit code of a set-up to mend, and nothing of the program's entrails."""
    assert said.code == BAD_SETUP, said.text
    assert "Traceback" not in said.text
    assert "Error" not in said.text
    for word in words:
        assert word in said.text
    assert len([line for line in said.text.splitlines() if line.strip()]) <= most, said.text


async def test_a_wrong_token_is_said_clearly(tmp_path: Path, api: BotApi) -> None:
    wrong = "7000000001:AAF-not-the-right-one-000000000000"
    said = await relais(tmp_path, "run", **{**on_telegram(api), "RELAIS_TELEGRAM_TOKEN": wrong})
    is_clear(said, "Telegram refuse le jeton", "@BotFather")
    assert wrong not in said.text


async def test_an_unreachable_homeserver_is_said_clearly(tmp_path: Path) -> None:
    said = await relais(
        tmp_path, "run", RELAIS_MATRIX_HOMESERVER="http://127.0.0.1:9", RELAIS_MATRIX_USER="@relais:valmiere.test",
        RELAIS_MATRIX_PASSWORD="un-mot-de-passe",
    )  # fmt: skip
    is_clear(said, "http://127.0.0.1:9", "RELAIS_MATRIX_HOMESERVER")
    assert "un-mot-de-passe" not in said.text


@pytest.mark.parametrize("command", ["run", "check"])
async def test_broken_yaml_is_said_with_its_file_and_line(command: str, tmp_path: Path, api: BotApi) -> None:
    shutil.copytree(bundled("valmiere"), tmp_path / "commune")
    broken = tmp_path / "commune" / "delais.yaml"
    broken.write_text(broken.read_text() + "\n  oups: [1,\n")
    said = await relais(tmp_path, command, RELAIS_TOWN=str(tmp_path / "commune"), **on_telegram(api))
    is_clear(said, "delais.yaml", "1 erreur à corriger", most=7)  # `check` also says two things worth knowing
    lines = len(broken.read_text().splitlines())
    assert f"delais.yaml:{lines}" in said.text or f"delais.yaml:{lines + 1}" in said.text


async def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path, api: BotApi) -> None:
    file = tmp_path / "autre.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE clients (nom TEXT)")
    other.close()
    before = file.read_bytes()
    said = await relais(tmp_path, "run", RELAIS_DATABASE_URL=f"sqlite:///{file}", **on_telegram(api))
    is_clear(said, "autre.db", "n’est pas une base Relais")
    assert file.read_bytes() == before


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, api: BotApi) -> None:
    file = tmp_path / "notes.db"
    file.write_text("ceci n’est pas une base\n" * 200)
    before = file.read_bytes()
    said = await relais(tmp_path, "run", RELAIS_DATABASE_URL=f"sqlite:///{file}", **on_telegram(api))
    is_clear(said, "notes.db")
    assert file.read_bytes() == before


async def test_a_folder_that_cannot_be_written_is_said_clearly(tmp_path: Path, api: BotApi) -> None:
    with mounted(tmp_path / "fige", "ro") if os.geteuid() == 0 else locked(tmp_path / "fige") as folder:
        said = await relais(tmp_path, "run", RELAIS_STATE_DIR=str(folder / "state"), **on_telegram(api))
    is_clear(said, str(folder), "écri")


async def test_a_disk_that_is_full_from_the_start_is_said_clearly(tmp_path: Path, small_disk: Path, api: BotApi) -> None:
    fill(small_disk)
    said = await relais(tmp_path, "run", RELAIS_DATABASE_URL=f"sqlite:///{small_disk}/relais.db", **on_telegram(api))
    is_clear(said, "place", str(small_disk))


async def test_a_postgresql_that_is_not_there_is_said_clearly(tmp_path: Path, api: BotApi) -> None:
    said = await relais(tmp_path, "run", RELAIS_DATABASE_URL="postgresql://relais:un-secret@127.0.0.1:9/relais", **on_telegram(api))
    is_clear(said, "127.0.0.1:9", "ne répond pas")
    assert "un-secret" not in said.text


async def test_nothing_to_talk_on_is_said_clearly(tmp_path: Path) -> None:
    is_clear(await relais(tmp_path, "run"), "RELAIS_TELEGRAM_TOKEN", "relais console")


async def test_a_second_bot_on_the_same_file_is_refused_and_the_first_unharmed(
    database: str, books: Books, tmp_path: Path, api: BotApi, new_bot: NewBot
) -> None:
    awa = OnTelegram(api)
    books.lets_in("Awa", awa.address)
    (tmp_path / "first").mkdir()
    bot = new_bot(database, folder=tmp_path / "first", **on_telegram(api))
    life = bot.starts()
    deeds = [await awa.pings("avant")]
    await settles(books, deeds, bot)
    said = await relais(tmp_path, "run", RELAIS_DATABASE_URL=database, **on_telegram(api))
    is_clear(said, "Relais tourne déjà", "relais.db")
    deeds.append(await awa.pings("apres"))
    await settles(books, deeds, bot)
    assert awa.person.heard == ["pong avant", "pong apres"]
    assert not life.is_over
