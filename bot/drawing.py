"""Pictures and printed pages are drawn in a process of their own: it is started on first use, and ends when nothing is asked of it."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)

DRAW_S = 8.0
"""The longest a drawing may take, its turn and its process' start included:
what is left of a delivery's time is enough to say it in words."""
IDLE_S = 60.0
REMEMBERED = 16
KEPT_OF_OURS = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT", "LD_LIBRARY_PATH", "PYTHONPATH")
"""What it may know of our environment: no token is any business of a drawing's."""
ROOT = Path(__file__).parents[1]


class Undrawable(Exception):
    """It cannot be drawn, or not in time: say it in words."""


class Drawing:
    """cache: where matplotlib notes the fonts that it found. idle_s: after how long without a drawing its process ends."""

    def __init__(self, cache: Path, *, idle_s: float = IDLE_S) -> None:
        self._cache = cache
        self._idle_s = idle_s
        self._turn = asyncio.Lock()
        self._made: OrderedDict[str, bytes] = OrderedDict()
        self._process: Process | None = None
        self._asking = self._stopped = False
        self._idle: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """Of the process that draws, None while there is none."""
        return self._process.pid if self._process else None

    async def draw(self, hash: str, spec: bytes) -> bytes:
        """The picture or the page that a spec describes; the last few are remembered by their hash. Raises Undrawable."""
        if hash not in self._made:
            try:
                async with asyncio.timeout(DRAW_S), self._turn:
                    if hash not in self._made:  # nobody asked for the same while we waited for our turn
                        self._made[hash] = await self._drawn(spec)
            except TimeoutError as error:
                raise Undrawable("TimeoutError") from error
        self._made.move_to_end(hash)
        drawn = self._made[hash]
        while len(self._made) > REMEMBERED:
            self._made.popitem(last=False)
        return drawn

    async def stop(self) -> None:
        """End its process; what is asked of it still, or afterwards, is Undrawable."""
        self._stopped = True
        await self._end()
        if self._ending:
            await self._ending

    async def _drawn(self, spec: bytes) -> bytes:
        try:
            try:
                return await self._ask(spec)
            except (asyncio.IncompleteReadError, ConnectionError):  # it was killed, or died of what it drew before
                await self._end()
                return await self._ask(spec)
        except (asyncio.IncompleteReadError, ConnectionError, OSError) as error:
            raise Undrawable(type(error).__name__) from error
        finally:
            if self._asking:
                await self._end()  # it owes us an answer that nobody waits for any more
            self._rest()

    async def _ask(self, spec: bytes) -> bytes:
        process = await self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        self._asking = True
        process.stdin.write(b"%d\n" % len(spec) + spec)
        await process.stdin.drain()
        said, _, rest = (await process.stdout.readuntil(b"\n")).decode().strip().partition(" ")
        drawn = await process.stdout.readexactly(int(rest)) if said == "drawn" else None
        self._asking = False
        if drawn is None:
            raise Undrawable(rest)
        return drawn

    async def _started(self) -> Process:
        if self._stopped:
            raise Undrawable("stopped")
        if self._idle:
            self._idle.cancel()
        if self._process is None or self._process.returncode is not None:
            environment = {name: os.environ[name] for name in KEPT_OF_OURS if name in os.environ}
            environment |= {"MPLCONFIGDIR": str(self._cache), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot.drawer", cwd=ROOT, env=environment, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
            )
            log.info("drawing: started process %s", self._process.pid)
        return self._process

    def _rest(self) -> None:
        """Nothing is asked of it now: let it end in a while."""
        if self._stopped:
            return

        def leave() -> None:
            self._ending = asyncio.create_task(self._retire())

        self._idle = asyncio.get_running_loop().call_later(self._idle_s, leave)

    async def _retire(self) -> None:
        if not self._turn.locked():
            async with self._turn:
                await self._end()

    async def _end(self) -> None:
        self._asking = False
        if self._idle:
            self._idle.cancel()
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()  # it holds nothing that is not ours already
        await process.wait()
        if process.stdin:
            process.stdin.close()
