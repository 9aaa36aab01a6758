"""Residents' personal data do not reach what is stored, and what only looks like them stays."""

from __future__ import annotations

import itertools
import re
import time
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.privacy.names import names
from handlers.privacy.rules import LABELS, Masked
from handlers.privacy.rules import mask as mask_for
from handlers.routing.spelling import one_slip
from tests.scenes import valmiere

FILTERS = valmiere().privacy_filters


def mask(text: str) -> Masked:
    return mask_for(text, FILTERS)


MARK = re.compile(r"\{(\w+):([^}]*)\}")


class Sentence(NamedTuple):
    """A line of the corpus: what is typed, what must come out, the items by kind."""

    typed: str
    expected: str
    kinds: tuple[str, ...]


def corpus() -> list[Sentence]:
    lines = Path(__file__).with_name("corpus.txt").read_text(encoding="utf-8").splitlines()
    return [
        Sentence(MARK.sub(r"\2", line), MARK.sub(lambda found: LABELS[found[1]], line), tuple(found[1] for found in MARK.finditer(line)))
        for line in lines
        if line and not line.startswith("#")
    ]


CORPUS = corpus()


def share_of_items_masked(kinds: set[str]) -> float:
    wanted, got = 0, 0
    for sentence in CORPUS:
        written = mask(sentence.typed).text
        for kind, times in Counter(kind for kind in sentence.kinds if kind in kinds).items():
            wanted += times
            got += min(times, written.count(LABELS[kind])) if written == sentence.expected else 0
    return got / wanted


def test_the_corpus_is_large_and_varied() -> None:
    kinds = Counter(kind for sentence in CORPUS for kind in sentence.kinds)
    assert set(kinds) == set(LABELS)
    assert kinds["phone"] >= 50
    assert kinds["name"] >= 60
    assert sum(not sentence.kinds for sentence in CORPUS) >= 150


@pytest.mark.parametrize("kind", ["phone", "email", "iban", "nir"])
def test_numbers_and_addresses_are_masked_99_times_in_100(kind: str) -> None:
    assert share_of_items_masked({kind}) >= 0.99


@pytest.mark.parametrize("kind", ["name", "plate", "birth"])
def test_names_after_a_civility_plates_and_births_are_masked_9_times_in_10(kind: str) -> None:
    assert share_of_items_masked({kind}) >= 0.9


def test_what_is_not_personal_is_left_alone_98_times_in_100() -> None:
    calm = [sentence.typed for sentence in CORPUS if not sentence.kinds]
    touched = [typed for typed in calm if mask(typed).text != typed]
    assert len(touched) / len(calm) <= 0.02, touched


def test_the_sentences_of_the_catalogue_are_left_alone() -> None:
    phrases = [phrase for service in valmiere().services.values() for phrase in service.phrases]
    touched = [phrase for phrase in phrases if mask(phrase).text != phrase]
    assert len(touched) / len(phrases) <= 0.005, touched


def test_the_kinds_that_were_found_are_named_once_in_the_order_of_the_text() -> None:
    masked = mask("Mme Durand, 06 12 34 56 78 ou 07 12 34 56 78, et M. Petit")
    assert masked.text == "Mme [nom masqué], [téléphone masqué] ou [téléphone masqué], et M. [nom masqué]"
    assert masked.found == ("masked-name", "masked-phone")


def test_a_text_without_personal_data_comes_back_as_it_is() -> None:
    assert mask("gros trou devant le 12 rue des Lilas") == ("gros trou devant le 12 rue des Lilas", ())
    assert mask("") == ("", ())


def test_a_number_brought_near_its_announcement_is_masked_too() -> None:
    text = "voiture FR76 3000 6000 0112 3456 7890 189 de, ab 123 cd"
    assert "123" not in mask(text).text


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u202a"])
@pytest.mark.parametrize("text", ["06 12 34 56 78", "jean.dupont@orange.fr", "AB-123-CD", "Mme Durand"])
def test_no_invisible_mark_hides_anything(text: str, mark: str) -> None:
    """Left by the pages and telephones that it was pasted from."""
    expected = mask(text).text
    assert expected != text
    for place in range(1, len(text)):
        assert mask(text[:place] + mark + text[place:]).text == expected


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_typed_apart_hide_no_name(form: Literal["NFC", "NFD"]) -> None:
    assert mask(unicodedata.normalize(form, "Mme née Dupré a appelé")).text == "Mme née [nom masqué] a appelé"


