"""Rounds of several processes and their database: killed, frozen, cut off, restarted under them."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.faults.harness import Bot, Life
from tests.faults.rounds import Happened, Town
from tests.faults.several import TAKEOVER_S, Watch, conflicts
from tests.faults.wires import Wire

LEASE_S = 3.0
"""Of a delivery: nobody waits twenty seconds for what a dead process held."""


@asynccontextmanager
async def watched(town: Town) -> AsyncIterator[Watch]:
    watch = Watch(town.bot.database_url)
    yield watch
    watch.close()


def starts(bot: Bot) -> Life:
    """One process more, on the same clock as the others."""
    return bot.starts(late_s=bot.late_s, lease_s=LEASE_S)


async def shares_with(town: Town, count: int) -> Happened:
    """F10: so many processes; whoever listens is killed, until one is left."""
    lives = [starts(town.bot) for _ in range(count)]
    longest = 0.0
    async with watched(town) as watch, town.talking():
        owner = await somebody(town, watch)
        while len(lives) > 1:
            await asyncio.sleep(1.0)
            (victim,) = [life for life in lives if life.pid == owner]
            lives.remove(victim)
            began = time.monotonic()
            await victim.is_killed()
            owner = await somebody(town, watch, not_pid=owner)
            longest = max(longest, time.monotonic() - began)
    await ends_well(town, lives, longest)
    return Happened(count - 1, longest)


async def somebody(town: Town, watch: Watch, *, not_pid: int = 0) -> int:
    """The pid of who listens, once it is another one. AssertionError when nobody does in time."""
    try:
        async with asyncio.timeout(TAKEOVER_S + 5):
            while (found := watch.owner(town.duty)) is None or found[1] == not_pid:
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"nobody took over; the log ends:\n{town.bot.log[-3000:]}") from None
    return found[1]


async def ends_well(town: Town, lives: list[Life], longest: float) -> None:
    await town.settles()
    if town.api and (refused := conflicts(town.api)):
        town.broken.append(f"two listened at once, {refused} times")
    if longest > TAKEOVER_S:
        town.broken.append(f"taking over took {longest:.1f} s")
    town.broken += [f"one ended by itself; the log ends:\n{town.bot.log[-1000:]}" for life in lives if life.is_over]
    for life in lives:
        await life.is_stopped()


async def is_frozen(town: Town) -> Happened:
    """F11: stopped in the middle of anything, past its lease, and let go on; another took over meanwhile, where there is one."""
    if town.postgres is None:
        life = starts(town.bot)
        async with town.talking():
            await town.busy()
            life.signalled(signal.SIGSTOP)
            await asyncio.sleep(LEASE_S + 1)
            life.signalled(signal.SIGCONT)
        await ends_well(town, [life], 0.0)
        return Happened(1)
    async with watched(town) as watch:
        lives = [starts(town.bot), starts(town.bot)]
        async with town.talking():
            owner = await somebody(town, watch)
            await town.busy()
            (frozen,) = [life for life in lives if life.pid == owner]
            frozen.signalled(signal.SIGSTOP)
            began = time.monotonic()
            after = await somebody(town, watch, not_pid=owner)
            took = time.monotonic() - began
            frozen.signalled(signal.SIGCONT)
            await asyncio.sleep(2.0)
        if watch.owner(town.duty) is None or watch.owner(town.duty)[1] != after:  # type: ignore[index]
            town.broken.append(f"the frozen one took {town.duty} back")
        await ends_well(town, lives, took)
    return Happened(1, took)


async def is_cut_off(town: Town) -> Happened:
    """F12: whoever listens loses the database, which goes silent or hangs up; it stops before another begins."""
    async with Wire(town.bot.database_url) as wire, watched(town) as watch:
        far = town.bot.starts(late_s=town.bot.late_s, lease_s=LEASE_S, environment={"RELAIS_DATABASE_URL": wire.url})
        assert await somebody(town, watch) == far.pid
        near = starts(town.bot)
        async with town.talking():
            await town.busy()
            wire.falls_silent()
            if town.chance.random() < 0.5:
                wire.is_cut()
            began = time.monotonic()
            await somebody(town, watch, not_pid=far.pid)
            took = time.monotonic() - began
            wire.is_mended()
            await asyncio.sleep(2.0)
        await ends_well(town, [far, near], took)
    return Happened(1, took)


async def loses_its_database(town: Town) -> Happened:
    """F13: PostgreSQL is restarted, crashes, hangs up, or is away for a while, under one process or two."""
    assert town.postgres
    url = town.bot.database_url
    lives = [starts(town.bot) for _ in range(town.chance.randint(1, 2))]
    longest = 0.0
    hows = town.chance.sample(("fast", "immediate", "hangs up", "away"), 3)
    for how in hows:
        async with town.talking():
            await town.busy()
            if how == "hangs up":
                town.postgres.kill_backends(url)
            elif how == "away":
                with town.postgres.away(url):
                    await asyncio.sleep(2.0)
            else:
                await asyncio.to_thread(town.postgres.restart, how)
            began = time.monotonic()
        await town.settles()
        longest = max(longest, time.monotonic() - began)
    await ends_well(town, lives, 0.0)
    return Happened(len(hows), longest)
