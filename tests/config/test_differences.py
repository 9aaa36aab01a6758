"""What differs between two towns is said under the names of the town's own files, all of it and nothing else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.differences import Change, Detail, counts, diff
from config.entries import UNITS, WITHOUT_AMOUNT, Delay
from config.sources import fingerprint, home_of, packed, read_sources, unpacked
from config.town import Town, bundled, load, read_town
from tests.config.folders import TownFolder

BORNE = """
  - id: voirie.borne_escamotable
    nom: Borne escamotable en panne
    type: signalement
    competence: metropole
    direction: m_voirie
    delai: court_5j
    lieu_requis: true
    photo_utile: true
    donnees_sensibles_probables: false
    crpa: {regime: signalement, silence: sans_decision}
    formulations: [la borne escamotable ne descend plus]
"""


def differences(folder: TownFolder, valmiere: Town) -> list[Change]:
    return diff(valmiere, load(folder.path))


def only(folder: TownFolder, valmiere: Town) -> Change:
    [change] = differences(folder, valmiere)
    return change


def test_a_town_does_not_differ_from_itself(valmiere: Town, folder: TownFolder) -> None:
    assert diff(valmiere, valmiere) == []
    assert differences(folder, valmiere) == []


def test_a_comment_and_the_order_of_entries_are_no_difference(folder: TownFolder, valmiere: Town) -> None:
    folder.edit("directions.yaml", "directions:", "# relu le 3 mars\ndirections:")
    first, last = "  - {id: mq_centre, nom: Centre-Halles}\n", "  - {id: mq_coteau, nom: Le Coteau}\n"
    folder.edit("commune.yaml", first, "")
    folder.edit("commune.yaml", last, last + first)
    assert differences(folder, valmiere) == []


def test_a_service_that_changes_hands_and_delay_says_from_what_to_what(folder: TownFolder, valmiere: Town) -> None:
    folder.edit("services/voirie.yaml", "direction: m_voirie", "direction: m_proprete")
    folder.edit("services/voirie.yaml", "delai: court_5j", "delai: urgent_2j")
    assert only(folder, valmiere) == Change(
        "changed", "services", "voirie.nid_de_poule", "Nid-de-poule, chaussée dégradée",
        (Detail("direction", ("m_voirie",), ("m_proprete",)), Detail("delai", ("court_5j",), ("urgent_2j",))),
    )


def test_of_a_list_only_what_went_and_what_came_is_said(folder: TownFolder, valmiere: Town) -> None:
    phrase = valmiere.services["voirie.nid_de_poule"].phrases[0]
    folder.edit("services/voirie.yaml", phrase, "la chaussée est un gruyère")
    assert only(folder, valmiere).detail == (Detail("formulations", (phrase,), ("la chaussée est un gruyère",)),)


def test_what_is_added_and_what_is_removed_bear_their_names(folder: TownFolder, valmiere: Town) -> None:
    text = (folder.path / "services/voirie.yaml").read_text("utf-8")
    folder.write("services/voirie.yaml", text.rstrip() + BORNE)
    port = "  - {id: x_port, nom: Port, collectivite: externe, transmission: orientation}"
    folder.edit("directions.yaml", "directions:", f"directions:\n{port}")
    changes = differences(folder, valmiere)
    assert [(each.kind, each.what, each.id, each.name) for each in changes] == [
        ("added", "services", "voirie.borne_escamotable", "Borne escamotable en panne"), ("added", "directions", "x_port", "Port"),
    ]
    back = diff(load(folder.path), valmiere)
    assert [(each.kind, each.id) for each in back] == [("removed", "voirie.borne_escamotable"), ("removed", "x_port")]
    assert counts(changes) == {"added": 2}
    assert counts(changes)["removed"] == 0


def test_a_service_switched_off_is_removed(folder: TownFolder, valmiere: Town) -> None:
    folder.edit("commune.yaml", "services_desactives: []", "services_desactives: [circulation.trottinettes]")
    assert ("removed", "circulation.trottinettes") in [(each.kind, each.id) for each in differences(folder, valmiere)]


DAY_OFF = "jours_exceptionnels: [{date: 2027-05-07, libelle: pont, directions: '*'}]"
ROLLED_OUT = "services_desactives: []\ndeploiement: {doublons: [mq_rive]}"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("commune.yaml", "jours_exceptionnels: []", DAY_OFF,
         ["added", "jours_exceptionnels", "2027-05-07", "",
          [["date", [], ["2027-05-07"]], ["libelle", [], ["pont"]], ["directions", [], ["*"]]]]),
        ("commune.yaml", "fuseau: Europe/Paris", "fuseau: Indian/Reunion",
         ["changed", "commune", "fuseau", "", [["", ["Europe/Paris"], ["Indian/Reunion"]]]]),
        ("commune.yaml", "services_desactives: []", ROLLED_OUT, ["added", "deploiement", "doublons", "", [["", [], ["mq_rive"]]]]),
        ("commune.yaml", "nom: Les Tanneurs", "nom: Tanneries", ["changed", "mairies_de_quartier", "mq_tanneurs", "Tanneries"]),
        ("delais.yaml", "prise_en_charge: 15 min", "prise_en_charge: 1 h", ["changed", "classes_delai"]),
        ("arrivee.yaml", "ecrit: true", "ecrit: false", ["changed", "points_arrivee"]),
        ("dangers.yaml", "attendu: aucun", "attendu: gaz", ["changed", "exemples_danger"]),
        ("territoire/rues.csv", "rue Pasteur,Q1", "rue Pasteur,Q2", ["changed", "rues", "rue Pasteur"]),
        ("abreviations.yaml", "abreviations:", "abreviations:\n  zzz: zone",
         ["added", "abreviations", "zzz", "", [["", [], ["zone"]]]]),
    ],
)  # fmt: skip
def test_every_table_is_compared(folder: TownFolder, valmiere: Town, file: str, old: str, new: str, expected: list[object]) -> None:
    folder.edit(file, old, new)
    change = only(folder, valmiere)
    assert change.as_data()[: len(expected)] == expected
    assert Change.from_data(change.as_data()) == change


def test_opening_hours_are_written_as_the_town_writes_them(folder: TownFolder, valmiere: Town) -> None:
    folder.edit("directions.yaml", 'lun-ven: ["08:30-12:30", "13:30-17:00"]', 'lun-ven: ["09:00-12:30"], sam: ["09:00-12:00"]')
    [hours] = only(folder, valmiere).detail
    assert hours == Detail("horaires", ("lun-ven 08:30-12:30 13:30-17:00",), ("lun-ven 09:00-12:30", "sam 09:00-12:00"))


def test_of_a_long_text_the_part_that_changed_is_said(folder: TownFolder, valmiere: Town) -> None:
    folder.edit("reponses.yaml", "Vous aurez une réponse", "Nous vous devons une réponse")
    [reply] = only(folder, valmiere).detail
    assert (reply.key, len(reply.before), len(reply.after)) == ("accuse", 1, 1)
    assert reply.before[0].startswith("…")
    assert "Vous aurez une réponse, ou un point" in reply.before[0]
    assert "Nous vous devons une réponse, ou un point" in reply.after[0]
    assert all(len(text) <= 121 and "\n" not in text for text in reply.before + reply.after)


@pytest.mark.parametrize("written", ["15 min", "4 h", "2 jo", "immediate", "date_annoncee"])
def test_a_delay_is_written_as_it_was_read(written: str) -> None:
    assert Delay.parse(written).written == written
    assert {*UNITS.values(), *WITHOUT_AMOUNT.values()} >= {Delay.parse(written).unit}


# --- files ---


def mutated(seed: int) -> dict[str, bytes]:
    """Valmière after somebody's afternoon of edits, all of them allowed."""
    chance, files = random.Random(seed), read_sources(bundled("valmiere"))
    for _ in range(chance.randint(0, 4)):
        file, old, new = chance.choice(
            [
                ("services/voirie.yaml", b"delai: court_5j", b"delai: urgent_2j"),
                ("services/voirie.yaml", b"direction: m_voirie", b"direction: m_proprete"),
                ("services/eau.yaml", b"photo_utile: true", b"photo_utile: false"),
                ("directions.yaml", b"08:30-12:30", b"09:00-12:30"),
                ("commune.yaml", b"Les Tanneurs", b"Les Grands Tanneurs"),
                ("arrivee.yaml", b"ecrit: true", b"ecrit: false"),
            ]
        )
        files[file] = files[file].replace(old, new, chance.randint(1, 3))
    return files


