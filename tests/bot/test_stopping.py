"""Stopping always ends, however close it comes to new work."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from storage.tables import Outbox
from tests.scenes import town


@pytest.mark.parametrize("turns", range(5))
async def test_a_stop_that_meets_new_work_is_not_missed(turns: int, tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        sender = t.app._senders["scene"]
        run = asyncio.create_task(sender.run())
        await asyncio.sleep(0.05)
        sender.look()
        for _ in range(turns):
            await asyncio.sleep(0)
        run.cancel()
        done, _ = await asyncio.wait([run], timeout=2)
        for _ in range(3):  # whatever happened, leave nothing running behind this test
            run.cancel()
            await asyncio.wait([run], timeout=1)
        assert done, "the sender went on after it was told to stop"


async def test_what_is_answered_once_nobody_sends_any_more_is_free_for_whoever_comes_next(database_url: str, tmp_path: Path) -> None:
    async with town(tmp_path, database_url=database_url) as t:
        awa = t.person("awa")
        await t.app._exchanges["scene"]._close()
        await t.hears("awa", text="/ping tard")
        async with asyncio.timeout(10):
            while not t.rows(Outbox, state="pending"):
                await asyncio.sleep(0.01)
        await t.closes()
        await t.opens()
        await t.app.settle()
        assert awa.heard == ["pong tard"]
        assert [(row.state, row.uncertain) for row in t.rows(Outbox)] == [("sent", 0)]  # type: ignore[attr-defined]
