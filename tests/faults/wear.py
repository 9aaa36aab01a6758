"""Rounds of what wears a bot out: a disk that is full, hours of work."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import NamedTuple

from tests.faults.disks import limit
from tests.faults.rounds import Happened, Town

RESUMES_S = 30.0
GROWTH = 0.10
SPARE_KB = 6 * 1024
"""Of a process of some hundred megabytes, what a short run may take for its caches."""
WAL_MB = 64.0
SPARE_FILES = 40
"""Pools of connections, to the database and the network, fill as they are needed. A handle left open at each message would be hundreds."""


async def has_no_room(town: Town) -> Happened:
    """F16: no byte can be written while people talk; then it goes on by itself."""
    life = town.bot.starts()
    await town.does_some()
    await town.settles()
    longest = 0.0
    for _ in range(2):
        frees = limit(life)
        async with town.talking():
            await asyncio.sleep(town.chance.uniform(1.0, 3.0))
            frees()
        began = time.monotonic()
        await town.settles()
        longest = max(longest, time.monotonic() - began)
    if longest > RESUMES_S:
        town.broken.append(f"it went on {longest:.0f} s after there was room again")
    if life.is_over:
        town.broken.append(f"it ended; the log ends:\n{town.bot.log[-1000:]}")
    await life.is_stopped()
    return Happened(2, longest)


class Size(NamedTuple):
    """rss_kb: its memory. wal_mb: the log beside a SQLite file. files: handles that are open."""

    rss_kb: int
    wal_mb: float
    files: int

    @classmethod
    def of(cls, pid: int, url: str) -> Size:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        wal = Path(url.removeprefix("sqlite:///") + "-wal")
        return cls(pages * os.sysconf("SC_PAGE_SIZE") // 1024, wal.stat().st_size / 2**20 if wal.exists() else 0.0,
                   len(list(Path(f"/proc/{pid}/fd").iterdir())))


async def works_long(town: Town) -> Happened:
    """F24: after a warm-up of a third, it neither grows nor leaves anything open."""
    life = town.bot.starts()
    url = town.bot.database_url
    wal = 0.0
    async with town.talking(rest_s=0.1):
        await town.busy()
        await asyncio.sleep(town.long_s / 3)
        warm = Size.of(life.pid, url)
        for _ in range(10):
            await asyncio.sleep(town.long_s / 15)
            wal = max(wal, Size.of(life.pid, url).wal_mb)
    await town.settles()
    end = Size.of(life.pid, url)
    grown = end.rss_kb - warm.rss_kb
    if grown > warm.rss_kb * GROWTH + SPARE_KB:
        town.broken.append(f"memory grew from {warm.rss_kb} to {end.rss_kb} KiB in {town.long_s:.0f} s")
    if wal > WAL_MB:
        town.broken.append(f"the log beside the file grew to {wal:.0f} MiB")
    if end.files > warm.files + SPARE_FILES:
        town.broken.append(f"{warm.files} files were open, then {end.files}")
    await life.is_stopped()
    return Happened(1, 100 * grown / warm.rss_kb)
