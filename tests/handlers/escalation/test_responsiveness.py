"""The dosage of responsiveness: what counts, how much, and what never does, on sentences as people say them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.responsiveness import CRITERIA
from config.responsiveness_files import VISIBILITY
from config.town import Town
from handlers.escalation.responsiveness import (
    FEWEST,
    QUESTIONED,
    RANKS,
    Scored,
    choices,
    haste,
    score,
    urgent_share,
    usual_class,
)
from tests.scenes import valmiere

TOWN = valmiere()


@dataclass(frozen=True)
class Said:
    """A request as the score reads it."""

    text: str
    service: str | None = "voirie.trottoir"
    place: str | None = None
    danger: str | None = None
    contacts: int = 0
    reopened: int = 0


def points(said: Said, town: Town = TOWN) -> str:
    """« 20210 »: severity, extent, frailty, recurrence, reversibility."""
    return "".join(str(each) for each in score(said, town).points.values())


HOLE, LAMP, LEAK, TREE = "voirie.nid_de_poule", "eclairage.lampadaire", "eau.fuite_rue", "espaces_verts.elagage"
SENTENCES = [
    # the sentence, its service, the points in the order of CRITERIA, the class
    ("gros trou devant l'école rue des Lilas", HOLE, "00201", "court_5j"),
    ("gros trou devant l'école, une dame est tombée ce matin", HOLE, "20201", "urgent_2j"),
    ("nid de poule qui s'agrandit, un cycliste a failli tomber", HOLE, "20102", "urgent_2j"),
    ("nid de poule rue Pasteur", HOLE, "00001", "court_5j"),
    ("trou dans la chaussée à chaque pluie, ça se creuse", HOLE, "00022", "court_5j"),
    ("trottoir défoncé devant l'EHPAD, deux chutes en une semaine", "voirie.trottoir", "20220", "urgent_2j"),
    ("trottoir abîmé, les fauteuils roulants ne passent plus", "voirie.trottoir", "00200", "normal_15j"),
    ("dalle descellée, une personne âgée est tombée", "voirie.trottoir", "20200", "normal_15j"),
    ("dalle descellée, une personne âgée est tombée, ça empire", "voirie.trottoir", "20202", "urgent_2j"),
    ("racines qui soulèvent le trottoir, de plus en plus", "voirie.trottoir", "00002", "normal_15j"),
    ("lampadaire éteint au 12 rue Pasteur", LAMP, "00000", "court_5j"),
    ("lampadaire éteint devant le collège, toute la rue est noire, un accident hier soir", LAMP, "21200", "urgent_2j"),
    ("le lampadaire ne marche pas devant la crèche", LAMP, "00200", "court_5j"),
    ("mât penché au-dessus de l'aire de jeux, il menace de tomber", LAMP, "20102", "urgent_2j"),
    ("le lampadaire est tombé en panne", LAMP, "00000", "court_5j"),
    ("rue noire dans tout le quartier depuis hier", "eclairage.rue_noire", "02000", "urgent_2j"),
    ("petite fuite au pied de la vanne", LEAK, "00002", "urgent_2j"),
    ("l'eau coule sur le trottoir, ça gèle la nuit, verglas devant l'hôpital", LEAK, "20202", "urgent_2j"),
    ("facture d'eau trop élevée à cause d'une fuite", "eau.facture", "00002", "normal_15j"),
    ("branches à tailler rue des Vignes", TREE, "00000", "programme"),
    ("les branches gênent les piétons", TREE, "00100", "programme"),
    ("branche cassée qui penche au-dessus de la cour de l'école", TREE, "20201", "urgent_2j"),
    ("on voudrait un ralentisseur rue Haute", "voirie.amenagement", "00000", "programme"),
    ("il faut un ralentisseur devant l'école", "voirie.amenagement", "00200", "programme"),
    ("ralentisseur demandé, un enfant s'est fait renverser", "voirie.amenagement", "20100", "normal_15j"),
    ("carrefour sans visibilité, trois accidents, devant la maison de retraite", "voirie.amenagement", "20220", "urgent_2j"),
    ("demande de place PMR devant chez moi", "circulation.place_pmr", "00200", "long_30j"),
    ("subvention pour la fête du quartier", "vie_locale.subvention", "00000", "long_30j"),
    ("dépôt de gravats sur le trottoir", "proprete.depot_sauvage", "00001", "urgent_2j"),
    ("poubelle qui déborde tous les jours devant la pharmacie", "proprete.corbeille", "00122", "urgent_2j"),
    ("corbeille pleine place du Marché", "proprete.corbeille", "00000", "court_5j"),
    ("des éclats de verre sur toute l'aire de jeux, des bébés y jouent", "espaces_verts.aire_jeux", "20200", "court_5j"),
    ("toboggan cassé, arête coupante, un enfant blessé, ça recommence", "espaces_verts.aire_jeux", "20110", "court_5j"),
    ("balançoire abîmée", "espaces_verts.aire_jeux", "00100", "court_5j"),
    ("pas de blessé, juste un banc cassé", "voirie.mobilier", "00000", "normal_15j"),
    ("banc cassé, aucun danger", "voirie.mobilier", "00000", "normal_15j"),
    ("banc cassé, ce n'est pas dangereux", "voirie.mobilier", "00000", "normal_15j"),
    ("potelet arraché, pointu, sur le passage des malvoyants", "voirie.mobilier", "10200", "normal_15j"),
    ("rats tous les soirs dans la cour de l'école", "hygiene.rats", "10221", "urgent_2j"),
    ("un rat vu une fois dans la rue", "hygiene.rats", "00001", "court_5j"),
    ("punaises de lit chez une dame enceinte, ça se propage à plusieurs logements", "hygiene.punaises_cafards", "01202", "urgent_2j"),
    ("inscription à l'école maternelle", "education.inscription", "00200", "normal_15j"),
    ("la classe n'a plus de chauffage, fuite au plafond", "education.locaux", "10202", "urgent_2j"),
    ("le plafond fuit dans la classe", "education.locaux", "00202", "urgent_2j"),
    ("tag sur le mur de l'école", "proprete.tags", "00200", "normal_15j"),
    ("rue de l'École, un tag sur un mur", "proprete.tags", "00000", "normal_15j"),
    ("voiture garée devant l'auto-école", "circulation.stationnement_genant", "00000", "urgent_2j"),
    ("le marché marche bien, merci", "participation.suggestion", "00000", "normal_15j"),
    ("plus de collecte dans toute la résidence, les sacs s'entassent", "dechets.collecte", "01001", "urgent_2j"),
    ("copie d'acte de naissance", "etat_civil.acte", "00000", "guichet"),
    ("la chaussée s'affaisse rue Haute", "voirie.affaissement", "20002", "immediat"),
    ("délit de fuite hier, la voiture est repérée", "circulation.vehicule_epave", "00000", "normal_15j"),
]


@pytest.mark.parametrize(("text", "service", "expected", "proposed"), SENTENCES, ids=[each[0] for each in SENTENCES])
def test_a_sentence_has_these_points_and_this_class(text: str, service: str, expected: str, proposed: str) -> None:
    said = Said(text, service)
    assert (points(said), score(said, TOWN).proposed) == (expected, proposed)


def test_the_words_as_they_were_typed_say_why() -> None:
    found = score(Said("Nid de poule devant l'ÉCOLE, un cycliste a FAILLI bêtement tomber"), TOWN).reasons
    assert (found["frailty"].kind, found["frailty"].said) == ("words", "ÉCOLE")
    assert found["severity"].said == "FAILLI … tomber"


def test_the_service_says_why_where_the_words_do_not() -> None:
    found = score(Said("toujours rien", "voirie.affaissement"), TOWN).reasons
    assert (found["severity"].kind, found["severity"].said) == ("service", "voirie.affaissement")


@pytest.mark.parametrize(("contacts", "reopened", "expected"), [(0, 0, 0), (1, 0, 1), (2, 0, 1), (3, 0, 2), (9, 0, 2), (0, 1, 2)])
def test_others_who_reported_it_and_reopening_are_recurrence(contacts: int, reopened: int, expected: int) -> None:
    said = Said("lampadaire éteint", LAMP, contacts=contacts, reopened=reopened)
    assert score(said, TOWN).points["recurrence"] == expected


def test_a_danger_is_severity_and_its_own_class_whatever_the_service() -> None:
    found = score(Said("fils à nu", LAMP, danger="electrocution"), TOWN)
    assert (found.reasons["severity"].kind, found.proposed) == ("danger", "immediat")


def test_a_place_in_its_own_words_counts_and_a_streets_name_does_not() -> None:
    street = next(iter(TOWN.streets)).name
    assert points(Said("tag sur un mur", place="derrière la crèche")) == "00200"
    assert points(Said("tag sur un mur", place=street)) == "00000"


def test_without_a_service_only_points_propose_a_delay() -> None:
    assert score(Said("je ne sais pas", None), TOWN).proposed is None
    assert score(Said("chute devant l'école, ça s'aggrave", None), TOWN).proposed == "urgent_2j"


def test_a_town_without_words_proposes_what_each_service_has() -> None:
    bare = TOWN.model_copy(update={"responsiveness": type(TOWN.responsiveness)()})
    for service in bare.services.values():
        assert score(Said("chute devant l'école, ça s'aggrave", service.id), bare).proposed == service.delay


def test_a_town_without_an_urgent_class_keeps_the_services() -> None:
    classes = {id: each for id, each in TOWN.delay_classes.items() if each.priority != "urgent"}
    town = TOWN.model_copy(update={"delay_classes": classes})
    assert score(Said("chute devant l'école, ça s'aggrave", HOLE), town).proposed == "court_5j"


# --- what is not counted ---

SIGNS = [sign for criterion in CRITERIA for sign in getattr(TOWN.responsiveness, criterion)]
AGGRAVATING = sorted({word for sign in SIGNS for word in sign.words})
LOUD = ["c'est URGENT", "!!!", "scandaleux", "M. le maire est furieux", "de la part du député", "j'appelle la presse",
        "un article dans le journal",
        "c'est la cinquième lettre que je vous envoie", "je vous ai déjà écrit trois fois", "j'ai encore appelé hier", "bande d'incapables",
        "je fais une pétition", "ça passe sur Facebook", "honteux", "vous êtes nuls", "réponse IMMÉDIATE exigée",
        "je connais l'adjointe", "bordel"]
CALM = st.sampled_from([each[0] for each in SENTENCES])
SERVICES = st.sampled_from([each[1] for each in SENTENCES])


@settings(max_examples=300, deadline=None)
@given(CALM, SERVICES, st.lists(st.sampled_from(LOUD), max_size=4), st.booleans(), st.integers(0, 9))
def test_who_asks_how_loudly_and_how_often_is_never_counted(text: str, service: str, loud: list[str], shouts: bool, marks: int) -> None:
    insisted = ". ".join([text.upper() if shouts else text, *loud]) + "!" * marks
    assert points(Said(insisted, service)) == points(Said(text, service))


def test_the_score_can_read_neither_author_nor_channel() -> None:
    """By construction: what it is given has no more than what `Scored` names."""
    assert set(Scored.__annotations__) == {field.name for field in fields(Said)}
    for unseen in ("author_id", "author_role", "channel", "elected", "requester", "mairie"):
        assert not hasattr(Said("x"), unseen)
        assert unseen not in Scored.__annotations__


def test_no_expression_of_the_default_town_speaks_of_visibility() -> None:
    assert [word for sign in SIGNS for text in (*sign.words, *sign.patterns) for word in text.split() if word in VISIBILITY] == []


@settings(max_examples=300, deadline=None)
@given(CALM, SERVICES, st.sampled_from(AGGRAVATING), st.booleans())
def test_one_aggravating_word_more_never_lowers(text: str, service: str, word: str, first: bool) -> None:
    before, after = Said(text, service), Said(f"{word}. {text}" if first else f"{text}. {word}", service)
    mild, grave = score(before, TOWN), score(after, TOWN)
    assert all(grave.points[criterion] >= mild.points[criterion] for criterion in CRITERIA)
    assert haste(TOWN.delay_classes[grave.proposed or ""]) <= haste(TOWN.delay_classes[mild.proposed or ""])


@settings(max_examples=200, deadline=None)
@given(CALM, SERVICES, st.integers(0, 5), st.integers(0, 3), st.sampled_from([None, "gaz"]))
def test_more_contacts_a_reopening_or_a_danger_never_lower(text: str, service: str, contacts: int, reopened: int, danger: Any) -> None:
    mild = score(Said(text, service), TOWN)
    grave = score(Said(text, service, contacts=contacts, reopened=reopened, danger=danger), TOWN)
    assert all(grave.points[criterion] >= mild.points[criterion] for criterion in CRITERIA)
    assert haste(TOWN.delay_classes[grave.proposed or ""]) <= haste(TOWN.delay_classes[mild.proposed or ""])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), SERVICES)
def test_whatever_is_typed_it_has_a_score_and_a_class(text: str, service: str) -> None:
    found = score(Said(text, service), TOWN)
    assert all(0 <= each <= 2 for each in found.points.values())
    assert found.proposed in TOWN.delay_classes


def test_few_sentences_of_the_catalogue_are_proposed_another_delay_than_their_services() -> None:
    """The line stands out because it is rare: what people usually say has its usual delay."""
    usual = [(phrase, service) for service in TOWN.services.values() for phrase in service.phrases]
    other = [phrase for phrase, service in usual if score(Said(phrase, service.id), TOWN).proposed != service.delay]
    assert len(other) / len(usual) < 0.02, other


# --- what may be chosen ---


def test_every_other_class_may_be_chosen_the_fastest_first_and_none_of_dangers() -> None:
    found = [each.id for each in choices(Said("x", HOLE), "court_5j", TOWN)]
    assert found == ["urgent_2j", "guichet", "normal_15j", "long_30j", "programme"]


@pytest.mark.parametrize(("danger", "now"), [("gaz", "court_5j"), (None, "immediat")])
def test_nothing_is_chosen_below_a_danger(danger: str | None, now: str) -> None:
    assert choices(Said("x", HOLE, danger=danger), now, TOWN) == []


def test_a_service_has_its_class_by_itself() -> None:
    assert usual_class(HOLE, TOWN) is TOWN.delay_classes["court_5j"]
    assert usual_class("gone.service", TOWN) is None


# --- the guard ---


@dataclass(frozen=True)
class Filed:
    id: int
    delay: str | None = "court_5j"
    danger: str | None = None
    scoring: dict[str, int] | None = None
    contacts: int = 0
    reopened: int = 0


def week(urgent: int, calm: int) -> list[Filed]:
    many = [Filed(id, "urgent_2j", scoring=dict.fromkeys(CRITERIA, 0) | {"severity": id % 3}) for id in range(urgent)]
    return [*many, *(Filed(100 + id) for id in range(calm))]


@pytest.mark.parametrize(
    ("urgent", "calm", "percent", "too_much"),
    [(5, 11, 31, True), (4, 12, 25, False), (0, 0, 0, False), (3, 3, 50, False), (FEWEST, 0, 100, True), (2, 5, 29, False)],
)
def test_the_share_of_a_week(urgent: int, calm: int, percent: int, too_much: bool) -> None:
    share = urgent_share(week(urgent, calm), TOWN.delay_classes)
    assert (share.urgent, share.total, share.percent, share.is_too_much) == (urgent, urgent + calm, percent, too_much)


def test_the_most_questionable_are_those_the_points_say_least_for() -> None:
    share = urgent_share(week(7, 5), TOWN.delay_classes)
    assert share.questionable == (6, 3, 0, 4, 1)
    assert len(share.questionable) == QUESTIONED


def test_a_danger_counts_and_is_not_questioned() -> None:
    share = urgent_share([Filed(1, danger="gaz"), Filed(2, "immediat"), Filed(3)], TOWN.delay_classes)
    assert (share.urgent, share.questionable) == (2, (2,))


def test_contacts_that_came_since_make_it_less_questionable() -> None:
    doubted = Filed(1, "urgent_2j", scoring={"recurrence": 0, "severity": 1})
    confirmed = replace(doubted, id=2, contacts=3)
    assert urgent_share([confirmed, doubted], TOWN.delay_classes).questionable == (1, 2)


def test_ranks_know_every_priority() -> None:
    assert {each.priority for each in TOWN.delay_classes.values()} <= set(RANKS)
