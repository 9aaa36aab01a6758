"""An invitation written where nobody asked for it is no request; a sentence that only looks like one is."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.tables import Request
from tests.scenes import town


@pytest.mark.parametrize(
    "text",
    [
        "0612-3456-78AB-CD12",
        "ABCD-EFGH-JKMN-PQRS",
        "J5GZ-7GR5-CKJ2-ARKC",
        "mon code : 5q09-caz6-m7n3-t8gv",
        "5Q09CAZ6M7N3T8GV",
        "J5GZ 7GR5 CKJ2 ARKC",
    ],
)
async def test_a_code_is_kept_out_of_requests_whatever_its_letters(text: str, tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa = t.person("awa")
        await awa.says(text)
        assert "déjà des nôtres" in awa.last
        assert t.rows(Request) == []


@pytest.mark.parametrize(
    "text", ["un poteau accidentellement renversé rue Pasteur", "sale cage bloc gare rue Pasteur", "trou 2024 face gare rue Pasteur"]
)
async def test_words_of_four_letters_and_long_ones_are_words(text: str, tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa = t.person("awa")
        await awa.says(text)
        assert [row.text for row in t.rows(Request)] == [text]


async def test_the_number_of_a_bank_account_is_masked_not_taken_for_a_code(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa = t.person("awa")
        await awa.says("remboursement cantine sur FR76 3000 6000 0112 3456 7890 189")
        assert "Retiré du texte" in awa.last
        assert "3000 6000" not in t.rows(Request)[0].text


async def test_sixteen_digits_are_not_taken_for_a_code(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa = t.person("awa")
        await awa.says("facture cantine numéro 4111 1111 1111 1111")
        assert "Compris" in awa.last