@pytest.mark.parametrize("zero", "0٠０𝟎")
def test_digits_are_read_whatever_the_keyboard(zero: str) -> None:
    assert mask("".join(chr(ord(zero) + int(digit)) for digit in "0612345678")).text == LABELS["phone"]


def test_what_is_not_personal_keeps_its_signs() -> None:
    for text in ("👨\u200d👩\u200d👧 trou rue Basse", "٣ trous", unicodedata.normalize("NFD", "école")):
        assert mask(text) == Masked(text, ())


@pytest.mark.parametrize("civility", ["monsieur", "madame", "mademoiselle", "docteur"])
def test_a_mistyped_civility_leads_to_a_name_all_the_same(civility: str) -> None:
    for typed in {*one_slip(civility)} - {civility, civility + "s"}:
        assert mask(f"{typed} Durand demande un rendez-vous").text == f"{typed} [nom masqué] demande un rendez-vous"
    assert mask("madme diop rappelle demain").text == "madme [nom masqué] rappelle demain"
    assert mask("rue Madmae Curie").text == "rue Madmae Curie"


def test_names_come_in_the_order_of_the_text_and_none_within_another() -> None:
    """Whoever cuts them out begins at the end."""
    for text in ("madme Diop, Mme Durand et monsiuer Petit", "Madame madme Durand", "Mme Durand madme Petit"):
        found = list(names(text))
        assert found
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(found))
    text = "madme Diop, Mme Durand et monsiuer Petit"
    assert [text[start:end] for start, end in names(text)] == ["Diop", "Durand", "Petit"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_kind_has_its_words_in_both_languages(language: str) -> None:
    written = (Path(__file__).parents[2] / "config" / "texts" / language / "privacy.ftl").read_text(encoding="utf-8")
    assert all(f"masked-{kind} = " in written for kind in LABELS)


def test_the_labels_are_the_catalogues() -> None:
    written = {each.label for each in FILTERS.values() if each.action == "masquer"}
    assert written <= set(LABELS.values())


LABEL = re.compile("|".join(map(re.escape, LABELS.values())))
pieces = st.one_of(
    st.sampled_from([word for sentence in CORPUS for word in sentence.typed.split()]),
    st.sampled_from(["06", "12", "34 56 78", "@", ".", "né le", "voiture", "M.", "Mme", "FR76", "AB", "123", "(at)", "\n", "·", "+33"]),
    st.text(alphabet="0123456789 .-@ABCdeé'+", max_size=12),
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(pieces, max_size=20).map(" ".join), st.text(max_size=200)))
def test_masking_twice_is_masking_once_and_what_is_kept_was_typed_in_that_order(text: str) -> None:
    masked = mask(text)
    assert mask(masked.text) == (masked.text, ())
    position = 0
    for kept in LABEL.split(masked.text):
        position = text.find(kept, position)
        assert position >= 0
        position += len(kept)
    if not LABEL.search(text):
        assert {f"masked-{kind}" for kind, label in LABELS.items() if label in masked.text} == set(masked.found)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["", " ", ".", "-", " - ", "/", "\u202f", "\u00a0"]), min_size=9, max_size=9),
    st.integers(0, 10**8 - 1),
    st.sampled_from("1234567"),
)
def test_a_telephone_is_masked_however_it_is_cut(gaps: list[str], rest: int, second: str) -> None:
    digits = f"0{second}{rest:08}"
    written = digits[0] + digits[1] + "".join(gap + digit for gap, digit in zip(gaps[1:], digits[2:], strict=True))
    masked = mask(f"rappeler au {written} svp")
    looks_like_a_date = re.match(r"\d\d([/.-])\d\d\1(19|20)\d\d", written)
    assert masked.found or looks_like_a_date


@pytest.mark.parametrize(
    "piece",
    ["a", "1 ", "M. ", "06 ", "né à ", "a.a.", "@", "a@", "FR76", "né le 1", "Mme De ", "a at ", "1/", "tel ", " ", "+", "0", "AB-1",
     "x point ", "aà", "a.à", "mme durand ", "4970 ", "FR76 3", "(", "chez madame ", "MME A "],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def spent(size: int) -> float:
        text = (piece * size)[:size]
        best = []
        for _ in range(3):
            before = time.process_time()
            mask(text)
            best.append(time.process_time() - before)
        return min(best)

    small, large = spent(5_000), spent(50_000)
    assert large < 10 * small * 2.5 + 0.02
