"""The town that comes with Relais is sound, and says what the design says it does."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from config.checking import check_town
from config.entries import Delay, Opening
from config.town import Town, bundled
from config.words import fold


def test_nothing_is_wrong_in_it() -> None:
    assert [str(fault) for fault in check_town(bundled("valmiere"))] == []


def test_it_has_the_whole_catalogue(valmiere: Town) -> None:
    profiles = Counter(service.profile for service in valmiere.services.values())
    assert (len(valmiere.domains), profiles["standard"], profiles["complement"]) == (18, 90, 9)
    assert sum(len(service.phrases) for service in valmiere.services.values()) == 1020
    assert (len(valmiere.directions), len(valmiere.mairies), len(valmiere.channels)) == (28, 8, 10)


def test_a_service_says_what_the_card_needs(valmiere: Town) -> None:
    pothole = valmiere.services["voirie.nid_de_poule"]
    assert (pothole.name, pothole.domain, pothole.direction) == ("Nid-de-poule, chaussée dégradée", "voirie", "m_voirie")
    assert pothole.place_required
    assert not pothole.sensitive
    assert pothole.confusions[0].service == "voirie.affaissement"
    assert valmiere.delay_classes[pothole.delay].first_answer == Delay(2, "working_days")


def test_it_says_what_the_weather_makes_rise(valmiere: Town) -> None:
    assert {service.id for service in valmiere.services.values() if service.weather} == {
        "espaces_verts.arbre_dangereux", "eau.egout", "voirie.neige_verglas"}


def test_a_direction_says_when_it_is_open(valmiere: Town) -> None:
    cleaning = valmiere.directions["m_proprete"].hours
    assert cleaning is not None
    assert cleaning[0] == (Opening(6 * 60, 19 * 60),)
    assert cleaning[5] == (Opening(6 * 60, 13 * 60),)
    assert cleaning[6] == ()
    assert valmiere.directions["x_gaz"].hours is None


def test_each_danger_example_names_a_danger_or_none(valmiere: Town) -> None:
    assert {example.expected for example in valmiere.danger_examples} <= {*valmiere.dangers, "aucun"}


def test_abbreviations_are_written_as_they_are_compared(valmiere: Town) -> None:
    """The router and the street finder look up folded words: an accent or a capital in the table would never match."""
    assert [word for word in valmiere.abbreviations if fold(word) != word] == []


def test_each_mairie_has_its_quarter_and_every_street_lies_in_one(valmiere: Town) -> None:
    assert {quarter.mairie for quarter in valmiere.quarters.values()} == set(valmiere.mairies)
    for street in valmiere.streets:
        if street.lon is not None and street.lat is not None:
            mairie = valmiere.territory.quarter_of(street.lat, street.lon)
            assert mairie is not None, street.name
            assert mairie.id == valmiere.quarters[street.quarters[0]].mairie, street.name


@pytest.mark.parametrize("text", ["AB-123-CD", "ab 123 cd", "Peugeot AB123CD", "de-456-la, rue Haute"])
def test_a_number_plate_is_recognised(valmiere: Town, text: str) -> None:
    assert re.search(valmiere.privacy_filters["plaque"].pattern, text)


@pytest.mark.parametrize("text", ["devant le 120 de la rue Pasteur", "trou de 100 cm", "le 115 ne répond pas", "entre le 110 et le 112"])
def test_an_address_is_no_number_plate(valmiere: Town, text: str) -> None:
    assert re.search(valmiere.privacy_filters["plaque"].pattern, text) is None


def test_no_privacy_filter_touches_the_catalogues_own_sentences(valmiere: Town) -> None:
    """A masked example would be a false alarm on an ordinary request."""
    masking = [re.compile(rule.pattern) for rule in valmiere.privacy_filters.values() if rule.action == "masquer"]
    phrases = [phrase for service in valmiere.services.values() for phrase in service.phrases]
    assert [phrase for phrase in phrases for pattern in masking if pattern.search(phrase)] == []
