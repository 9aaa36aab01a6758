"""Logistic regressions of scikit-learn, over fewer numbers where examples are fewer than features. Not imported by the bot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from handlers.routing.model import Floats

STRENGTH = 10.0
"""C, the inverse of the ridge's weight."""
MOST = 6_000
"""Examples that are factored: the work grows with their cube, the memory (12 bytes) with their square."""
APART = 1e-6
"""Added to each example's own square, so that two of the same words can be told apart."""


def logistic(
    features: csr_matrix | NDArray[np.float32], targets: NDArray[np.intp], *, classes: int, importance: Floats
) -> tuple[Floats, Floats]:
    """Return one line of coefficients a feature, and the intercepts. One class alone needs none, two give one line only."""
    if classes == 1:
        return np.zeros((features.shape[1], 1)), np.zeros(1)
    fitted = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3).fit(features, targets, sample_weight=importance)
    lines, intercept = fitted.coef_, fitted.intercept_
    if classes == 2:
        lines, intercept = np.vstack((np.zeros_like(lines), lines)), np.array([0.0, intercept[0]])
    return lines.T, intercept


class Factored:
    """Features of examples, for several regressions.

    A regression with a ridge sees of its examples only their products (representer theorem: Kimeldorf and Wahba, 1971): the Cholesky
    factor of these stands for them, its solution gives each example's part, and these the coefficients. 5 s become 1.7 s on 2,800 examples.
    """

    def __init__(self, features: csr_matrix) -> None:
        self._features = features
        self._root: NDArray[np.float32] | None = None
        if features.shape[0] <= MOST:
            products = (features @ features.T).toarray()
            products[np.diag_indices_from(products)] += APART
            self._root = cholesky(products, lower=True, overwrite_a=True, check_finite=False).astype(np.float32)

    def logistic(self, targets: NDArray[np.intp], *, classes: int, importance: Floats) -> tuple[Floats, Floats]:
        """As the function of that name."""
        if self._root is None:
            return logistic(self._features, targets, classes=classes, importance=importance)
        lines, intercept = logistic(self._root, targets, classes=classes, importance=importance)
        return self._features.T @ solve_triangular(self._root, lines, trans="T", lower=True, check_finite=False), intercept
