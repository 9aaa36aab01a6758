"""`python -m tests.simulator --seeds 100`, or `--seed N` to play one again with its story."""

from __future__ import annotations

import argparse
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import track

from tests.simulator.invariants import Broken
from tests.simulator.world import World

SHM = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where a commit need not wait for a disk: here processes die, never the machine."""


def play(seed: int, *, days: float) -> World:
    """Raises Broken."""
    with tempfile.TemporaryDirectory(prefix="relais-simulator-", dir=SHM) as folder:
        world = World(Path(folder), seed, days=days)
        world.plays()
        return world


def main() -> int:
    parser = argparse.ArgumentParser(description="Play weeks of Relais in seconds, and check what must hold")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--seed", type=int, help="only this one, with its story")
    parser.add_argument("--first", type=int, default=random.randrange(10**6))
    parser.add_argument("--days", type=float, default=7)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)  # each trouble is logged, and there are thousands
    say = partial(Console(soft_wrap=True).print, markup=False, highlight=False)
    began, counts, failed = time.perf_counter(), Counter[str](), []
    seeds = [asked.seed] if asked.seed is not None else range(asked.first, asked.first + asked.seeds)
    for seed in track(seeds, description="worlds", transient=True):
        try:
            world = play(seed, days=asked.days)
        except Broken as broken:
            failed.append(seed)
            say(str(broken))
            continue
        counts.update(world.counts)
        if asked.seed is not None:
            say("\n".join(world.story))
    spent = time.perf_counter() - began
    say(f"{len(seeds)} worlds of {asked.days:g} days in {spent:.1f} s: {dict(counts)}")
    say(f"broken: {failed or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
