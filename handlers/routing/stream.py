"""Tries how a router learns: a catalogue first, then labelled texts one by one, as people's decisions. Not imported by the bot."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from random import Random
from typing import NamedTuple

import numpy as np

from handlers.routing import training
from handlers.routing.examples import Lesson, Taught, beside
from handlers.routing.meaning import Meaning
from handlers.routing.measures import Truth
from handlers.routing.memory import Memory, doubts_of
from handlers.routing.model import Floats, Model
from handlers.routing.rules import Router
from handlers.routing.training import Vectors
from handlers.routing.trial import SEED, Case, Progress

POINTS = (0, 50, 100, 200, 400, 800)


class Point(NamedTuple):
    """After so many decisions: first and among three, of the first day's router with its memory, and of one trained anew.

    added_ms: one decision added to the memory, and asked about, on average. fitted_s: processor time of the training.
    """

    decisions: int
    remembered: tuple[float, float]
    refitted: tuple[float, float]
    added_ms: float
    fitted_s: float


def try_stream(
    catalogue: Lesson, cases: Sequence[Case], tests: Sequence[Case], *, labels: Mapping[str, str], meaning: Meaning | None,
    progress: Progress,
) -> list[Point]:
    """Learn the catalogue, then the cases in an order drawn once, each decided by somebody else; ask about the tests at each point.

    labels: where each service of the catalogue belongs.
    """
    kept = sorted({label for label in labels.values()})
    examples = [replace(each, service=labels[each.service]) for each in catalogue.examples if each.service in labels]
    first_day = replace(catalogue, examples=tuple(sorted(examples, key=astuple)), domains=dict.fromkeys(kept, ""))
    order = sorted((case for case in cases if case.label in kept), key=lambda case: case.text)
    Random(SEED).shuffle(order)
    decided = [Taught(number, case.text, case.label, number) for number, case in enumerate(order)]
    asked = [case for case in tests if case.label in kept]

    points: list[Point] = []
    model: Model | None = None
    known: dict[str, Vectors] = {}
    memory: Memory | None = None
    plain: Floats = np.zeros((0, 0))
    held = 0
    for place, count in enumerate(each for each in POINTS if each <= len(decided)):
        lesson = beside(first_day, decided[:count], doubts_of(model)) if model else first_day
        start = time.process_time()
        model = training.learn(lesson, known=known, former=model).model
        fitted = time.process_time() - start
        known |= training.known_meanings(model)
        router = Router.of(model, meaning=meaning)
        shares = np.array([router.shares(case.text) for case in asked])
        right = np.array([model.services.index(case.label) for case in asked])
        if memory is None:
            memory, plain = Memory(model), shares
        start = time.process_time()
        for lesson_ in decided[held:count]:
            memory.learn(lesson_)
            memory.shifted(model.sentence(lesson_.text), plain[0])
        added = 1e3 * (time.process_time() - start) / max(1, count - held)
        held = count
        moved = [memory.shifted(model.sentence(case.text), each)[0] for case, each in zip(asked, plain, strict=True)]
        points.append(Point(count, _two(np.array(moved), right), _two(shares, right), added, fitted))
        progress((place + 1) / len(POINTS))
    return points


def _two(shares: Floats, right: np.ndarray) -> tuple[float, float]:
    truth = Truth(shares, right)
    return truth.top(1), truth.top(3)
