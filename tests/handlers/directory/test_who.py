"""/quifait and /delai: whatever one needs to know of a service, a direction, a role or an activity, from the words one has for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config.town import ExceptionalDay
from handlers.people.permissions import ROLES
from handlers.people.rules import OF_A_MAIRIE
from storage.tables import Request
from tests.handlers.directory.people import goes_away
from tests.scenes import Chat, Town, town, valmiere

MONDAY = date(2026, 11, 23)
NOBODY = "⚠ Aucun référent actif : prévenez la coordination, sinon la demande attendra."
GOVERNANCE = "L’élu demande et explique, le SG organise, la direction exécute et date, l’agent informe."


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def of_role(t: Town, role: str, name: str = "x") -> Chat:
    return t.person(name, role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)


def labels(someone: Chat) -> list[str]:
    return [label for label, _ in list(someone.messages.values())[-1].body.choices]


def changed(t: Town, **values: object) -> None:
    """The town's files say something else."""
    t.serves(**values)


# --- a service ---


async def test_a_service_says_all_that_the_counter_needs(t: Town) -> None:
    awa, _karim = t.person("awa"), t.person("karim", "direction", None, "m_eclairage")
    await awa.says("/quifait lampadaire")
    assert awa.last.splitlines() == [
        "Lampadaire isolé en panne, allumé de jour ou gênant",
        "Métropole › Éclairage public et feux",
        "Exception : Ville (commune) › Nature en ville et espaces verts ; dans un parc ou un square, l'éclairage est à la Ville",
        "À contacter : Responsable de secteur éclairage · 04 65 71 12 10 · eclairage@valmiere-metropole.example",
        "Horaires : du lundi au vendredi 07:30-12:00, 13:00-16:30 · ouvert jusqu’à 12:00",
        "Astreinte, à toute heure : 04 65 71 12 99",
        "Délai (Court) : première réponse sous 2 jours ouvrés, fait ou daté sous 5 jours ouvrés",
        "À demander : Numéro sur le mât s'il est visible ? Éteint, clignotant, allumé en journée ou gênant ? "
        "Un seul point lumineux ou plusieurs ?",
        "À dire à l’habitant : « L'éclairage public est prévenu. Le numéro inscrit sur le mât aide à trouver la panne. »",
        "Danger (fils dénudés, étincelles) : 18 ou 112",
        "Signes d’alerte (mât penché, porte ouverte au pied) : l’astreinte, 04 65 71 12 99 ; 112 si quelqu’un est en danger",
        "Fiche pas encore confirmée.",
    ]
    assert labels(awa) == ["Armoire ou mât ouvert", "Rue ou secteur entier sans lumière", "Feux tricolores en panne ou mal réglés"]


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_each_service_answers_without_a_missing_word(tmp_path: Path, language: str) -> None:
    """A missing word or value raises in tests (config/texts, strict)."""
    async with town(tmp_path, language=language) as t:
        awa = t.person("awa")
        assert len(valmiere().services) == 99
        for service in valmiere().services.values():
            await awa.says(f"/quifait {service.name}")
            assert awa.last.splitlines()[0] == service.name
            assert valmiere().directions[service.direction].name in awa.last
            assert valmiere().contacts[service.direction].function in awa.last
            assert all(word in awa.last for word in (*service.questions, service.agent_instruction or ""))
            assert all(sign in awa.last for sign in service.danger_words)
            assert "\n\n" not in awa.last
            assert len(awa.last) < 3_000
            await awa.says(f"/delai {service.name}")
            assert service.name in awa.last.splitlines()[0]


