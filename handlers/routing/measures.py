"""How good a router is on texts whose service is known: right answers, calibration, and what may be routed without a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from handlers.routing.model import Floats

BINS = 15
TENTHS = 10


class Truth(NamedTuple):
    """Probabilities (a line a text, a column a class) and the right columns."""

    probabilities: Floats
    right: NDArray[np.intp]

    @property
    def sure(self) -> Floats:
        return np.asarray(self.probabilities.max(axis=1), dtype=np.float64)

    @property
    def hit(self) -> NDArray[np.bool_]:
        return np.asarray(self.probabilities.argmax(axis=1) == self.right, dtype=np.bool_)

    def top(self, count: int) -> float:
        """Return the share of texts whose class is among the `count` likeliest; a tie is broken by the order of the columns."""
        best = np.argsort(-self.probabilities, axis=1, kind="stable")[:, :count]
        return float((best == self.right[:, None]).any(axis=1).mean())

    def macro_f1(self) -> float:
        """Return the mean, over the classes that occur, of the harmonic mean of precision and recall: small classes count as much."""
        said, size = self.probabilities.argmax(axis=1), self.probabilities.shape[1]
        right = np.bincount(self.right[self.hit], minlength=size)
        both = np.bincount(said, minlength=size) + np.bincount(self.right, minlength=size)
        there = np.bincount(self.right, minlength=size) > 0
        return float((2 * right[there] / both[there]).mean())

    def calibration_error(self) -> float:
        """ECE: how far the announced probability is from the share that was right, over 15 bins."""
        sure, hit = self.sure, self.hit
        place = np.minimum((sure * BINS).astype(int), BINS - 1)
        return float(sum(abs(hit[place == each].mean() - sure[place == each].mean()) * (place == each).mean() for each in set(place)))

    def reliability(self) -> list[tuple[float, float, float]]:
        """Return, for each tenth of probability that occurs: announced on average, the share that was right, the share of all texts."""
        sure, hit = self.sure, self.hit
        place = np.minimum((sure * TENTHS).astype(int), TENTHS - 1)
        there = [place == each for each in range(TENTHS) if (place == each).any()]
        return [(float(sure[here].mean()), float(hit[here].mean()), float(here.mean())) for here in there]

    def confusions(self) -> list[list[float]]:
        """Return a line a right class, a column an answered one: of a hundred texts of the line; zeros for a class without a text."""
        table = np.zeros((self.probabilities.shape[1],) * 2)
        np.add.at(table, (self.right, self.probabilities.argmax(axis=1)), 1)
        shares: list[list[float]] = (100 * table / np.maximum(table.sum(axis=1, keepdims=True), 1)).tolist()
        return shares

    def spread(self) -> float:
        """Return the standard error of `top(1)`: two results closer than two of them are the same result."""
        share = self.top(1)
        return float(np.sqrt(share * (1 - share) / len(self.right)))

    def routed(self, bar: float | Floats) -> tuple[float, float]:
        """Return the share of texts at or above a probability fixed beforehand (one, or one a text), and how many of them are right."""
        taken = self.sure >= bar
        return float(taken.mean()), float(self.hit[taken].mean()) if taken.any() else float("nan")

    def grouped(self, groups: Sequence[str], right: Sequence[str]) -> Truth:
        """Add up the columns that belong together. groups: of each column; right: of each text."""
        names = sorted({*groups, *right})
        belongs = np.array([[group == name for name in names] for group in groups], dtype=float)
        return Truth(self.probabilities @ belongs, np.array([names.index(each) for each in right]))

    def kept(self, which: Sequence[bool] | NDArray[np.bool_]) -> Truth:
        return Truth(self.probabilities[np.array(which)], self.right[np.array(which)])
