"""Several processes on one PostgreSQL: one listens, another takes over within twenty seconds, nothing is lost, doubled, or too fast."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.faults.conftest import NewBot, on_telegram
from tests.faults.harness import Bot, Life, settles
from tests.faults.ledger import Books, Deed, compare
from tests.faults.people import OnTelegram, new_word, team
from tests.faults.several import HASTE, TAKEOVER_S, Watch, conflicts, knocks_at, owe, webhook
from tests.faults.wires import Wire
from tests.ports import free_port
from tests.postgres import Postgres
from tests.telegram.limits import Limits
from tests.telegram.server import BotApi
from tests.telegram.world import Chat

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database", ["postgresql"], indirect=True)]

WORDS = random.Random(10)


@pytest.fixture
def watch(database: str) -> Iterator[Watch]:
    watch = Watch(database)
    yield watch
    watch.close()


@pytest.fixture
def awa(api: BotApi, books: Books) -> OnTelegram:
    awa = OnTelegram(api)
    books.lets_in("Awa", awa.address)
    return awa


async def two(bot: Bot, watch: Watch, *, haste: float = 1.0) -> tuple[Life, Life]:
    """One that listens, and one that stands by."""
    first = bot.starts(late_s=0.0, haste=haste)
    await watch.sees(first.pid, within_s=10)
    second = bot.starts(late_s=0.0, haste=haste)
    async with asyncio.timeout(10):
        while "listen/telegram: another process does this; standing by" not in bot.log:
            await asyncio.sleep(0.05)
    return first, second


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_another_process_listens_when_the_first_one_ends(
    how: signal.Signals, database: str, books: Books, api: BotApi, new_bot: NewBot, watch: Watch, awa: OnTelegram
) -> None:
    bot = new_bot(database, **on_telegram(api))
    first, second = await two(bot, watch)
    deeds = [await awa.pings("un"), await awa.says(new_word(WORDS))]
    await settles(books, deeds, bot)
    assert conflicts(api) == 0
    first.signalled(how)
    deeds.append(await awa.pings("deux"))
    took = await watch.sees(second.pid, within_s=TAKEOVER_S)
    await settles(books, deeds, bot)
    assert took < (5.0 if how == signal.SIGTERM else TAKEOVER_S)
    count = compare(books, deeds, await awa.shown())
    assert (count.faults, count.ambiguous) == ([], 0)
    assert watch.owner() == (2, second.pid)


async def test_frozen_past_its_lease_it_writes_nothing_more(
    database: str, books: Books, api: BotApi, new_bot: NewBot, watch: Watch, awa: OnTelegram
) -> None:
    bot = new_bot(database, **on_telegram(api))
    first, second = await two(bot, watch, haste=HASTE)
    deeds = [await awa.pings("avant")]
    await settles(books, deeds, bot)
    first.signalled(signal.SIGSTOP)
    deeds.append(await awa.pings("gele"))  # its long poll is answered, and nobody takes the answer
    took = await watch.sees(second.pid, within_s=TAKEOVER_S / HASTE)
    assert took > 8.0 / HASTE
    await settles(books, deeds, bot)
    first.signalled(signal.SIGCONT)
    deeds += [await awa.says(new_word(WORDS)) for _ in range(5)]
    await settles(books, deeds, bot)
    await asyncio.sleep(3.0)
    assert watch.owner() == (2, second.pid)
    assert "listen/telegram: lost" in bot.log
    count = compare(books, deeds, await awa.shown())
    assert (count.faults, count.ambiguous) == ([], 0)
    assert not first.is_over
    second.signalled(signal.SIGTERM)
    await watch.sees(first.pid, within_s=TAKEOVER_S)  # it stands by like any other
    deeds.append(await awa.pings("revenu"))
    await settles(books, deeds, bot)


async def test_cut_off_from_the_database_it_stops_listening_before_another_begins(
    database: str, books: Books, api: BotApi, new_bot: NewBot, watch: Watch, awa: OnTelegram, tmp_path: Path
) -> None:
    async with Wire(database) as wire:
        far = new_bot(wire.url, **on_telegram(api))
        first = far.starts(late_s=0.0, haste=HASTE)
        await watch.sees(first.pid, within_s=10)
        near = new_bot(database, **on_telegram(api))
        second = near.starts(late_s=0.0, haste=HASTE)
        deeds = [await awa.pings("avant")]
        await settles(books, deeds, near)
        wire.falls_silent()
        deeds.append(await awa.pings("coupe"))
        await watch.sees(second.pid, within_s=TAKEOVER_S / HASTE)
        assert conflicts(api) == 0  # the first one had stopped asking
        await settles(books, deeds, near)
        wire.is_mended()  # what it had begun to say to the database arrives now
        deeds += [await awa.says(new_word(WORDS)) for _ in range(5)]
        await settles(books, deeds, near)
        await asyncio.sleep(2.0)
        assert watch.owner() == (2, second.pid)
        assert conflicts(api) == 0
        count = compare(books, deeds, await awa.shown())
        assert (count.faults, count.ambiguous) == ([], 0)
        assert not first.is_over
        await second.is_stopped()
        await watch.sees(first.pid, within_s=TAKEOVER_S)
        await far.ends_all()


async def test_a_restart_of_the_database_under_two_processes_loses_nothing(
    database: str, books: Books, api: BotApi, new_bot: NewBot, watch: Watch, awa: OnTelegram, postgres: Postgres
) -> None:
    bot = new_bot(database, **on_telegram(api))
    await two(bot, watch)
    watch.close()
    deeds: list[Deed] = []
    for _ in range(2):
        deeds += [await awa.pings(new_word(WORDS)) for _ in range(5)]
        await asyncio.to_thread(postgres.restart, "fast")
        deeds += [await awa.says(new_word(WORDS)) for _ in range(3)]
        await asyncio.sleep(1.0)
    await settles(books, deeds, bot, within_s=40)
    count = compare(books, deeds, await awa.shown())
    assert count.faults == []
    assert conflicts(api) == 0


async def test_the_same_updates_at_two_processes_again_and_again_have_one_effect(
    database: str, books: Books, api: BotApi, new_bot: NewBot
) -> None:
    """Webhooks arrive anywhere, repeated and out of order; answers leave from where they were made."""
    people = team(api, books, 6)
    chance = random.Random(3)
    bot = new_bot(database, **on_telegram(api))
    ports = [free_port(), free_port()]
    for port in ports:
        bot.starts(late_s=0.0, environment=webhook(port))
    await api.until(lambda: len(api.called("setWebhook")) == 2)
    api.updates.set_hook(None)  # from here on it is us who knock, at both doors
    deeds = []
    for _ in range(4):
        for person in people:
            deeds.append(await (person.pings if chance.random() < 0.5 else person.says)(new_word(chance)))
    assert await knocks_at(api, ports, chance, times=4) == {200}
    await settles(books, deeds, bot)
    await asyncio.sleep(1.0)
    count = compare(books, deeds, [shown for person in people for shown in await person.shown()])
    assert (count.faults, count.ambiguous) == ([], 0)


async def test_an_older_program_stops_when_a_newer_one_has_migrated_the_database(
    database: str, books: Books, api: BotApi, new_bot: NewBot, watch: Watch
) -> None:
    bot = new_bot(database, **on_telegram(api))
    lives = await two(bot, watch)
    with psycopg.connect(database, autocommit=True) as newer:
        (before,) = newer.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
        try:
            newer.execute("UPDATE alembic_version SET version_num = '9999'")
            assert [await life.ends(within_s=15) for life in lives] == [1, 1]
        finally:
            newer.execute("UPDATE alembic_version SET version_num = %s", [before])
    assert bot.log.count("storage.database.StorageFault: storage-moved-on") == 2


# --- the pace ---


@pytest.mark.parametrize("workers", [1, 2, 8])
async def test_all_of_them_together_keep_the_pace_of_one_account(
    workers: int, database: str, books: Books, new_bot: NewBot, watch: Watch
) -> None:
    """Judged by the network's own sliding windows: 30 a second in all, one a second in a chat, twenty a minute in a group."""
    async with BotApi(limits=Limits()) as api:
        chats = [-4_000 if number % 10 == 0 else 900_000 + number % 120 for number in range(300)]
        owe(database, [f"telegram:{chat}" for chat in chats])
        for chat in set(chats):
            api.world.chats[chat] = Chat({"id": chat, "type": "private" if chat > 0 else "group", "first_name": "R", "title": "R"})
        bot = new_bot(database, **on_telegram(api) | {"RELAIS_TELEGRAM_PACE": "30"})
        lives = [bot.starts(late_s=0.0) for _ in range(workers)]
        await api.until(lambda: len(api.sent) >= 290, timeout=60)
        assert api.limits.violations == []
        assert len({row.id for row in books.outbox() if row.state == "sent"}) <= len(api.sent) <= 300
        busy = [call.at for call in api.sent][30:250]
        # the first seconds are spent finding out how many they are, which takes most of this short while; `make bench` measures the rest
        assert len(busy) / (busy[-1] - busy[0]) > {1: 0.8, 2: 0.6, 8: 0.4}[workers] * 30
        assert all(not life.is_over for life in lives)
        for life in lives:
            await life.is_stopped()
        assert api.limits.violations == []
        assert books.under_way() == set()
