"""Who does what, and whom to contact: the default town says what the design says, and names nobody."""

from __future__ import annotations

import re

import pytest

from config.checking import check_town
from config.directory import ROLES
from config.town import Town, load
from handlers.people import permissions
from tests.config.folders import TownFolder

# domain.md §4, its rows in its order: AG, AS, CM, SG, MQ, CO, DA, DG, CB. The last row's R is the administrator.
COLUMNS = ("agent", "assistante", "mission", "sg", "elu", "coordination", "direction", "dgs", "cabinet")
DESIGN = """
accueil             R R R A   -   -   -   - -
demande_elu         C R C A   I   -   C   - -
aiguillage          R R R A   -   C   C   - -
danger              R R R A   I   I   R   - -
reponse_technique   I I I C   -   -   A/R - -
information_usager  R R R A   I   -   C   - -
refus               C C C A/R I   C   R   - -
priorite            C C C A/R C   I   C   - -
arbitrage           - - - C   -   A/R R   C -
arbitrage_dgs       - - - C   I   R   C   A -
reunion_publique    C R R A   C   I   C   - I
engagement_public   I R R A   I   I   R   - -
annonce_politique   - C C C   A/R I   C   C C
catalogue           C C C C   -   A/R R   I -
engagements_delais  - - - C   C   R   R   A I
charge_equipe       C C C A/R -   C   -   I -
methode_enquetes    - - - C   -   R   -   A -
reponse_equipe      I I I A/R -   C   -   I -
entretiens          C C C C   C   A/R C   I C
restitution_elus    - - C C   I   R   I   A I
registre            R R R R   C   A/R R   C -
droits              - - - C   -   C   -   A -
"""
FICTION = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49")  # what Arcep keeps for films and books


def test_each_letter_is_the_designs(valmiere: Town) -> None:
    design = {id: cells for id, *cells in (line.split() for line in DESIGN.strip().splitlines())}
    town = {
        activity.id: [activity.letters.get(role, "-") for role in COLUMNS] for activity in valmiere.raci.values()
    }
    assert town == design
    assert valmiere.raci["droits"].letters["admin"] == "R"


def test_the_roles_of_the_files_are_those_of_the_permissions() -> None:
    assert ROLES == permissions.ROLES


def test_each_direction_of_the_default_town_can_be_contacted(valmiere: Town) -> None:
    assert set(valmiere.contacts) == set(valmiere.directions)
    for contact in valmiere.contacts.values():
        assert contact.phone
        assert contact.to_say
        assert (contact.owner == "coordination") is (contact.direction.startswith("x_") or contact.direction == "v_mq")
        if contact.email:
            assert contact.email.endswith(".example")
        for phone in filter(None, (contact.phone, contact.on_call_phone)):
            assert re.fullmatch(r"\d\d( \d\d){4}", phone)
            assert phone.startswith(FICTION)


WELCOME = "roles: {agent: R, assistante: R, mission: R, sg: A}"  # of the activity « accueil »
METHOD = "roles: {sg: C, coordination: R, dgs: A}"  # of « methode_enquetes »
PHONE = "telephone: 04 65 71 10 10"
EMAIL = "courriel: voirie@"
SLIPS = [
    ("raci.yaml", WELCOME, "roles: {agent: R, sg: R}", "check-raci-one-accountable", "Mettez un A"),
    ("raci.yaml", WELCOME, "roles: {agent: A/R, sg: A}", "check-raci-one-accountable", "une seule"),
    ("raci.yaml", METHOD, "roles: {sg: C, dgs: A}", "check-raci-nobody-does", "Mettez un R"),
    ("raci.yaml", METHOD, "roles: {sg: C, cordination: R, dgs: A, coordination: R}", "check-unknown-role",
     "« coordination »"),
    ("raci.yaml", METHOD, "roles: {sg: C, coordination: R, dgs: AR}", "check-not-one-of", "A/R"),
    ("raci.yaml", "id: refus", "id: danger", "check-duplicate-id", "autre"),
    ("raci.yaml", "mots: [danger", "mot: [danger", "check-unknown-key", "« mots »"),
    ("annuaire.yaml", "direction: m_voirie", "direction: m_voiri", "check-dangling", "« m_voirie »"),
    ("annuaire.yaml", "direction: m_voirie", "direction: m_eau", "check-duplicate-id", "autre"),
    ("annuaire.yaml", PHONE, "telephone: zéro quatre", "check-phone", "chiffres"),
    ("annuaire.yaml", EMAIL + "valmiere-metropole.example", "courriel: voirie", "check-email", "voirie@"),
    ("annuaire.yaml", PHONE, "telephone: 06 12 34 56 78", "check-personal-phone", "numéro du service"),
    ("annuaire.yaml", PHONE, "telephone: +33 7 12 34 56 78", "check-personal-phone", "numéro du service"),
    ("annuaire.yaml", "telephone_astreinte: 04 65 71 10 99", "telephone_astreinte: 0712345678", "check-personal-phone", "personne"),
    ("annuaire.yaml", EMAIL, "courriel: jean.voirie@", "check-personal-email", "sans « prenom.nom »"),
    ("annuaire.yaml", EMAIL, "courriel: j.durand@", "check-personal-email", "sans « prenom.nom »"),
    ("annuaire.yaml", EMAIL, "courriel: jean_durand@", "check-personal-email", "sans « prenom.nom »"),
    ("annuaire.yaml", "La Voirie va voir sur place.", "Appelez le 06.12.34.56.78.", "check-personal-phone", "service"),
    ("annuaire.yaml", "Responsable de secteur voirie", "Mme Durand, voirie", "check-personal-name", "fonction seule"),
    ("annuaire.yaml", "tenu_par: coordination", "tenu_par: sg", "check-not-one-of", "coordination"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "key", "remedy"), SLIPS, ids=[f"{s[3]}-{n}" for n, s in enumerate(SLIPS)])