async def test_a_near_service_is_one_tap_away(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/who lampadaire")
    await awa.presses("Armoire ou mât ouvert")
    assert awa.last.startswith("Armoire ou mât ouvert, fils électriques apparents\n")
    assert "Délai (Danger immédiat) : première réponse sous 15 min, fait ou daté sous 4 h, jour et nuit" in awa.last
    assert len(awa.heard) == 1, "the card is edited in place"


async def test_a_button_of_a_card_that_the_town_has_no_more_is_said_so(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/quifait lampadaire")
    services = {id: each for id, each in t.app.hall.town.services.items() if id != "eclairage.armoire"}
    gone = t.app.hall.town.model_copy()
    gone.__dict__["services"] = services
    t.serves(gone)
    await awa.presses("Armoire ou mât ouvert")
    assert awa.last.startswith("Ce bouton n’est plus valable.")


async def test_a_danger_in_the_words_comes_before_all(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("quifait odeur de gaz")
    assert awa.last.splitlines()[1].startswith("⚠ D’abord le téléphone : 0 800 47 33 33 ou 18.")
    assert "Relais ne transmet pas cette demande : il faut orienter l’habitant." in awa.last
    assert NOBODY not in awa.last
    assert "Horaires : jour et nuit · ouvert" in awa.last


async def test_words_that_say_little_are_asked_about_and_no_instruction_is_given(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/quifait zzzz")
    assert awa.last == "Je ne suis pas sûr de bien comprendre. Est-ce l’un de ceux-ci ? Sinon, dites-le avec d’autres mots."
    assert len(labels(awa)) == 3
    await awa.says("/quifait zzzz inconscient")
    assert awa.last.startswith("⚠ D’abord le téléphone : 15 ou 112.")


async def test_asking_records_nothing(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("quifait lampadaire")
    await awa.says("delai lampadaire")
    assert t.rows(Request) == []


@pytest.mark.parametrize("role", ROLES)
async def test_everybody_may_ask(t: Town, role: str) -> None:
    someone = of_role(t, role)
    for typed in ("/quifait lampadaire", "!who lampadaire", "quifait lampadaire"):
        await someone.says(typed)
        assert someone.last.startswith("Lampadaire isolé")
    await someone.says("/delai lampadaire")
    assert someone.last.startswith("Délais : Lampadaire isolé")


# --- is anybody there ---


async def test_a_direction_without_anybody_is_said_so(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/quifait lampadaire")
    assert NOBODY in awa.last
    t.person("karim", "direction", None, "m_voirie")
    await awa.says("/quifait lampadaire")
    assert NOBODY in awa.last, "karim is another direction's"
    t.person("lina", "direction", None, "m_eclairage")
    await awa.says("/quifait lampadaire")
    assert NOBODY not in awa.last


@pytest.mark.parametrize(
    ("first", "last", "back", "there"),
    [(23, 23, False, False), (20, 27, False, False), (24, 27, False, True), (16, 22, False, True), (20, 27, True, True)],
)
async def test_a_contact_person_who_is_away_today_is_not_there(t: Town, first: int, last: int, back: bool, there: bool) -> None:
    awa, _ = t.person("awa"), t.person("karim", "direction", None, "m_eclairage")
    goes_away(t, "karim", MONDAY.replace(day=first), MONDAY.replace(day=last), back=back)
    await awa.says("/quifait lampadaire")
    assert (NOBODY not in awa.last) is there


async def test_what_the_mairie_does_itself_waits_for_no_direction(t: Town) -> None:
    awa = t.person("awa")
    for typed in ("conseil de quartier", "salle municipale : réservation", "rendez-vous avec le maire de quartier"):
        await awa.says(f"/quifait {typed}")
        assert "À contacter" in awa.last
        assert NOBODY not in awa.last


# --- open or shut ---


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2026, 11, 23, 6, 0, tzinfo=UTC), "ouvre à 7:30"),
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), "ouvert jusqu’à 12:00"),
        (datetime(2026, 11, 23, 11, 30, tzinfo=UTC), "ouvre à 13:00"),
        (datetime(2026, 11, 23, 15, 30, tzinfo=UTC), "ouvre demain à 7:30"),
        (datetime(2026, 11, 27, 17, 0, tzinfo=UTC), "ouvre lundi à 7:30"),
        (datetime(2027, 7, 2, 14, 0, tzinfo=UTC), "ouvert jusqu’à 16:30"),  # summer time: it is 16:00 there
    ],
)
async def test_the_hours_say_what_is_true_now_in_the_towns_own_time(t: Town, moment: datetime, state: str) -> None:
    awa = t.person("awa")
    t.clock.time = moment
    await awa.says("/quifait lampadaire")
    assert f"13:00-16:30 · {state}\n" in awa.last


