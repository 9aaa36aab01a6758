"""Rounds in which the bot ends: at each named point, at any moment, beside a clock that was put, on request."""

from __future__ import annotations

import time
from datetime import timedelta

from bot.failpoints import NAMES
from tests.faults.clockwork import becomes, faults_of_the_clock, is_quiet, kept_too_long, working_morning
from tests.faults.ledger import broken_in
from tests.faults.rounds import ANY_MOMENT, Happened, Town

OF_THE_CLOCK = ("tick.stepped", "notices.folded", "retention.purged")
OF_AN_ACT = tuple(name for name in NAMES if name not in OF_THE_CLOCK)
HASTY_S = 0.4
EXIT_S = 10.0
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def dies_of_acts(town: Town) -> Happened:
    """F1: people talk while it dies of what they do. On Matrix, where a life begins with a log-in and a sync, of some of the points."""
    few = 3 if town.wire else len(OF_AN_ACT)
    return Happened(sum([await town.dies_once(point) for point in town.chance.sample(OF_AN_ACT, few)]))


async def dies_of_the_clock(town: Town) -> Happened:
    """F1: requests nobody takes care of for days: it dies as it steps their ladders, as it tells of it, and as it forgets it all."""
    await records_requests(town)
    town.moves_clock(working_morning(town.bot.now + timedelta(days=town.chance.randint(6, 12))))
    for point in OF_THE_CLOCK[:2]:
        await town.bot.dies(town.bot.starts(point, tick_s=HASTY_S))
    life = town.bot.starts(tick_s=HASTY_S)
    await becomes(town, lambda: is_quiet(town.books, town.bot.now), "all steps taken and told")
    await life.is_stopped()
    town.broken += faults_of_the_clock(town.books)
    await town.turns_the_page()
    town.moves_clock(town.bot.now + timedelta(days=100))
    requests = len(town.books.requests())
    if not kept_too_long(town.books, town.bot.now):
        town.broken.append("nothing was there to be forgotten: this proves nothing")
    await town.bot.dies(town.bot.starts(OF_THE_CLOCK[2], tick_s=HASTY_S))
    if not kept_too_long(town.books, town.bot.now):
        town.broken.append("killed before the commit, the purge was done all the same")
    life = town.bot.starts(tick_s=HASTY_S)
    await becomes(town, lambda: not kept_too_long(town.books, town.bot.now), "all forgotten that is old")
    await life.is_stopped()
    if len(town.books.requests()) != requests:
        town.broken.append(f"{requests} requests before the purge, {len(town.books.requests())} after it")
    return Happened(len(OF_THE_CLOCK))


async def records_requests(town: Town) -> None:
    life = town.bot.starts()
    await town.records_some()
    await life.is_stopped()
    await town.turns_the_page()


async def dies_at_any_moment(town: Town) -> Happened:
    """F2: after each death what is written must be whole already, before anybody mends it."""
    reached = 0
    for _ in range(3 if town.wire else 6):
        reached += await town.dies_once(ANY_MOMENT)
        if not town.books.is_sound():
            town.broken.append("the file fails its integrity check after a death")
        town.broken += broken_in(town.books, among={deed.update for deed in town.deeds})
    return Happened(reached)


async def lives_beside_a_clock_that_is_put(town: Town) -> Happened:
    """F14: an hour and a day, forward and back, between lives that end badly; what happened once never happens again."""
    await records_requests(town)
    town.moves_clock(working_morning(town.bot.now + timedelta(days=7)))
    steps = town.chance.sample((HOUR, -HOUR, DAY, -DAY), 2 if town.wire else 4)
    for step in steps:
        if step > HOUR:
            await town.turns_the_page()
        town.moves_clock(town.bot.now + step)
        await town.dies_once(ANY_MOMENT, tick_s=HASTY_S)
    await town.lives_quietly(tick_s=HASTY_S)
    town.broken += faults_of_the_clock(town.books)
    return Happened(len(steps))


async def is_asked_to_stop(town: Town) -> Happened:
    """F23: busy, it ends soon and leaves nothing that somebody holds."""
    longest, times = 0.0, 1 if town.wire else 3
    for _ in range(times):
        life = town.bot.starts()
        async with town.talking(rest_s=0.05):
            await town.busy()
            asked = time.monotonic()
            code = await life.is_stopped(within_s=60.0)
        longest = max(longest, time.monotonic() - asked)
        if code != 0 or town.books.under_way():
            town.broken.append(f"stopped with code {code}, holding {town.books.under_way()}; the log ends:\n{town.bot.log[-1000:]}")
    if longest > EXIT_S:
        town.broken.append(f"it took {longest:.1f} s to stop")
    return Happened(times, longest)
