"""Checks what only the words themselves say: one expression, one level; and no word of who asks or how loudly."""

from __future__ import annotations

from collections.abc import Iterator

from config.faults import Fault
from config.gathering import Gathered
from config.reading import Place
from config.references import every
from config.responsiveness import WRITTEN
from config.words import fold

VISIBILITY = frozenset(
    """elu elue elus maire adjoint adjointe depute deputee senateur senatrice ministre prefet presse journal journaliste television facebook
    twitter instagram reseaux buzz petition avocat urgent urgente urgence urgences prioritaire priorite scandale scandaleux honteux honte
    inadmissible inacceptable insupportable colere rappelle relance relances""".split()
)
"""Who carries a request, its tone, the media, one person's reminders: they are not counted (domain.md §2.7, §8 « Everything urgent »)."""


def blame_responsiveness(gathered: Gathered) -> None:
    """Add a fault for every expression that one criterion holds twice: which of its levels would count?"""
    for criterion in WRITTEN:
        first: dict[str, Place] = {}
        for place, text in _expressions(gathered, criterion):
            written = _as_compared(text, place)
            if written and first.setdefault(written, place) != place:
                file, line = gathered.where(first[written])
                gathered.blame(place, "check-duplicate-words", text=text, criterion=criterion, first=f"{file}:{line}")


def visible_words(gathered: Gathered) -> Iterator[Fault]:
    """Yield a warning for every expression that speaks of who asks or how loudly."""
    for criterion in WRITTEN:
        for place, text in _expressions(gathered, criterion):
            if word := next((word for word in fold(text).split() if word in VISIBILITY), None):
                yield Fault(*gathered.where(place), "check-visibility-counted", {"text": text, "word": word}, level="warning")


def _expressions(gathered: Gathered, criterion: str) -> Iterator[tuple[Place, str]]:
    for key in ("mots", "motifs"):
        for place, text in every(gathered.root, ("reactivite", criterion, "*", key, "*")):
            if isinstance(text, str):
                yield place, text


def _as_compared(text: str, place: Place) -> str:
    """A pattern keeps its signs: « trou* » is not « trou »."""
    return fold(text) if "mots" in place else " ".join(text.lower().split())
