"""What was decided weighs on the next sentence like it, and nobody can make it weigh more than a set amount."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.routing import training
from handlers.routing.examples import Taught, beside, distinct, lesson_of
from handlers.routing.memory import MOST_OF_ALL, MOST_OF_ONE, Memory, doubts_of
from handlers.routing.model import Floats
from handlers.routing.rules import Router, suggest
from tests.routing.conftest import small

HOLE, LAMP = "voirie.nid_de_poule", "eclairage.lampadaire"
WORDS = ("trou", "lampadaire", "trottoir", "zorglub", "cassé", "éteint", "rue", "école")


@cache
def learned() -> Router:
    return Router.of(training.train(lesson_of(small())))


def shares(lessons: Sequence[Taught], asked: str) -> Floats:
    model = learned().model
    memory, sentence = Memory(model), model.sentence(asked)
    for lesson in lessons:
        memory.learn(lesson)
    return memory.shifted(sentence, model.mix(model.parts(model.read(sentence))))[0]


sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
decisions = st.lists(st.tuples(sentences, st.sampled_from((HOLE, LAMP, "voirie.trottoir")), st.integers(1, 4)), max_size=25)


@settings(max_examples=150, deadline=None)
@given(decisions, st.lists(st.tuples(sentences, st.sampled_from((HOLE, LAMP))), min_size=1, max_size=40), sentences)
def test_whatever_one_person_teaches_however_often_no_share_moves_by_more_than_a_set_amount(
    others: list[tuple[str, str, int]], poison: list[tuple[str, str]], asked: str
) -> None:
    honest = [Taught(number, *each) for number, each in enumerate(others)]
    wrong = [Taught(1000 + number, *each, 99) for number, each in enumerate(poison)]
    before, after = shares(honest, asked), shares([*honest, *wrong], asked)
    assert np.abs(after - before).max() <= MOST_OF_ONE + 1e-9
    assert after.sum() == pytest.approx(1)
    assert np.abs(after - shares([], asked)).max() <= MOST_OF_ALL + 1e-9


def test_a_wrong_correction_repeated_two_hundred_times_weighs_as_one() -> None:
    once = [Taught(1, "lampadaire éteint devant l'école", HOLE, 7)]
    often = [Taught(number, "lampadaire éteint devant l'école", HOLE, 7) for number in range(200)]
    assert shares(often, "lampadaire éteint") == pytest.approx(shares(once, "lampadaire éteint"))
    assert shares(once, "lampadaire éteint") != pytest.approx(shares([], "lampadaire éteint"), abs=MOST_OF_ONE / 4)
    assert shares(often, "lampadaire éteint").argmax() == shares([], "lampadaire éteint").argmax()


def test_a_wrong_correction_repeated_moves_a_router_trained_on_it_by_no_more_either() -> None:
    honest = [Taught(number, f"réparer le zorglub {where}", LAMP, number) for number, where in enumerate(("au stade", "au port"))]
    wrong = [Taught(100 + number, "lampadaire éteint", HOLE, 7) for number in range(200)]
    doubts, asked = doubts_of(learned().model), "lampadaire éteint rue des Lilas"

    def trained(lessons: list[Taught]) -> dict[str, float]:
        router = Router.of(training.train(beside(lesson_of(small()), lessons, doubts)))
        return {each.service_id: each.probability for each in suggest(router, asked, n=99)}

    before, after = trained(honest), trained([*honest, *wrong])
    assert {id: share for id, share in after.items() if abs(share - before[id]) > MOST_OF_ONE} == {}


def test_two_who_agree_outweigh_a_router_that_is_sure_and_one_against_three_is_a_quarter() -> None:
    text = "lampadaire éteint"
    for authors, weight in ((1, 0.1), (2, 1.0)):
        found = distinct([Taught(number, text, HOLE, number) for number in range(authors)], {}, lambda text, service: True)
        assert [each.weight for each in found] == [weight]
    said = [Taught(0, text, HOLE, 0), *(Taught(number, text.upper(), LAMP, number) for number in (1, 2, 3))]
    assert {each.service: each.weight for each in distinct(said, {}, lambda text, service: False)} == {HOLE: 0.25, LAMP: 0.75}


def test_a_word_that_the_catalogue_has_not_is_known_at_the_next_sentence_and_says_why() -> None:
    router = Router.of(learned().model).remembering()
    assert suggest(router, "zorglub")[0].sure is False
    before = time.perf_counter()
    for author in range(4):
        router.memory.learn(Taught(author, "zorglub coincé", LAMP, author))  # type: ignore[union-attr]
    assert (time.perf_counter() - before) / 4 < 0.005
    best = suggest(router, "encore un zorglub")[0]
    assert (best.service_id, best.words, best.nearest) == (LAMP, ("zorglub",), "")


def test_a_decision_taken_back_is_no_lesson_any_more() -> None:
    model = learned().model
    memory, sentence = Memory(model), model.sentence("zorglub")
    plain = model.mix(model.parts(model.read(sentence)))
    memory.learn(Taught(1, "zorglub", LAMP, 1))
    assert memory.shifted(sentence, plain)[0][model.services.index(LAMP)] > plain[model.services.index(LAMP)]
    memory.learn(Taught(1, "zorglub", HOLE, 1))  # the same request, corrected
    assert memory.shifted(sentence, plain)[0][model.services.index(LAMP)] < plain[model.services.index(LAMP)]
    memory.forget(1)
    assert memory.shifted(sentence, plain)[0] is plain
