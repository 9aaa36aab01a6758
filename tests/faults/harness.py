"""Bots that are started, die and are started again, seen from outside: the nursery's other end, and one bot's lives."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import Future
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from handlers.desk import LEASE
from tests.faults.birth import Birth
from tests.faults.ledger import Books, Deed
from tests.scenes import router

ROOT = Path(__file__).parents[2]
PATIENCE_S = 20.0


class Life:
    """One process of a bot, from its fork to its death."""

    def __init__(self, pid: int, death: Future[int]) -> None:
        self.pid = pid
        self._death = death

    @property
    def is_over(self) -> bool:
        return self._death.done()

    async def ends(self, within_s: float = PATIENCE_S) -> int:
        """Wait for its death; return the exit code, -9 when it was killed."""
        return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._death)), within_s)

    def signalled(self, number: signal.Signals) -> None:
        """Send a signal, unless it is dead already."""
        if not self.is_over:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                return

    async def is_killed(self) -> int:
        self.signalled(signal.SIGKILL)
        return await self.ends()

    async def is_stopped(self, within_s: float = 12.0) -> int:
        """Ask it politely (SIGTERM)."""
        self.signalled(signal.SIGTERM)
        return await self.ends(within_s)


class Nursery:
    """The forking process. Usable from any event loop; a thread reads what it tells."""

    def __init__(self) -> None:
        router()  # trained here if it must be, where a person sees that something takes its time
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        assert self._process.stdin
        assert self._process.stdout
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self._births: Future[int] = Future()
        self._deaths: dict[int, Future[int]] = {}
        self._one_at_a_time = threading.Lock()
        if "ready" not in json.loads(self._stdout.readline() or "{}"):
            raise RuntimeError("the nursery does not start")
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self, birth: Birth) -> Life:
        with self._one_at_a_time:
            self._births = Future()
            self._stdin.write(json.dumps(asdict(birth)).encode() + b"\n")
            self._stdin.flush()
            pid = self._births.result(timeout=PATIENCE_S)
            return Life(pid, self._deaths[pid])

    def close(self) -> None:
        self._stdin.close()
        self._process.wait(timeout=PATIENCE_S)
        self._stdout.close()

    def _listen(self) -> None:
        for line in self._stdout:
            told: dict[str, Any] = json.loads(line)
            if "born" in told:
                self._deaths[told["born"]] = Future()
                self._births.set_result(told["born"])
            else:
                self._deaths.pop(told["died"]).set_result(told["code"])


class Bot:
    """One bot and its folder over its lives. environment: settings beside the database and the folder.

    kills: how often it was killed so far. late_s: how far its clock is ahead. Each life's clock is ahead of the one before by more
    than a lease, on PostgreSQL: what the dead had claimed is then free at once, as it would be after that time.
    """

    def __init__(self, nursery: Nursery, folder: Path, *, database_url: str, environment: dict[str, str]) -> None:
        self._nursery = nursery
        self._folder = folder
        self.database_url = database_url
        self._environment = {"RELAIS_STATE_DIR": str(folder), "RELAIS_DATABASE_URL": database_url, **environment}
        self._lives: list[Life] = []
        self.late_s = 0.0
        self.kills = 0

    @property
    def log(self) -> str:
        """What all lives said on standard output and error."""
        return (self._folder / "log").read_text() if (self._folder / "log").exists() else ""

    @property
    def is_alive(self) -> bool:
        return any(not life.is_over for life in self._lives)

    def starts(self, point: str = "", **how: Any) -> Life:
        """A new life, which dies at this point. how: other fields of Birth."""
        if self._lives and self.database_url.startswith("postgresql") and "late_s" not in how:
            self.late_s += LEASE.total_seconds() + 1
        how = {"late_s": self.late_s, **how}
        birth = Birth({**self._environment, **how.pop("environment", {})}, str(self._folder / "log"), point, **how)
        life = self._nursery.start(birth)
        self._lives.append(life)
        return life

    @property
    def now(self) -> datetime:
        """By its clock."""
        return datetime.now(UTC) + timedelta(seconds=self.late_s)

    async def dies(self, life: Life) -> None:
        """Wait until it has killed itself at its point. AssertionError when it lives, or ended otherwise."""
        try:
            code = await life.ends()
        except TimeoutError:
            raise AssertionError(f"it never came to its fail point; its log ends:\n{self.log[-3000:]}") from None
        assert code == -signal.SIGKILL, f"exit code {code}; its log ends:\n{self.log[-3000:]}"
        self.kills += 1

    async def ends_all(self) -> None:
        """Kill what still lives, however its test went."""
        for life in self._lives:
            life.signalled(signal.SIGCONT)
            if not life.is_over:
                await life.is_killed()


async def settles(books: Books, deeds: list[Deed], bot: Bot, *, within_s: float = PATIENCE_S) -> None:
    """Wait until all was handled and answered. AssertionError with the bot's log otherwise."""
    try:
        async with asyncio.timeout(within_s):
            while not books.is_settled(deeds) and bot.is_alive:
                await asyncio.sleep(0.02)
        if not bot.is_alive:
            raise TimeoutError
    except TimeoutError:
        waiting = [(row.id, row.kind, row.state, row.error) for row in books.outbox() if row.state != "sent"]
        raise AssertionError(f"not settled after {within_s} s; owed: {waiting}; the log ends:\n{bot.log[-3000:]}") from None
