"""What words and numbers answer: a question for as long as it makes sense, the last card for a number."""

from __future__ import annotations

from pathlib import Path

from storage.tables import Request
from tests.scenes import Chat, town

LAMP = "un lampadaire ne marche plus rue Pasteur"


async def draft_with_question(awa: Chat, button: str) -> None:
    await awa.says("gros trou rue des Lilas")
    await awa.presses(button)


async def test_a_number_chooses_from_a_list_that_also_takes_words(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa = t.person("awa")
        await draft_with_question(awa, "Autre service")
        await awa.says("4")
        assert "Quel service ?" in awa.last
        await awa.says("lampadaire")
        assert "Lequel de ceux-ci ?" in awa.last
        await awa.says("1")
        assert "Compris : Lampadaire isolé" in awa.last
        assert len(t.rows(Request)) == 1


async def test_after_a_choice_by_button_the_next_sentence_is_a_new_request(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa = t.person("awa")
        await draft_with_question(awa, "Autre service")
        await awa.presses("Éclairage public")
        await awa.presses("Lampadaire isolé")
        await awa.says(LAMP)
        assert "Compris" in awa.last
        assert [row.text for row in t.rows(Request)] == ["gros trou rue des Lilas", LAMP]


async def test_a_record_before_the_place_is_given_ends_the_question(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa = t.person("awa")
        await draft_with_question(awa, "Lieu")
        await awa.presses("Enregistrer")
        await awa.says(LAMP)
        assert "Compris : Lampadaire isolé" in awa.last
        assert [row.place for row in t.rows(Request)] == ["rue des Lilas", "rue Pasteur"]


async def test_taking_back_ends_the_question(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa = t.person("awa")
        for button in ("Lieu", "Autre service"):
            await draft_with_question(awa, button)
            await awa.says("/annuler")
            await awa.says(LAMP)
            assert "Compris : Lampadaire isolé" in awa.last
            await awa.presses("Effacer")


async def test_a_number_after_the_question_where_is_a_place_not_a_button(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa = t.person("awa")
        await draft_with_question(awa, "Lieu")
        await awa.says("1")
        assert [(row.state, row.place) for row in t.rows(Request)] == [("draft", "1")]


async def test_a_number_answers_the_last_card_shown_not_the_last_one_changed(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa = t.person("awa")
        await awa.says("gros trou rue des Lilas")
        first = list(awa.messages)[-1]
        await awa.says(LAMP)
        await awa.says("1", about=first)  # on Matrix: an answer to the older card
        await awa.says("1")
        assert [(row.reference, row.state) for row in t.rows(Request)] == [("MQ-26-0001", "sent"), ("MQ-26-0002", "sent")]
