"""The bank of questions: what the default town asks, and a town that asks nothing."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from config.town import Town, load
from tests.config.folders import TownFolder


def test_the_default_town_asks_what_the_bank_holds(valmiere: Town) -> None:
    rules = valmiere.surveys
    assert rules is not None
    assert (rules.core, rules.hour, rules.k) == ("charge_jour", time(16, 15), 5)
    assert (len(valmiere.questions), len(valmiere.dimensions), len(valmiere.training_themes)) == (56, 10, 24)


def test_each_question_says_what_may_be_answered(valmiere: Town) -> None:
    answers = {id: valmiere.answers(question) for id, question in valmiere.questions.items()}
    assert [shown for _, shown in answers["charge_jour"]] == [str(number) for number in range(11)]
    assert answers["charge_pause"] == (("1", "Oui"), ("0", "Non"))
    assert answers["for_theme"][0] == ("accueil", "Accueil physique et téléphonique")
    assert [id for id, given in answers.items() if not given] == [id for id in answers if id.startswith("ouv_")]


def test_a_town_without_the_file_has_no_survey(tmp_path: Path) -> None:
    folder = TownFolder(tmp_path / "town")
    (folder.path / "enquetes" / "questions.yaml").unlink()
    assert load(folder.path).surveys is None
