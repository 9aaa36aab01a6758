"""Buttons made up, bent, copied or kept too long: none is obeyed, and what came too late is answered politely."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.references import reference, resolve
from storage.tables import Person, Request, table
from tests.handlers.house import House

REAL = 1_000 if os.environ.get("CROWDS") else 20
"""How many real buttons are bent: a thousand in the campaign (make crowd)."""
PEOPLE = {"awa": ("agent", "mq_tanneurs", None), "petit": ("sg", "mq_tanneurs", None), "karim": ("direction", None, "m_voirie")}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    place = House(tmp_path, PEOPLE)
    place.says("awa", "gros trou rue des Lilas")
    row, at = next((row, at) for row, at, act in place.buttons("awa") if act.startswith("requests.record"))
    place.presses("awa", row, at)
    yield place
    place.closes()


def versions(house: House) -> list[int]:
    return [row.version for row in house.rows(Request)]


def real_ones(house: House) -> list[tuple[int, int, str]]:
    while len(house.buttons("karim", newest=500)) < REAL:
        house.says("karim", "/voir 1")
    return house.buttons("karim", newest=500)[:REAL]


def test_every_bit_of_a_real_button_counts(house: House) -> None:
    """152 bits each: the row, the place and the mark that binds both to the chat."""
    tried = 0
    for row, place, _ in real_ones(house):
        raw = base64.urlsafe_b64decode(reference(house.seal, row, place, "scene:karim") + "==")
        for bit in range(len(raw) * 8):
            bent = bytearray(raw)
            bent[bit // 8] ^= 1 << bit % 8
            assert resolve(house.seal, base64.urlsafe_b64encode(bytes(bent)).rstrip(b"=").decode(), "scene:karim") is None
            tried += 1
    assert tried >= 20 * 150


def test_a_bent_button_does_nothing_and_says_so(house: House) -> None:
    row, place, _ = next(each for each in real_ones(house) if each[2].startswith("requests.take:"))
    real = reference(house.seal, row, place, "scene:karim")
    before = versions(house)
    for bent in (real[:-2] + ("AA" if real[-2:] != "AA" else "BB"), real[::-1], real + "A", real[:10], "", "é" * 26, "A" * 500):
        house.presses("karim", row, place, press=bent)
        assert house.heard("karim").startswith("Ce bouton n’est plus valable")
    assert versions(house) == before


def test_the_buttons_of_somebody_whose_role_is_gone_are_refused(house: House) -> None:
    buttons = real_ones(house)
    before = versions(house)
    with house.database.transaction() as connection:
        connection.execute(update(table(Person)).where(table(Person).c.name == "karim").values(role="cabinet", direction=None))
    for row, place, _ in buttons:
        house.presses("karim", row, place)
        assert house.heard("karim").startswith(("Cette action n’est pas ouverte", "Je ne trouve pas cette demande"))
    assert versions(house) == before


def test_a_replayed_press_is_answered_with_what_happened_since(house: House) -> None:
    row, place, _ = next(each for each in real_ones(house) if each[2].startswith("requests.take:"))
    house.presses("karim", row, place)
    after = versions(house)
    for _ in range(3):
        house.presses("karim", row, place)
        assert "prise en charge (référent de direction)" in house.heard("karim")
    assert versions(house) == after
