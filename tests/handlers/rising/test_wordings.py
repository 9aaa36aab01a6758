"""New wordings: what people suddenly say, in several places; nobody's name, no street, nothing that was said before."""

from __future__ import annotations

from datetime import timedelta

from handlers.rising.wordings import Wording, log_likelihood, pairs, wordings
from storage.tables import Request
from tests.handlers.rising.test_series import MONDAY, asked
from tests.scenes import valmiere

STREETS = ("rue du Port", "rue Haute", "rue Pasteur", "avenue Foch")
BEFORE = [asked(STREETS[number % 4], MONDAY - timedelta(days=1 + number % 80), text="lampadaire éteint, sacs poubelle sur le trottoir")
          for number in range(300)]


def week(*texts: str) -> list[Request]:
    usual = [asked(place, text="sacs poubelle sur le trottoir") for place in STREETS * 5]
    return usual + [asked(STREETS[number % 4], text=text) for number, text in enumerate(texts)]


def risen(*texts: str, before: list[Request] = BEFORE) -> list[Wording]:
    return wordings(week(*texts), before, valmiere())


def test_four_files_in_three_places_make_a_wording() -> None:
    said = risen(*["Le passage piéton effacé devant chez moi, c'est dangereux", "passage piéton effacé"] * 2)
    assert [(each.said, each.files, each.places, each.before) for each in said] == [("passage piéton", 4, 4, 0)]
    assert risen(*["passage piéton effacé"] * 3) == []


def test_one_place_is_no_wording_and_nor_is_what_was_said_before() -> None:
    rows = week() + [asked("rue du Port", text="passage piéton effacé") for _ in range(6)]
    assert wordings(rows, BEFORE, valmiere()) == []
    before = BEFORE + [asked("rue Haute", MONDAY - timedelta(days=9), text="passage piéton effacé") for _ in range(60)]
    assert risen(*["passage piéton effacé"] * 4, before=before) == []


def test_no_name_and_no_street_is_a_wording() -> None:
    assert risen(*["Mme Lefranc Dubosc demande un rendez-vous"] * 5) == []
    assert risen(*["encore la bande à Kevin Marchal"] * 5) == []
    assert "pasteur" not in " ".join(each.pair for each in risen(*["trottoir passage Pasteur Valmont"] * 5))
    assert risen(*["Karim jette ses bouteilles"] * 5, before=BEFORE)[0].said == "jette ses bouteilles"
    assert "telephone" not in " ".join(pairs([asked(None, text="rappeler au [téléphone] urgent svp")], valmiere()))


def test_what_is_sensitive_is_not_read() -> None:
    rows = week() + [asked(place, text="punaises de lit partout", sensitive=True) for place in STREETS]
    assert wordings(rows, BEFORE, valmiere()) == []


def test_the_likelihood_is_dunnings() -> None:
    assert round(log_likelihood(4, 100, 0, 1200), 1) == 20.5
    assert log_likelihood(1, 100, 12, 1200) == 0.0
    assert log_likelihood(4, 100, 0, 0) == 0.0
