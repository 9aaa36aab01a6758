"""The trained router as arrays, and its arithmetic: numpy only, the same probabilities as scikit-learn's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from handlers.routing.features import Sentence, expansions, letter_grams, read
from handlers.routing.sense import Sense
from handlers.routing.spelling import mended, slips

Floats = NDArray[np.float64]

PARTS = ("services", "domains", "counts", "nearest")
"""What is mixed: logistic regression on services and on domains, ComplementNB on letter counts, BM25 over the examples."""

WITH_MEANING = (*PARTS, "meanings", "nearest meanings")
"""The same, and what `sense` says: logistic regression on the sentence's meaning, and the examples nearest by meaning."""

FLOOR = 1e-9
"""No part may rule a service out alone: ComplementNB is far too sure of itself."""

NEAREST = 10
SOFTNESS = 2.0
"""BM25 votes: the ten nearest examples, each weighing exp(score / 2)."""


class Reading(NamedTuple):
    """A sentence as features. rows, values: the distinct features and their TF-IDF; counts: of each row, in the sentence.

    Each occurrence of a feature also says which word it came from: places index `rows`, sources index the sentence's words.
    A pair of words counts half for each.
    """

    rows: NDArray[np.intp]
    values: Floats
    counts: Floats
    letters: NDArray[np.bool_]
    places: NDArray[np.intp]
    sources: NDArray[np.intp]
    shares: Floats
    closeness: Floats  # BM25's score of each example
    meant: Mapping[str, str]  # mistyped words, and the known ones they are taken for


