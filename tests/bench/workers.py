"""Several processes on one PostgreSQL: do they keep the pace of one account together, and is anything lost to being several?"""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import orjson
from sqlalchemy import insert

from handlers.messages import Rendered
from storage.database import open_database
from storage.tables import Outbox, table
from tests.bench import relais
from tests.bench.broadcast import LIMIT
from tests.bench.load import IN_FLIGHT, LoadServer, Process
from tests.ports import free_port
from tests.telegram.limits import Limits
from tests.telegram.updates import Hook, Updates
from tests.telegram.world import Chat, Json

SECRET = "un-secret-de-mesure"
LEARNING = 10.0
"""Seconds left out at the beginning: the processes start one after the other, and find out how many they are."""

PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Paced:
    """A broadcast by so many workers. share: of the allowed rate, once all are under way. violations: refusals by the network."""

    workers: int
    sent: int
    doubled: int
    violations: int
    share: float


class Doors(Updates):
    """Delivers each chat's updates to the webhook of one of several processes, as a balancer in front of them does."""

    def __init__(self, ports: list[int]) -> None:
        super().__init__()
        self._ports = ports

    async def _post(self, hook: Hook, update: Json) -> int:
        port = self._ports[update["message"]["chat"]["id"] % len(self._ports)]
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10), connector=aiohttp.TCPConnector(limit=0))
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET}
        try:
            async with self._session.post(f"http://127.0.0.1:{port}/hook", data=orjson.dumps(update), headers=headers) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0


def owe(url: str, count: int) -> None:
    """One message each to so many people."""
    opened = open_database(url)
    body = Rendered("Bonjour, voici le point de la semaine.").to_body()
    with opened.transaction() as connection:
        connection.execute(insert(table(Outbox)), [
            {"id": opened.ids.next(), "key": f"digest/{number}", "platform": "telegram", "chat": f"telegram:{900_000 + number}",
             "private": True, "kind": "send", "priority": 3, "body": body, "confidential": False, "state": "pending", "token": 0,
             "tries": 0, "uncertain": 0, "created_at": datetime.now(UTC)}
            for number in range(count)
        ])
    opened.close()


async def paced(url: str, state: Path, log: Path, *, workers: int, count: int) -> Paced:
    """Deliver what is owed at the network's own pace, which judges by its own windows."""
    owe(url, count)
    async with LoadServer(Limits()) as server:
        people = range(900_000, 900_000 + count)
        server.world.chats |= {chat: Chat({"id": chat, "type": "private", "first_name": "R"}) for chat in people}
        env = relais.environment(state, server, database=url, pace=LIMIT)
        bots = [Process(relais.COMMAND, env=env, log=log) for _ in range(workers)]
        try:
            async with asyncio.timeout(60 + 2 * count / LIMIT):
                while len(server.sent_at) < count:
                    await asyncio.sleep(0.1)
            await asyncio.sleep(1.0)
        finally:
            await asyncio.gather(*(asyncio.to_thread(bot.stop) for bot in bots))
        steady = [at for at in server.sent_at if at > server.sent_at[0] + LEARNING]
        rate = (len(steady) - 1) / (steady[-1] - steady[0])
        chats = Counter(call.parameters["chat_id"] for call in server.sent)
        doubled = sum(times - 1 for times in chats.values())
        return Paced(workers, len(server.sent), doubled, len(server.limits.violations), rate / LIMIT)


async def pings(url: str, state: Path, log: Path, *, workers: int, people: list[int], count: int) -> tuple[float, int]:
    """`/ping` by a hundred people at once through the webhooks of so many processes; updates a second, and answers too many."""
    ports = [free_port() for _ in range(workers)]
    async with LoadServer() as server:
        env = relais.environment(state, server, database=url)
        await relais.let_in(server, env, people, log)
        doors = Doors(ports)
        doors.next_id, server.updates = server.updates.next_id, doors
        hook = {"RELAIS_TELEGRAM_MODE": "webhook", "RELAIS_TELEGRAM_WEBHOOK_SECRET": SECRET}
        bots = [
            Process(relais.COMMAND, log=log,
                    env={**env, **hook, "RELAIS_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
                         "RELAIS_TELEGRAM_WEBHOOK_PORT": str(port)})
            for port in ports
        ]  # fmt: skip
        try:
            await asyncio.wait_for(asyncio.gather(*(server.say(chat, "/ping") for chat in people[:IN_FLIGHT])), PATIENCE_S)
            before, began = len(server.sent_at), time.perf_counter()
            numbers = iter(range(count))

            async def person(chat: int) -> None:
                for _ in numbers:
                    await asyncio.wait_for(server.say(chat, "/ping"), PATIENCE_S)

            await asyncio.gather(*(person(chat) for chat in people[:IN_FLIGHT]))
            took = time.perf_counter() - began
            return count / took, len(server.sent_at) - before - count
        except TimeoutError:
            ended = [bot.popen.returncode for bot in bots if bot.popen.poll() is not None]
            raise RuntimeError(f"no answer for {PATIENCE_S:.0f} s; ended with {ended}; the log ends:\n{log.read_text()[-3000:]}") from None
        finally:
            await asyncio.gather(*(asyncio.to_thread(bot.stop) for bot in bots))


def cores() -> int:
    return len(os.sched_getaffinity(0))