async def test_a_bridge_decided_by_the_town_shuts_its_directions(t: Town) -> None:
    awa = t.person("awa")
    bridge = ExceptionalDay(date=date(2026, 11, 24), libelle="pont", directions=())
    closing = [ExceptionalDay(date=date(2026, 11, day), libelle="travaux", directions=("m_eau",)) for day in range(25, 31)]
    changed(t, exceptional_days=(bridge, *closing))
    t.clock.time = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    await awa.says("/quifait lampadaire")
    assert "· ouvre mercredi à 7:30\n" in awa.last
    t.clock.time = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    await awa.says("/quifait lampadaire")
    assert "· fermé aujourd’hui : pont · ouvre demain à 7:30\n" in awa.last
    t.clock.time = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    await awa.says("/quifait m_eau")
    assert "· ouvre le 1 décembre 2026 à 8:00\n" in awa.last


async def test_a_public_holiday_is_said_by_its_name_and_a_sunday_is_not(t: Town) -> None:
    awa = t.person("awa")
    t.clock.time = datetime(2027, 5, 6, 8, 0, tzinfo=UTC)
    await awa.says("/quifait lampadaire")
    assert "· fermé aujourd’hui : Ascension · ouvre demain à 7:30\n" in awa.last
    t.clock.time = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)  # All Saints, a Sunday: it is shut as on any other
    await awa.says("/quifait lampadaire")
    assert "· ouvre demain à 7:30\n" in awa.last
    assert "fermé aujourd’hui" not in awa.last


# --- a direction, a role, an activity ---


async def test_a_direction_says_whom_to_contact_and_whether_anybody_is_there(t: Town) -> None:
    awa, _karim = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    await awa.says("/quifait voirie")
    assert awa.last.splitlines() == [
        "Voirie et espaces publics",
        "À contacter : Responsable de secteur voirie · 04 65 71 10 10 · voirie@valmiere-metropole.example",
        "Horaires : du lundi au vendredi 07:30-12:00, 13:00-16:30 · ouvert jusqu’à 12:00",
        "Astreinte, à toute heure : 04 65 71 10 99",
        "1 référent actif",
        "À dire à l’habitant : « La Voirie va voir sur place. Un danger est mis en sécurité d'abord ; la réparation suit. »",
        "Fiche pas encore confirmée.",
    ]
    assert len(labels(awa)) == 3


