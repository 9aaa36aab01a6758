"""Rounds of a network's bad weather: it repeats itself, loses answers, goes away, forgets."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from storage.tables import Room, table
from tests.faults.clockwork import becomes, checkpoint, gaps, goes_back_to, notices, working_morning
from tests.faults.deaths import HASTY_S
from tests.faults.people import OnMatrix, new_word
from tests.faults.rounds import Happened, Town
from tests.faults.several import knocks_at, owe, webhook
from tests.ports import free_port

TALK_S = 2.5
CROWD = 40
DUE = 100


@asynccontextmanager
async def talked_through(town: Town, seconds: float = TALK_S) -> AsyncIterator[None]:
    """A bot lives, people talk for so long inside, and all is settled before it ends."""
    life = town.bot.starts()
    async with town.talking():
        await town.busy()
        yield
        await asyncio.sleep(seconds)
    if town.api:
        town.api.faults.clear()
    await town.settles(within_s=90)
    await life.is_stopped()


# --- F3 ---


async def repeats_itself(town: Town) -> Happened:
    """The same updates again and again, out of order; at two doors where two processes may stand."""
    if town.wire:
        return await goes_back(town)
    if town.postgres:
        return await knocks_at_two_doors(town)
    updates = town.telegram.updates
    updates.redelivered, updates.again = 0.95, 50
    life = town.bot.starts()
    async with town.talking():
        await asyncio.sleep(TALK_S)
    await becomes(town, lambda: not updates.pending, "tired of repeating itself", within_s=60)
    updates.redelivered = 0.0
    await town.settles()
    await life.is_stopped()
    return Happened(updates.confirmed - len(town.deeds))


async def goes_back(town: Town) -> Happened:
    """Matrix: the checkpoint is that of before; the homeserver gives everything since once more."""
    await town.lives_quietly()
    before = checkpoint(town.books)
    async with talked_through(town):
        pass
    goes_back_to(town.books, before)
    await town.lives_quietly()
    return Happened(len(town.deeds))


async def knocks_at_two_doors(town: Town) -> Happened:
    ports, times = [free_port(), free_port()], town.chance.randint(2, 25)
    api = town.telegram
    lives = [town.bot.starts(late_s=town.bot.late_s, environment=webhook(port)) for port in ports]
    await api.until(lambda: len(api.called("setWebhook")) == len(ports))
    api.updates.set_hook(None)  # from here on it is us who knock
    knocks = 0
    for _ in range(3):
        await town.does_some()
        knocks += len(api.updates.pending) * times * len(ports)
        if (statuses := await knocks_at(api, ports, town.chance, times=times)) != {200}:
            town.broken.append(f"a door answered {statuses}")
        town.undone = len(town.deeds) * len(ports)  # the same act handled at both doors at once: one of them is undone
        await town.settles()
    for life in lives:
        await life.is_stopped()
    return Happened(knocks - len(town.deeds))


# --- F6 ---


async def loses_answers(town: Town) -> Happened:
    """A third of what is sent arrives without our being told."""
    async with talked_through(town):
        if town.wire:
            for _ in range(6):
                town.wire.loses_answers("/send/m.room", times=town.chance.randint(1, 2))
                await asyncio.sleep(0.4)
        else:
            town.telegram.fail("sendMessage", reset="after", probability=0.3, times=None)
    if town.wire:
        return Happened(6)
    return Happened(sum(call.fault is not None and call.fault.reset == "after" for call in town.telegram.calls))


# --- F7, F8 ---


def gathers_crowd(town: Town, *, groups: int = 0) -> None:
    """People, and groups, who are only spoken to."""
    for number in range(CROWD):
        person = town.telegram.person(f"R{number}")
        person.chat.refuses = None
        town.crowd.append(person)
    town.crowd += [town.telegram.group(f"Salon {number}") for number in range(groups)]


async def goes_away(town: Town) -> Happened:
    """A short outage, then one of twelve hours by the bot's clock, across a death; what was owed all leaves soon after the return."""
    if town.api:
        gathers_crowd(town)
    life = town.bot.starts()
    await town.does_some()
    await town.settles()
    async with away(town):
        owes(town)
        async with town.talking():
            await asyncio.sleep(2.0)
    short = await is_back(town)
    async with away(town):
        owes(town)
        await town.does_some()
        await asyncio.sleep(0.5)
        await life.is_killed()
        town.moves_clock(town.bot.now + timedelta(hours=12))
        life = town.bot.starts()
        await asyncio.sleep(1.0)
    long = await is_back(town)
    await life.is_stopped()
    return Happened(2, max(short, long))


@asynccontextmanager
async def away(town: Town) -> AsyncIterator[None]:
    """Nobody answers there. People can write all the same on Telegram; on Matrix it is only the bot that is cut off."""
    if town.api:
        await town.api.stop()
        yield
        await town.api.start()
    else:
        assert town.wire
        town.wire.is_cut = True
        yield
        town.wire.is_cut = False


def owes(town: Town) -> None:
    if town.api:
        owe(town.bot.database_url, [f"telegram:{person.id}" for person in town.crowd for _ in range(DUE // CROWD)])
    else:
        owe(town.bot.database_url, [f"matrix:{person.room}" for person in town.people if isinstance(person, OnMatrix) for _ in range(5)])


async def is_back(town: Town) -> float:
    """Seconds until all that waited has left."""
    began = time.monotonic()
    await town.settles(within_s=90)
    return time.monotonic() - began


async def forgets(town: Town) -> Happened:
    """Down for more than a day, twice: what was said meanwhile is gone, and each room and person is told so, once."""
    room = town.telegram.group("Voirie")
    town.crowd.append(room)
    now = town.bot.now
    town.books.write(table(Room).insert().values(address=f"telegram:{room.id}", direction="m_voirie", bound_by=1, bound_at=now))
    life = town.bot.starts()
    await town.does_some()
    await town.settles()
    await life.is_stopped()
    for times in (1, 2):
        await town.turns_the_page()
        town.moves_clock(working_morning(town.bot.now + timedelta(hours=26)))
        for person in town.people:
            await person.pings(new_word(town.chance))
        town.telegram.updates.forget()
        life = town.bot.starts(tick_s=HASTY_S)
        await town.does_some()
        await becomes(town, lambda times=times: told_of(town) == times * len(town.people), f"everybody told {times} times")  # type: ignore[misc]
        await town.settles()
        await life.is_stopped()
        heard = [seen for seen in room.sees if seen.by_bot]
        if (len(gaps(town.books)), len(heard)) != (times, times):
            town.broken.append(f"{len(gaps(town.books))} gaps noted and {len(heard)} announced, of {times}")
    return Happened(2)


def told_of(town: Town) -> int:
    return sum(fact.startswith("gap/") and state == "told" for fact, state, _ in notices(town.books))
