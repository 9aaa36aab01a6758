"""The words that put the telephone before the form: none missed that the town wrote down, and nothing typed can make it slow."""

from __future__ import annotations

import csv
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.town import Town, bundled, load
from handlers.routing.danger import alarm_of, danger_of
from handlers.routing.features import LONGEST
from handlers.routing.noise import worsened
from tests.routing.evaluate import DATA

EXAMPLES = load(bundled("valmiere")).danger_examples


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text)
def test_every_example_of_the_catalogue_is_read_as_the_town_expects(town: Town, example: object) -> None:
    danger = danger_of(example.text, town)  # type: ignore[attr-defined]
    assert (danger.id if danger else "aucun") == example.expected  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("DE LA FUMÉE NOIRE SORT DE LA CAVE", "feu_explosion"),
        ("qqn dort dehors, une dame", "sans_abri_froid"),
        ("le transformateur, là-bas, il crame", "feu_explosion"),
        ("mon mari me frappe", "violences_familiales"),  # says more than « frappe » alone
        ("un colis suspect est posé devant l'accueil", "engin_suspect"),
        ("e\u0301tincelles au pied du mât", "electrocution"),
    ],
)
def test_a_danger_is_seen_however_it_is_written(town: Town, text: str, danger: str) -> None:
    found = danger_of(text, town)
    assert found is not None
    assert found.id == danger
    assert found.call
    assert found.instruction


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gros trou devant l'école rue des Lilas",
        "la bouche d'incendie fuit devant le 12",  # an exception of the catalogue
        "l'incendiaire de service",  # whole words only
        "un enfant un deux trois quatre cinq six sept huit perdu",  # more than eight words apart
        "le fil de discussion est long",
    ],
)
def test_what_only_looks_like_a_danger_is_left_alone(town: Town, text: str) -> None:
    assert alarm_of(text, town) is None


def test_a_denied_danger_is_asked_about_and_not_raised(town: Town) -> None:
    alarm = alarm_of("pas de fumée noire aujourd'hui", town)
    assert alarm is not None
    assert (alarm.danger.id, alarm.certain) == ("feu_explosion", False)
    assert danger_of("pas de fumée noire aujourd'hui", town) is None


def test_a_danger_denied_once_and_said_again_is_raised(town: Town) -> None:
    text = "pas de fumée noire ce matin mais maintenant voilà encore de la fumée noire"
    danger = danger_of(text, town)
    assert danger is not None
    assert danger.id == "feu_explosion"


def test_few_sentences_of_the_catalogue_are_taken_for_a_danger(town: Town) -> None:
    calm = [phrase for service in town.services.values() if service.delay != "immediat" for phrase in service.phrases]
    raised = [phrase for phrase in calm if danger_of(phrase, town)]
    assert len(raised) / len(calm) < 0.03


@pytest.mark.parametrize("piece", ["incendie ", "a ", "fil ", "enfant tombe ", "x", "é́", "pas de feu ", "😀", "a-", "\u202e"])
def test_two_hundred_kilobytes_of_anything_take_no_time(town: Town, piece: str) -> None:
    text = (piece * (200_000 // len(piece)))[:200_000]
    danger_of("prepared", town)
    spent = []
    for _ in range(3):
        before = time.process_time()
        alarm_of(text, town)
        spent.append(time.process_time() - before)
    assert min(spent) < 0.05


def test_what_is_said_after_the_cut_is_not_read(town: Town) -> None:
    assert danger_of("bla " * (LONGEST // 4) + "incendie", town) is None


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from("pas de un enfant tombe bassin cable sol feu en fumee noire il ne bouge plus . , 🙂".split()), max_size=30))
def test_a_longer_text_never_hides_a_danger(town: Town, words: list[str]) -> None:
    calm = " . bla" * 10
    if danger_of(" ".join(words), town):
        assert danger_of(" ".join(words) + calm, town)
        assert danger_of(calm + " " + " ".join(words), town)


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("forte oder de gaz dans la cage", "gaz"),
        ("un enffant seul devant le portail", "enfant"),
        ("grosse exploson rue de l'Industrie", "feu_explosion"),
        ("il y a des flames au premier", "feu_explosion"),
        ("elle parle de se suicder", "suicide"),
    ],
)
def test_a_mistyped_danger_is_asked_about(town: Town, text: str, danger: str) -> None:
    alarm = alarm_of(text, town)
    assert alarm is not None
    assert (alarm.danger.id, alarm.certain) == (danger, False)


def test_few_mistyped_dangers_are_missed(town: Town) -> None:
    """17 of 100 were, when words were read only as they are spelled."""
    dangers = [example.text for example in EXAMPLES if example.expected != "aucun"]
    typed = [worsened(text, random.Random(seed), kind) for text in dangers for seed in range(5) for kind in ("slips", "all")]
    missed = [text for text in typed if alarm_of(text, town) is None]
    assert len(missed) / len(typed) <= 0.04


def test_real_titles_and_questions_raise_no_alarm(town: Town) -> None:
    with (DATA / "services_unifies.csv").open(encoding="utf-8") as file:
        alarms = [alarm_of(line["text"], town) for line in csv.DictReader(file)]
    assert len(alarms) == 1250
    assert not any(alarm.certain for alarm in alarms if alarm)
    assert sum(alarm is not None for alarm in alarms) <= 12
