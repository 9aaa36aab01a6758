"""What people decided since the router was trained: it weighs on the very next sentence like it, each person's part only so much.

Numpy only. A lesson is a sentence and the service that a person kept or chose for it; see `Memory.shifted` for what it may change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from handlers.routing.alike import NEAR, SAME, weights
from handlers.routing.examples import Doubts, Taught
from handlers.routing.features import Sentence, Term
from handlers.routing.model import Floats, Model

MOST_OF_ONE = 0.2
"""No share of any sentence moves by more than this because of all that one person taught, however often they repeat it."""
MOST_OF_ALL = 0.6
"""Nor by more than this because of everybody: the rest stays the trained model's, until it is trained again."""
KEPT = 2_000
"""Lessons held, the newest: a training is due long before there are as many."""
SURE = 0.8
"""From this probability on a router is sure, on the card (`verdict`), too: one person alone does not convince it of another service."""


class _Held(NamedTuple):
    stems: frozenset[str]
    rows: NDArray[np.intp]
    values: Floats
    service: int
    author: int


class _Flat(NamedTuple):
    """All lessons in one line: features and values end to end, where each lesson starts, its service, its author's place."""

    rows: NDArray[np.intp]
    values: Floats
    starts: NDArray[np.intp]
    services: NDArray[np.intp]
    authors: NDArray[np.intp]


class Memory:
    """The lessons since the model was trained. Learned and asked from several threads.

    since: from when on decisions are for it, None for all. For whoever fills it (handlers/learning/lessons): filling is held meanwhile;
    read_to: the last event looked at, None before the first look; seen: events looked at that a late commit may still come between.
    """

    def __init__(self, model: Model, *, since: datetime | None = None) -> None:
        self.since, self.filling = since, Lock()
        self.read_to: int | None = None
        self.seen: set[int] = set()
        self._rows: dict[str, int] = {}
        self._model, self._known = model, model.features
        self._services = {id: place for place, id in enumerate(model.services)}
        self._held: dict[int, _Held] = {}
        self._flat: _Flat | None = None
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def learn(self, lesson: Taught) -> None:
        """Take a lesson, in the place of what the same request taught before. One of no word, or of an unknown service, is none."""
        service, sentence = self._services.get(lesson.service), self._model.sentence(lesson.text)
        with self._lock:
            self._held.pop(lesson.id, None)
            self._flat = None
            if service is not None and sentence.terms:
                self._held[lesson.id] = _Held(
                    frozenset(term.stem for term in sentence.terms), *self._vector(sentence.terms, grows=True), service, lesson.author
                )
            for oldest in list(self._held)[: max(0, len(self._held) - KEPT)]:
                del self._held[oldest]

    def forget(self, id: int) -> None:
        """What this request taught is no lesson any more: cancelled, sensitive, erased."""
        with self._lock:
            if self._held.pop(id, None):
                self._flat = None

    def shifted(self, sentence: Sentence, shares: Floats) -> tuple[Floats, dict[int, frozenset[str]]]:
        """Return the model's shares, moved towards what was decided for sentences like this one; and by service, the stems of the nearest.

        q = (1 - w) p + Σ w_a v_a: each author a has a weight w_a, at most MOST_OF_ONE; all together MOST_OF_ALL, scaled down beyond.
        So whatever one author teaches, with or without the others, no share moves by more than MOST_OF_ONE.
        """
        with self._lock:
            if not self._held or not sentence.terms:
                return shares, {}
            held = list(self._held.values())
            flat = self._flat = self._flat or _flattened(held)
            rows, values = self._vector(sentence.terms, grows=False)
            size = len(self._known) + len(self._rows)
        asked = np.zeros(size)
        asked[rows] = values
        cosines = np.add.reduceat(asked[flat.rows] * flat.values, flat.starts)
        pulls = MOST_OF_ONE * np.clip((cosines - NEAR) / (SAME - NEAR), 0.0, 1.0)
        near = np.nonzero(pulls > 0)[0]
        if not len(near):
            return shares, {}
        by_author = np.bincount(flat.authors, weights=pulls)
        capped = pulls[near] * np.minimum(1.0, MOST_OF_ONE / np.maximum(by_author, 1e-12))[flat.authors[near]]
        capped *= min(1.0, MOST_OF_ALL / capped.sum())
        votes = np.bincount(flat.services[near], weights=capped, minlength=len(shares))
        nearest = {held[place].service: held[place].stems for place in near[np.argsort(cosines[near], kind="stable")].tolist()}
        return np.asarray((1 - capped.sum()) * shares + votes, dtype=np.float64), nearest

    def _vector(self, terms: Sequence[Term], *, grows: bool) -> tuple[NDArray[np.intp], Floats]:
        """The weights of words and letter pieces (see `alike`), by row. grows: new words get one."""
        found: dict[int, float] = {}
        for name, value in weights(terms, self._model).items():
            row = self._known.get(name, self._rows.get(name))
            if row is None and grows:
                row = self._rows[name] = len(self._known) + len(self._rows)
            if row is not None:
                found[row] = value
        return np.fromiter(found, dtype=np.intp, count=len(found)), np.fromiter(found.values(), dtype=np.float64, count=len(found))


def _flattened(held: Sequence[_Held]) -> _Flat:
    starts = np.cumsum([0, *(len(each.rows) for each in held[:-1])])
    _, authors = np.unique([each.author for each in held], return_inverse=True)
    return _Flat(
        np.concatenate([each.rows for each in held]),
        np.concatenate([each.values for each in held]),
        starts.astype(np.intp),
        np.array([each.service for each in held], dtype=np.intp),
        authors.astype(np.intp),
    )


def doubts_of(model: Model) -> Doubts:
    """Whether a router's words and letters are sure of another service than the one decided."""

    def doubts(text: str, service: str) -> bool:
        shares = model.mix(model.parts(model.read(model.sentence(text))))
        return float(shares.max()) >= SURE and model.services[int(shares.argmax())] != service

    return doubts
