"""Trains the router with scikit-learn, in a process of its own: a lesson on standard input, progress and then the model on standard output.

Run as `python -m handlers.routing.training [--gently] [an earlier router: its meanings are not read again, and it is compared]`. The bot
never imports this module: scikit-learn costs 100 MiB and over a second.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.naive_bayes import ComplementNB

from handlers.routing.examples import Example, Lesson, named
from handlers.routing.features import expansions, letter_pieces, read, word_grams
from handlers.routing.logistic import Factored, logistic
from handlers.routing.meaning import vectors_of
from handlers.routing.mixing import balanced, gated
from handlers.routing.model import PARTS, WITH_MEANING, Floats, Model
from handlers.routing.packing import pack, unpack
from handlers.routing.sense import Sense, centred
from handlers.routing.spelling import usual_spellings

FOLDS = 4
SMOOTHING = 1.0  # alpha of ComplementNB
SATURATION, LENGTH = 1.2, 0.75  # k1 and b of BM25
RARE = 0.6
"""A service with fewer examples counts more among meanings: by (mean count / its count) to this power. 0.65 to 0.66 of macro-F1."""

PRIOR = 25.0
"""Decisions that all sentences of the catalogue count for when the mix is learned: they are easier than what people write."""

AT_ONCE = 32
READING = 0.7
"""Share of the training spent on reading meanings, for the progress bar."""

Progress = Callable[[float], None]
Vectors = NDArray[np.float32]


def fit(examples: Sequence[Example], lesson: Lesson, vectors: Vectors | None = None) -> Model:
    """Fit every part on these examples; the weights of the mix are still equal. vectors: what the examples mean, a line each."""
    expanded = expansions(lesson.abbreviations)
    sentences = [read(example.text, expanded).terms for example in examples]
    services = sorted({example.service for example in examples})
    domains = sorted(set(lesson.domains.values()))
    domain_of = [domains.index(lesson.domains[service]) for service in services]
    targets = np.array([services.index(example.service) for example in examples])
    importance = np.array([example.weight for example in examples])

    word_counter, letter_counter = (CountVectorizer(analyzer=analyzer) for analyzer in (word_grams, letter_pieces))
    words, letters = word_counter.fit_transform(sentences), letter_counter.fit_transform(sentences)
    word_scale, letter_scale = (TfidfTransformer(sublinear_tf=True).fit(block) for block in (words, letters))
    scaled = hstack([word_scale.transform(words), letter_scale.transform(letters)]).tocsr()

    fitted = Factored(scaled)
    by_service = fitted.logistic(targets, classes=len(services), importance=importance)
    by_domain = fitted.logistic(np.array(domain_of)[targets], classes=len(domains), importance=importance)
    posting_start, posting_example, posting_score = _postings(words, word_counter)
    names = (*word_counter.get_feature_names_out(), *letter_counter.get_feature_names_out())
    return Model(
        services=tuple(services),
        examples=tuple(map(named, examples)),
        abbreviations=lesson.abbreviations,
        known=Counter(term.plain for terms in sentences for term in terms),
        usual=usual_spellings(example.text for example in examples),
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
        spoken=np.array([example.spoken and not example.taught for example in examples]),
        weights=np.full(len(PARTS), 1 / len(PARTS)),
        threshold=0.0,
        bar=(0.0, 0.0),
        sense=None if vectors is None else _sense(vectors, examples, targets, classes=len(services)),
    )


def _sense(vectors: Vectors, examples: Sequence[Example], targets: NDArray[np.intp], *, classes: int) -> Sense | None:
    """Learn from meanings; None when a service has no example whose meaning counts."""
    meant = np.array([example.meant for example in examples])
    targets, importance = targets[meant], np.array([example.weight for example in examples])[meant]
    seen = np.bincount(targets, minlength=classes)
    if not seen.all():
        return None
    kept = vectors[meant].astype(np.float16)
    at = centred(kept.astype(np.float32), kept.astype(np.float32).mean(axis=0))
    lines, intercept = logistic(at, targets, classes=classes, importance=importance * (seen.mean() / seen[targets]) ** RARE)
    return Sense(
        kept,
        lines=lines.astype(np.float32),
        intercept=intercept,
        example=np.nonzero(meant)[0].astype(np.int32),
        example_service=targets.astype(np.int32),
        weights=np.full(len(WITH_MEANING), 1 / len(WITH_MEANING)),
        threshold=0.0,
        enough=1.0,
    )


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


class Aside(NamedTuple):
    """What sentences kept aside taught. A line each: what each part said, the right service, the example's place, its fold."""

    parts: Floats
    answers: NDArray[np.intp]
    places: NDArray[np.intp]
    folds: NDArray[np.intp]


class Learned(NamedTuple):
    """A trained model, and the sentences kept aside that its weights and thresholds come from."""

    model: Model
    aside: Aside


def train(lesson: Lesson, progress: Progress = lambda share: None, *, known: Mapping[str, Vectors] | None = None) -> Model:
    return learn(lesson, progress, known=known).model


