"""What a town adds to the masking in its own file: more to mask, what to leave alone, what to ask about."""

from __future__ import annotations

import time
from typing import Any

import pytest

from config.catalogue import PrivacyFilter
from handlers.privacy.rules import Filters, mask, masked_in, soften, warnings
from tests.scenes import valmiere

OURS = valmiere().privacy_filters
SAD = "la dame du 3e, Alzheimer, demande un portage de repas"


def town(**written: Any) -> Filters:
    """Valmière's filters, and one more."""
    one = PrivacyFilter.model_validate({"id": "a_nous", "etiquette": "[allocataire masqué]", "action": "masquer", **written})
    return {**OURS, one.id: one}


def test_a_town_masks_what_it_adds_on_top_of_ours() -> None:
    filters = town(motif=r"\b\d{7}[A-Z]\b")
    masked = mask("Mme Durand, CAF 1234567B, 06 12 34 56 78", filters)
    assert masked.text == "Mme [nom masqué], CAF [allocataire masqué], [téléphone masqué]"
    assert masked.found == ("masked-name", "allocataire", "masked-phone")
    assert mask(masked.text, filters) == (masked.text, ())


def test_a_pattern_does_not_read_what_a_label_covers() -> None:
    masked = mask("nom 06 12 34 56 78 masqué", town(motif="masqué|nom"))
    assert masked.text == "[allocataire masqué] [téléphone masqué] [allocataire masqué]"


def test_a_number_brought_near_its_announcement_by_a_towns_filter_is_masked_too() -> None:
    assert "123" not in mask("voiture " + "zz" * 30 + " ab 123 cd", town(motif="z{60}")).text


def test_a_pattern_of_a_kind_that_relais_finds_by_itself_is_not_read() -> None:
    telephone = PrivacyFilter.model_validate({**OURS["telephone"].model_dump(by_alias=True), "motif": "trou"})
    assert mask("trou au 06 12 34 56 78", {**OURS, "telephone": telephone}).text == "trou au [téléphone masqué]"


def test_what_the_town_excepts_is_left_alone_however_it_is_written() -> None:
    filters = town(motif=r"accueil \d+", exceptions=("05 61 22 33 44", "accueil 12"))
    assert mask("standard 05.61.22.33.44 ou 0561223344, voir accueil 12", filters).found == ()
    assert mask("standard 05 61 22 33 45, accueil 13", filters).found == ("masked-phone", "allocataire")


def test_a_pattern_that_matches_nothing_at_all_masks_nothing() -> None:
    assert mask("trou", town(motif="x*")) == ("trou", ())


def test_a_text_is_read_no_further_than_4096_signs() -> None:
    filters = town(motif="lilas")
    assert mask("lilas" + " " * 4091, filters).found == ("allocataire",)
    assert mask(" " * 4092 + "lilas", filters).found == ()
    slow = town(motif="(?:a|b)*c")  # quadratic, as a town may write without knowing
    start = time.process_time()
    mask("ab" * 100_000, slow)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (SAD, ("[santé]",)),
        ("M. Roux est syndicaliste et diabétique", ("[santé]", "[convictions ou origine]")),
        ("gros trou devant l'école", ()),
        ("Mme Durand, 06 12 34 56 78", ()),  # masked, so that there is nothing to ask
        ("elle est [santé]", ()),
    ],
)
def test_the_town_asks_about_subjects_it_names(text: str, labels: tuple[str, ...]) -> None:
    assert warnings(text, OURS) == labels


def test_what_was_asked_about_may_be_taken_out() -> None:
    softened = soften(SAD, OURS)
    assert softened == "la dame du 3e, [santé], demande un portage de repas"
    assert warnings(softened, OURS) == ()
    assert soften(softened, OURS) == softened
    assert masked_in(softened, OURS) == ("santé",)


def test_the_catalogues_own_sentences_are_hardly_ever_asked_about() -> None:
    phrases = [phrase for service in valmiere().services.values() for phrase in service.phrases]
    asked = [phrase for phrase in phrases if warnings(phrase, OURS)]
    assert len(asked) / len(phrases) <= 0.01, asked
