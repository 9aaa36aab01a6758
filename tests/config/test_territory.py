"""A pin falls in a quarter and a sentence names a street, on our own map and on a real one."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.checking import check_town
from config.territory import Mairie, Territory
from config.town import Town, load
from tests.config.folders import TownFolder

TOULOUSE = Path(__file__).parent.parent / "data" / "toulouse"
SECTORS = {1: [1, 2, 3], 2: [6, 15, 16, 19], 3: [7, 8, 9], 4: [4, 10, 11], 5: [5, 12, 13], 6: [14, 17, 18, 20]}


def test_a_pin_tells_its_mairie(valmiere: Town) -> None:
    market = next(street for street in valmiere.streets if street.name == "place du Marché")
    mairie = valmiere.territory.quarter_of(market.lat or 0, market.lon or 0)
    assert mairie is not None
    assert mairie.name == "Centre-Halles"


def test_a_pin_outside_the_town_has_no_mairie(valmiere: Town) -> None:
    assert valmiere.territory.quarter_of(48.8566, 2.3522) is None


@pytest.mark.parametrize(
    ("sentence", "street", "mairies"),
    [
        ("gros trou devant le 12 RUE DES LILAS svp", "rue des Lilas", ["mq_cedres"]),
        ("lampadaire cassé rue pasteur, angle boulangerie", "rue Pasteur", ["mq_centre"]),
        ("ndp bd Victor Hugo a reboucher", "boulevard Victor Hugo", ["mq_centre", "mq_faubourg"]),
        ("pl. du Marché", "place du Marché", ["mq_centre"]),
        ("odeur rue de l'industrie", "rue de l'Industrie", ["mq_grandschamps"]),
        ("odeur rue de l’Industrie", "rue de l'Industrie", ["mq_grandschamps"]),
        ("arbre tombé rue du\u00a0Moulin !!", "rue du Moulin", ["mq_tanneurs"]),
    ],
)
def test_a_street_is_found_however_it_is_written(valmiere: Town, sentence: str, street: str, mairies: list[str]) -> None:
    found = valmiere.territory.street(sentence)
    assert found is not None
    assert (found.name, [mairie.id for mairie in found.mairies]) == (street, mairies)


@pytest.mark.parametrize("sentence", ["", "rue", "rue des lilass", "rue Pasteurs", "boulevard Pasteur", "🚧"])
def test_no_street_is_made_up(valmiere: Town, sentence: str) -> None:
    assert valmiere.territory.street(sentence) is None


def test_the_longest_name_wins(folder: TownFolder) -> None:
    folder.write("territoire/rues.csv", "rue,quartier\nrue Haute,Q1\nrue Haute des Vignes,Q8\n")
    found = load(folder.path).territory.street("fuite rue haute des vignes")
    assert found is not None
    assert found.name == "rue Haute des Vignes"


@pytest.mark.parametrize(
    ("sentence", "mairie"),
    [
        ("tag à Rive Gauche", "rive"),
        ("table sans plateau", None),
        ("plateau de la table cassé, quartier du Plateau", "plateau"),
        ("banc cassé quartier du Plateau Fleuri", "fleuri"),
        ("du plateau au secteur le plateau fleuri", "fleuri"),
    ],
)
def test_a_quarter_is_found_behind_its_own_word_and_the_longest_name_wins(sentence: str, mairie: str | None) -> None:
    names = {"plateau": "Le Plateau", "rive": "Rive-Gauche", "fleuri": "Plateau-Fleuri"}
    mairies = {id: Mairie(id=id, nom=name) for id, name in names.items()}
    found = Territory(mairies, quarters={}, streets=(), abbreviations={}).place(sentence)
    assert (found.mairie.id if found and found.mairie else None) == mairie


def test_the_same_street_on_two_lines_crosses_two_quarters(folder: TownFolder) -> None:
    folder.write("territoire/rues.csv", "rue;quartier;lon;lat\nrue Haute;Q1;4,31;46,05\nrue Haute;Q8;;\n")
    street = load(folder.path).streets[0]
    assert (street.name, street.quarters, street.lon, street.lat) == ("rue Haute", ("Q1", "Q8"), 4.31, 46.05)


WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzéàç0123456789", min_size=1, max_size=8), max_size=6).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), before=WORDS, after=WORDS)
def test_any_street_is_found_in_the_middle_of_any_words(valmiere: Town, data: st.DataObject, before: str, after: str) -> None:
    street = data.draw(st.sampled_from(valmiere.streets))
    written = data.draw(st.sampled_from([street.name, street.name.upper(), street.name.replace(" ", "  "), street.name.replace("é", "e")]))
    found = valmiere.territory.street(f"{before} {written}, {after}")
    assert found is not None
    assert len(found.name) >= len(street.name)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200))
def test_no_sentence_breaks_the_street_finder(valmiere: Town, text: str) -> None:
    found = valmiere.territory.street(text)
    assert found is None or found.name in {street.name for street in valmiere.streets}


def test_two_quarters_that_overlap_are_said(folder: TownFolder) -> None:
    square = '{"type":"Feature","properties":{"code":"%s","mairie":"%s"},"geometry":{"type":"Polygon","coordinates":[%s]}}'
    one = square % ("Q1", "mq_centre", "[[4,46],[4.1,46],[4.1,46.1],[4,46.1],[4,46]]")
    two = square % ("Q2", "mq_rive", "[[4.05,46],[4.2,46],[4.2,46.1],[4.05,46.1],[4.05,46]]")
    folder.write("territoire/quartiers.geojson", f'{{"type":"FeatureCollection","features":[\n{one},\n{two}]}}')
    folder.write("territoire/rues.csv", "rue,quartier\n")
    folder.write("territoire/lieux.csv", "lieu,quartier\n")
    fault = folder.only_fault()
    assert (fault.where, fault.values["code"], fault.values["other"]) == ("territoire/quartiers.geojson:3", "Q2", "Q1")
    assert int(fault.values["area"]) == pytest.approx(43e6, rel=0.05)  # 0.05° × 0.1° at 46° north


def test_an_outline_that_crosses_itself_is_said(folder: TownFolder) -> None:
    text = (folder.path / "territoire/quartiers.geojson").read_text()
    ring = re.search(r"\[\[\[.*?\]\]\]", text)
    assert ring is not None
    bow_tie = "[[[4.31,46.05],[4.32,46.06],[4.32,46.05],[4.31,46.06],[4.31,46.05]]]"
    folder.write("territoire/quartiers.geojson", text.replace(ring[0], bow_tie))
    fault = folder.only_fault()
    assert (fault.where, fault.key, fault.values["code"]) == ("territoire/quartiers.geojson:2", "check-polygon", "Q1")


def test_a_town_without_a_map_works_and_is_told_what_it_lacks(folder: TownFolder) -> None:
    text = (folder.path / "commune.yaml").read_text()
    folder.write("commune.yaml", text[: text.index("territoire:")])
    town = load(folder.path)
    assert town.territory.quarter_of(46.0541, 4.3127) is None
    assert town.territory.street("rue des Lilas") is None
    assert [(fault.key, fault.level) for fault in check_town(folder.path)] == [("check-no-map-at-all", "warning")]


@pytest.fixture(scope="module")
def toulouse(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """The default catalogue on a real city's own file, untouched: six mairies, each with its quarters' numbers."""
    folder = TownFolder(tmp_path_factory.mktemp("toulouse") / "commune")
    folder.write("territoire/quartiers.geojson", (TOULOUSE / "quartiers.geojson").read_bytes())
    text = (folder.path / "commune.yaml").read_text()
    mairies = "".join(f"  - {{id: secteur_{id}, nom: Secteur {id}, quartiers: {codes}}}\n" for id, codes in SECTORS.items())
    text = text[: text.index("mairies_de_quartier:")] + f"mairies_de_quartier:\n{mairies}\n"
    (folder.path / "regles.yaml").unlink()  # they speak of the default town's mairies
    folder.write("commune.yaml", f"{text}territoire:\n  quartiers: {{fichier: territoire/quartiers.geojson, code: code, nom: nom}}\n")
    return load(folder.path)


def test_a_real_citys_places_fall_in_the_right_mairie(toulouse: Town) -> None:
    with (TOULOUSE / "lieux.csv").open(encoding="utf-8", newline="") as file:
        places = list(csv.DictReader(file))
    answers = [(place, toulouse.territory.quarter_of(float(place["lat"]), float(place["lon"]))) for place in places]
    wrong = [
        place["lieu"]
        for place, mairie in answers
        if (mairie.id if mairie else "") != (f"secteur_{place['secteur']}" if place["quartier"] else "")
    ]
    assert (len(places), sum(mairie is None for _, mairie in answers)) == (769, 40)
    assert len(wrong) <= 1, wrong