def learn(lesson: Lesson, progress: Progress = lambda share: None, *, known: Mapping[str, Vectors] | None = None,
          former: Model | None = None) -> Learned:
    """Fit on everything, then learn the mix and its thresholds from sentences that were kept aside, fold by fold.

    known: what some of the texts mean, when it was read before, by `named`. former: the router to compare with.
    """
    before = READING if lesson.meanings else 0.0
    vectors = None
    if lesson.meanings:
        read_before = meanings_of(
            [example for example in lesson.examples if example.meant], lambda share: progress(before * share), known=known or {}
        )
        nothing = np.zeros(len(next(iter(read_before.values()))), dtype=np.float32)
        vectors = np.stack([read_before.get(named(example), nothing) for example in lesson.examples])
        vectors = vectors.astype(np.float16).astype(np.float32)  # as the file holds them: read again or not, the same is learned
    model = fit(lesson.examples, lesson, vectors)
    progress(before + (1 - before) / (FOLDS + 1))
    aside = kept_aside(lesson, vectors, lambda share: progress(before + (1 - before) * (1 + FOLDS * share) / (FOLDS + 1)))
    if not len(aside.answers):
        return Learned(model, aside)  # a catalogue too small to keep anything aside: the plain geometric mean
    model = balanced(model, aside.parts, aside.answers, _counting(lesson.examples, aside))
    return Learned(replace(model, tried=tried(model, aside, lesson.examples, vectors, former)), aside)


def _counting(examples: Sequence[Example], aside: Aside) -> Floats | None:
    """How much each sentence kept aside says of the mix: the catalogue's, all together, as much as PRIOR decisions once there are any."""
    decided = np.array([examples[place].taught for place in aside.places])
    return np.where(decided, 1.0, PRIOR / max(1, (~decided).sum())) if decided.any() else None


def tried(model: Model, aside: Aside, examples: Sequence[Example], vectors: Vectors | None, former: Model | None) -> dict[str, list[int]]:
    """Count what was answered right of sentences kept aside: "catalogue", "decided": right first, among three, asked.

    "new", of decisions that `former` has not learned: right, right by the former router, asked.
    """
    counts = {"catalogue": [0, 0, 0], "decided": [0, 0, 0], "new": [0, 0, 0]}
    learned = {*former.examples} if former else set()
    for parts, answer, place in zip(aside.parts, aside.answers.tolist(), aside.places.tolist(), strict=True):
        example, best = examples[place], np.argsort(-gated(model, parts), kind="stable")[:3].tolist()
        found = (best[0] == answer, answer in best, True)
        of = counts["decided" if example.taught else "catalogue"]
        of[:] = (count + right for count, right in zip(of, found, strict=True))
        if former and example.taught and named(example) not in learned:
            vector = None if vectors is None or former.sense is None else vectors[place]
            before = former.services[int(gated(former, _parts(former, example.text, vector)).argmax())] == example.service
            counts["new"] = [count + right for count, right in zip(counts["new"], (best[0] == answer, before, True), strict=True)]
    return counts


def kept_aside(lesson: Lesson, vectors: Vectors | None, progress: Progress) -> Aside:
    """Ask about each sentence that people say a model that has not seen it, fold by fold."""
    folds = np.array([-1 if (its := fold_of(example)) is None else its for example in lesson.examples])
    services = sorted({example.service for example in lesson.examples})
    parts, answers, places = [], [], []
    for fold in range(FOLDS):
        learned = np.nonzero(folds != fold)[0]
        model = fit([lesson.examples[place] for place in learned], lesson, None if vectors is None else vectors[learned])
        whole = len(model.services) == len(services) and (vectors is None) == (model.sense is None)
        for place in np.nonzero(folds == fold)[0] if whole else ():
            example = lesson.examples[place]
            parts.append(_parts(model, example.text, None if vectors is None else vectors[place]))
            answers.append(services.index(example.service))
            places.append(place)
        progress((fold + 1) / FOLDS)
    return Aside(np.array(parts), np.array(answers, dtype=np.intp), np.array(places, dtype=np.intp), folds[places])


def meanings_of(examples: Iterable[Example], progress: Progress, known: Mapping[str, Vectors]) -> dict[str, Vectors]:
    """Read what examples mean, by `named`, those already known apart."""
    texts = {named(example): example.text for example in examples}
    once = sorted({*texts} - {*known}, key=lambda name: (len(texts[name]), texts[name]))  # neighbours of one length are faster together
    found = dict(known)
    for start in range(0, len(once), AT_ONCE):
        some = once[start : start + AT_ONCE]
        found.update(zip(some, vectors_of([texts[name] for name in some]), strict=True))
        progress(min(1.0, (start + AT_ONCE) / len(once)))
    return found


def known_meanings(former: Model) -> dict[str, Vectors]:
    """Take what an earlier router had read, rounded as it was written: the same text has the same meaning."""
    if former.sense is None:
        return {}
    return dict(zip((former.examples[place] for place in former.sense.example), former.sense.vectors.astype(np.float32), strict=True))


def fold_of(example: Example) -> int | None:
    """Say in which fold a sentence is kept aside. Sentences that differ by their numbers only go together; labels always train."""
    if not example.spoken:
        return None
    key = " ".join(term.stem for term in read(re.sub(r"\d", "", example.text), {}).terms)
    return sha256(key.encode()).digest()[0] % FOLDS


def _parts(model: Model, text: str, vector: Vectors | None) -> Floats:
    parts = model.parts(model.read(model.sentence(text)))
    return parts if vector is None else model.with_meaning(parts, vector)


def main() -> None:
    files = [each for each in sys.argv[1:] if each != "--gently"]
    os.nice(10 if "--gently" in sys.argv else 0)
    lesson = Lesson.from_json(sys.stdin.buffer.read())
    out = sys.stdout.buffer

    def say(share: float) -> None:
        out.write(b"%d\n" % round(100 * share))
        out.flush()

    former = unpack(Path(files[0]).read_bytes()) if files else None
    packed = pack(learn(lesson, say, known=known_meanings(former) if former and lesson.meanings else {}, former=former).model)
    out.write(b"model %d\n" % len(packed) + packed)
    out.flush()


if __name__ == "__main__":
    main()
