"""A slip of one letter does not hide a word, and a right word is never changed into another."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from handlers.routing.features import Term, stem
from handlers.routing.rules import Router, suggest
from handlers.routing.spelling import MOST, mended, slips

KNOWN = {"lampadaire": 9, "trottoir": 7, "trottoirs": 2, "poubelle": 5, "poule": 1}
STEMS = {stem(word) for word in KNOWN}


def term(plain: str) -> Term:
    return Term(plain, stem(plain), 0)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lampadire", "lampadaire"),
        ("lampadaiire", "lampadaire"),
        ("lampafaire", "lampadaire"),
        ("lampadiare", "lampadaire"),
        ("trotoir", "trottoir"),
        ("trottoiir", "trottoir"),
        ("poubele", "poubelle"),
    ],
)
def test_one_slip_is_understood(typed: str, meant: str) -> None:
    found = slips([term(typed)], KNOWN, stems=STEMS)
    assert found == {typed: meant}
    (mending,) = mended([term(typed)], found)
    assert (mending.plain, mending.stem) == (typed, stem(meant))


@pytest.mark.parametrize("typed", ["lampadaires", "poulet", "xampadaire", "lampire", "lmp", "zorglub", "poulle1"])
def test_what_is_known_too_short_or_too_far_stays(typed: str) -> None:
    assert slips([term(typed)], {"lampadaire": 1}, stems=STEMS | {stem("poulet")}) == {}
    assert mended([term(typed)], {}) == (term(typed),)


def test_of_two_words_as_near_the_commoner_is_meant() -> None:
    # « rouge » is two slips away
    assert slips([term("bougx")], {"bouge": 2, "bougy": 1, "bougz": 9, "rouge": 50}, stems=()) == {"bougx": "bougz"}


def test_a_long_message_in_another_language_costs_little(router: Router) -> None:
    text = " ".join(f"qwxzk{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}vbgh" for i in range(400))
    before = time.process_time()
    suggest(replace(router, meaning=None), text)
    assert time.process_time() - before < 0.05
    mistyped = [term("lampa" + letter + "aire") for letter in "abcefghijklmnopqrstuvwxyz"]
    assert len(slips(mistyped, KNOWN, stems=STEMS)) == MOST < len(mistyped)
