"""What the router learns from meanings: a regression over them, and the nearest examples by meaning. Numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NEAREST = 15
SHARPNESS = 10.0
"""Votes: the nearest examples, each weighing exp(10 × cosine)."""


@dataclass(frozen=True, eq=False)
class Sense:
    """vectors: of examples, a line each, as the layer gives them; example: which ones. lines: one a dimension, a column a service.

    weights: of the parts on words and letters, then of these two, temperature included. threshold: under it, « je ne sais pas ».
    enough: when words and letters alone give this probability, meanings would not change the first service, and are not asked for.
    """

    vectors: NDArray[np.float16]
    lines: NDArray[np.float32]
    intercept: Floats
    example: NDArray[np.int32]
    example_service: NDArray[np.int32]
    weights: Floats
    threshold: float
    enough: float

    @cached_property
    def centre(self) -> NDArray[np.float32]:
        return np.asarray(self.vectors.astype(np.float32).mean(axis=0), dtype=np.float32)

    @cached_property
    def directions(self) -> NDArray[np.float32]:
        return centred(self.vectors.astype(np.float32), self.centre)

    def parts(self, vector: NDArray[np.float32]) -> tuple[Floats, Floats]:
        """Return the scores of the regression, and the nearest examples' log-probabilities, for each service."""
        at = centred(vector[None], self.centre)[0]
        return self.intercept + (at @ self.lines).astype(np.float64), self._votes((self.directions @ at).astype(np.float64))

    def _votes(self, near: Floats) -> Floats:
        best = np.argpartition(-near, NEAREST)[:NEAREST] if len(near) > NEAREST else np.arange(len(near))
        votes = np.exp(SHARPNESS * (near[best] - near.max()))
        by_service = np.bincount(self.example_service[best], weights=votes, minlength=len(self.intercept)) + 1e-3 * votes.sum()
        return np.asarray(np.log(by_service / by_service.sum()), dtype=np.float64)


def centred(vectors: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.float32]:
    """Take away what all sentences share, then bring to length one: raw, any two of them have a cosine over 0.7."""
    apart = vectors - centre
    return np.asarray(apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-6), dtype=np.float32)
