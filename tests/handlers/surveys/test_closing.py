"""The closing: what is published comes back to people, the key and the ballots are gone, a heavy load calls for an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.retention import sweep
from handlers.surveys.closing import respondents, wanted
from handlers.surveys.publishing import Respondent
from storage.ballots import Vote
from storage.tables import Ballot, Publication, Turnout, Window
from tests.handlers.surveys.test_asking import AGREED, TUESDAY, at
from tests.scenes import Chat, Town, town

TEAM = [f"agent{number}" for number in range(8)]
SHOWN = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
FOUR_WEEKS = timedelta(days=28)


@pytest.fixture
async def t(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url) as place:
        place.clock.time = TUESDAY - timedelta(hours=7)
        yield place


async def answer(t: Town, people: list[Chat], charge: str, on: datetime) -> None:
    await at(t, on)
    for someone in people:
        await someone.presses(charge)


async def team(t: Town, *, leader: bool = False) -> list[Chat]:
    people = [t.person(name) for name in TEAM]
    if leader:
        people.append(t.person("samia", "sg"))
    for someone in people:
        await someone.says("/sondage")
        await someone.presses(AGREED)
    return people


def shown(t: Town) -> dict[tuple[str, str], str | None]:
    return {(row.kind, row.group_id): row.shown for row in t.rows(Publication) if row.group_id in ("mq_tanneurs", "")}  # type: ignore[attr-defined]


async def test_the_result_comes_back_and_nothing_of_the_ballots_is_left(t: Town) -> None:
    people = await team(t)
    await answer(t, people, "5", TUESDAY)
    await people[0].says("/meteo_equipe")
    assert "Pas encore de résultat" in people[0].last
    keys = t.app.hall.window_keys
    assert keys is not None
    assert len(t.rows(Ballot)) == 8
    await at(t, datetime(2026, 12, 21, 6, 0, tzinfo=UTC))
    await people[0].says("/meteo_equipe")
    assert "Pas encore de résultat" in people[0].last  # shown three days later
    [closed] = [row for row in t.rows(Window) if row.closed_on]  # type: ignore[attr-defined]
    assert (closed.starts_on, closed.closed_on) == (date(2026, 11, 23), date(2026, 12, 21))  # type: ignore[attr-defined]
    assert t.rows(Ballot) == []
    assert list((t.folder / "windows").glob("*")) == []
    assert sorted(row.mairie for row in t.rows(Turnout)) == ["mq_tanneurs"] * 8  # type: ignore[attr-defined]
    assert t.app.hall.cleared
    await sweep(t.app.hall, t.database)
    assert not t.app.hall.cleared
    await at(t, SHOWN)
    assert any("« meteo_equipe »" in heard for heard in people[0].heard)
    await people[0].says("/meteo_equipe")
    assert "charge soutenue" in people[0].last
    assert "Ensemble : Pas assez de réponses" in people[0].last
    assert shown(t) == {("mairie", "mq_tanneurs"): "steady", ("all", ""): None}


async def test_too_few_answers_is_a_good_screen(t: Town) -> None:
    people = await team(t)
    await answer(t, people[:4], "9", TUESDAY)
    await at(t, SHOWN)
    await people[7].says("/meteo_equipe")
    assert "Pas assez de réponses pour afficher un résultat sans risque pour l’anonymat de l’équipe (minimum 5)" in people[7].last


async def test_a_heavy_load_twice_running_calls_for_a_written_answer_shown_to_the_team(t: Town) -> None:
    people = await team(t, leader=True)
    leader = people[-1]
    await answer(t, people[:-1], "9", TUESDAY)
    await answer(t, people[:-1], "9", TUESDAY + FOUR_WEEKS)
    await at(t, SHOWN)
    await leader.says("/meteo_equipe")
    assert "charge forte" in leader.last
    assert "Répondre à l’équipe" not in leader.buttons
    await at(t, SHOWN + FOUR_WEEKS)
    await t.passes(seconds=1)
    assert any("une réponse écrite est attendue" in heard for heard in leader.heard)
    assert not any("une réponse écrite est attendue" in heard for heard in people[0].heard)
    await people[0].says("/meteo_equipe")
    assert "Répondre à l’équipe" not in people[0].buttons
    await leader.says("/meteo_equipe")
    await leader.presses("Répondre à l’équipe")
    await leader.says("Un renfort au guichet à partir du 1er février.")
    await people[0].says("/meteo_equipe")
    assert "Un renfort au guichet" in people[0].last
    await at(t, SHOWN + FOUR_WEEKS + timedelta(days=1))
    assert any(heard.startswith("À savoir") and "Un renfort" in heard for heard in people[0].heard)


def test_each_person_counts_once_and_a_blank_is_no_answer() -> None:
    def vote(token: str, answer: str, *, mairie: str = "m1", leads: bool = False, question: str = "core") -> Vote:
        return Vote(token, mairie, leads, question, answer)

    votes = [vote("a", "2"), vote("a", "8"), vote("a", ""), vote("b", "7", leads=True), vote("b", "9"), vote("c", ""), vote("z", "10"),
             vote("a", "1", question="other"), vote("d", "4"), vote("d", "4", mairie="m2"), vote("d", "4", mairie="m2")]
    assert sorted(respondents(votes, {"a": 1, "b": 2, "c": 3, "d": 4}, core="core")) == [
        Respondent(1, "m1", False, 5.0), Respondent(2, "m1", True, 8.0), Respondent(4, "m2", False, 4.0),
    ]


def test_a_training_theme_is_said_once_eleven_people_ask_for_it() -> None:
    votes = [Vote(f"{number}", "m1", False, "for_theme", theme) for theme, count in (("accueil", 11), ("langue", 12), ("laicite", 10))
             for number in range(count)]
    again = [Vote("0", "m1", False, "for_theme", "laicite")] * 5
    assert wanted([*votes, *again, Vote("1", "m1", False, "for_theme", "")]) == ["langue", "accueil"]


async def test_themes_that_enough_people_ask_for_are_shown_to_all(t: Town) -> None:
    people = [t.person(f"agent{number}") for number in range(11)]
    for someone in people:
        await someone.says("/sondage")
        await someone.presses(AGREED)
        await someone.says("/formation")
        await someone.presses("Désamorcer")
    await at(t, SHOWN)
    await people[0].says("/meteo_equipe")
    assert "les thèmes les plus demandés : Désamorcer l'agressivité." in people[0].last