def test_a_slip_is_said_where_it_is_with_what_to_do(folder: TownFolder, file: str, right: str, wrong: str, key: str, remedy: str) -> None:
    line = folder.edit(file, right, wrong)
    faults = [fault for fault in folder.faults() if fault.key != "check-missing-key"]
    if key == "check-duplicate-id":  # said at the second of the two
        assert [fault.key for fault in faults] == [key]
    else:
        assert [(fault.file, fault.line, fault.key) for fault in faults] == [(file, line, key)]
    assert remedy in faults[0].remedy("fr").replace("\u00a0", " ")
    assert faults[0].what("en") != faults[0].what("fr")


@pytest.mark.parametrize("email", ["voirie@", "secteur-nord@", "espaces.publics@", "responsable.voirie@"])
def test_an_address_of_a_service_is_no_persons(folder: TownFolder, email: str) -> None:
    folder.edit("annuaire.yaml", EMAIL, f"courriel: {email}")
    contact = load(folder.path).contacts["m_voirie"]
    assert contact.email == f"{email}valmiere-metropole.example"


@pytest.mark.parametrize("phone", ["0 800 47 33 33", "17", "3114", "+33 4 65 71 10 10", "01 60 07 06 07"])
def test_a_number_of_a_service_is_no_mobile(folder: TownFolder, phone: str) -> None:
    folder.edit("annuaire.yaml", PHONE, f"telephone: '{phone}'")
    assert load(folder.path).contacts["m_voirie"].phone == phone


def test_several_things_wrong_with_one_activity_are_all_said(folder: TownFolder) -> None:
    line = folder.edit("raci.yaml", WELCOME, "roles: {agent: C, agents: I}")
    assert {(fault.line, fault.key) for fault in folder.faults()} == {
        (line, "check-unknown-role"), (line, "check-raci-one-accountable"), (line, "check-raci-nobody-does"),
    }  # fmt: skip


@pytest.mark.parametrize(("file", "key"), [("raci.yaml", "check-no-raci"), ("annuaire.yaml", "check-no-directory")])
def test_a_town_may_do_without_and_is_told(folder: TownFolder, file: str, key: str) -> None:
    (folder.path / file).unlink()
    assert [(fault.where, fault.key, fault.level) for fault in check_town(folder.path)] == [(file, key, "warning")]
    town = load(folder.path)
    assert bool(town.raci) is (file != "raci.yaml")
    assert bool(town.contacts) is (file != "annuaire.yaml")


def test_a_direction_nobody_can_contact_is_a_warning(folder: TownFolder) -> None:
    folder.edit("annuaire.yaml", "direction: m_dechets", "direction: m_autre")
    other = "  - {id: m_autre, nom: Autre, collectivite: externe}\n  - {id: m_dechets,"
    line = folder.edit("directions.yaml", "  - {id: m_dechets,", other)
    assert (f"directions.yaml:{line + 1}", "check-direction-without-contact") in {
        (fault.where, fault.key) for fault in check_town(folder.path)
    }


def test_an_on_call_service_without_its_number_is_a_warning(folder: TownFolder) -> None:
    folder.edit("annuaire.yaml", "    telephone_astreinte: 04 65 71 10 99\n", "")
    assert [(fault.file, fault.key) for fault in check_town(folder.path)] == [("annuaire.yaml", "check-on-call-without-phone")]
