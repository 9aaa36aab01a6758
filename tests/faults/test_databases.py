"""The database under the bot's feet: the disk full, the server restarted; nothing is acknowledged that is not kept."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from storage.database import open_database
from tests.faults.conftest import NewBot, on_telegram
from tests.faults.disks import fill, limit
from tests.faults.harness import settles
from tests.faults.ledger import Books, Deed, compare
from tests.faults.people import OnTelegram, new_word, team
from tests.postgres import Postgres
from tests.telegram.server import BotApi

WORDS = random.Random(16)


async def is_refused(api: BotApi, awa: OnTelegram, books: Books) -> list[Deed]:
    """Things are said until one is not acknowledged for a while; returns them."""
    said: list[Deed] = []
    async with asyncio.timeout(30):
        while True:
            said.append(await awa.says(new_word(WORDS)))
            await asyncio.sleep(0.05)
            if len(api.updates.pending) > 3:
                await asyncio.sleep(1.0)
                if api.updates.pending:
                    return said


@pytest.mark.parametrize("how", ["small disk", "file size"])
async def test_on_a_full_disk_nothing_is_acknowledged_and_it_resumes_alone(
    how: str, request: pytest.FixtureRequest, tmp_path: Path, api: BotApi, new_bot: NewBot
) -> None:
    folder = request.getfixturevalue("small_disk") if how == "small disk" else tmp_path
    url = f"sqlite:///{folder}/relais.db"
    open_database(url).close()
    books = Books(url, "telegram")
    awa = OnTelegram(api)
    books.lets_in("Awa", awa.address)
    bot = new_bot(url, folder=tmp_path, **on_telegram(api))
    life = bot.starts()
    deeds = [await awa.says(new_word(WORDS))]
    await settles(books, deeds, bot)
    frees = fill(folder) if how == "small disk" else limit(life)
    deeds += await is_refused(api, awa, books)
    assert not life.is_over
    frees()
    await settles(books, deeds, bot, within_s=30)
    count = compare(books, deeds, await awa.shown())
    assert count.faults == []
    assert await life.is_stopped() == 0
    books.close()


async def test_what_was_sent_while_the_disk_filled_up_is_not_sent_again(
    database: str, books: Books, api: BotApi, new_bot: NewBot
) -> None:
    awa = OnTelegram(api)
    books.lets_in("Awa", awa.address)
    bot = new_bot(database, **on_telegram(api))
    life = bot.starts(lease_s=2.5)
    api.fail("sendMessage", slow_s=0.5)
    deeds = [await awa.pings("pendant")]
    await api.until(lambda: api.sent)
    frees = limit(life)
    await asyncio.sleep(4.0)  # the answer came, could not be marked, and the lease on it is over
    frees()
    deeds.append(await awa.pings("apres"))
    await settles(books, deeds, bot)
    assert awa.person.heard == ["pong pendant", "pong apres"]
    assert not life.is_over


@pytest.mark.postgres
@pytest.mark.parametrize("how", ["restarted", "crashed", "away for longer than a transaction is retried"])
async def test_a_postgresql_that_goes_away_under_load_loses_nothing(how: str, postgres: Postgres, api: BotApi, new_bot: NewBot) -> None:
    url = postgres.borrow()
    books = Books(url, "telegram")
    people = team(api, books, 6)
    bot = new_bot(url, **on_telegram(api))
    life = bot.starts()
    deeds: list[Deed] = []

    async def talks(person: OnTelegram) -> None:
        for _ in range(30):
            deeds.append(await (person.pings if WORDS.random() < 0.5 else person.says)(new_word(WORDS)))
            await asyncio.sleep(0.1)

    talking = asyncio.gather(*(talks(person) for person in people))
    await asyncio.sleep(1.0)
    if how.startswith("away"):
        with postgres.away(url):
            await asyncio.sleep(4.0)
    else:
        await asyncio.to_thread(postgres.restart, "immediate" if how == "crashed" else "fast")
    await talking
    await settles(books, deeds, bot, within_s=60)
    shown = [shown for person in people for shown in await person.shown()]
    count = compare(books, deeds, shown)
    assert count.faults == []
    assert not life.is_over
    assert await life.is_stopped() == 0
    books.close()
    postgres.give_back(url)
