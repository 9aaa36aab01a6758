"""Tries a router on texts whose label is known: any labels, learned from texts, from a town's catalogue, or from both.

Not imported by the bot: it trains in its own process. `bot/router` prints what it finds.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np

from handlers.routing import baselines, training
from handlers.routing.examples import Example, Lesson
from handlers.routing.meaning import Meaning
from handlers.routing.measures import Truth
from handlers.routing.mixing import balanced, bar_of, gated
from handlers.routing.model import PARTS, Floats, Model
from handlers.routing.noise import KINDS, worsened
from handlers.routing.packing import pack
from handlers.routing.rules import Router

SEED = 5
CATALOGUE = 0.5
"""How much an example of the catalogue counts beside a labelled text: by folds, 0.774 first without meanings; with none, 0.754."""

CURVE = (0.1, 0.25, 0.5)
TIMED = 300

Progress = Callable[[float], None]


class Case(NamedTuple):
    text: str
    label: str


class Unreadable(Exception):
    """A file has not the columns that are needed. file, column: as they are named."""

    def __init__(self, file: Path, column: str) -> None:
        super().__init__(f"{file}: {column}")
        self.file, self.column = str(file), column


@dataclass(frozen=True)
class Score:
    """One method on the texts of the trial. bar: probabilities from which on it may route alone, fixed before the texts were seen."""

    name: str
    truth: Truth
    bar: float | Floats
    fitted_s: float = 0.0
    asked: float = 0.0  # share of the texts whose meaning was asked for
    ms: tuple[float, float] = (0.0, 0.0)  # processor time of one text, median and 99th centile
    mib: float = 0.0
    noise: Mapping[str, float] = field(default_factory=dict)  # kind of noise to the share right then


@dataclass(frozen=True)
class Trial:
    """labels: the columns. curve: share of the training texts, then our first and among three, then the words' first."""

    labels: tuple[str, ...]
    learned: int
    scores: tuple[Score, ...]
    curve: tuple[tuple[float, float, float, float], ...] = ()

    @property
    def ours(self) -> Score:
        return self.scores[-1]


def cases_of(file: Path) -> list[Case]:
    """Read `text` and `label` of a CSV. Raises Unreadable, OSError, UnicodeDecodeError."""
    return [Case(line["text"], line["label"]) for line in _lines(file, ("text", "label"))]


def halves_of(file: Path) -> tuple[list[Case], list[Case]]:
    """Read a CSV whose column `split` says `dev` for what to ask, anything else for what to learn from. Raises as `cases_of`."""
    learned: list[Case] = []
    asked: list[Case] = []
    for line in _lines(file, ("text", "label", "split")):
        (asked if line["split"] == "dev" else learned).append(Case(line["text"], line["label"]))
    return learned, asked


def map_of(file: Path) -> dict[str, str]:
    """Read which label each service of the catalogue belongs to. Raises Unreadable, OSError, UnicodeDecodeError."""
    return {line["service"]: line["label"] for line in _lines(file, ("service", "label"))}


def _lines(file: Path, columns: Iterable[str]) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        for column in columns:
            if column not in (reader.fieldnames or ()):
                raise Unreadable(file, column)
        return list(reader)


def lesson_from(cases: Sequence[Case], catalogue: Lesson, *, labels: Mapping[str, str] | None) -> Lesson:
    """Make a lesson of labelled texts; with the catalogue's examples beside when `labels` says where each service belongs."""
    own = [Example(case.text, case.label, spoken=True) for case in cases]
    known = {case.label for case in cases}
    beside = [
        replace(example, service=labels[example.service], spoken=False, weight=CATALOGUE * example.weight)
        for example in (catalogue.examples if labels else ())
        if labels and labels.get(example.service) in known
    ]
    examples = sorted({*own, *beside}, key=lambda each: (each.service, each.text, each.spoken, each.weight))
    return Lesson(tuple(examples), dict.fromkeys(sorted(known), ""), catalogue.abbreviations, meanings=catalogue.meanings)


