"""How subjects are ranked from what several people gave them: a weighted mean, its spread, and how much the order owes to any one of them.

Pure, in exact fractions: the same sheets in any order give the same ranks, and a tie is a tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from statistics import quantiles
from typing import Literal, NamedTuple, Protocol

Sheet = Sequence[Sequence[int]]
"""What one person gave: of each subject, the points of each criterion."""

POINTS = (0, 1, 2, 3)
FEWEST = 3
"""Sheets under which there is no rank: of two, each would read the other's."""
SUBJECTS_FROM, SUBJECTS_TO = 2, 8

State = Literal["draft", "open", "over", "closed", "decided"]
"""over: its last day has passed and its sheets are not counted yet."""


class Timed(Protocol):
    """Where it stands (storage.tables.Prioritisation)."""

    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    decided_at: datetime | None


def state(one: Timed, now: datetime) -> State:
    if one.opened_at is None or one.closes_at is None:
        return "draft"
    if one.closed_at is None:
        return "open" if now < one.closes_at else "over"
    return "closed" if one.decided_at is None else "decided"


class Rank(NamedTuple):
    """subject: its number from 0. place: from 1, the same for those that tie. mean, low, high: from 0 to 3; the middle half of the opinions
    lies between the last two."""

    subject: int
    place: int
    tied: bool
    mean: Fraction
    low: Fraction
    high: Fraction


class Ranking(NamedTuple):
    """ranks: the first place first. scorers: how many sheets. held, first_held: how often, of so many, the order and its first place stay
    the same when one of them is left out."""

    ranks: tuple[Rank, ...]
    scorers: int
    held: int
    first_held: int

    @property
    def places(self) -> list[int]:
        """Of each subject, in their own order."""
        return [rank.place for rank in sorted(self.ranks)]


def opinion(points: Sequence[int], weights: Sequence[int]) -> Fraction:
    """One person's weighted mean of a subject: 3, 1 and 0 under weights of 3, 2 and 1 make 11/6."""
    return Fraction(sum(point * weight for point, weight in zip(points, weights, strict=True)), sum(weights))


def ranking(sheets: Sequence[Sheet], weights: Sequence[int]) -> Ranking | None:
    """Rank the subjects; None of fewer than three sheets."""
    if len(sheets) < FEWEST:
        return None
    by_subject = [[opinion(points, weights) for points in subject] for subject in zip(*sheets, strict=True)]
    means = [Fraction(sum(opinions), len(sheets)) for opinions in by_subject]
    places = _places(means)
    ranks = [
        Rank(subject, places[subject], places.count(places[subject]) > 1, means[subject], *_middle_half(opinions))
        for subject, opinions in enumerate(by_subject)
    ]
    without = [_places([sum(opinions) - opinions[left_out] for opinions in by_subject]) for left_out in range(len(sheets))]
    return Ranking(
        tuple(sorted(ranks, key=lambda rank: (rank.place, rank.subject))), len(sheets),
        held=without.count(places), first_held=sum(_firsts(each) == _firsts(places) for each in without),
    )


def _places(means: Sequence[Fraction]) -> list[int]:
    """Of each, one more than how many are above it: 1, 2, 2, 4."""
    return [1 + sum(other > mean for other in means) for mean in means]


def _firsts(places: Sequence[int]) -> list[int]:
    return [subject for subject, place in enumerate(places) if place == 1]


def _middle_half(opinions: Iterable[Fraction]) -> tuple[Fraction, Fraction]:
    """First and third quartiles, the opinions themselves being the bounds of their range: alone, an extreme one does not show."""
    low, _, high = quantiles(opinions, n=4, method="inclusive")
    return low, high


# --- a sheet that fills up ---


def missing(given: Mapping[tuple[int, int], int], subjects: int, criteria: int) -> Iterator[tuple[int, int]]:
    """(subject, criterion) that a sheet still lacks, subject after subject."""
    return ((subject, criterion) for subject in range(subjects) for criterion in range(criteria) if (subject, criterion) not in given)


def sheet(given: Mapping[tuple[int, int], int], subjects: int, criteria: int) -> list[list[int]] | None:
    """A whole sheet; None while something is missing: it would weigh otherwise than the others."""
    if any(True for _ in missing(given, subjects, criteria)):
        return None
    return [[given[subject, criterion] for criterion in range(criteria)] for subject in range(subjects)]
