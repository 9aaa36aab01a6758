"""What is wanted of a measure, and whether it is reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the verdict. value against limit; at_most: smaller is better."""

    number: str
    what: str
    value: float
    limit: float
    at_most: bool = True

    @property
    def reached(self) -> bool:
        return self.value <= self.limit if self.at_most else self.value >= self.limit


def goals_table(goals: Sequence[Goal]) -> Table:
    table = Table(title="Goals")
    for column in ("goal", "what", "measured", "wanted", ""):
        table.add_column(column, justify="right" if column in ("measured", "wanted") else "left")
    for goal in goals:
        sign = "≤" if goal.at_most else "≥"
        verdict = "[green]reached[/]" if goal.reached else "[red]missed[/]"
        table.add_row(goal.number, goal.what, f"{goal.value:.3g}", f"{sign} {goal.limit:g}", verdict)
    return table
