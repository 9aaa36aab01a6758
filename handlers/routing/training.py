"""Trains the router with scikit-learn, in a process of its own: a lesson on standard input, progress and then the model on standard output.

Run as `python -m handlers.routing.training`. The bot never imports this module: scikit-learn costs 100 MiB and over a second.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB

from handlers.routing.examples import Example, Lesson
from handlers.routing.features import Sentence, expansions, letter_grams, read, word_grams
from handlers.routing.model import PARTS, Floats, Model, pack

FOLDS = 4
STRENGTH = 10.0  # C of the logistic regression
SMOOTHING = 1.0  # alpha of ComplementNB
SATURATION, LENGTH = 1.2, 0.75  # k1 and b of BM25
HALF_RIGHT = 0.5

Progress = Callable[[float], None]


def word_features(sentence: Sentence) -> list[str]:
    return word_grams(sentence.terms)


def letter_features(sentence: Sentence) -> list[str]:
    return ["#" + piece for term in sentence.terms for piece in letter_grams(term.plain)]


def fit(examples: Sequence[Example], lesson: Lesson) -> Model:
    """Fit every part on these examples; the weights of the mix are still equal."""
    expanded = expansions(lesson.abbreviations)
    sentences = [read(example.text, expanded) for example in examples]
    services = sorted({example.service for example in examples})
    domains = sorted(set(lesson.domains.values()))
    domain_of = [domains.index(lesson.domains[service]) for service in services]
    targets = np.array([services.index(example.service) for example in examples])
    importance = np.array([example.weight for example in examples])

    word_counter, letter_counter = (CountVectorizer(analyzer=analyzer) for analyzer in (word_features, letter_features))
    words, letters = word_counter.fit_transform(sentences), letter_counter.fit_transform(sentences)
    word_scale, letter_scale = (TfidfTransformer(sublinear_tf=True).fit(block) for block in (words, letters))
    scaled = hstack([word_scale.transform(words), letter_scale.transform(letters)]).tocsr()

    by_service = _logistic(scaled, targets, classes=len(services), importance=importance)
    by_domain = _logistic(scaled, np.array(domain_of)[targets], classes=len(domains), importance=importance)
    posting_start, posting_example, posting_score = _postings(words, word_counter)
    names = (*word_counter.get_feature_names_out(), *letter_counter.get_feature_names_out())
    return Model(
        services=tuple(services),
        examples=tuple(example.text for example in examples),
        abbreviations=lesson.abbreviations,
        known=Counter(term.plain for sentence in sentences for term in sentence.terms),
        features={name: row for row, name in enumerate(names)},
        domain_of=np.array(domain_of),
        idf=np.concatenate((word_scale.idf_, letter_scale.idf_)),
        linear=np.hstack((by_service[0], by_domain[0])).astype(np.float32),
        intercept=np.concatenate((by_service[1], by_domain[1])),
        counts=_complement(letters, targets, importance),
        first_letter=words.shape[1],
        posting_start=posting_start,
        posting_example=posting_example,
        posting_score=posting_score,
        example_service=targets.astype(np.int32),
        spoken=np.array([example.spoken for example in examples]),
        weights=np.full(len(PARTS), 1 / len(PARTS)),
        threshold=0.0,
    )


def _logistic(features: csr_matrix, targets: NDArray[np.intp], *, classes: int, importance: Floats) -> tuple[Floats, Floats]:
    """Return one line of coefficients a feature, and the intercepts. One class alone needs none, two give one line only."""
    if classes == 1:
        return np.zeros((features.shape[1], 1)), np.zeros(1)
    fitted = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3).fit(features, targets, sample_weight=importance)
    lines, intercept = fitted.coef_, fitted.intercept_
    if classes == 2:
        lines, intercept = np.vstack((np.zeros_like(lines), lines)), np.array([0.0, intercept[0]])
    return lines.T, intercept


def _complement(letters: csr_matrix, targets: NDArray[np.intp], importance: Floats) -> NDArray[np.float32]:
    """Return ComplementNB's weights, one line a letter piece, each line around zero: only differences count, small numbers round less."""
    lines = ComplementNB(alpha=SMOOTHING).fit(letters, targets, sample_weight=importance).feature_log_prob_.T
    centred: NDArray[np.float32] = (lines - lines.mean(axis=1, keepdims=True)).astype(np.float32)
    return centred


