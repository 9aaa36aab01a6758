"""The town's rules of routing: read whole, and every slip said with its file and line."""

from __future__ import annotations

import pytest

from config.checking import check_town
from config.town import Town, load
from tests.config.folders import TownFolder


def write(folder: TownFolder, *rules: str) -> None:
    folder.write("regles.yaml", "regles:\n" + "".join(f"  - {{{rule}}}\n" for rule in rules))


def test_the_default_towns_rules_are_read_in_their_order(valmiere: Town) -> None:
    assert [*valmiere.rules][:3] == ["eclairage_parc", "mobilier_parc", "cour_ecole"]
    assert (valmiere.rules["eclairage_parc"].direction, valmiere.rules["eclairage_parc"].competence) == ("v_nature", "ville")


def test_a_town_may_have_no_rule(folder: TownFolder) -> None:
    (folder.path / "regles.yaml").unlink()
    assert load(folder.path).rules == {}
    assert check_town(folder.path) == []


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ("id: a, services: [voirie], mots: [trou], raison: x", "check-rule-effect"),
        ("id: a, services: [voirie], service: voirie.trottoir, exclut: true, raison: x", "check-rule-effect"),
        ("id: a, services: [voirie], direction: m_voirie, raison: x", "check-rule-competence"),
        ("id: a, services: [voirie], service: voirie.trottoir, competence: ville, raison: x", "check-rule-competence"),
        ("id: a, mots: [trou], direction: m_voirie, competence: metropole, raison: x", "check-rule-of-what"),
        ("id: a, mots: [trou], exclut: true, raison: x", "check-rule-of-what"),
        ("id: a, service: voirie.trottoir, raison: x", "check-rule-always"),
        ("id: a, services: [voirie], service: voirie.trotoir, raison: x", "check-dangling"),
        ("id: a, services: [voirrie], service: voirie.trottoir, raison: x", "check-dangling"),
        ("id: a, mairies: [mq_lune], service: voirie.trottoir, raison: x", "check-dangling"),
        ("id: a, rues: [rue de la Lune], service: voirie.trottoir, raison: x", "check-dangling"),
        ("id: a, services: [voirie], direction: m_lune, competence: metropole, raison: x", "check-dangling"),
        ("id: a, competences: [lune], exclut: true, raison: x", "check-dangling"),
        ("id: a, services: [voirie], exclu: true, raison: x", "check-unknown-key"),
        ("id: a, services: [voirie], mots: [trou], service: voirie.trottoir", "check-missing-key"),
    ],
)
def test_a_slip_is_said_at_its_line(folder: TownFolder, rule: str, key: str) -> None:
    write(folder, "id: avant, mots: [neige], service: voirie.neige_verglas, raison: la neige", rule)
    faults = folder.faults()
    assert {fault.where for fault in faults} == {"regles.yaml:3"}
    assert key in [fault.key for fault in faults]


def test_every_slip_is_said_at_once(folder: TownFolder) -> None:
    write(folder, "id: a, service: voirie.trottoir, raison: x", "id: a, mots: [trou], service: voirie.lune, raison: y",
          "id: c, mots: [trou], service: voirie.lune, raison: z")
    assert [(fault.where, fault.key) for fault in folder.faults()] == [
        ("regles.yaml:2", "check-rule-always"), ("regles.yaml:3", "check-duplicate-id"), ("regles.yaml:3", "check-dangling"),
        ("regles.yaml:4", "check-dangling"), ("regles.yaml:4", "check-rule-twice"),
    ]
