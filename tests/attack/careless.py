"""What most survey tools publish: each team's mean, in each period in which five of it answered. Shows what the attacks are worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean

from handlers.surveys.publishing import FLOOR, Cell, Group, Past, Respondent


def counting_to_five(
    respondents: Sequence[Respondent], grappes: Mapping[str, Sequence[str]], sizes: Mapping[str, int], past: Sequence[Past], *, window: int
) -> list[Cell]:
    """In steps of 0.5, each person counted once: better than most."""
    cells = []
    for mairie in sizes:
        team = {each.person: each.charge for each in respondents if each.mairie == mairie and not each.is_sg}
        if len(team) >= FLOOR:
            cells.append(Cell(Group("mairie", mairie), frozenset(team), f"{round(mean(team.values()) * 2) / 2:.1f}", ""))
    return cells