@given(st.integers(0, 2**32), st.integers(0, 2**32))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_edited_the_way_back_is_the_way_there_reversed(one: int, other: int) -> None:
    a, b = read_town(mutated(one)), read_town(mutated(other))
    assert diff(a, a) == []
    assert bool(diff(a, b)) == (a != b)
    reverse = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [(reverse[each.kind], each.what, each.id) for each in diff(a, b)] == [(each.kind, each.what, each.id) for each in diff(b, a)]


@given(st.dictionaries(st.text("abc/.é", min_size=1), st.binary(max_size=200)))
def test_packed_files_come_back_as_they_were(files: dict[str, bytes]) -> None:
    assert unpacked(packed(files)) == files
    assert packed(dict(reversed(files.items()))) == packed(files)
    assert fingerprint(unpacked(packed(files))) == fingerprint(files)


def test_another_content_or_another_name_is_another_fingerprint() -> None:
    prints = [fingerprint(files) for files in ({}, {"a": b""}, {"a": b"b"}, {"ab": b""}, {"a": b"", "b": b""}, {"b": b""})]
    assert len(set(prints)) == len(prints)


@pytest.mark.parametrize(
    ("path", "content", "home"),
    [
        ("voirie.yaml", b"id: voirie\nservices: []", "services/voirie.yaml"),
        ("voirie.yml", b"", "services/voirie.yaml"),
        ("/etc/relais/ma-commune/services/voirie.yaml", b"", "services/voirie.yaml"),
        ("ma-commune/services/port.yaml", b"", "services/port.yaml"),
        ("port.yaml", b"# neuf\nid: port\nnom: Port\nservices:\n  - id: port.quai\n", "services/port.yaml"),
        ("directions.yaml", b"", "directions.yaml"),
        ("rues.csv", b"", "territoire/rues.csv"),
        ("autre/directions.yaml", b"", "directions.yaml"),
        ("recette.yaml", b"farine: 200 g", "recette.yaml"),
    ],
)
def test_a_file_finds_its_place_by_where_it_lies_or_by_its_name(path: str, content: bytes, home: str) -> None:
    assert home_of(path, content, read_sources(bundled("valmiere"))) == home
    assert Path(path).name.partition(".")[0] in home
