"""What a router must beat: the commonest service, keywords, words with a logistic regression, fastText where it is installed."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from handlers.routing.examples import Example
from handlers.routing.features import fold, read, stem
from handlers.routing.model import Floats

Judge = Callable[[Sequence[str]], Floats]
"""Gives a line a text, a column a label."""


def majority(examples: Sequence[Example], labels: Sequence[str]) -> Judge:
    counted = Counter(example.service for example in examples)
    shares = np.array([counted[label] for label in labels]) / len(examples)
    return lambda texts: np.tile(shares, (len(texts), 1))


def keywords(examples: Sequence[Example], labels: Sequence[str]) -> Judge:
    """Count, for each label, the names and keywords of its catalogue whose words are all in the text; longer ones say more."""
    names = [
        (labels.index(example.service), frozenset(_stems(example.text))) for example in examples if not example.spoken and example.meant
    ]

    def judge(texts: Sequence[str]) -> Floats:
        scores = np.zeros((len(texts), len(labels)))
        for line, text in enumerate(texts):
            said = set(_stems(text))
            for label, name in names:
                if name and name <= said:
                    scores[line, label] += len(name)
        likely = np.exp(scores)
        return np.asarray(likely / likely.sum(axis=1, keepdims=True), dtype=np.float64)

    return judge


def words(examples: Sequence[Example], labels: Sequence[str]) -> Judge:
    """Word TF-IDF and a logistic regression, with scikit-learn's usual settings."""
    model = make_pipeline(TfidfVectorizer(strip_accents="unicode", sublinear_tf=True), LogisticRegression(max_iter=1000))
    model.fit([example.text for example in examples], [labels.index(example.service) for example in examples])

    def judge(texts: Sequence[str]) -> Floats:
        likely = np.zeros((len(texts), len(labels)))
        likely[:, model.classes_] = model.predict_proba(texts)
        return likely

    return judge


def fasttext(examples: Sequence[Example], labels: Sequence[str]) -> Judge:
    """Words and pieces of 2 to 5 letters, on one thread so that the same texts give the same model."""
    import fasttext as library

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "examples.txt"
        path.write_text(
            "".join(f"__label__{labels.index(example.service)} {_line(example.text)}\n" for example in examples), encoding="utf-8"
        )
        model = library.train_supervised(input=str(path), minn=2, maxn=5, wordNgrams=2, epoch=50, lr=0.5, thread=1, seed=5, verbose=0)

    def judge(texts: Sequence[str]) -> Floats:
        likely = np.zeros((len(texts), len(labels)))
        for line, text in enumerate(texts):
            for share, label in model.f.predict(_line(text) + "\n", len(labels), 0.0, "strict"):  # its own `predict` fails with numpy 2
                likely[line, int(label.removeprefix("__label__"))] = share
        return likely

    return judge


def has_fasttext() -> bool:
    return find_spec("fasttext") is not None


def _stems(text: str) -> list[str]:
    return [stem(term.plain) for term in read(text, {}).terms]


def _line(text: str) -> str:
    return " ".join(fold(text).split())
