"""The figures we give are reached on what was kept aside: sentences made of templates and values that nothing was adjusted to."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from handlers.privacy.rules import LABELS, mask
from tests.privacy.generated import CLEAN_GOAL, GOALS, Measure, Part, lines_of, measure, sentences, survives, templates
from tests.privacy.values import MAKERS
from tests.scenes import valmiere

PARTS: tuple[Part, ...] = ("development", "kept_aside")
HERE = Path(__file__).parent


def masked(text: str) -> str:
    return mask(text, valmiere().privacy_filters).text


@pytest.fixture(scope="module")
def kept_aside() -> Measure:
    return measure("kept_aside", masked)


def test_each_kind_has_three_hundred_data_in_either_set() -> None:
    assert set(MAKERS) == set(GOALS) == set(LABELS) - {"birth"}
    for part in PARTS:
        count = Counter(kind for sentence in sentences(part) for kind, _ in sentence.values)
        assert min(count.values()) >= 300, count


def test_the_two_sets_share_no_template_and_no_value() -> None:
    assert not set(templates("development")) & set(templates("kept_aside"))
    one, other = ({value for sentence in sentences(part) for _, value in sentence.values} for part in PARTS)
    assert not one & other


def test_the_sets_are_always_the_same() -> None:
    assert list(sentences("kept_aside")) == list(sentences("kept_aside"))


def test_what_is_left_alone_survives_and_what_is_half_masked_survives_too() -> None:
    """Were the measure blind, every figure would be green for nothing."""
    for sentence in sentences("kept_aside"):
        assert len(survives(sentence, sentence.typed)) == len(sentence.values)
        assert survives(sentence, sentence.around) == []
        for kind, value in sentence.values:
            assert (kind, value) in survives(sentence, sentence.typed.replace(value, f"[IBAN masqué] {value[-3:]}"))


@pytest.mark.parametrize("kind", GOALS)
def test_the_goal_is_reached(kind: str, kept_aside: Measure) -> None:
    assert kept_aside.recall(kind) >= GOALS[kind], kept_aside.examples[:20]


def test_little_more_than_the_data_goes(kept_aside: Measure) -> None:
    """The rest of a sentence is what routes it: nineteen sentences in twenty keep all of it, and lose all of the data."""
    assert kept_aside.exact >= 0.95


def test_the_clean_sentences_are_many_and_new() -> None:
    lines = lines_of("clean.txt")
    assert len(set(lines)) == len(lines) >= 150
    known = {*(HERE / "corpus.txt").read_text("utf-8").splitlines(), *lines_of("sentences/clean_development.txt")}
    assert not known & set(lines)


def test_a_clean_sentence_is_masked_less_than_twice_in_a_hundred() -> None:
    touched = [line for line in lines_of("clean.txt") if masked(line) != line]
    assert len(touched) / len(lines_of("clean.txt")) <= CLEAN_GOAL, touched