def try_out(
    lesson: Lesson, tests: Sequence[Case], *, labels: Mapping[str, str], meaning: Meaning | None, curve: bool, progress: Progress
) -> Trial:
    """Learn, then ask about each test; the baselines beside. labels: where each service that is learned belongs among the labels asked."""
    names = tuple(sorted({*(labels[service] for service in lesson.domains), *(case.label for case in tests)}))
    examples = [replace(example, service=labels[example.service]) for example in lesson.examples]
    spoken = [example for example in examples if example.spoken]
    scores = [_baseline("majority", baselines.majority, spoken, tests, names)]
    if any(not example.spoken for example in examples):
        scores.append(_baseline("keywords", baselines.keywords, examples, tests, names))
    scores.append(_baseline("words", baselines.words, examples, tests, names, noisy=True))
    if baselines.has_fasttext():
        scores.append(_baseline("fasttext", baselines.fasttext, examples, tests, names, noisy=True))
    start = time.process_time()
    share = 0.6 if curve else 0.8
    model = training.train(lesson, lambda done: progress(share * done))
    fitted = time.process_time() - start
    columns = [names.index(labels[service]) for service in model.services]
    for name, layer in (("letters", None), ("meanings", meaning)):
        if name == "letters" or (layer and model.sense):
            scores.append(_ours(name, Router.of(model, meaning=layer), tests, names, columns, fitted))
            progress(share + (0.1 if name == "letters" else 0.2))
    points = tuple(_point(part, lesson, tests, names, labels, meaning, model) for part in CURVE) if curve else ()
    progress(1.0)
    return Trial(names, len(spoken), tuple(scores), points)


def try_catalogue(lesson: Lesson, groups: Mapping[str, str], progress: Progress) -> tuple[Trial, Trial]:
    """Ask about the catalogue's own sentences routers that have not seen them, fold by fold: by service, and by group (direction).

    The mix is learned from the other folds, too.
    """
    start = time.process_time()
    learned = training.learn(lesson, progress)
    fitted, model, aside = time.process_time() - start, learned.model, learned.aside
    scores = []
    for name, parts in (("letters", aside.parts[:, : len(PARTS)]), ("meanings", aside.parts)):
        if name == "meanings" and model.sense is None:
            continue
        mixed, bars = np.zeros((len(parts), len(model.services))), np.zeros(len(parts))
        for fold in sorted({*aside.folds.tolist()}):
            here = aside.folds == fold
            judge = balanced(model, aside.parts[~here], aside.answers[~here])
            mixed[here] = [gated(judge, each) for each in parts[here]]
            bars[here] = judge.bar[name == "meanings"]
        scores.append(Score(name, Truth(mixed, aside.answers), bars, fitted, mib=len(pack(model)) / 2**20))
    belongs = [groups[service] for service in model.services]
    right = [belongs[answer] for answer in aside.answers.tolist()]
    grouped = [replace(score, truth=score.truth.grouped(belongs, right)) for score in scores]
    spoken = len(aside.answers)
    return Trial(model.services, spoken, tuple(scores)), Trial(tuple(sorted({*belongs})), spoken, tuple(grouped))


def _baseline(
    name: str,
    make: Callable[[Sequence[Example], Sequence[str]], baselines.Judge],
    examples: Sequence[Example],
    tests: Sequence[Case],
    names: Sequence[str],
    *,
    noisy: bool = False,
) -> Score:
    start = time.process_time()
    judge = make(examples, names)
    fitted = time.process_time() - start
    timed = []
    for case in tests[:TIMED]:
        start = time.process_time()
        judge([case.text])
        timed.append(time.process_time() - start)
    truth = Truth(judge([case.text for case in tests]), np.array([names.index(case.label) for case in tests]))
    noise = {kind: Truth(judge(_noisy(tests, kind)), truth.right).top(1) for kind in KINDS} if noisy else {}
    return Score(name, truth, _crossed_bar(make, examples, names) if noisy else 2.0, fitted, ms=_times(timed), noise=noise)


