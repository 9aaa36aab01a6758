"""How answers to a turning question spread: one a window, where the whole is shown, small parts merged; what is shown to all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from config.surveys import Bank
from handlers.surveys.spreads import Share, Spread, merged, spread
from storage.ballots import Vote
from storage.tables import SurveyWeek
from tests.handlers.surveys.test_asking import AGREED, at
from tests.scenes import town

SCALES: list[dict[str, Any]] = [
    {"id": "e10", "type": "entier", "min": 0, "max": 10},
    {"id": "often", "type": "choix",
     "valeurs": [{"v": number, "t": name} for number, name in enumerate(("never", "once", "often", "always"))]},
    {"id": "multi", "type": "options"},
]


def question(id: str, dimension: str, *, scale: str = "often", when: str = "rotation", **more: Any) -> dict[str, Any]:
    return {"id": id, "dimension": dimension, "quand": when, "echelle": scale, "favorable": "bas", "sensible": False, "texte": f"{id}?",
            **more}


BANK = Bank.model_validate({
    "enquete": {"heure": "16:15", "noyau": "load", "ressources": ["help"]},
    "echelles": SCALES,
    "dimensions": [{"id": id, "nom": id} for id in ("load", "support", "clarity", "training")],
    "questions": [
        question("load", "load", scale="e10", when="noyau"), question("pace", "load"), question("thanks", "support"),
        question("roles", "clarity"),
        question("peaks", "load", scale="multi", options=["desk", "phone", "mail"]),
    ],
})


def votes(id: str, answers: Sequence[int | str], *, leads: bool = False, first: int = 0) -> list[Vote]:
    return [Vote(f"p{first + number}", "m1", leads, id, str(answer)) for number, answer in enumerate(answers)]


def said(votes: Sequence[Vote], before: Mapping[str, date] | None = None, *, k: int = 5) -> Spread | None:
    return spread(BANK, votes, before or {}, Random(1), k=k)


def test_neighbouring_degrees_merge_until_each_part_holds_six_people() -> None:
    assert merged([0] * 3 + [1] * 4 + [2] * 9 + [3] * 4, 4) == [(0, 1, 4), (2, 3, 6)]
    assert merged([0] * 5 + [3] * 15, 4) == []
    assert merged([0] * 6 + [1] * 60 + [3] * 6, 4) == []  # six of seventy-two are less than a tenth
    assert merged([0] * 8 + [1] * 60 + [3] * 4, 4) == [(0, 0, 1), (1, 3, 9)]


def test_half_of_the_answers_drawn_by_lot_are_counted() -> None:
    answers = votes("pace", [0] * 12 + [3] * 12)
    found = {spread(BANK, answers, {}, Random(seed)) for seed in range(40)}
    assert None in found  # the lot had fewer than six of one kind
    assert len(found) == 2  # twelve drawn: six and six, or nothing
    assert {each for each in found if each} == {Spread("pace", "pace?", (Share("never", "never", 5), Share("once", "always", 5)))}


def test_it_takes_eleven_people_and_no_secretaire_general_is_one() -> None:
    assert said(votes("pace", [0, 3] * 40)) is not None
    assert said(votes("pace", [0, 3] * 40), k=40) is None  # forty are drawn: no two parts of more than forty
    assert said([*votes("peaks", [2] * 10), *votes("peaks", [2] * 20, leads=True, first=20)]) is None
    assert said(votes("peaks", [2] * 11)) is not None
    assert said(votes("pace", [0, 3] * 10)) is None  # ten are drawn


def test_who_led_a_team_at_one_answer_is_a_leader_and_several_answers_are_one() -> None:
    ten = votes("peaks", [2] * 10)
    once_leader = [Vote("p99", "m1", False, "peaks", "2"), Vote("p99", "m1", True, "load", "5")]
    assert said([*ten, *once_leader]) is None
    assert said([*ten, *votes("peaks", [2] * 9)]) is None


def test_a_blank_or_an_answer_of_another_bank_is_none() -> None:
    assert said([*votes("peaks", [2] * 10), *votes("peaks", ["", "7"], first=20), *votes("gone", [1] * 20)]) is None


def test_all_the_same_tells_nothing_and_no_other_question_takes_its_place() -> None:
    assert said([*votes("pace", [3] * 40), *votes("thanks", [0] * 20 + [3] * 20)], {"thanks": date(2026, 1, 1)}) is None


def test_the_dimension_shown_least_recently_goes_first_then_the_question() -> None:
    three = [*votes("pace", [0, 3] * 40), *votes("thanks", [0, 3] * 40), *votes("roles", [0, 3] * 40)]
    for before, expected in (
        ({}, "pace"), ({"pace": date(2026, 1, 1)}, "roles"), ({"pace": date(2026, 1, 1), "roles": date(2026, 2, 1)}, "thanks"),
        ({"pace": date(2026, 3, 1), "roles": date(2026, 2, 1), "thanks": date(2026, 1, 1)}, "thanks"),
        ({"peaks": date(2026, 3, 1), "roles": date(2026, 2, 1), "thanks": date(2026, 1, 1)}, "thanks"),
    ):
        found = said(three, before)
        assert found is not None
        assert found.question == expected


def test_of_options_those_that_eleven_people_chose_are_named_without_a_figure() -> None:
    assert said(votes("peaks", [0] * 11 + [1] * 10 + [2] * 14)) == Spread("peaks", "peaks?", most=("mail", "desk"))
    assert said(votes("peaks", [0] * 10 + [1] * 10 + [2] * 10)) is None


@given(st.lists(st.integers(0, 10), min_size=11, max_size=300), st.integers(5, 12))
def test_no_part_is_small_and_together_they_are_all(places: list[int], k: int) -> None:
    parts = merged(places, 11, k=k)
    if not parts:
        return
    assert len(parts) > 1
    assert (parts[0][0], parts[-1][1]) == (0, 10)
    assert all(before[1] + 1 == after[0] for before, after in pairwise(parts))
    assert sum(tenths for _, _, tenths in parts) == 10
    for first, last, tenths in parts:
        people = sum(first <= place <= last for place in places)
        assert people > k
        assert abs(tenths - 10 * people / len(places)) < 1
        assert 1 <= tenths <= 9


async def test_everybody_reads_the_spread_beside_the_whole(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        t.clock.time = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
        people = [t.person(f"agent{number}") for number in range(60)]
        for someone in people:
            await someone.says("/sondage")
            await someone.presses(AGREED)
        await at(t, datetime(2026, 11, 24, 15, 20, tzinfo=UTC))
        await t.passes(seconds=30)
        [week] = t.rows(SurveyWeek)
        asked = t.app.hall.town.questions[week.question]  # type: ignore[attr-defined]
        labels = [label for _, label in t.app.hall.town.answers(asked)]
        for number, someone in enumerate(people):
            await someone.presses("5")
            await someone.presses(labels[0] if number % 2 else labels[-1])
        await at(t, datetime(2026, 12, 24, 9, 0, tzinfo=UTC))
        for reader in (people[0], t.person("odile", "coordination"), t.person("chef", "dgs")):
            await reader.says("/meteo_equipe")
            assert f"« {asked.text} » Sur 10 réponses tirées au sort, environ : " in reader.last
            assert reader.last.index("Ensemble : charge 5,0 sur 10") < reader.last.index("Sur 10 réponses")
