"""The card's reasons: a rule, a contradiction, a question, a place that decides the mairie, a request settled alike."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from config.routing_rules import Rule
from storage.tables import Event, Request
from tests.scenes import Chat, Town, town, valmiere

LAMP_IN_THE_PARK = "lampadaire cassé dans le parc du Lac"
RATS = "rats dans la cage d'escalier"
HOLE = "gros trou devant l'école rue des Lilas"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def only(t: Town) -> Any:
    [request] = t.rows(Request)
    return request


def labels(chat: Chat) -> list[str]:
    return [label for label, _ in chat.card().body.choices]


async def test_a_rule_decides_who_does_it_and_the_card_says_so(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(LAMP_IN_THE_PARK)
    assert awa.last.startswith("Compris : Lampadaire isolé en panne, allumé de jour ou gênant · sûr\nVille (commune) › Nature en ville")
    assert "Règle : dans un parc ou un square, l'éclairage est à la Ville (« dans le parc »)" in awa.last.splitlines()
    await awa.presses("Enregistrer")
    assert (only(t).service, only(t).direction, only(t).competence) == ("eclairage.lampadaire", "v_nature", "ville")
    assert [each.data for each in t.rows(Event, kind="recorded")] == [  # type: ignore[attr-defined]
        {"to": "sent", "service": "eclairage.lampadaire", "rank": 1, "rules": ["eclairage_parc"]}
    ]


async def test_a_service_found_under_other_goes_where_the_rule_says(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("une demande pas claire du tout, dans le parc")
    await awa.presses("Autre service")
    await awa.says("lampadaire")
    await awa.presses("Lampadaire isolé")
    assert "Ville (commune) › Nature en ville et espaces verts" in awa.last
    await awa.presses("Enregistrer")
    assert only(t).direction == "v_nature"


async def test_a_place_given_later_is_heard_by_the_rules(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("trottoir défoncé")
    assert "Métropole › Voirie" in awa.last
    await awa.presses("Lieu")
    await awa.says("quai des Tanneurs")
    assert "Métropole › Eau et assainissement" in awa.last
    assert "Règle : sur les quais" in awa.last


async def test_a_rule_and_the_words_disagree_and_a_person_chooses(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(RATS)
    title, said, rule, words, *_ = awa.last.splitlines()
    assert (title, said) == ("Deux réponses possibles", "La règle et les mots ne disent pas pareil. À vous de choisir.")
    assert rule.endswith("règle, les parties communes sont au bailleur ou au syndic")
    assert words.endswith("à cause de « rats »")
    assert "✓ Enregistrer" not in labels(awa)
    assert only(t).service is None
    await awa.presses("Non : Rats et souris")
    assert (only(t).service, only(t).direction) == ("hygiene.rats", "v_hygiene")
    assert [each.data["rank"] for each in t.rows(Event, kind="recorded")] == [2]  # type: ignore[attr-defined]


async def test_two_rules_disagree_about_who_does_it_and_a_person_chooses(t: Town) -> None:
    made = [
        Rule.model_validate({"id": id, "services": ("voirie.nid_de_poule",), "mots": ("trou",), "direction": direction,
                             "competence": "metropole", "raison": reason})
        for id, direction, reason in (("a", "m_eau", "l'eau creuse"), ("b", "m_mobilites", "le bus passe"))
    ]
    t.serves(rules={rule.id: rule for rule in made})
    awa = t.person("awa")
    await awa.says(HOLE)
    assert "Deux règles ne disent pas pareil. À vous de choisir." in awa.last
    assert "Métropole › Eau et assainissement : règle, l'eau creuse" in awa.last
    await awa.presses("Mobilités")
    assert (only(t).service, only(t).direction) == ("voirie.nid_de_poule", "m_mobilites")


async def test_a_service_chosen_under_other_that_two_rules_send_apart_is_asked_about(t: Town) -> None:
    made = [
        Rule.model_validate({"id": id, "services": ("voirie.nid_de_poule",), "mots": ("demande",), "direction": direction,
                             "competence": "metropole", "raison": reason})
        for id, direction, reason in (("a", "m_eau", "l'eau creuse"), ("b", "m_mobilites", "le bus passe"))
    ]
    t.serves(rules={rule.id: rule for rule in made})
    awa = t.person("awa")
    await awa.says("une demande pas claire du tout")
    await awa.presses("Autre service")
    await awa.says("nid de poule")
    await awa.presses("Nid-de-poule")
    assert "Deux règles ne disent pas pareil. Laquelle suivre ?" in awa.last
    await awa.presses("Mobilités")
    assert (only(t).service, only(t).direction) == ("voirie.nid_de_poule", "m_mobilites")


async def test_the_separating_question_answered_picks_the_right_one(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    assert "Pour départager : Le sol s'enfonce-t-il ou sonne-t-il creux ?" in awa.last
    await awa.presses("Oui : Affaissement")
    assert only(t).service == "voirie.affaissement"


async def test_without_a_word_that_says_anything_nothing_is_guessed(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("zzz qwxz")
    assert awa.last.startswith("Je ne sais pas\n")
    assert labels(awa)[:2] == ["Enregistrer, qualifier plus tard", "Autre service"]


async def test_two_taps_after_other_reach_every_service(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("zzz qwxz")
    await awa.presses("Autre service")
    first = awa.card()
    reached: list[str] = []
    for domain in valmiere().domains.values():
        if not any(service.domain == domain.id for service in valmiere().services.values()):
            continue
        place = labels(awa).index(domain.name)
        await t.hears("awa", press=first.references[place], about=[*awa.messages][-1])
        reached += labels(awa)
        await awa.says("annuler")  # nothing to undo: the card stays as it is
        await awa.says("zzz qwxz")
        await awa.presses("Autre service")
        first = awa.card()
    assert sorted(reached) == sorted(service.name for service in valmiere().services.values())


async def test_a_typed_word_after_other_is_the_shortcut(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("zzz qwxz")
    await awa.presses("Autre service")
    await awa.says("colonne verre")
    await awa.presses("Colonne")
    await awa.presses("Enregistrer")
    assert only(t).service == "dechets.point_tri"


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("nid de poule rue des Lilas", "Lieu : rue des Lilas (quartier Les Cèdres)"),
        ("nid de poule devant la résidence des Lilas", "Lieu : résidence des Lilas (quartier Les Cèdres)"),
        ("nid de poule dans le quartier des Cèdres", "Lieu : quartier Les Cèdres, à préciser"),
    ],
)
async def test_a_place_read_from_the_words_decides_the_mairie_when_it_is_not_the_loggers(t: Town, sentence: str, place: str) -> None:
    awa = t.person("awa")
    await awa.says(sentence)
    assert place in awa.last.splitlines()
    assert (only(t).mairie, only(t).quarter) == ("mq_tanneurs", "mq_cedres")
    await awa.presses("Pour Les Cèdres")
    assert "Pour Les Cèdres" not in labels(awa)
    await awa.presses("Enregistrer")
    assert only(t).mairie == "mq_cedres"


async def test_somebody_of_the_whole_town_need_not_say_the_mairie_of_a_place_named(t: Town) -> None:
    cora = t.person("cora", "coordination", None)
    await cora.says("nid de poule à Rive-Gauche")
    assert only(t).mairie == "mq_rive"


async def settles(awa: Chat, karim: Chat, sentence: str, reference: str) -> None:
    await awa.says(sentence)
    await awa.presses("Enregistrer")
    await karim.says(f"prendre {reference}")
    await karim.presses("Traité")
    await karim.says("Rebouché à l’enrobé à froid.")


async def test_a_request_settled_alike_is_shown_with_who_did_it_and_when(t: Town) -> None:
    awa, karim = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    await settles(awa, karim, "nid de poule devant la pharmacie, rue du Moulin", "MQ-26-0001")
    await t.passes(days=30)
    await awa.says("encore un nid de poule devant une pharmacie, rue Carnot")
    assert ("Comme MQ-26-0001 : « nid de poule devant la pharmacie, rue du Moulin », réglée par Voirie et espaces publics il y a 30 jours"
            in awa.last.splitlines())


async def test_a_request_settled_in_another_mairie_is_shown_only_to_who_reads_it(t: Town) -> None:
    awa, karim = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    bruno, cora = t.person("bruno", mairie="mq_rive"), t.person("cora", "coordination", None)
    await settles(awa, karim, "nid de poule devant la pharmacie, rue du Moulin", "MQ-26-0001")
    await t.passes(days=30)
    for person, seen in ((bruno, False), (cora, True)):
        await person.says("nid de poule devant une pharmacie, rue Carnot")
        assert ("Comme MQ-26-0001" in person.last) is seen
