"""Checks the town's rules of routing against each other."""

from __future__ import annotations

from config.gathering import Gathered
from config.reading import Place
from config.references import every


def blame_rules(gathered: Gathered) -> None:
    """Add a fault for each rule that says what another one says already: which of the two reasons would people read?"""
    first: dict[str, Place] = {}
    for place, rule in every(gathered.root, ("regles", "*")):
        if not isinstance(rule, dict):
            continue
        said = repr(sorted((key, value) for key, value in rule.items() if key not in ("id", "raison")))
        if first.setdefault(said, place) != place:
            file, line = gathered.where(first[said])
            gathered.blame(place, "check-rule-twice", id=str(rule.get("id")), first=f"{file}:{line}")
