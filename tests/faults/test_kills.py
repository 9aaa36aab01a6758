"""Kill -9 at each named point of intake and delivery: nothing lost, and nothing twice where a bot can help it."""

from __future__ import annotations

import asyncio
import itertools
import random
import socket
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.conftest import DATABASES, NewBot, on_matrix, on_telegram
from tests.faults.harness import Bot, settles
from tests.faults.ledger import Books, Deed, Kind, compare
from tests.faults.people import OnMatrix, OnTelegram, Somebody, new_word, team
from tests.faults.rounds import ANY_MOMENT, Town
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Person, Phones
from tests.telegram.server import BotApi

NUMBERS = itertools.count(1)

DEEDS: dict[str, Kind] = {
    "inbox.stored": "photo",  # only what must wait is stored first
    "file.fetched": "photo",
    "act.handled": "press",
    "act.committed": "edit",
    "outbox.claimed": "ping",
    "outbox.before-send": "photo",
    "outbox.after-send": "sentence",
    "outbox.marked": "press",
}
"""What is done when the bot dies at each point of its ways in and out, so that every kind of act meets a few of them."""


async def prepares(kind: Kind, awa: Somebody, word: str) -> list[Deed]:
    """What must have been said before that deed."""
    return [await awa.says(word)] if kind in ("press", "edit") else []


async def does(kind: Kind, awa: Somebody, word: str, chance: random.Random, card: str) -> Deed:
    match kind:
        case "ping":
            return await awa.pings(new_word(chance))
        case "sentence":
            return await awa.says(word)
        case "photo":
            return await awa.sends_photo(word)
        case "press":
            return await awa.presses(word, card)
        case "edit":
            return await awa.corrects(word, new_word(chance))


async def one_kill(point: str, kind: Kind, bot: Bot, books: Books, awa: Somebody, chance: random.Random) -> tuple[list[Deed], Counter[int]]:
    """Awa does something, the bot dies of it at this point and is started again. Returns what she did, and what it died holding."""
    word = new_word(chance)
    deeds = await prepares(kind, awa, word)
    if deeds:
        life = bot.starts()
        await settles(books, deeds, bot)
        await life.is_stopped()
    card = books.card_of(deeds[0]) or "" if deeds else ""
    if point == "outbox.claimed":  # what is claimed is what an earlier death left
        life = bot.starts("act.committed")
        deeds.append(await does(kind, awa, word, chance, card))
        await bot.dies(life)
        life = bot.starts(point)
    else:
        life = bot.starts(point)
        deeds.append(await does(kind, awa, word, chance, card))
    await bot.dies(life)
    held = Counter(books.under_way()) if point == "outbox.after-send" else Counter[int]()
    bot.starts()
    await settles(books, deeds, bot)
    return deeds, held


@pytest.mark.parametrize("database", DATABASES, indirect=True)
@pytest.mark.parametrize("point", DEEDS)
async def test_telegram_loses_nothing_when_the_bot_is_killed(
    point: str, database: str, books: Books, api: BotApi, new_bot: NewBot
) -> None:
    awa = OnTelegram(api)
    books.lets_in("Awa", awa.address)
    bot = new_bot(database, **on_telegram(api))
    deeds, held = await one_kill(point, DEEDS[point], bot, books, awa, random.Random(point))
    count = compare(books, deeds, await awa.shown(), held)
    assert count.faults == []
    assert count.ambiguous == (1 if point == "outbox.after-send" else 0)
    assert bot.kills == (2 if point == "outbox.claimed" else 1)


@pytest.mark.synapse
@pytest.mark.node
@pytest.mark.parametrize("database", DATABASES, indirect=True)
@pytest.mark.parametrize("point", DEEDS)
async def test_matrix_loses_and_doubles_nothing_when_the_bot_is_killed(
    point: str, database: str, homeserver: Homeserver, phones: Phones, new_bot: NewBot
) -> None:
    books = Books(database, "matrix")
    bot, awa = await in_a_room(homeserver, phones, database, books, new_bot)
    deeds, _ = await one_kill(point, DEEDS[point], bot, books, awa, random.Random(point))
    count = compare(books, deeds, await awa.shown())
    assert count.faults == []
    assert count.ambiguous == 0
    books.close()
    await awa.person.hangs_up()


async def in_a_room(homeserver: Homeserver, phones: Phones, database: str, books: Books, new_bot: NewBot) -> tuple[Bot, OnMatrix]:
    """A bot that has logged in, and Awa with it in an encrypted room; the bot is stopped again."""
    relais = homeserver.register(f"relais-f{next(NUMBERS)}")
    bot = new_bot(database, **on_matrix(homeserver, relais))
    person = await Person.at(phones, homeserver, homeserver.register(f"awa-f{next(NUMBERS)}"), bot=relais.id)
    books.lets_in("Awa", f"matrix:{person.id}")
    life = bot.starts()
    room = await person.invites_bot()
    assert await life.is_stopped() == 0
    return bot, OnMatrix(person, room)


@pytest.mark.parametrize("database", DATABASES, indirect=True)
async def test_killed_at_any_moment_while_many_talk_it_loses_nothing(database: str, books: Books, api: BotApi, new_bot: NewBot) -> None:
    people = team(api, books, 4)
    town = Town(new_bot(database, **on_telegram(api)), books, people, random.Random(1000), api=api)
    for _ in range(8):
        await town.dies_once(ANY_MOMENT)
    count = await town.counts()
    assert count.faults == [], town.bot.log[-5000:]


async def test_killed_while_it_makes_its_tables_it_makes_them_at_the_next_start(tmp_path: Path, api: BotApi, new_bot: NewBot) -> None:
    chance = random.Random(1)
    for number in range(8):
        folder = tmp_path / str(number)
        folder.mkdir()
        bot = new_bot(f"sqlite:///{folder}/relais.db", folder=folder, **on_telegram(api))
        life = bot.starts()
        await asyncio.sleep(chance.uniform(0.0, 0.2))
        await life.is_killed()
        calls = len(api.calls)
        life = bot.starts()
        await api.until(lambda before=calls: any(call.method == "getUpdates" for call in api.calls[before:]))
        assert not life.is_over, bot.log
        await life.is_killed()


@pytest.mark.parametrize("point", ["inbox.stored", "act.handled", "act.committed", "outbox.after-send"])
async def test_through_the_webhook_nothing_is_lost_either(point: str, database: str, books: Books, api: BotApi, new_bot: NewBot) -> None:
    awa = OnTelegram(api)
    books.lets_in("Awa", awa.address)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    webhook = {
        "RELAIS_TELEGRAM_MODE": "webhook", "RELAIS_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "RELAIS_TELEGRAM_WEBHOOK_PORT": str(port), "RELAIS_TELEGRAM_WEBHOOK_SECRET": "un-secret-de-webhook",
    }  # fmt: skip
    bot = new_bot(database, **on_telegram(api), **webhook)
    deeds, held = await one_kill(point, DEEDS[point], bot, books, awa, random.Random(point))
    count = compare(books, deeds, await awa.shown(), held)
    assert count.faults == []
    assert count.ambiguous == held.total()
