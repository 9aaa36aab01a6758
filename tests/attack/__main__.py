"""`python -m tests.attack --trials 100 --hierarchies 100000`: two years of each town, published by the real publisher, then attacked.

Ends with 1 when an attack does better than it may, or anything follows about fewer than five people.
"""

from __future__ import annotations

import argparse
import sys
from random import Random

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.attack.campaign import MARGINS, REPORTED, Campaign
from tests.attack.hierarchies import told_of


def main() -> int:
    parser = argparse.ArgumentParser(description="Try to find out who answered what, from everything published in two simulated years")
    parser.add_argument("--trials", type=int, default=100, help="towns of seven mairies in two grappes")
    parser.add_argument("--draws", type=int, default=20, help="how often each town is attacked, its people's levels drawn anew")
    parser.add_argument("--hierarchies", type=int, default=100_000, help="small random towns and histories, checked by another solver")
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
    console.print(f"missed: {'; '.join(misses) or 'nothing'}")
    return 1 if misses else 0


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
