"""Words are found in a person's language, and what people write cannot disturb them."""

from __future__ import annotations

import logging
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts import Texts, tame, words

DIRECTING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
FRENCH = """
-bot = Relais
themed-hello = Bonjour { $name }, ici { -bot }.
    .title = Bonjour
themed-count = { $n ->
    [0] Aucune demande
    [one] Une demande
   *[other] { $n } demandes
}
themed-when = Reçue le { DATETIME($at, dateStyle: "long") } à { DATETIME($at, timeStyle: "short") }
themed-day = Avant le { DATETIME($on, dateStyle: "full") }
themed-pair = { $first } / { $second }
themed-only-french = En français
"""
ENGLISH = """
-bot = Relais
themed-hello = Hello { $name }, this is { -bot }.
themed-count = { $n ->
    [0] No request
    [one] One request
   *[other] { $n } requests
}
"""


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    for language, source in (("fr", FRENCH), ("en", ENGLISH)):
        (tmp_path / language).mkdir()
        (tmp_path / language / "any.ftl").write_text(source, "utf-8")
    return Texts(tmp_path, strict=True)


def test_each_person_is_spoken_to_in_their_language(texts: Texts) -> None:
    assert texts.say("fr", "themed-hello", {"name": "Awa"}) == "Bonjour Awa, ici Relais."
    assert texts.say("en", "themed-hello", {"name": "Awa"}) == "Hello Awa, this is Relais."


def test_a_title_is_said_where_there_is_one(texts: Texts) -> None:
    assert texts.title("fr", "themed-hello") == "Bonjour"
    assert texts.title("fr", "themed-only-french") is None


def test_what_english_lacks_is_said_in_french(texts: Texts) -> None:
    assert texts.say("en", "themed-only-french") == "En français"
    assert texts.title("en", "themed-hello") == "Bonjour"
    assert texts.say("de", "themed-only-french") == "En français"


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [("fr", 0, "Aucune demande"), ("fr", 1, "Une demande"), ("fr", 1200, "1\u202f200 demandes"), ("en", 1200, "1,200 requests")],
)
def test_numbers_are_written_as_the_language_writes_them(texts: Texts, language: str, count: int, said: str) -> None:
    assert texts.say(language, "themed-count", {"n": count}) == said


def test_moments_are_said_in_the_towns_time(texts: Texts) -> None:
    summer = datetime(2026, 7, 14, 22, 30, tzinfo=UTC)
    assert texts.say("fr", "themed-when", {"at": summer}) == "Reçue le 15 juillet 2026 à 00:30"
    assert texts.say("fr", "themed-day", {"on": date(2026, 7, 14)}) == "Avant le mardi 14 juillet 2026"


def test_a_town_overseas_is_told_its_own_time(tmp_path: Path, texts: Texts) -> None:
    overseas = Texts(tmp_path, zone="Indian/Reunion", strict=True)
    assert overseas.say("fr", "themed-when", {"at": datetime(2026, 7, 14, 22, 30, tzinfo=UTC)}) == "Reçue le 15 juillet 2026 à 02:30"
    assert texts.say("fr", "themed-when", {"at": datetime(2026, 1, 14, 22, 30, tzinfo=UTC)}) == "Reçue le 14 janvier 2026 à 23:30"


def test_a_missing_key_or_value_is_an_error_in_tests(texts: Texts) -> None:
    with pytest.raises(KeyError, match="themed-nothing"):
        texts.say("fr", "themed-nothing")
    with pytest.raises(KeyError, match="themed-hello"):
        texts.say("fr", "themed-hello", {})


def test_a_missing_key_or_value_stops_nobody_in_production(tmp_path: Path, texts: Texts, caplog: pytest.LogCaptureFixture) -> None:
    forgiving = Texts(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert forgiving.say("fr", "themed-nothing", {"name": "Mme Petit"}) == "themed-nothing"
        assert "ici Relais" in forgiving.say("fr", "themed-hello", {"nom": "Mme Petit"})
    assert "themed-nothing" in caplog.text
    assert "Petit" not in caplog.text


def test_a_message_of_ten_thousand_letters_is_said_whole(texts: Texts) -> None:
    assert texts.say("fr", "themed-hello", {"name": "é" * 10_000}) == f"Bonjour {'é' * 10_000}, ici Relais."


def test_a_value_is_never_read_as_a_pattern(texts: Texts) -> None:
    assert texts.say("fr", "themed-hello", {"name": '{ $n } \ue0000\ue001 {"x"}'}) == 'Bonjour { $n } \ue0000\ue001 {"x"}, ici Relais.'


def test_long_values_keep_to_their_own_places(texts: Texts) -> None:
    trap = "\ue0000\ue001\ue0001\ue001" + "x" * 3000
    assert texts.say("fr", "themed-pair", {"first": trap, "second": "y" * 3000}) == f"{trap} / {'y' * 3000}"


def test_right_to_left_text_stays_in_its_place(texts: Texts) -> None:
    assert texts.say("fr", "themed-hello", {"name": "شارع"}) == "Bonjour \u2068شارع\u2069, ici Relais."
    assert texts.say("fr", "themed-hello", {"name": "Awa\u202egnp.exe"}) == "Bonjour Awagnp.exe, ici Relais."


def test_ordinary_text_is_left_alone() -> None:
    for text in ("Ça va ? 👩‍👩‍👧 n° 12 « œuf »", "deux\nlignes\tet plus", ""):
        assert tame(text) == text


@given(st.text())
def test_tamed_text_can_neither_reorder_its_surroundings_nor_steer_a_terminal(text: str) -> None:
    tamed = tame(text)
    inside = tamed[1:-1] if tamed.startswith("\u2068") else tamed
    assert DIRECTING.isdisjoint(unicodedata.bidirectional(letter) for letter in inside)
    assert not [letter for letter in inside if unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t"]
    if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in inside if unicodedata.name(letter, "")):
        assert tamed == f"\u2068{inside}\u2069"
    tamed.encode("utf-8")


@given(st.text())
def test_taming_takes_nothing_else_away(text: str) -> None:
    kept = [letter for letter in text if unicodedata.category(letter) not in {"Cc", "Cs", "Cf"}]
    assert [letter for letter in tame(text) if unicodedata.category(letter) not in {"Cc", "Cs", "Cf"}] == kept


def test_the_words_of_relais_are_found_at_once() -> None:
    """On the hot path of every answer: 6 µs measured, ten times that allowed for a busy machine."""
    say, values = words().say, {"name": "type", "given": "lampadaire cassé", "allowed": "a, b", "near": "none"}
    say("fr", "check-not-one-of", values)
    best = min(_timed(lambda: say("fr", "check-not-one-of", values)) for _ in range(200))
    assert best < 60e-6


def _timed(act: object) -> float:
    assert callable(act)
    start = perf_counter()
    act()
    return perf_counter() - start
