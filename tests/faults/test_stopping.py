"""Asked to stop while busy, or frozen past a lease: it ends soon, loses nothing, and a late word of the frozen one is refused."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections import Counter

import pytest

from tests.faults.conftest import DATABASES, NewBot, on_telegram
from tests.faults.harness import settles
from tests.faults.ledger import Books, compare
from tests.faults.people import OnTelegram, new_word, team
from tests.telegram.server import BotApi

EXIT_S = 10.0
WORDS = random.Random(23)


@pytest.mark.parametrize("database", DATABASES, indirect=True)
async def test_stopped_while_busy_it_ends_soon_and_loses_or_doubles_nothing(
    database: str, books: Books, api: BotApi, new_bot: NewBot
) -> None:
    people = team(api, books, 8)
    bot = new_bot(database, **on_telegram(api))
    api.fail("sendMessage", slow_s=0.05, times=None)
    deeds = []
    for _ in range(3):
        life = bot.starts()
        for person in people:
            deeds += [await person.pings(new_word(WORDS)), await person.says(new_word(WORDS))]
        calls = len(api.calls)
        await api.until(lambda before=calls: len(api.calls) > before + 4)
        asked = time.monotonic()
        assert await life.is_stopped() == 0
        assert time.monotonic() - asked < EXIT_S
        assert books.under_way() == set()
    bot.starts()
    await settles(books, deeds, bot)
    count = compare(books, deeds, [shown for person in people for shown in await person.shown()])
    assert count.faults == []
    assert count.ambiguous == 0


async def test_stopped_while_the_network_hangs_it_ends_all_the_same(database: str, books: Books, api: BotApi, new_bot: NewBot) -> None:
    awa = OnTelegram(api)
    books.lets_in("Awa", awa.address)
    bot = new_bot(database, **on_telegram(api))
    life = bot.starts()
    api.fail("sendMessage", slow_s=60.0)
    deeds = [await awa.pings("longtemps")]
    await api.until(lambda: api.called("sendMessage"))
    asked = time.monotonic()
    assert await life.is_stopped() == 0
    assert time.monotonic() - asked < EXIT_S
    bot.starts()
    await settles(books, deeds, bot)
    assert set(awa.person.heard) == {"pong longtemps"}


@pytest.mark.parametrize("database", DATABASES, indirect=True)
async def test_stopped_with_every_delivery_hanging_it_ends_and_all_are_answered_later(
    database: str, books: Books, api: BotApi, new_bot: NewBot
) -> None:
    people = team(api, books, 20)
    bot = new_bot(database, **on_telegram(api))
    life = bot.starts()
    api.fail("sendMessage", slow_s=60.0, times=None)
    deeds = [await person.pings(new_word(WORDS)) for person in people]
    await api.until(lambda: len(api.called("sendMessage")) >= len(people))
    asked = time.monotonic()
    assert await life.is_stopped() == 0
    assert time.monotonic() - asked < EXIT_S
    api.faults.clear()
    bot.starts()
    await settles(books, deeds, bot)
    doubtful = Counter({row.id: row.uncertain for row in books.outbox()})
    assert set(doubtful.values()) == {1}, "each of them may have been seen twice, and the outbox says so"
    count = compare(books, deeds, [shown for person in people for shown in await person.shown()], doubtful)
    assert count.faults == []


@pytest.mark.parametrize("database", DATABASES, indirect=True)
async def test_stopped_while_a_job_grinds_for_a_minute_it_ends_by_force(database: str, books: Books, api: BotApi, new_bot: NewBot) -> None:
    awa = OnTelegram(api)
    books.lets_in("Awa", awa.address)
    bot = new_bot(database, **on_telegram(api))
    life = bot.starts(mill_s=60.0)
    await api.until(lambda: api.called("getUpdates"))
    await asyncio.sleep(2.0)  # it grinds
    deeds = [await awa.pings("meule")]
    await asyncio.sleep(0.2)
    asked = time.monotonic()
    assert await life.is_stopped() == 1
    assert time.monotonic() - asked < EXIT_S
    assert "ended by force" in bot.log
    bot.starts()
    await settles(books, deeds, bot)
    assert awa.person.heard == ["pong meule"]


async def test_stopped_before_telegram_ever_answered_it_ends(database: str, api: BotApi, new_bot: NewBot) -> None:
    bot = new_bot(database, **on_telegram(api))
    api.fail("getMe", slow_s=60.0, times=None)
    life = bot.starts()
    await api.until(lambda: api.called("getMe"))
    asked = time.monotonic()
    assert await life.is_stopped() in (0, 1)
    assert time.monotonic() - asked < EXIT_S


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_frozen_past_its_lease_its_late_mark_is_refused(database: str, books: Books, api: BotApi, new_bot: NewBot) -> None:
    awa, karim = OnTelegram(api, "Awa"), OnTelegram(api, "Karim")
    for person in (awa, karim):
        books.lets_in("Awa", person.address)
    bot = new_bot(database, **on_telegram(api))
    frozen = bot.starts(lease_s=2.0, haste=4)
    api.fail("sendMessage", slow_s=0.3)
    first = await awa.pings("gele")
    await api.until(lambda: api.sent)  # accepted, and the answer is on its way
    frozen.signalled(signal.SIGSTOP)
    await asyncio.sleep(2.2)
    bot.starts(lease_s=2.0, late_s=0.0, haste=4)
    await settles(books, [first], bot, within_s=60)
    (row,) = books.outbox()
    frozen.signalled(signal.SIGCONT)
    deeds = [first, await karim.pings("ensuite")]
    await settles(books, deeds, bot)
    await asyncio.sleep(0.5)  # the thawed one says what it knows
    assert books.outbox()[0] == row
    assert row.token == 2
    assert awa.person.heard == ["pong gele", "pong gele"]  # the one copy too many that Telegram does not let us avoid
    assert karim.person.heard == ["pong ensuite"]


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_frozen_before_it_sends_it_leaves_what_another_has_sent(database: str, books: Books, api: BotApi, new_bot: NewBot) -> None:
    awa = OnTelegram(api)
    books.lets_in("Awa", awa.address)
    bot = new_bot(database, **on_telegram(api))
    api.fail("sendMessage", slow_s=0.4)
    frozen = bot.starts(lease_s=2.0, haste=4)
    deeds = [await awa.pings("un"), await awa.pings("deux")]
    await api.until(lambda: api.sent)  # the second waits for the first, in the hands of the one that freezes
    frozen.signalled(signal.SIGSTOP)
    await asyncio.sleep(2.2)
    bot.starts(lease_s=2.0, late_s=0.0, haste=4)
    await settles(books, deeds, bot, within_s=60)
    frozen.signalled(signal.SIGCONT)
    await asyncio.sleep(1.0)
    assert [text for text in awa.person.heard if text == "pong deux"] == ["pong deux"]
