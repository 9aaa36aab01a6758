"""A trial learns from any labelled texts, measures what its name says, and gives the same figures each time."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.town import Town
from handlers.routing import training
from handlers.routing.examples import Lesson, lesson_of
from handlers.routing.measures import Truth
from handlers.routing.noise import KINDS, worsened
from handlers.routing.packing import pack
from handlers.routing.trial import Case, Unreadable, cases_of, halves_of, lesson_from, try_catalogue, try_out
from tests.bot.test_cli import relais, state
from tests.routing.conftest import small

__all__ = ["state"]  # the fixture

WHO = {"pain": ("baguette", "croissant", "farine"), "train": ("quai", "billet", "wagon", "gare"), "mer": ("vague", "sable", "voile")}
CASES = [Case(f"{verb} {word} {end}", label) for label, words in WHO.items() for word in words for verb in ("voir", "la") for end in "abcd"]
NOTHING = Lesson((), {}, {})


def tried(cases: list[Case]) -> tuple[float, ...]:
    lesson = lesson_from(cases, NOTHING, labels=None)
    trial = try_out(lesson, CASES[::5], labels={label: label for label in WHO}, meaning=None, curve=True, progress=lambda share: None)
    assert [score.name for score in trial.scores] == ["majority", "words", "letters"]
    assert [share for share, *_ in trial.curve] == [0.1, 0.25, 0.5]
    ours = trial.ours
    assert set(ours.noise) == {*KINDS}
    assert ours.ms[0] > 0
    return ours.truth.top(1), ours.truth.top(3), *ours.truth.sure.tolist()


def test_any_labels_are_learned_and_the_order_of_the_lines_changes_nothing() -> None:
    first = tried(CASES)
    assert first[:2] == (1.0, 1.0)
    assert tried(random.Random(1).sample(CASES, len(CASES))) == first


def test_the_same_lesson_gives_the_same_bytes_whatever_the_order_of_the_catalogue() -> None:
    town = small()
    turned = {id: domain.model_copy(update={"services": dict(reversed(domain.services.items()))}) for id, domain in town.domains.items()}
    other = town.model_copy(update={"domains": dict(reversed(turned.items()))})
    assert lesson_of(town).as_json() == lesson_of(other).as_json()
    assert pack(training.train(lesson_of(town))) == pack(training.train(lesson_of(other)))


def test_a_catalogue_is_asked_its_own_sentences_without_having_seen_them(small_town: Town) -> None:
    directions = {id: service.direction for id, service in small_town.services.items()}
    by_service, by_direction = try_catalogue(replace(lesson_of(small_town), meanings=False), directions, lambda share: None)
    assert len(by_service.ours.truth.right) == by_service.learned > 100
    assert by_service.ours.truth.top(1) <= by_direction.ours.truth.top(1) <= by_direction.ours.truth.top(3)
    assert by_service.ours.truth.top(1) > 0.5


def test_measures_mean_what_they_say() -> None:
    truth = Truth(np.array([[0.9, 0.1, 0.0], [0.6, 0.4, 0.0], [0.2, 0.3, 0.5], [0.8, 0.1, 0.1]]), np.array([0, 1, 2, 0]))
    assert (truth.top(1), truth.top(2), truth.top(3)) == (0.75, 1.0, 1.0)
    assert truth.macro_f1() == pytest.approx((4 / 5 + 0 + 1) / 3)
    assert truth.calibration_error() == pytest.approx((0.1 + 0.6 + 0.5 + 0.2) / 4)
    assert truth.routed(0.7) == (0.5, 1.0)
    assert truth.confusions()[1] == [100.0, 0.0, 0.0]
    assert sum(share for *_, share in truth.reliability()) == pytest.approx(1)
    assert truth.grouped(["a", "a", "b"], ["a", "a", "b", "a"]).top(1) == 0.75  # a tie goes to the first column


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=80), seed=st.integers(0, 9), kind=st.sampled_from(KINDS))
def test_the_same_seed_types_the_same_mistakes_and_no_word_is_lost(text: str, seed: int, kind: str) -> None:
    once = worsened(text, random.Random(seed), kind)
    assert worsened(text, random.Random(seed), kind) == once
    if text.isascii() and text.isalpha():
        assert abs(len(once) - len(text)) <= 3


def test_one_file_may_say_what_to_learn_and_what_to_ask(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,label,split\nun,a,train\ndeux,b,dev\ntrois,a,\n", encoding="utf-8")
    assert halves_of(tmp_path / "a.csv") == ([Case("un", "a"), Case("trois", "a")], [Case("deux", "b")])


def test_a_file_without_its_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("texte,label\nun,deux\n", encoding="utf-8")
    with pytest.raises(Unreadable) as fault:
        cases_of(tmp_path / "a.csv")
    assert fault.value.column == "text"


def test_the_command_measures_any_file_draws_and_says_what_is_missing(tmp_path: Path) -> None:
    lines = "text,label\n" + "".join(f"{case.text},{case.label}\n" for case in CASES)
    (tmp_path / "a.csv").write_text(lines, encoding="utf-8")
    options = ("--train", str(tmp_path / "a.csv"), "--test", str(tmp_path / "a.csv"), "--no-meanings", "--no-curve")
    said = relais(tmp_path, "router", "evaluate", *options, "--json", "--picture", str(tmp_path / "p.png"))
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)["texts"]["methods"]
    assert found["letters"]["top1"] == 1.0
    assert found["letters"]["routed"]["share"] > 0.5
    picture = (tmp_path / "p.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 80_000

    table = relais(tmp_path, "router", "evaluate", *options)
    assert "Relais, mots et lettres" in table.stdout
    assert "Points perdus" in table.stdout
    assert "…" not in table.stdout  # on eighty columns

    alone = relais(tmp_path, "router", "evaluate", "--train", str(tmp_path / "a.csv"))
    assert (alone.returncode, "« split »" in alone.stderr) == (2, True)
    (tmp_path / "b.csv").write_text("phrase,label\nun,deux\n", encoding="utf-8")
    wrong = relais(tmp_path, "router", "evaluate", "--train", str(tmp_path / "b.csv"), "--test", str(tmp_path / "a.csv"))
    assert (wrong.returncode, "« text »" in wrong.stderr) == (2, True)
    nothing = relais(tmp_path, "router", "evaluate")
    assert (nothing.returncode, "--train" in nothing.stderr) == (2, True)


def test_the_report_says_what_the_towns_router_is_made_of(state: Path) -> None:
    found = json.loads(relais(state, "router", "report", "--json").stdout)
    assert (found["services"], found["weights"]["services"] > 0) == (99, True)
    assert 0 < found["threshold"] < found["bar"] < 1
    assert found["meanings"] == ("meanings" in found["weights"])
    assert "exemples, 99 services" in relais(state, "router", "report").stdout
