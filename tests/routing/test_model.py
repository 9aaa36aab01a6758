"""The arrays give what scikit-learn gives, and BM25 what its formula says."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB

from config.town import Town
from handlers.routing import logistic, training
from handlers.routing.examples import Lesson, lesson_of
from handlers.routing.features import Sentence, expansions, letter_grams, read
from handlers.routing.model import Floats, Model
from handlers.routing.packing import Broken, pack, unpack
from handlers.routing.spelling import mended, slips


class Reference:
    """The same router written with scikit-learn's own vectorizers and pipelines, over the words that `read` keeps."""

    def __init__(self, lesson: Lesson, fitted: Model) -> None:
        self.fitted = fitted
        self.expanded = expansions(lesson.abbreviations)
        self.words = TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), sublinear_tf=True)
        self.letters = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5))
        self.scale = TfidfTransformer(sublinear_tf=True)
        texts = [example.text for example in lesson.examples]
        targets = [example.service for example in lesson.examples]
        domains = [lesson.domains[target] for target in targets]
        weights = [example.weight for example in lesson.examples]
        words = self.words.fit_transform(self._written(texts, "stem"))
        letters = self.letters.fit_transform(self._written(texts, "plain"))
        features = hstack([words, self.scale.fit_transform(letters)]).tocsr()
        settings = {"C": logistic.STRENGTH, "tol": 1e-3, "max_iter": 300}
        self.services = LogisticRegression(**settings).fit(features, targets, sample_weight=weights)
        self.domains = LogisticRegression(**settings).fit(features, domains, sample_weight=weights)
        self.counts = ComplementNB(alpha=training.SMOOTHING).fit(letters, targets, sample_weight=weights)

    def _written(self, texts: list[str], form: str) -> list[str]:
        known, stems = self.fitted.known, self.fitted.features
        read_texts = [read(text, self.expanded).terms for text in texts]
        return [" ".join(getattr(term, form) for term in mended(terms, slips(terms, known, stems=stems))) for terms in read_texts]

    def probabilities(self, text: str) -> tuple[Floats, Floats, Floats]:
        letters = self.letters.transform(self._written([text], "plain"))
        features = hstack([self.words.transform(self._written([text], "stem")), self.scale.transform(letters)]).tocsr()
        return (
            self.services.predict_proba(features)[0],
            self.domains.predict_proba(features)[0],
            self.counts.predict_proba(letters)[0],
        )


@pytest.fixture(scope="module")
def lesson(town: Town) -> Lesson:
    whole = lesson_of(town)
    kept = tuple(example for example in whole.examples if whole.domains[example.service] in ("voirie", "eclairage", "proprete", "social"))
    return Lesson(kept, domains={example.service: whole.domains[example.service] for example in kept}, abbreviations=whole.abbreviations)


@pytest.fixture(scope="module")
def fitted(lesson: Lesson) -> Model:
    return training.fit(lesson.examples, lesson)


@pytest.fixture(scope="module")
def reference(lesson: Lesson, fitted: Model) -> Reference:
    return Reference(lesson, fitted)


def assert_same(fitted: Model, reference: Reference, text: str) -> None:
    services, domains, counts, _ = np.exp(fitted.parts(fitted.read(fitted.sentence(text))))
    expected = reference.probabilities(text)
    lifted = expected[1][fitted.domain_of]
    assert np.abs(services - expected[0]).max() < 1e-4  # fitted in single precision, and on the factor of the examples' products
    assert np.abs(domains - lifted / lifted.sum()).max() < 1e-4
    assert np.abs(counts - expected[2]).max() < 1e-6


def test_numpy_gives_scikit_learns_probabilities_on_every_sentence_of_the_catalogue(
    fitted: Model, reference: Reference, town: Town
) -> None:
    assert list(fitted.services) == list(reference.services.classes_)
    for service in town.services.values():
        for phrase in service.phrases[:4]:
            assert_same(fitted, reference, phrase)


