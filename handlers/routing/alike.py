"""How alike two sentences are: the measure of the memory's neighbours, and of what may be the same request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log, sqrt
from typing import TYPE_CHECKING

from handlers.routing.features import Term, letter_pieces, word_grams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.routing.model import Model

NEAR, SAME = 0.1, 0.3
"""A sentence less alike than NEAR (cosine) says nothing of another; from SAME on they say the same."""

Weights = Mapping[str, float]


def weights(terms: Sequence[Term], model: Model) -> Weights:
    """TF-IDF of words and of letter pieces, each of length √½: a product is the mean of both cosines. The unknown is as rare as can be."""
    rows, idf, rare = model.features, model.idf, float(model.idf.max(initial=1.0))
    found: dict[str, float] = {}
    for names in (word_grams(terms), letter_pieces(terms)):
        block = {name: (1 + log(times)) * (float(idf[rows[name]]) if name in rows else rare) for name, times in Counter(names).items()}
        length = sqrt(2 * sum(value * value for value in block.values()))
        found |= {name: value / length for name, value in block.items()}
    return found


def cosine(one: Weights, other: Weights) -> float:
    """0 to 1, the same both ways."""
    return sum(value * other.get(name, 0.0) for name, value in one.items())


def alike(one: Weights, other: Weights) -> float:
    """From 0, nothing in common, to 1, the same thing."""
    return min(1.0, max(0.0, (cosine(one, other) - NEAR) / (SAME - NEAR)))
