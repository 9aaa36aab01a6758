"""F19: copies of a bot that is being talked to, each one opened and held against what must be true at any moment."""

from __future__ import annotations

import asyncio
import os
import random
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.backup.archive import make
from bot.backup.checking import examine
from bot.backup.reading import sqlite_of, unpack
from tests.bot.backup.place import PRIVATE, settings
from tests.faults.conftest import DATABASES, NewBot, on_telegram
from tests.faults.harness import settles
from tests.faults.ledger import Books, Deed, broken_in, compare
from tests.faults.people import OnTelegram, new_word, team
from tests.telegram.server import BotApi

COPIES = int(os.environ.get("COPIES", "8"))
"""50 in the campaign: `COPIES=50 pytest tests/faults/test_backups.py`."""
WORDS = random.Random(19)


@pytest.mark.parametrize("database", DATABASES, indirect=True)
async def test_each_copy_made_under_load_is_whole(database: str, books: Books, api: BotApi, new_bot: NewBot, tmp_path: Path) -> None:
    people = team(api, books, 5)
    bot = new_bot(database, **on_telegram(api))
    life = bot.starts()
    deeds: list[Deed] = []

    async def talks(person: OnTelegram) -> None:
        while True:
            deeds.append(await (person.pings if WORDS.random() < 0.5 else person.says)(new_word(WORDS)))
            await asyncio.sleep(0.05 * COPIES)  # the more copies, the longer the whole: the base grows no larger for it

    talking = [asyncio.create_task(talks(person)) for person in people]
    seen: list[int] = []
    for number in range(COPIES):
        before = len(api.sent)
        await api.until(lambda: len(api.sent) > before)  # noqa: B023  (awaited here)
        place = settings(database, tmp_path)
        made = await asyncio.to_thread(make, place, tmp_path / "copies", now=datetime.now(UTC), whole=True)
        opened = tmp_path / f"restoring-{number}"
        manifest = await asyncio.to_thread(unpack, made.file, PRIVATE, opened)
        found = await asyncio.to_thread(examine, opened, manifest, language="fr")
        assert found.sound, (found.structure, found.missing, found.verdict)
        copied = Books(f"sqlite:///{sqlite_of(opened, manifest)}", "telegram")
        assert await asyncio.to_thread(broken_in, copied) == []
        copied.close()
        seen.append(manifest.counts["inbox"])
    for task in talking:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*talking)
    assert seen == sorted(set(seen)), "each copy holds more than the one before: people went on talking"
    await settles(books, deeds, bot, within_s=60)
    count = compare(books, deeds, [shown for person in people for shown in await person.shown()])
    assert count.faults == []
    assert await life.is_stopped() == 0
