"""A broadcast at the network's own pace: how close to the limit it runs, whether it ever breaks it, and whether answers still go first."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from handlers.messages import Rendered
from storage.database import open_database
from storage.tables import Outbox, table
from tests.bench.load import LoadServer, Process, percentiles
from tests.bench.relais import COMMAND
from tests.telegram.world import Chat

LIMIT = 30
SETTLED = 2 * LIMIT
"""The first two seconds are left out of the rate: the window is empty and everything leaves at once."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """per_second: messages in a second once under way. windows_over: seconds that held more than the limit. answers: milliseconds."""

    sent: int
    per_second: float
    windows_over: int
    refused: int
    answers: list[float]


def owe(database: str, chats: range) -> None:
    """Put one message a chat in the outbox, as a planned digest does."""
    opened = open_database(database)
    now = datetime.now(UTC)
    body = Rendered("Bonjour, voici le point de la semaine.").to_body()
    with opened.transaction() as connection:
        connection.execute(insert(table(Outbox)), [
            {"id": opened.ids.next(), "key": f"broadcast/{chat}", "platform": "telegram", "chat": f"telegram:{chat}", "private": True,
             "kind": "send", "priority": 3, "body": body, "confidential": False, "state": "pending", "token": 0, "tries": 0, "uncertain": 0,
             "created_at": now}
            for chat in chats
        ])
    opened.close()


def address_of(env: dict[str, str]) -> str:
    """Its database."""
    return env.get("RELAIS_DATABASE_URL") or f"sqlite:///{env['RELAIS_STATE_DIR']}/relais.db"


async def broadcast(server: LoadServer, env: dict[str, str], *, count: int, people: list[int], busy: bool, log: Path,
                    owes: Callable[[str, range], None] = owe, command: Sequence[str] = COMMAND) -> Broadcast:
    """Send `count` messages while `people` write a /ping now and then. busy: both cores are kept busy by others.

    owes: prepares them in a database, for these chats. command: the bot that sends them.
    """
    readers = range(900_000, 900_000 + count)
    server.world.chats |= {chat: Chat({"id": chat, "type": "private", "first_name": "R"}) for chat in readers}
    owes(address_of(env), readers)
    load = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 if busy else 0)]
    before = len(server.sent_at)
    bot = Process(command, env=env, log=log)
    answers: list[float] = []
    try:
        while len(server.sent_at) == before:
            await asyncio.sleep(0.05)
        probing = asyncio.create_task(probe(server, people, answers))
        async with asyncio.timeout(10 + 2 * count / LIMIT):
            while len(server.sent_at) - before < count + len(answers):
                await asyncio.sleep(0.1)
        probing.cancel()
    finally:
        await asyncio.to_thread(bot.stop)
        for other in load:
            other.kill()
            other.wait()
    times = server.sent_at[before:]
    steady = times[SETTLED:]
    rate = (len(steady) - 1) / (steady[-1] - steady[0])
    over = sum(times[place + LIMIT] - times[place] < 1.0 for place in range(len(times) - LIMIT))
    return Broadcast(len(times), rate, over, len(server.limits.violations), answers)


async def probe(server: LoadServer, people: list[int], answers: list[float]) -> None:
    """Somebody else writes twice a second; nobody more often than once a second."""
    for number in range(10_000):
        began = time.perf_counter()
        answers.append((await server.say(people[number % len(people)], "/ping la") - began) * 1000)
        await asyncio.sleep(max(0.0, 0.5 - (time.perf_counter() - began)))


async def answers_alone(server: LoadServer, env: dict[str, str], people: list[int], log: Path, count: int = 60,
                        command: Sequence[str] = COMMAND) -> list[float]:
    """The same questions without a broadcast."""
    answers: list[float] = []
    bot = Process(command, env=env, log=log)
    try:
        await asyncio.wait_for(server.say(people[0], "/ping prêt"), 60)
        await asyncio.sleep(1.1)
        probing = asyncio.create_task(probe(server, people, answers))
        while len(answers) < count:
            await asyncio.sleep(0.1)
        probing.cancel()
    finally:
        await asyncio.to_thread(bot.stop)
    return answers


def p99(times: list[float]) -> float:
    return percentiles(times)[1]