async def test_an_activity_says_who_does_answers_is_consulted_is_informed(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/quifait refus")
    assert awa.last.splitlines() == [
        "Refuser une demande, avec un motif",
        "Qui le fait : secrétaire général, référent de direction.",
        "Qui en répond : secrétaire général.",
        "Qui l’on consulte avant : agent d’accueil ou de proximité, assistante, chargé de mission, coordination.",
        "Qui l’on informe après : élu de quartier.",
    ]


async def test_the_note_of_an_activity_is_said(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/quifait rgpd")
    assert awa.last.endswith("Le délégué à la protection des données est consulté.")


async def test_a_role_says_what_it_does_and_what_it_answers_for(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/quifait coordination")
    title, does, _, consulted, informed = awa.last.splitlines()
    assert title == "Coordination"
    assert does.startswith("Fait, et répond du résultat : arbitrer entre directions ; tenir le catalogue et l'annuaire ;")
    assert consulted.startswith("Est consulté avant : ")
    assert informed.startswith("Est informé après : téléphoner en cas de danger ;")


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_each_role_activity_and_direction_has_its_card(tmp_path: Path, language: str) -> None:
    async with town(tmp_path, language=language) as t:
        awa = t.person("awa")
        for activity in valmiere().raci.values():
            await awa.says(f"/quifait {activity.name}")
            assert awa.last.startswith(f"{activity.name}\n")
            for word in activity.words:
                await awa.says(f"/quifait {word}")
                assert awa.last.startswith(f"{activity.name}\n"), word
        for direction in valmiere().directions.values():
            await awa.says(f"/quifait {direction.name}")
            assert awa.last.startswith(f"{direction.name}\n")
        await awa.says("/quifait")
        for label in labels(awa):
            await awa.says("/quifait")
            await awa.presses(label)
            assert awa.last.startswith(f"{label}\n")


async def test_without_words_the_rule_of_governance_and_the_roles_are_shown(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/quifait")
    assert awa.last.splitlines()[1] == GOVERNANCE
    assert len(labels(awa)) == len(ROLES)
    await awa.presses("Secrétaire général")
    assert awa.last.startswith("Secrétaire général\nFait, et répond du résultat : ")


async def test_a_town_without_raci_and_directory_answers_from_its_catalogue(t: Town) -> None:
    awa = t.person("awa")
    changed(t, raci={}, contacts={})
    await awa.says("/quifait")
    assert labels(awa) == []
    await awa.says("/quifait lampadaire")
    assert "À contacter" not in awa.last
    assert "Astreinte, à toute heure : numéro absent de l’annuaire" in awa.last
    assert "Signes d’alerte (mât penché, porte ouverte au pied) : 112 si quelqu’un est en danger" in awa.last
    await awa.says("/quifait refus")
    assert not awa.last.startswith("Refuser")


# --- by when ---


async def test_the_three_delays_are_said_in_plain_words(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/delai élagage")
    assert awa.last.splitlines() == [
        "Délais : Taille, élagage, plantation d'arbres",
        "Quelqu’un s’en charge : sous 2 jours ouvrés",
        "L’habitant a une première réponse : sous 10 jours ouvrés",
        "C’est fait, ou une date est annoncée : à la date annoncée",
        "La date annoncée ne dépasse pas 12 mois.",
        "L’habitant a des nouvelles au moins tous les 60 jours.",
        "Enregistrée maintenant :",
        "· prise en charge : mercredi 25/11 à 16:30",
        "· première réponse : lundi 07/12 à 16:30",
        "Ce sont des engagements entre nous, pas des délais légaux.",
    ]
    near = labels(awa)[2]
    await awa.presses(near)
    assert awa.last.startswith(f"Délais : {near}")


async def test_a_date_is_explained_day_by_day_with_its_holidays(t: Town) -> None:
    awa = t.person("awa")
    t.clock.time = datetime(2026, 12, 23, 9, 0, tzinfo=UTC)
    await awa.says("/delai élagage")
    await awa.presses("Calcul : première réponse")
    assert awa.last.splitlines() == [
        "Taille, élagage, plantation d'arbres, première réponse : vendredi 08/01 à 16:30",
        "Reçu mercredi 23/12 à 10:00, délai : 10 jours ouvrés",
        "· mercredi 23/12 : jour de réception, ne compte pas",
        "· jeudi 24/12 : 1 jour, total 1",
        "· vendredi 25/12 : Noël",
        "· samedi 26/12 au dimanche 27/12 : fermé",
        "· lundi 28/12 au jeudi 31/12 : 4 jours, total 5",
        "· vendredi 01/01 : Jour de l'an",
        "· samedi 02/01 au dimanche 03/01 : fermé",
        "· lundi 04/01 au vendredi 08/01 : 5 jours, total 10",
        "Terme : vendredi 08/01 à 16:30",
    ]
    await awa.presses("Retour")
    assert awa.last.startswith("Délais : Taille")


async def test_what_is_done_at_once_or_on_a_date_to_announce_has_no_receipt(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/delai élagage")
    assert "Calcul : résolution" not in labels(awa)


@pytest.mark.parametrize(
    ("typed", "taking"), [("urgent", "sous 4 h ouvrées"), ("immediat", "sous 15 min"), ("Réponse au guichet", "tout de suite")]
)
async def test_a_class_is_found_by_its_name(t: Town, typed: str, taking: str) -> None:
    awa = t.person("awa")
    await awa.says(f"/sla {typed}")
    assert f"Quelqu’un s’en charge : {taking}\n" in awa.last


async def test_without_words_every_class_is_shown_on_a_line(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/delai")
    classes = [each.name for each in valmiere().delay_classes.values()]
    assert [line.partition(" : ")[0] for line in awa.last.splitlines()[1:-1]] == classes


async def test_words_without_a_service_are_asked_about(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/delai zzzz")
    assert awa.last == "Les délais de quel service ?"
    assert len(labels(awa)) == 3
