"""An event loop without waiting: when nothing is to be done now, its time jumps to the next timer."""

from __future__ import annotations

import asyncio
import contextlib
import random
import selectors
from collections.abc import Callable
from typing import Any


class Killed(SystemExit):
    """The process dies here, as by `kill -9`. A SystemExit, because nothing but the end of the program may catch it."""


class _Jumps(selectors.SelectSelector):
    """Watches nothing: instead of waiting it moves the loop's time. It has no file of the real world to wait for."""

    loop: Loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits for something that will never come")
        self.loop.jumps(timeout)
        return []


class Loop(asyncio.SelectorEventLoop):
    """One life of the process. start: its monotonic time. Threads are stood in for by turns of the loop, in an order that is drawn."""

    def __init__(self, start: float, chance: random.Random) -> None:
        self._now = start
        self._chance = chance
        self._turns = 0
        self.dies_at: int | None = None
        """The turn at which it is killed; None: not before something else kills it."""
        jumps = _Jumps()
        jumps.loop = self
        super().__init__(jumps)
        self._clock_resolution = 1e-6  # below it, floats a month from zero would never come to the next timer

    def time(self) -> float:
        return self._now

    def jumps(self, seconds: float) -> None:
        """Let time pass at once; timers that come to be due meanwhile are late."""
        self._now += seconds

    def dies_after(self, turns: int) -> None:
        self.dies_at = self._turns + turns

    def run_in_executor(self, executor: Any, work: Callable[..., Any], *given: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        """What a thread would do: done in one piece, a little later."""
        future = self.create_future()

        def do() -> None:
            if future.cancelled():
                return
            try:
                result = work(*given)
            except Exception as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        self.call_later(self._chance.uniform(0.0, 0.005), do)
        return future

    def is_dropped(self) -> None:
        """Forget everything that was under way, as the death of the process does; nothing of it may still be done."""
        self.set_exception_handler(lambda loop, context: None)
        for task in asyncio.all_tasks(self):
            task._log_destroy_pending = False  # type: ignore[attr-defined]
            with contextlib.suppress(BaseException):  # what waits in a `finally` will never come
                task.get_coro().close()  # type: ignore[union-attr]
        self._ready.clear()  # type: ignore[attr-defined]
        self._scheduled.clear()  # type: ignore[attr-defined]
        self.close()

    def _run_once(self) -> None:
        self._turns += 1
        if self._turns == self.dies_at:
            raise Killed
        super()._run_once()  # type: ignore[misc]

    def _write_to_self(self) -> None:
        """There is no other thread to be woken by."""
