"""Two processes on one PostgreSQL: one of them trains, both take the version; the operator's way back reaches both."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import open_database
from storage.unit import Unit
from tests.decisions import RIGHT, decide
from tests.faults.conftest import NewBot, on_telegram
from tests.faults.harness import ROOT, Bot
from tests.scenes import CACHE, router
from tests.telegram.server import BotApi
from tests.terminal import types

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database", ["postgresql"], indirect=True)]

TRAINED_S = 150.0
"""A training has both cores' leisure only."""


async def logged(bot: Bot, said: str, times: int, within_s: float) -> None:
    async with asyncio.timeout(within_s):
        while bot.log.count(said) < times:
            await asyncio.sleep(0.1)


async def test_one_trains_both_take_the_version_and_both_go_back(database: str, api: BotApi, new_bot: NewBot, tmp_path: Path) -> None:
    router()
    shutil.copytree(CACHE, tmp_path / "cache")
    base = open_database(database)
    with base.transaction() as connection:
        decide(Unit(connection, base.ids), RIGHT, at=lambda: datetime.now(UTC))
    base.close()
    bot = new_bot(database, **on_telegram(api))
    bot.starts(late_s=0.0)
    bot.starts(late_s=0.0)
    await logged(bot, " of the router is in force", 2, TRAINED_S)
    lines = [line for line in bot.log.splitlines() if " of the router is in force" in line]
    version = lines[0].partition("version ")[2].split()[0]
    assert all(f"version {version} of the router" in line for line in lines), lines

    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "RELAIS_STATE_DIR": str(tmp_path), "RELAIS_DATABASE_URL": database}
    shown = await asyncio.to_thread(types, "router", "report", env=env)
    assert shown.returncode == 0, shown.stderr
    assert str(len(RIGHT)) in shown.stdout.replace("│", " ").split()  # in its column, not within another figure
    back = await asyncio.to_thread(types, "router", "rollback", "--yes", env=env)
    assert back.returncode == 0, back.stdout + back.stderr
    await logged(bot, " of the router is in force", 4, 30)
    assert bot.log.count(f"version {version} of the router is in force") == 2
