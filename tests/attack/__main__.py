"""`python -m tests.attack --trials 100 --hierarchies 100000`: two years of each town, published by the real publisher, then attacked.

And, on either engine, `--machines 3` on which `--people 10` answered, read byte by byte (traces.py).
Ends with 1 when an attack does better than it may, or anything follows about fewer than five people.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from random import Random
from statistics import mean
from tempfile import TemporaryDirectory

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.attack.campaign import MARGINS, REPORTED, Campaign
from tests.attack.hierarchies import told_of
from tests.attack.machine import a_machine
from tests.attack.traces import Row, attacked
from tests.attack.traces import misses as missed
from tests.postgres import Postgres


def main() -> int:
    parser = argparse.ArgumentParser(description="Try to find out who answered what, from everything published in two simulated years")
    parser.add_argument("--trials", type=int, default=100, help="towns of seven mairies in two grappes")
    parser.add_argument("--draws", type=int, default=20, help="how often each town is attacked, its people's levels drawn anew")
    parser.add_argument("--hierarchies", type=int, default=100_000, help="small random towns and histories, checked by another solver")
    parser.add_argument("--machines", type=int, default=3, help="on each engine, read byte by byte")
    parser.add_argument("--people", type=int, default=10, help="who answered on each of them")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    console, campaign = Console(width=130), Campaign(asked.draws)
    for trial in track(range(asked.trials), description="towns attacked", console=console, transient=True):
        campaign.attacks(Random(f"{asked.seed} town {trial}"))
    cells = groups = 0
    for number in track(range(asked.hierarchies), description="random hierarchies", console=console, transient=True):
        several, group = told_of(Random(f"{asked.seed} hierarchy {number}"))
        cells += several
        if group is not None:
            groups += 1
            campaign.broken.append(f"hierarchy {number}: the publications tell of {sorted(group)}")
    if asked.trials:
        console.print(table(campaign))
        for kind, (some, possible) in campaign.published.items():
            console.print(f"published of {kind}: {some} of {possible} ({some / possible:.0%})")
        console.print(f"unanimous teams: {campaign.fewest_answers} exact answers or more stay possible for anybody")
    console.print(f"{asked.hierarchies} random hierarchies: {cells} cells published, {groups} groups of fewer than five derivable")
    misses = list(campaign.misses()) if asked.trials else campaign.broken
    if asked.machines:
        misses += traces(console, asked.people, asked.machines)
    console.print(f"missed: {'; '.join(misses) or 'nothing'}")
    return 1 if misses else 0


def traces(console: Console, people: int, machines: int) -> list[str]:
    """What an insider reads of machines on each engine, as means; what must not be."""
    shown = Table("an insider with every byte", "database", "of", "window open", "window closed", box=SIMPLE_HEAD)
    found = []
    for engine in ("SQLite", "PostgreSQL"):
        server = Postgres(durable=True) if engine == "PostgreSQL" else None
        try:
            every = [asyncio.run(_machine_attacked(people, server)) for _ in range(machines)]
        finally:
            if server:
                server.stop()
        for same in zip(*every, strict=True):
            means = (f"{mean(row.open for row in same):.3g}", f"{mean(row.closed for row in same):.3g}")
            shown.add_row(same[0].attack, engine, str(same[0].of), *means)
        found += [f"{engine}: {miss}" for rows in every for miss in missed(rows)]
    console.print(shown)
    return found


async def _machine_attacked(people: int, server: Postgres | None) -> list[Row]:
    with TemporaryDirectory() as folder:
        async with a_machine(Path(folder), server) as machine:
            return await attacked(machine, people)


def table(campaign: Campaign) -> Table:
    """Of all towns; ±: one standard error."""
    shown = Table("attack", "names the most loaded of", "trials", "right", "chance", "gain", "at most", box=SIMPLE_HEAD)
    for (attack, kind), count in campaign.counts.items():
        right, by_chance = (sum(each) / len(each) for each in (count.named, count.by_chance))
        limit = "(reported)" if attack in REPORTED else f"{MARGINS[kind]:+.1%}"
        shown.add_row(attack, f"a {kind}", str(count.trials), f"{right:.1%}", f"{by_chance:.1%}",
                      f"{count.gain:+.1%} ± {count.doubt:.1%}", limit)
    return shown


if __name__ == "__main__":
    sys.exit(main())
