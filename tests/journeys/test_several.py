"""Several people at once; a bot that was away; messages that come twice."""

from __future__ import annotations

import asyncio

import pytest

from storage.tables import Inbox, Request
from tests.journeys.conftest import NewStage
from tests.journeys.stage import Actor, Stage

MATRIX = [pytest.mark.synapse, pytest.mark.node]
AWAY = ["telegram", "telegram-webhook", pytest.param("matrix", marks=MATRIX)]
"""Where messages wait for a bot that is down. Not the console: a terminal without the program takes no message."""


async def test_five_people_log_at_once_and_nobody_gets_anothers_card(s: Stage) -> None:
    names = ("awa", "karim", "ines", "tom", "lou")
    people = [await s.person(name) for name in names]

    async def logs(who: Actor, number: int) -> str:
        text = f"gros trou rue des Lilas devant le numéro {number}"
        await who.says(text)
        await who.hears("Compris")
        await who.presses("Enregistrer")
        return (await who.hears("MQ-26-", f"« {text} »")).text[:10]

    references = await asyncio.gather(*(logs(who, number) for number, who in enumerate(people, 1)))
    assert sorted(references) == [f"MQ-26-000{number}" for number in range(1, 6)]
    await s.settles()
    assert sorted(row.text[-1] for row in s.rows(Request)) == ["1", "2", "3", "4", "5"]
    assert len({row.author_id for row in s.rows(Request)}) == 5
    for number, who in enumerate(people, 1):
        seen = [shown.text for shown in await who.sees()]
        assert not any(f"numéro {other} »" in text for text in seen for other in range(1, 6) if other != number)


@pytest.mark.parametrize(
    ("where", "how"), [("telegram", "closes"), ("telegram-webhook", "crashes"), pytest.param("matrix", "crashes", marks=MATRIX)]
)
async def test_forty_messages_of_the_time_away_are_answered_in_order(where: str, how: str, stage: NewStage) -> None:
    async with stage(where) as s:
        awa = await s.person("awa")
        await (s.closes() if how == "closes" else s.crashes(stay_down=True))
        for number in range(40):
            await awa.asks(f"ping n°{number}")
        await s.opens()
        await awa.hears("pong n°39")
        pongs = [shown.text for shown in await awa.sees() if shown.text.startswith("pong")]
        assert pongs == [f"pong n°{number}" for number in range(40)]


@pytest.mark.parametrize("where", AWAY)
async def test_a_tap_and_a_correction_made_while_the_bot_was_away_count(where: str, stage: NewStage) -> None:
    async with stage(where) as s:
        awa = await s.person("awa")
        await awa.says("gros trou rue des Lilas")
        await awa.hears("Compris")
        await s.closes()
        await awa.corrects("un lampadaire ne marche plus rue Pasteur")
        await awa.presses("Enregistrer")
        await s.opens()
        await awa.hears("MQ-26-0001", "« un lampadaire ne marche plus rue Pasteur »")
        assert [row.service for row in s.rows(Request)] == ["eclairage.lampadaire"]


async def test_telegram_updates_that_come_twice_count_once(stage: NewStage) -> None:
    async with stage("telegram") as s:
        awa = await s.person("awa")
        s.main.api.updates.duplicated = s.main.api.updates.redelivered = 1.0  # type: ignore[attr-defined]
        await awa.says("gros trou rue des Lilas")
        await awa.presses("Enregistrer")
        await awa.hears("MQ-26-0001")
        assert "1 demande ouverte" in await awa.answer_to("mes")
        await s.settles()
        assert len([row for row in s.rows(Request) if row.reference]) == 1
        assert len({row.external_id for row in s.rows(Inbox)}) == len(s.rows(Inbox))
