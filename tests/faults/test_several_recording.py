"""Several processes that all record (webhooks): a reference is given once, whoever dies in the middle, and a gap is a dead act's."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest

from tests.faults.conftest import NewBot, on_telegram
from tests.faults.harness import settles
from tests.faults.ledger import Books, compare
from tests.faults.people import new_word, team
from tests.faults.several import SECRET, webhook
from tests.ports import free_port
from tests.telegram.server import BotApi
from tests.telegram.updates import Hook

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database", ["postgresql"], indirect=True)]

PEOPLE = 12
"""Each has one act under way at most: what a dead process leaves out."""


class Balancer:
    """Knocks at the doors in turn with what waits, until one answers, as a balancer and Telegram's patience do together."""

    def __init__(self, api: BotApi, ports: list[int], chance: random.Random) -> None:
        self._api, self._ports, self._chance = api, ports, chance

    async def brings_all(self) -> None:
        waiting = list(self._api.updates.pending)
        self._api.updates.forget()
        await asyncio.gather(*(self._brings(update) for update in waiting))

    async def _brings(self, update: dict[str, object]) -> None:
        async with asyncio.timeout(30):
            while True:
                door = Hook(f"http://127.0.0.1:{self._chance.choice(self._ports)}/hook", SECRET, 40)
                if await self._api.updates._post(door, update) == 200:
                    return
                await asyncio.sleep(0.05)


@pytest.mark.parametrize("kills", [0, 2])
async def test_three_processes_record_at_once_and_no_reference_is_given_twice(
    kills: int, database: str, books: Books, api: BotApi, new_bot: NewBot
) -> None:
    chance = random.Random(26)
    people = team(api, books, PEOPLE)
    bot = new_bot(database, **on_telegram(api))
    before = bot.starts(late_s=0.0)
    said = [(person, await person.says(new_word(chance))) for _ in range(3) for person in people]
    deeds = [deed for _, deed in said]
    await settles(books, deeds, bot)
    await before.is_stopped()
    ports = [free_port() for _ in range(3)]
    lives = [
        bot.starts("act.handled:2" if number < kills else "", late_s=0.0, environment=webhook(port)) for number, port in enumerate(ports)
    ]
    await api.until(lambda: len(api.called("setWebhook")) == 3)
    api.updates.set_hook(None)  # from here on it is us who knock
    deeds += [await person.presses(deed.word, books.card_of(deed) or "") for person, deed in said]
    await Balancer(api, ports, chance).brings_all()
    for life in lives[:kills]:
        await bot.dies(life)
    doubtful = Counter(books.under_way())
    await settles(books, deeds, bot, within_s=60)
    count = compare(books, deeds, [shown for person in people for shown in await person.shown()], doubtful, passed_over=kills * PEOPLE)
    assert count.faults == []
    references = sorted(row.reference for row in books.requests() if row.reference)
    assert len(references) == len(said)
    assert int(references[-1][-4:]) - len(said) >= kills  # each of the dead had taken a number, and kept nobody waiting for it
