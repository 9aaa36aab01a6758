"""Several processes on one PostgreSQL, as tests drive them: who has which duty, doors to knock at, messages that are owed at once."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import psycopg
from sqlalchemy import insert

from handlers.messages import Rendered
from storage.database import open_database
from storage.tables import Outbox, table
from tests.telegram.server import BotApi
from tests.telegram.updates import Hook

TAKEOVER_S = 20.0
HASTE = 3.0
"""Where a lease must run out, a third of ours does: `make faults` waits for the whole of it (F11, F12)."""
SECRET = "un-secret-de-test"


class Watch:
    """Who had which duty when, as the database saw it."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)

    def owner(self, duty: str = "listen/telegram") -> tuple[int, int] | None:
        """The term, and the owner's pid; None while nobody has it."""
        row = self._connection.execute(
            "SELECT term, owner FROM lease WHERE duty = %s AND expires_at > clock_timestamp()", [duty]
        ).fetchone()
        return (row[0], int(row[1].split("/")[2])) if row else None

    async def sees(self, pid: int, *, within_s: float, duty: str = "listen/telegram") -> float:
        """Until this process has it; how long that took."""
        began = time.monotonic()
        async with asyncio.timeout(within_s):
            while (found := self.owner(duty)) is None or found[1] != pid:
                await asyncio.sleep(0.02)
        return time.monotonic() - began

    def close(self) -> None:
        self._connection.close()


def conflicts(api: BotApi) -> int:
    return sum(call.status == 409 for call in api.called("getUpdates"))


def webhook(port: int) -> dict[str, str]:
    return {
        "RELAIS_TELEGRAM_MODE": "webhook", "RELAIS_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
        "RELAIS_TELEGRAM_WEBHOOK_PORT": str(port), "RELAIS_TELEGRAM_WEBHOOK_SECRET": SECRET,
    }  # fmt: skip


async def knocks_at(api: BotApi, ports: Sequence[int], chance: random.Random, *, times: int) -> set[int]:
    """Bring what waits to each of these webhooks, so many times, in any order; return the statuses they answered."""
    knocks = [(update, port) for update in api.updates.pending for _ in range(times) for port in ports]
    api.updates.forget()
    chance.shuffle(knocks)
    places = asyncio.Semaphore(16)

    async def knock(update: dict[str, object], port: int) -> int:
        async with places:
            return await api.updates._post(Hook(f"http://127.0.0.1:{port}/hook", SECRET, 40), update)

    return set(await asyncio.gather(*(knock(*each) for each in knocks)))


def owe(url: str, chats: Sequence[str]) -> None:
    """Put a message for each of these chats in the outbox, as planned digests do; no two say the same."""
    opened = open_database(url)
    ids = [opened.ids.next() for _ in chats]
    with opened.transaction() as connection:
        connection.execute(insert(table(Outbox)), [
            {"id": id, "key": f"digest/{id}", "platform": chat.partition(":")[0], "chat": chat, "private": ":-" not in chat, "kind": "send",
             "priority": 3, "body": Rendered(f"Bonjour, voici le point {id} de la semaine.").to_body(), "confidential": False,
             "state": "pending", "token": 0, "tries": 0, "uncertain": 0, "created_at": datetime.now(UTC)}
            for id, chat in zip(ids, chats, strict=True)
        ])
    opened.close()
