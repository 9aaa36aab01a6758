"""Checks what no single entry of raci.yaml or annuaire.yaml can tell: who answers for what, and that no person is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

from config.directory import Letter
from config.gathering import Gathered
from config.references import every
from config.words import fold

LETTERS = get_args(Letter)

MOBILE = re.compile(r"(?<!\d)(?:\+33|0033|0)[ .-]*(?:\(0\))?[ .-]*[67](?:[ .-]*\d\d){4}(?!\d)")
CIVILITY = re.compile(r"\b(?:M\.|MM\.|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+\w")
ADDRESS = re.compile(r"([\w.+-]+)@")


def blame_directory(gathered: Gathered) -> None:
    """Add a fault for each activity that nobody, or more than one role, answers for, that nobody does; and for each person named."""
    for place, letters in every(gathered.root, ("raci", "*", "roles")):
        if isinstance(letters, dict) and all(letter in LETTERS for letter in letters.values()):
            id = str(gathered.root["raci"][place[1]].get("id"))
            if (count := sum("A" in letter for letter in letters.values())) != 1:
                gathered.blame(place, "check-raci-one-accountable", id=id, count=count)
            if not any("R" in letter for letter in letters.values()):
                gathered.blame(place, "check-raci-nobody-does", id=id)
    for place, entry in every(gathered.root, ("annuaire", "*")):
        for key, value in entry.items() if isinstance(entry, dict) else ():
            if isinstance(value, str):
                for fault, given in _personal(value, _vocabulary(gathered, entry)):
                    gathered.blame((*place, key), fault, given=given)


def _personal(text: str, vocabulary: set[str] | None) -> Iterator[tuple[str, str]]:
    """Yield what looks like somebody's own, with its fault. « etat.civil@ » is a service's where the direction has these words."""
    if found := MOBILE.search(text):
        yield "check-personal-phone", found[0]
    if found := CIVILITY.search(text):
        yield "check-personal-name", found[0]
    for found in ADDRESS.finditer(text):
        words = set(fold(found[1]).split())
        if re.search(r"\w[._]\w", found[1]) and vocabulary is not None and not words <= vocabulary:
            yield "check-personal-email", found[0]


def _vocabulary(gathered: Gathered, entry: dict[Any, Any]) -> set[str] | None:
    """Return the words of an entry's function and direction, None when the directions could not be read."""
    if "directions" in gathered.unread:
        return None
    names = [str(entry.get("fonction", ""))]
    names += [str(each.get("nom")) for _, each in every(gathered.root, ("directions", "*"))
              if isinstance(each, dict) and each.get("id") == entry.get("direction")]
    return set(fold(" ".join(names)).split())
