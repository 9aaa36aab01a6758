"""What is proposed once the rules, the place and the words are heard: thirty sentences with their reasons, and what holds for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.routing_rules import Rule
from config.town import Town
from handlers.routing.rules import Suggestion
from handlers.routing.verdict import SHOWN, Verdict, decide, directions, question, where

GOLDEN = Path(__file__).parent / "golden" / "verdicts.txt"
THRESHOLD = 0.375


def suggested(weights: dict[str, float]) -> list[Suggestion]:
    """What a router says that is as sure as these probabilities: the rules are tried here, not the words."""
    sure = max(weights.values()) >= THRESHOLD
    return [Suggestion(id, probability, (), "", sure) for id, probability in weights.items()]


def told(town: Town, sentence: str, weights: dict[str, float]) -> list[str]:
    """The verdict in lines."""
    place = where(town, sentence)
    verdict = decide(town, suggested(weights), sentence, place)
    asked = question(town, verdict.choices) if verdict.band != "sure" else None
    lines = [f"{'they disagree' if verdict.disagree else verdict.band}; place: {place.mairie or '-'} {place.street}".rstrip()]
    for each in verdict.choices:
        rules = ", ".join([*each.rules, *(f"« {said} »" for said in each.said)])
        lines.append(f"{each.service} › {each.direction}{f' ({rules})' if rules else ''}")
    if verdict.aside and verdict.aside.rule:
        lines.append(f"not {verdict.aside.service} ({verdict.aside.rule})")
    if asked:
        lines.append(f"{asked.text} yes {asked.yes}, no {asked.no}")
    return lines


def golden() -> Iterator[tuple[str, dict[str, float], list[str]]]:
    """Blocks: the sentence, what the words say of it, then what is proposed."""
    for block in GOLDEN.read_text("utf-8").strip().split("\n\n"):
        sentence, words, *lines = block.splitlines()
        yield sentence, {id: float(share) for id, share in (each.split() for each in words.split(", "))}, lines


@pytest.mark.parametrize(("sentence", "weights", "lines"), [*golden()], ids=lambda value: value[:30] if isinstance(value, str) else "")
def test_a_sentence_is_proposed_for_its_reasons(town: Town, sentence: str, weights: dict[str, float], lines: list[str]) -> None:
    assert told(town, sentence, weights) == lines


def test_there_are_thirty_of_them() -> None:
    assert len(list(golden())) >= 30


def with_rules(town: Town, *rules: dict[str, object]) -> Town:
    made = [Rule.model_validate({"raison": "pour voir", **rule}, strict=False) for rule in rules]
    return town.model_copy(update={"rules": {rule.id: rule for rule in made}})


def verdict_of(town: Town, sentence: str, weights: dict[str, float]) -> Verdict:
    return decide(town, suggested(weights), sentence, where(town, sentence))


NATURE = {"direction": "v_nature", "competence": "ville"}
LAMP = {"eclairage.lampadaire": 0.9, "eclairage.armoire": 0.05}


def test_two_rules_that_name_two_services_are_both_shown(town: Town) -> None:
    both = with_rules(town, {"id": "a", "mots": ("quai",), "service": "voirie.trottoir"},
                      {"id": "b", "mots": ("lampe",), "service": "voirie.mobilier"})
    verdict = verdict_of(both, "lampe du quai", LAMP)
    assert verdict.disagree
    assert verdict.best is None
    assert [(each.service, each.rules) for each in verdict.choices[:2]] == [("voirie.trottoir", ("a",)), ("voirie.mobilier", ("b",))]


def test_two_rules_that_name_two_directions_are_both_shown(town: Town) -> None:
    both = with_rules(town, {"id": "a", "services": ("eclairage",), "rues": ("rue Pasteur",), **NATURE},
                      {"id": "b", "services": ("eclairage",), "mots": ("mat",), "direction": "m_voirie", "competence": "metropole"})
    verdict = verdict_of(both, "mât penché rue Pasteur", LAMP)
    assert verdict.disagree
    assert [(each.service, each.direction) for each in verdict.choices[:2]] == [
        ("eclairage.lampadaire", "v_nature"), ("eclairage.lampadaire", "m_voirie")
    ]
    assert len(directions(both, "eclairage.armoire", "mât penché rue Pasteur", where(both, "rue Pasteur"))) == 2


def test_a_rule_that_names_the_service_it_corrects_overrides_the_words(town: Town) -> None:
    ruled = with_rules(town, {"id": "a", "services": ("eclairage.lampadaire",), "mots": ("feu",), "service": "eclairage.feux"})
    verdict = verdict_of(ruled, "le feu ne marche plus", LAMP)
    assert (verdict.disagree, verdict.band, verdict.choices[0].service) == (False, "probable", "eclairage.feux")


def test_a_rule_of_another_quarter_or_of_a_place_nobody_said_is_not_heard(town: Town) -> None:
    ruled = with_rules(town, {"id": "a", "services": ("eclairage",), "mairies": ("mq_centre",), **NATURE})
    for sentence, direction in (("lampadaire rue Pasteur", "v_nature"), ("lampadaire rue Haute", "m_eclairage"),
                                ("lampadaire rue de Lyon", "m_eclairage"), ("lampadaire cassé", "m_eclairage")):
        assert verdict_of(ruled, sentence, LAMP).choices[0].direction == direction, sentence
    pinned = decide(ruled, suggested(LAMP), "lampadaire rue de Lyon", where(ruled, "lampadaire rue de Lyon", mairie="mq_centre"))
    assert pinned.choices[0].direction == "v_nature"  # the pin says which of the two quarters of that street


def test_what_a_rule_sets_aside_is_not_proposed_and_the_next_must_outweigh_the_rest(town: Town) -> None:
    ruled = with_rules(town, {"id": "a", "services": ("eclairage.lampadaire",), "exclut": True, "mots": ("solaire",)})
    close = verdict_of(ruled, "lampe solaire", {"eclairage.lampadaire": 0.9, "eclairage.armoire": 0.06, "eclairage.feux": 0.01})
    assert (close.band, close.choices[0].service) == ("to_confirm", "eclairage.armoire")
    assert close.aside is not None
    assert (close.aside.service, close.aside.rule) == ("eclairage.lampadaire", "a")
    vague = verdict_of(ruled, "lampe solaire", {"eclairage.lampadaire": 0.5, "eclairage.armoire": 0.1, "eclairage.feux": 0.09})
    assert (vague.band, vague.best) == ("unknown", None)


@settings(max_examples=60)
@given(text=st.text(max_size=120), weights=st.dictionaries(st.sampled_from(["voirie.mobilier", "proprete.depot_sauvage", "hygiene.rats",
       "eclairage.lampadaire", "habitat.bailleur_social"]), st.floats(0, 1), min_size=1, max_size=5))
def test_no_sentence_breaks_it(town: Town, text: str, weights: dict[str, float]) -> None:
    """At most three, each once for a direction, and nothing is preferred of what contradicts itself."""
    ordered = dict(sorted(weights.items(), key=lambda item: -item[1]))
    verdict = verdict_of(town, text, ordered)
    assert 1 <= len(verdict.choices) <= SHOWN or verdict.band == "unknown"
    assert len({(each.service, each.direction) for each in verdict.choices}) == len(verdict.choices)
    assert (verdict.best is None) == (verdict.disagree or verdict.band == "unknown")
