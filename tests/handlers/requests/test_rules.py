"""References, folding, what is a request and what is not, how long a record may be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.requests.rules import folded, is_courtesy, may_undo, reference, reference_in, says_something, series

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_a_reference_is_short_enough_for_the_phone() -> None:
    assert reference(series("MQ", NOW, "Europe/Paris"), 412) == "MQ-26-0412"
    assert reference("MQ-26", 12_345) == "MQ-26-12345"


def test_the_year_of_a_series_is_that_of_the_town_not_of_greenwich() -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert series("MQ", new_year, "Europe/Paris") == "MQ-27"
    assert series("MQ", new_year, "America/Guadeloupe") == "MQ-26"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("MQ-26-0412", "MQ-26-0412"), ("mq-26-412", "MQ-26-0412"), ("mq 26 412", "MQ-26-0412"),
        ("412", "MQ-26-0412"), (" 0412 ", "MQ-26-0412"),
        ("la MQ-25-0007 svp", "MQ-25-0007"), ("MQ-26-12345", "MQ-26-12345"),
        ("", None), ("lampadaire", None), ("1234567", None), ("MQ", None), ("-5", None), ("²", None), ("٤١٢", None),
    ],
)
def test_a_reference_is_recognised_however_it_is_typed(said: str, meant: str | None) -> None:
    assert reference_in(said, "MQ", NOW, "Europe/Paris") == meant


@pytest.mark.parametrize(
    "text", ["ok", "Merci !", "merci beaucoup", "D'accord", "bonne journée", "👍 merci", "Bonjour", "ok parfait", "oui", "thank you"]
)
def test_a_courtesy_asks_for_nothing(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    ["bonjour trou rue Pasteur", "merci de réparer le banc", "ok pour le lampadaire", "", "👍", "fuite", "oui oui oui oui oui"],
)
def test_a_request_that_begins_politely_is_still_one(text: str) -> None:
    assert not is_courtesy(text)


@pytest.mark.parametrize("text", ["🙂🙂🙂", "???", "123 456", "a b c", "…", "\u202e\u202d", "‎", "42 rue", ":-)"[:3]])
def test_signs_alone_are_no_request(text: str) -> None:
    assert says_something(text) is (text == "42 rue")


@pytest.mark.parametrize("text", ["trou", "حفرة كبيرة", "большая яма", "街灯坏了", "Trou!"])
def test_words_of_any_alphabet_are(text: str) -> None:
    assert says_something(text)


@given(st.text(max_size=300))
def test_folding_leaves_only_what_searching_reads_and_is_stable(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert all(letter in "abcdefghijklmnopqrstuvwxyz0123456789 " for letter in once)
    assert "  " not in once


def test_a_record_is_taken_back_for_ten_minutes_to_the_second() -> None:
    assert may_undo(NOW, NOW + timedelta(minutes=10))
    assert not may_undo(NOW, NOW + timedelta(minutes=10, seconds=1))
    assert not may_undo(None, NOW)