def _postings(words: csr_matrix, counter: CountVectorizer) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """Return BM25's scores over single stems, listed by stem: where each list starts, the examples, the scores."""
    single = np.array([" " not in name for name in counter.get_feature_names_out()])
    table = words.multiply(single).tocsc()
    table.eliminate_zeros()
    table.sort_indices()
    length = np.asarray(table.sum(axis=1)).ravel()
    spread = np.diff(table.indptr)
    rarity = np.log1p((table.shape[0] - spread + 0.5) / (spread + 0.5))
    damping = SATURATION * (1 - LENGTH + LENGTH * length / max(length.mean(), 1.0))
    score = np.repeat(rarity, spread) * table.data * (SATURATION + 1) / (table.data + damping[table.indices])
    return table.indptr.astype(np.int32), table.indices.astype(np.int32), score.astype(np.float32)


def train(lesson: Lesson, progress: Progress = lambda share: None) -> Model:
    """Fit on everything, then learn the mix and the threshold from sentences that were kept aside, fold by fold."""
    kept_aside, truth = [], []
    for fold in range(FOLDS):
        model = fit([example for example in lesson.examples if fold_of(example) != fold], lesson)
        progress((fold + 1) / (FOLDS + 1))
        tested = [example for example in lesson.examples if fold_of(example) == fold and example.service in model.services]
        kept_aside += [predicted(model, example.text) for example in tested]
        truth += [model.services.index(example.service) for example in tested]
    model = fit(lesson.examples, lesson)
    progress(1.0)
    same = [parts for parts in kept_aside if parts.shape[1] == len(model.services)]
    if len(same) < len(kept_aside) or not same:
        return model  # a catalogue too small to keep anything aside: the plain geometric mean
    parts, answers = np.stack(same), np.array(truth)
    model = replace(model, weights=_balance(parts, answers))
    return replace(model, threshold=_threshold(np.array([model.mix(each) for each in parts]), answers))


def fold_of(example: Example) -> int | None:
    """Say in which fold a sentence is kept aside. Sentences that differ by their numbers only go together; labels always train."""
    if not example.spoken:
        return None
    key = " ".join(term.stem for term in read(re.sub(r"\d", "", example.text), {}).terms)
    return sha256(key.encode()).digest()[0] % FOLDS


def predicted(model: Model, text: str) -> Floats:
    return model.parts(model.read(read(text, expansions(model.abbreviations))))


def _balance(parts: Floats, answers: NDArray[np.intp]) -> Floats:
    """Return the weights, temperature included, that make the right answers likeliest."""

    def surprise(logs: Floats) -> float:
        mixed = np.einsum("p,tps->ts", np.exp(logs), parts)
        high = mixed - mixed.max(axis=1, keepdims=True)
        sums: float = (np.log(np.exp(high).sum(axis=1)) - high[np.arange(len(answers)), answers]).mean()
        return sums

    start = np.log([0.7, 0.4, 0.1, 0.2])
    found = minimize(surprise, start, method="Nelder-Mead", options={"maxiter": 300, "xatol": 0.01, "fatol": 1e-4}).x
    return np.asarray(np.exp(found), dtype=np.float64)


def _threshold(mixed: Floats, answers: NDArray[np.intp]) -> float:
    """Return the probability under which the right service is among the three shown less than half the time."""
    order = np.argsort(mixed.max(axis=1))
    shown = np.argsort(-mixed, axis=1)[:, :3]
    right = (shown == answers[:, None]).any(axis=1)[order]
    share = np.cumsum(right) / np.arange(1, len(right) + 1)
    below = np.nonzero(share < HALF_RIGHT)[0]
    return float(mixed.max(axis=1)[order][below[-1]]) if len(below) else 0.0


def main() -> None:
    lesson = Lesson.from_json(sys.stdin.buffer.read())
    out = sys.stdout.buffer

    def say(share: float) -> None:
        out.write(b"%d\n" % round(100 * share))
        out.flush()

    packed = pack(train(lesson, say))
    out.write(b"model %d\n" % len(packed) + packed)
    out.flush()


if __name__ == "__main__":
    main()