@dataclass(frozen=True, eq=False)
class Model:
    """rows: words first, then letters. linear: one line a feature, a column a service, then a column a domain. counts: letters only."""

    services: tuple[str, ...]
    examples: tuple[str, ...]
    abbreviations: Mapping[str, str]
    known: Mapping[str, int]  # how often training saw each word, to mend a mistyped one
    usual: Mapping[str, str]  # how words are written with their accents
    features: Mapping[str, int]  # letter pieces are written with a leading "#", so that they cannot be taken for words
    domain_of: NDArray[np.intp]  # service to domain
    idf: Floats
    linear: NDArray[np.float32]
    intercept: Floats
    counts: NDArray[np.float32]
    first_letter: int
    posting_start: NDArray[np.int32]  # BM25, by word row
    posting_example: NDArray[np.int32]
    posting_score: NDArray[np.float32]
    example_service: NDArray[np.int32]
    spoken: NDArray[np.bool_]
    weights: Floats  # of PARTS, temperature included
    threshold: float  # under it, « je ne sais pas »
    bar: tuple[float, float]  # from these probabilities on, the first service is right nine times in ten: without meanings, with them
    sense: Sense | None = None  # None: trained without the layer
    tried: Mapping[str, Sequence[int]] = field(default_factory=dict)  # what it gave kept aside: see `training.tried`

    @cached_property
    def expanded(self) -> Mapping[str, tuple[str, ...]]:
        """The town's abbreviations, in full."""
        return expansions(self.abbreviations)

    def sentence(self, text: str) -> Sentence:
        return read(text, self.expanded)

    def read(self, sentence: Sentence) -> Reading:
        """Look the sentence's features up; what training never saw is left out."""
        ids: list[int] = []
        sources: list[int] = []
        shares: list[float] = []
        find = self.features.get
        meant = slips(sentence.terms, self.known, stems=self.features)
        terms = mended(sentence.terms, meant)
        for term in terms:
            if (row := find(term.stem)) is not None:
                ids.append(row)
                sources.append(term.source)
                shares.append(1.0)
        closeness = self._closeness(dict.fromkeys(ids))
        for first, second in pairwise(terms):
            if (row := find(f"{first.stem} {second.stem}")) is not None:
                ids += (row, row)
                sources += (first.source, second.source)
                shares += (0.5, 0.5)
        for term in terms:
            for piece in letter_grams(term.plain):
                if (row := find("#" + piece)) is not None:
                    ids.append(row)
                    sources.append(term.source)
                    shares.append(1.0)
        rows, places = np.unique(np.array(ids, dtype=np.intp), return_inverse=True)
        counts: Floats = np.bincount(places, weights=shares, minlength=len(rows)).astype(np.float64)
        letters = rows >= self.first_letter
        values = (1.0 + np.log(counts)) * self.idf[rows]
        for block in (letters, ~letters):
            values[block] /= np.sqrt(np.square(values[block]).sum()) or 1.0
        return Reading(rows, values, counts, letters, places, np.array(sources, dtype=np.intp), np.array(shares), closeness, meant)

    def parts(self, reading: Reading) -> Floats:
        """Return the log-probabilities of each of PARTS (lines) for each service (columns)."""
        scores = self.intercept + reading.values @ self.linear[reading.rows].astype(np.float64)
        size = len(self.services)
        letters = reading.letters
        counted = reading.counts[letters] @ self.counts[reading.rows[letters] - self.first_letter].astype(np.float64)
        domains = _log_softmax(scores[size:])[self.domain_of]
        return np.maximum(
            np.stack((_log_softmax(scores[:size]), _log_softmax(domains), _log_softmax(counted), self._votes(reading.closeness))),
            np.log(FLOOR),
        )

    def with_meaning(self, parts: Floats, vector: NDArray[np.float32]) -> Floats:
        """Add the lines of a sentence's meaning to what `parts` returned. Only for a model that has a sense."""
        assert self.sense is not None
        scores, votes = self.sense.parts(vector)
        return np.vstack((parts, np.maximum(np.stack((_log_softmax(scores), votes)), np.log(FLOOR))))

    def mix(self, parts: Floats) -> Floats:
        """Return the probabilities of the weighted geometric mean of PARTS, or of WITH_MEANING when the lines of a meaning were added."""
        return np.exp(_log_softmax(self.weights_of(parts) @ parts))

    def weights_of(self, parts: Floats) -> Floats:
        return self.sense.weights if self.sense and len(parts) == len(WITH_MEANING) else self.weights

    def threshold_of(self, parts: Floats) -> float:
        return self.sense.threshold if self.sense and len(parts) == len(WITH_MEANING) else self.threshold

    def nearest(self, reading: Reading) -> NDArray[np.intp]:
        """Return the examples that people say, nearest first; none when no word is shared."""
        scores = np.where(self.spoken, reading.closeness, 0.0)
        best = np.argsort(-scores, kind="stable")[: 3 * NEAREST]
        return best[scores[best] > 0]

    def leaning(self, reading: Reading, parts: Floats, *, towards: int, rather_than: int) -> Floats:
        """Return how much each word of the sentence leans to one service rather than another (index: word; length: last source + 1).

        parts: what `parts` or `with_meaning` returned. The words add up to the difference of the mixed scores: BM25, meanings
        and intercepts aside.
        """
        rows, letters = reading.rows, reading.letters
        services, domains, counts = self.weights_of(parts)[:3]
        here, there = (len(self.services) + self.domain_of[service] for service in (towards, rather_than))
        lean = services * (self.linear[rows, towards] - self.linear[rows, rather_than])
        lean = (lean + domains * (self.linear[rows, here] - self.linear[rows, there])) * reading.values
        pieces = rows[letters] - self.first_letter
        differences = (self.counts[pieces, towards] - self.counts[pieces, rather_than]) * reading.counts[letters]
        whole = differences.sum()
        floored = parts[2, towards] - parts[2, rather_than]  # beyond FLOOR the mix does not count them, so neither do the reasons
        lean[letters] += counts * differences * (floored / whole if whole else 0.0)
        each = (lean / reading.counts)[reading.places] * reading.shares
        return np.asarray(np.bincount(reading.sources, weights=each), dtype=np.float64)

    def _closeness(self, stems: Iterable[int]) -> Floats:
        """Return BM25's score of each example. stems: rows of single stems, each once."""
        scores = np.zeros(len(self.example_service))
        for row in stems:
            span = slice(self.posting_start[row], self.posting_start[row + 1])
            scores[self.posting_example[span]] += self.posting_score[span]
        return scores

    def _votes(self, closeness: Floats) -> Floats:
        """Return the log-probabilities that the nearest examples give each service."""
        size, high = len(self.services), closeness.max()
        if high <= 0:
            return np.full(size, -np.log(size))
        best = np.argpartition(-closeness, NEAREST)[:NEAREST] if len(closeness) > NEAREST else np.arange(len(closeness))
        votes = np.where(closeness[best] > 0, np.exp((closeness[best] - high) / SOFTNESS), 0.0)
        by_service = np.bincount(self.example_service[best], weights=votes, minlength=size)
        by_service += 1e-3 * votes.sum()
        return np.asarray(np.log(by_service / by_service.sum()), dtype=np.float64)


def _log_softmax(scores: Floats) -> Floats:
    high = scores - scores.max()
    return np.asarray(high - np.log(np.exp(high).sum()))
