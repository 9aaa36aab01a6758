"""Rounds of a network's bad manners: it asks to wait, counts what is sent, says what makes no sense, crawls."""

from __future__ import annotations

import asyncio
import copy
import time
from collections.abc import Iterator
from random import Random
from typing import Any

from bot.platforms.telegram.reading import read
from bot.platforms.telegram.updates import raw_update
from tests.faults.people import new_word
from tests.faults.rounds import Happened, Town
from tests.faults.several import owe
from tests.faults.weather import DUE, gathers_crowd, talked_through
from tests.telegram.limits import Limits
from tests.telegram.test_mutations import WHOLE, damage, slots

SPEAKING = ("sendMessage", "editMessageText", "editMessageReplyMarkup")
ON_THEIR_WAY_S = 0.15
"""What left before a pause was announced may still arrive after it."""


async def asks_to_wait(town: Town) -> Happened:
    """« Too many requests », in one chat or everywhere, on messages and edits: nothing is sent meanwhile, nothing is lost; files wait."""
    if town.wire:
        async with talked_through(town):
            for _ in range(5):
                town.wire.refuses("/send/m.room", 429, {"errcode": "M_LIMIT_EXCEEDED", "error": "wait", "retry_after_ms": 400})
                await asyncio.sleep(0.4)
        return Happened(5)
    api = town.telegram
    async with talked_through(town, 4.0):
        for method in SPEAKING:
            api.fail(method, status=429, retry_after=1, probability=0.1, times=None)
            api.fail(method, status=429, retry_after=town.chance.randint(1, 3), everywhere=True, probability=0.05, times=None)
        api.fail("file", status=429, probability=0.2, times=None)
    announced = [call.ended for call in api.calls if call.status == 429 and call.fault]
    for early in api.limits.violations:
        if not any(0 <= early.at - at < ON_THEIR_WAY_S for at in announced):
            town.broken.append(f"spoke in chat {early.chat} {early.wait_s:.2f} s before the end of a pause")
    return Happened(len(announced))


async def keeps_pace(town: Town) -> Happened:
    """A crowd is owed messages, some of it in groups: the network's sliding windows never hold more than it allows."""
    api = town.telegram
    api.limits = Limits()
    processes = town.chance.choice((2, 8)) if town.postgres else 1
    gathers_crowd(town, groups=1)
    owe(town.bot.database_url, [f"telegram:{town.chance.choice(town.crowd).id}" for _ in range(DUE)])
    lives = [town.bot.starts(late_s=town.bot.late_s, environment={"RELAIS_TELEGRAM_PACE": "30"}) for _ in range(processes)]
    await town.does_some()
    await town.settles(within_s=90)
    busy = sorted(call.at for call in api.sent)[10:-10]
    for life in lives:
        await life.is_stopped()
    town.broken += [f"too fast by {early.wait_s:.2f} s: {early.rule} in {early.chat}" for early in api.limits.violations]
    api.limits = Limits.none()
    return Happened(len(api.sent), len(busy) / (busy[-1] - busy[0]))


async def speaks_nonsense(town: Town) -> Happened:
    """Updates that cannot be read, and answers that are no JSON, among what people say."""
    api = town.telegram
    nonsense = garbled(town.chance)
    async with talked_through(town):
        for _ in range(20):
            update = {**next(nonsense), "update_id": api.updates.next_id}
            api.updates.next_id += 1
            if api.updates.add(update):
                town.poison.add(str(update["update_id"]))
            await asyncio.sleep(0.02)
            if town.chance.random() < 0.2:
                api.raw_next = town.chance.randbytes(40)
    return Happened(len(town.poison))


def garbled(chance: Random) -> Iterator[dict[str, Any]]:
    """Damaged updates that the real reader refuses."""
    names = sorted({key for update in WHOLE for _, key in slots(update, []) if isinstance(key, str)})
    while True:
        update = damage(copy.deepcopy(chance.choice(WHOLE)), chance, names)
        if isinstance(update, dict):
            try:
                read("1", raw_update(update | {"update_id": 1}).data, "relais_bot")
            except Exception:
                yield update


async def crawls(town: Town) -> Happened:
    """One chat's answers come byte by byte: the others wait no longer than before."""
    slow, *others = town.people
    chat = int(slow.address.partition(":")[2])
    life = town.bot.starts()
    before = await answered_within(town, others)
    town.telegram.fail(chat=chat, slow_s=3.0, times=None)
    for _ in range(4):
        town.deeds.append(await slow.pings(new_word(town.chance)))
    beside = await answered_within(town, others)
    town.telegram.faults.clear()
    await town.settles()
    await life.is_stopped()
    if beside > before * 1.1 + 0.25:  # the machine's own unrest
        town.broken.append(f"others waited {beside:.2f} s beside a slow chat, {before:.2f} s without it")
    return Happened(4, beside)


async def answered_within(town: Town, people: list[Any]) -> float:
    """How long the slowest twentieth of some answers took."""
    took: list[float] = []
    for _ in range(20):
        for person in people:
            word, began = new_word(town.chance), time.monotonic()
            town.deeds.append(await person.pings(word))
            await town.telegram.until(lambda word=word: any(word in call.parameters.get("text", "") for call in town.telegram.sent[-20:]))  # type: ignore[misc]
            took.append(time.monotonic() - began)
    return sorted(took)[int(len(took) * 0.95)]