def test_more_examples_than_can_be_factored_teach_the_same(
    lesson: Lesson, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logistic, "MOST", len(lesson.examples) - 1)
    assert_same(training.fit(lesson.examples, lesson), reference, "gros trou devant l'école")


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="aeéèiourstlnmdpcç'- 12,ÉA", max_size=120))
def test_numpy_gives_scikit_learns_probabilities_on_any_text(fitted: Model, reference: Reference, text: str) -> None:
    assert_same(fitted, reference, text)


@pytest.mark.parametrize("word", ["a", "ab", "abc", "abcd", "lampadaire"])
def test_letter_pieces_are_scikit_learns(word: str) -> None:
    analyse = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5)).build_analyzer()
    assert Counter(letter_grams(word)) == Counter(analyse(word))


def test_the_nearest_example_follows_the_bm25_formula(lesson: Lesson, fitted: Model) -> None:
    expanded = expansions(lesson.abbreviations)
    documents = [[term.stem for term in read(example.text, expanded).terms] for example in lesson.examples]
    mean = sum(map(len, documents)) / len(documents)
    asked = read("un trou dans la chaussée près du lampadaire", expanded)

    def score(document: list[str]) -> float:
        total = 0.0
        for stem in {term.stem for term in asked.terms}:
            holders = sum(stem in other for other in documents)
            rarity = math.log(1 + (len(documents) - holders + 0.5) / (holders + 0.5))
            often = document.count(stem)
            total += rarity * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * len(document) / mean))
        return total

    expected = [score(document) if example.spoken else 0.0 for document, example in zip(documents, lesson.examples, strict=True)]
    nearest = fitted.nearest(fitted.read(asked))
    assert expected[nearest[0]] == pytest.approx(max(expected), rel=1e-5)
    assert sorted((expected[each] for each in nearest), reverse=True) == pytest.approx([expected[each] for each in nearest], rel=1e-5)


def test_the_lean_of_the_words_adds_up_to_the_difference_of_the_mixed_scores(fitted: Model) -> None:
    reading = fitted.read(read("le lampadaire clignote", {}))
    parts, size, intercept = fitted.parts(reading), len(fitted.services), fitted.intercept
    here = fitted.services.index("eclairage.lampadaire")
    for there in range(size):
        leaning = fitted.leaning(reading, parts, towards=here, rather_than=there).sum()
        constant = intercept[here] - intercept[there] + intercept[size + fitted.domain_of[here]] - intercept[size + fitted.domain_of[there]]
        difference = fitted.weights[:3] @ (parts[:3, here] - parts[:3, there]) - 0.25 * constant
        assert leaning == pytest.approx(difference, abs=1e-4)


def test_a_router_is_read_back_as_it_was_written(fitted: Model) -> None:
    back = unpack(pack(fitted))
    reading = fitted.read(read("lampadaire cassé", {}))
    assert (back.parts(reading) == fitted.parts(reading)).all()
    assert (back.services, back.examples, back.features) == (fitted.services, fitted.examples, fitted.features)


@pytest.mark.parametrize("data", [b"", b"not a router", b"PK\x03\x04" + b"\0" * 200])
def test_bytes_that_are_no_router_are_refused(data: bytes) -> None:
    with pytest.raises(Broken):
        unpack(data)


def test_a_damaged_byte_is_noticed(fitted: Model) -> None:
    data = bytearray(pack(fitted))
    data[len(data) // 2] ^= 1
    with pytest.raises(Broken):
        unpack(bytes(data))


def alone(text: str) -> Sentence:
    return read(text, {})


def test_two_services_and_one_service_can_be_trained_too(lesson: Lesson) -> None:
    for kept in (("voirie.trottoir", "eclairage.lampadaire"), ("voirie.trottoir",)):
        small = Lesson(
            tuple(example for example in lesson.examples if example.service in kept),
            domains={service: lesson.domains[service] for service in kept},
            abbreviations={},
        )
        fitted = training.fit(small.examples, small)
        likely = fitted.mix(fitted.parts(fitted.read(alone("trottoir cassé"))))
        assert fitted.services[int(likely.argmax())] == "voirie.trottoir"
        assert likely.sum() == pytest.approx(1)
