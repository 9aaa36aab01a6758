"""What sentences kept aside teach: how much each part weighs in the mix, and from which probabilities on the router may be believed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from handlers.routing.model import PARTS, Floats, Model

HALF_RIGHT = 0.5
NINE_IN_TEN = 0.9
SAME = 0.98
"""Where words and letters alone name the same first service as with meanings so often, meanings are not asked for."""


def balanced(model: Model, parts: Floats, answers: NDArray[np.intp], importance: Floats | None = None) -> Model:
    """Give a model what was learned from sentences kept aside: weights and thresholds, without meanings and with them.

    importance: how much each sentence counts, all the same when None.
    """
    plain = parts[:, : len(PARTS)]
    model = replace(model, weights=_balance(plain, answers, importance))
    mixed = np.array([model.mix(each) for each in plain])
    bar = bar_of(mixed, answers, importance)
    model = replace(model, threshold=threshold_of(mixed, answers, importance), bar=(bar, bar))
    if model.sense is None:
        return model
    sense = replace(model.sense, weights=_balance(parts, answers, importance))
    model = replace(model, sense=sense)
    full = np.array([model.mix(each) for each in parts])
    enough = _lowest(mixed.max(axis=1), mixed.argmax(axis=1) == full.argmax(axis=1), importance, wanted=SAME)
    said = np.where(mixed.max(axis=1, keepdims=True) >= enough, mixed, full)  # as the router will do
    sense = replace(sense, threshold=threshold_of(full, answers, importance), enough=enough)
    return replace(model, bar=(bar, bar_of(said, answers, importance)), sense=sense)


def gated(model: Model, parts: Floats) -> Floats:
    """Mix as the router does, that asks for no meaning when words and letters are enough."""
    plain = model.mix(parts[: len(PARTS)])
    asks = len(parts) > len(PARTS) and model.sense is not None and plain.max() < model.sense.enough
    return model.mix(parts) if asks else plain


def _balance(parts: Floats, answers: NDArray[np.intp], importance: Floats | None) -> Floats:
    """Return the weights, temperature included, that make the right answers likeliest: a convex question, so there is one answer."""
    rows = np.arange(len(answers))
    right = parts[rows, :, answers]
    counting = _counting(importance, len(answers))
    total, each = counting.sum(), counting[:, None]

    def surprise(weights: Floats) -> tuple[float, Floats]:
        mixed = np.einsum("p,tps->ts", weights, parts)
        likely = np.exp(mixed - mixed.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        lost = -(counting * np.log(np.maximum(likely[rows, answers], 1e-300))).sum() / total
        return float(lost), (np.einsum("ts,tps->p", likely * each, parts) - (right * each).sum(axis=0)) / total

    count = parts.shape[1]
    found = minimize(surprise, np.full(count, 1 / count), jac=True, method="L-BFGS-B", bounds=[(0.0, 3.0)] * count)
    return np.asarray(found.x, dtype=np.float64)


def threshold_of(mixed: Floats, answers: NDArray[np.intp], importance: Floats | None = None) -> float:
    """Return the probability under which the right service is among the three shown less than half the time."""
    order = np.argsort(mixed.max(axis=1))
    shown = np.argsort(-mixed, axis=1)[:, :3]
    right = (shown == answers[:, None]).any(axis=1)[order]
    counting = _counting(importance, len(answers))[order]
    share = np.cumsum(right * counting) / np.cumsum(counting)
    below = np.nonzero(share < HALF_RIGHT)[0]
    return float(mixed.max(axis=1)[order][below[-1]]) if len(below) else 0.0


def bar_of(mixed: Floats, answers: NDArray[np.intp], importance: Floats | None = None) -> float:
    """Return the probability from which on the first service is right nine times in ten."""
    return _lowest(mixed.max(axis=1), mixed.argmax(axis=1) == answers, importance, wanted=NINE_IN_TEN)


def _counting(importance: Floats | None, count: int) -> Floats:
    return np.ones(count) if importance is None else importance


def _lowest(sure: Floats, good: NDArray[np.bool_], importance: Floats | None, *, wanted: float) -> float:
    """Return the lowest probability such that, of all at it or above, this share at least is good; 1 when there is none."""
    order = np.argsort(-sure, kind="stable")
    counting = _counting(importance, len(order))[order]
    share = np.cumsum(good[order] * counting) / np.cumsum(counting)
    reached = np.nonzero(share >= wanted)[0]
    return float(sure[order][reached[-1]]) if len(reached) else 1.0
