"""Drives a bot through our own Bot API server and measures it from outside: its processor time, its memory, people's waiting time."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.telegram.limits import Limits
from tests.telegram.server import BotApi, Call

TICKS = os.sysconf("SC_CLK_TCK")
IN_FLIGHT = 100
START_TIMEOUT_S = 60.0


class LoadServer(BotApi):
    """The server without its checks, telling us at once what each chat was sent."""

    def __init__(self, limits: Limits | None = None) -> None:
        super().__init__(check=False, limits=limits or Limits.none())
        self._waiting: dict[int, asyncio.Future[float]] = {}
        self.sent_at: list[float] = []

    def _done(self, call: Call) -> Any:
        result = super()._done(call)
        if call.method == "sendMessage":
            now = time.perf_counter()
            self.sent_at.append(now)
            waiting = self._waiting.pop(call.parameters["chat_id"], None)
            if waiting is not None and not waiting.done():
                waiting.set_result(now)
        return result

    def say(self, chat: int, text: str) -> asyncio.Future[float]:
        """Write in this chat; the future holds the moment of the next message sent there."""
        answered: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting[chat] = answered
        now = int(time.time())
        who = {"id": chat, "is_bot": False, "first_name": f"P{chat}"}
        here = {"id": chat, "type": "private", "first_name": "P"}
        message = {"message_id": len(self.sent_at) * 7 + chat % 7 + 1, "date": now, "chat": here, "from": who, "text": text}
        self.push_unchecked({"update_id": self.updates.next_id, "message": message})
        self.updates.next_id += 1
        return answered


@dataclass
class Figures:
    """One bot's figures. cpu_ms: processor time for each update. Times in milliseconds, start in seconds, memory in MiB."""

    name: str
    start_s: float = 0.0
    rss_mib: float = 0.0
    one_p50: float = 0.0
    one_p99: float = 0.0
    cpu_ms: float = 0.0
    per_second: float = 0.0
    many_p50: float = 0.0
    many_p99: float = 0.0
    notes: list[str] = field(default_factory=list)


class Process:
    """The bot under measure."""

    def __init__(self, command: Sequence[str], *, env: dict[str, str], log: Path) -> None:
        self._log = log.open("ab")
        streams: dict[str, Any] = {"stdout": self._log, "stderr": subprocess.STDOUT, "stdin": subprocess.DEVNULL}
        self.popen = subprocess.Popen(command, env={**os.environ, **env}, **streams)

    def cpu_s(self) -> float:
        """Processor time of the whole process so far."""
        fields = Path(f"/proc/{self.popen.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def rss_mib(self) -> float:
        status = Path(f"/proc/{self.popen.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024

    def stop(self) -> None:
        self.popen.terminate()
        try:
            self.popen.wait(15)
        except subprocess.TimeoutExpired:
            self.popen.kill()
        self._log.close()


async def measure(name: str, command: Sequence[str], *, env: dict[str, str], server: LoadServer, chats: Sequence[int], texts: Sequence[str],
                  log: Path, alone: int, together: int) -> Figures:
    """Start the bot, then one update at a time, then a hundred in flight. texts: what is written, in turn."""
    figures = Figures(name)
    first = server.say(chats[0], texts[0])
    began = time.perf_counter()
    bot = Process(command, env=env, log=log)
    try:
        figures.start_s = await asyncio.wait_for(first, START_TIMEOUT_S) - began
        await _warm_up(server, chats, texts)
        figures.rss_mib = bot.rss_mib()
        ones = [await _one(server, chats[number % len(chats)], texts[number % len(texts)]) for number in range(alone)]
        figures.one_p50, figures.one_p99 = percentiles(ones)
        cpu, began = bot.cpu_s(), time.perf_counter()
        many = await _many(server, chats, texts, together)
        took, cpu = time.perf_counter() - began, bot.cpu_s() - cpu
        figures.many_p50, figures.many_p99 = percentiles(many)
        figures.cpu_ms = cpu / together * 1000
        figures.per_second = together / took
    finally:
        await asyncio.to_thread(bot.stop)
    return figures


async def _warm_up(server: LoadServer, chats: Sequence[int], texts: Sequence[str]) -> None:
    await _many(server, chats, texts, 2 * IN_FLIGHT)


async def _one(server: LoadServer, chat: int, text: str) -> float:
    began = time.perf_counter()
    return (await asyncio.wait_for(server.say(chat, text), 30) - began) * 1000


async def _many(server: LoadServer, chats: Sequence[int], texts: Sequence[str], count: int) -> list[float]:
    """A hundred people at once, each waiting for the answer before writing again."""
    numbers = iter(range(count))
    took: list[float] = []

    async def person(chat: int) -> None:
        for number in numbers:
            took.append(await _one(server, chat, texts[number % len(texts)]))

    await asyncio.gather(*(person(chat) for chat in chats[:IN_FLIGHT]))
    return took


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return cuts[49], cuts[98]


PYTHON = sys.executable