def _crossed_bar(
    make: Callable[[Sequence[Example], Sequence[str]], baselines.Judge], examples: Sequence[Example], names: Sequence[str]
) -> float:
    """Fix a baseline's bar as ours is fixed: on its training texts, kept aside by folds."""
    likely, right = [], []
    for fold in range(training.FOLDS):
        asked = [example for example in examples if training.fold_of(example) == fold]
        if asked:
            likely.append(
                make([example for example in examples if training.fold_of(example) != fold], names)([each.text for each in asked])
            )
            right += [names.index(each.service) for each in asked]
    return bar_of(np.vstack(likely), np.array(right)) if likely else 2.0


def _ours(name: str, router: Router, tests: Sequence[Case], names: Sequence[str], columns: Sequence[int], fitted: float) -> Score:
    mixed, timed, asked = [], [], 0
    for case in tests:
        start = time.process_time()
        sentence = router.model.sentence(case.text)
        parts = router.judged(sentence, router.model.read(sentence))
        likely = router.model.mix(parts)
        timed.append(time.process_time() - start)
        mixed.append(_spread(likely, columns, len(names)))
        asked += len(parts) > len(PARTS)
    truth = Truth(np.array(mixed), np.array([names.index(case.label) for case in tests]))
    noise = {}
    for kind in KINDS:
        lines = [_spread(router.shares(text), columns, len(names)) for text in _noisy(tests, kind)]
        noise[kind] = Truth(np.array(lines), truth.right).top(1)
    mib = len(pack(router.model)) / 2**20
    return Score(name, truth, router.bar, fitted, asked=asked / len(tests), ms=_times(timed), mib=mib, noise=noise)


def _spread(likely: Floats, columns: Sequence[int], count: int) -> Floats:
    """Add the probabilities of services up in the columns of their labels."""
    return np.asarray(np.bincount(columns, weights=likely, minlength=count), dtype=np.float64)


def _point(
    part: float,
    lesson: Lesson,
    tests: Sequence[Case],
    names: Sequence[str],
    labels: Mapping[str, str],
    meaning: Meaning | None,
    whole: Model,
) -> tuple[float, float, float, float]:
    """Learn from a part of the texts, the same in each label; what `whole` read of meanings is not read again."""
    spoken = sorted((each for each in lesson.examples if each.spoken), key=lambda each: sha256(each.text.encode()).digest())
    rank: dict[str, int] = {}
    total = {service: sum(each.service == service for each in spoken) for service in lesson.domains}
    kept = set()
    for each in spoken:
        rank[each.service] = rank.get(each.service, 0) + 1
        if rank[each.service] <= max(1, round(part * total[each.service])):
            kept.add(each)
    fewer = replace(lesson, examples=tuple(each for each in lesson.examples if not each.spoken or each in kept))
    model = training.train(fewer, known=training.known_meanings(whole))
    router = Router.of(model, meaning=meaning)
    columns = [names.index(labels[service]) for service in model.services]
    right = np.array([names.index(case.label) for case in tests])
    ours = Truth(np.array([_spread(router.shares(case.text), columns, len(names)) for case in tests]), right)
    mapped = [replace(example, service=labels[example.service]) for example in fewer.examples]
    words = Truth(baselines.words(mapped, names)([case.text for case in tests]), right)
    return part, ours.top(1), ours.top(3), words.top(1)


def _noisy(tests: Sequence[Case], kind: str) -> list[str]:
    chance = Random(SEED)
    return [worsened(case.text, chance, kind) for case in tests]


def _times(seconds: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 99th centile, in milliseconds."""
    return (1e3 * float(np.median(seconds)), 1e3 * float(np.quantile(seconds, 0.99))) if seconds else (0.0, 0.0)
