"""A run from its start to its end, and its mark: still there at the next start, it ended badly."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from bot.app import App
    from bot.platforms import Platform

NAME = "running"


class RunningMark:
    """One process' mark in a state folder. several: other processes may have theirs there; each locks its own as long as it lives."""

    def __init__(self, folder: Path, *, several: bool, worker: int) -> None:
        self._folder = folder
        self._file = folder / (f"{NAME}-{worker}" if several else NAME)
        self._several = several
        self._held: IO[str] | None = None

    def put(self) -> bool:
        """Put it; whether a run before this one ended badly."""
        badly = self._take_away_the_dead() if self._several else self._file.exists()
        self._file.write_text(str(os.getpid()))
        if self._several:
            self._held = self._file.open()
            fcntl.flock(self._held, fcntl.LOCK_EX)
        return badly

    def take_away(self) -> None:
        self._file.unlink(missing_ok=True)
        if self._held:
            self._held.close()

    def _take_away_the_dead(self) -> bool:
        found = False
        for file in self._folder.glob(f"{NAME}*"):
            with suppress(OSError), file.open() as mark:  # it lives, or went away meanwhile
                fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
                file.unlink(missing_ok=True)
                found = True
        return found


def use_uvloop() -> None:
    """The quicker event loop, where there is one."""
    try:
        import uvloop
    except ImportError:  # not on Windows
        return
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())


async def run(app: App, platforms: Sequence[Platform], *, ready: Callable[[], None] = lambda: None) -> None:
    """Start, live until asked to stop, stop. Raises what made it impossible to go on."""
    app.end_on_signals()
    try:
        await app.start(platforms)
        ready()
        await app.ended()
    finally:
        with suppress(asyncio.CancelledError):
            await app.stop()
