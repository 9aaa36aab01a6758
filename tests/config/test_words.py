"""Two people who write the same thing differently are compared as equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.words import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Bd de l'Égalité", "bd de l egalite"),
        ("RUE  SŒUR-MARIE ", "rue soeur marie"),
        ("l\u2019e\u0301cole", "l ecole"),
        ("½ rue ① ﬁn", "1 2 rue 1 fin"),
        ("𝕊𝔸ℕ𝕊", "sans"),
        ("!!!", ""),
    ],
)
def test_accents_case_and_punctuation_do_not_count(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_abbreviations_are_whole_words_only() -> None:
    assert fold("bd du bdx", {"bd": "boulevard"}) == "boulevard du bdx"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
