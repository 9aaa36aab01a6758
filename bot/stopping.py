"""An end within ten seconds, however busy it is: each part is given its time, and what does not end by then is left.

Nothing is lost by leaving: what is not marked is sent again, what is not committed was not acknowledged, leases end by themselves.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)

LONGEST_S = {"follower": 0.5, "tasks": 0.5, "duties": 0.8, "exchanges": 5.7, "writer": 1.0, "drawing": 0.3}
"""How long each part is waited for: 8.8 seconds in all."""
FORCED_S = 9.3
"""After a signal, when the process ends whatever it is doing: a thread that waits for a database cannot be cancelled."""


async def within(part: str, *ends: Coroutine[Any, Any, Any]) -> None:
    """Let these end together, and leave what takes longer than its part may."""
    if not ends:
        return
    tasks = [asyncio.ensure_future(end) for end in ends]
    done, late = await asyncio.wait(tasks, timeout=LONGEST_S[part])
    for task in late:
        task.cancel()
        log.error("stopping: %s took too long and are left", part)
    for task in done:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("stopping: %s broke (%s)", part, type(error).__name__)


async def ended(task: asyncio.Task[None]) -> None:
    """Once a task that was cancelled is over, however it ends."""
    await asyncio.wait([task])


def end_within(end: Callable[[], None]) -> None:
    """What a signal does: ask for the end, and see that it comes."""
    force_after()
    end()


def force_after(seconds: float = FORCED_S) -> threading.Timer:
    """End the process after this long, if it has not ended by then. For real processes only: called on a signal."""

    def force() -> None:
        log.critical("stopping took too long: ended by force; what was under way is taken up at the next start")
        os._exit(1)

    timer = threading.Timer(seconds, force)
    timer.daemon = True
    timer.start()
    return timer
