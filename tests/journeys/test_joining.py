"""Coming in: by a code, by a link, not at all; one person with two accounts."""

from __future__ import annotations

import pytest

from handlers.menus import MENUS
from storage.tables import Account, Invitation, Person, Request
from tests.journeys.conftest import NewStage
from tests.journeys.stage import Actor, Stage
from tests.journeys.telegram import OnTelegram


async def test_a_stranger_gets_one_polite_answer_and_nothing_else(s: Stage) -> None:
    awa = await s.person("awa")
    mallory = await s.person("mallory", role=None)
    await mallory.says("gros trou rue des Lilas")
    await mallory.hears("Bonjour. Je suis l’outil des mairies de quartier")
    for text in ("allô ?", "/mes", "!mes", "/ping toc", "2"):
        await mallory.says(text)
    await mallory.sends_location(46.08131, 4.32882)
    await awa.after(awa.asks("ping témoin"))
    await s.settles()
    assert len(await mallory.sees()) == 1
    assert s.rows(Request) == []
    assert len(s.rows(Person)) == 1


async def test_a_code_serves_once(s: Stage) -> None:
    awa = await s.person("awa", role=None)
    karim = await s.person("karim", role=None)
    code = s.code("agent", mairie="mq_tanneurs")
    await awa.says(f"bonjour, voici mon code : {code.lower()}")
    await awa.hears("Bienvenue", "agent d’accueil ou de proximité, Les Tanneurs")
    await karim.says(code)
    await karim.hears("Ce code n’est pas valable")
    assert [(row.role, row.mairie) for row in s.rows(Person)] == [("agent", "mq_tanneurs")]
    assert len([row for row in s.rows(Invitation) if row.used_at]) == 1


async def test_a_code_written_by_somebody_who_is_in_makes_no_request(s: Stage) -> None:
    awa = await s.person("awa")
    code = s.code("agent", mairie="mq_tanneurs")
    assert "Vous êtes déjà des nôtres" in await awa.answer(awa.says(code))
    assert s.rows(Request) == []
    assert [row.used_at for row in s.rows(Invitation) if row.used_at is None] == [None]  # still good for whoever it is for


async def test_an_invitation_made_in_the_chat_lets_a_colleague_in(s: Stage) -> None:
    petit = await s.person("petit", role="sg")
    said = await petit.answer_to("inviter agent")
    code = next(line for line in said.splitlines() if line.count("-") == 3)
    karim = await s.person("karim", role=None)
    await karim.says(code)
    await karim.hears("Bienvenue", "Les Tanneurs")
    assert "pas ouverte à votre fonction" in await karim.answer_to("inviter agent")
    assert "voyez l’administrateur" in await petit.answer_to("inviter dgs")


async def test_a_link_of_telegram_carries_the_code(stage: NewStage) -> None:
    async with stage("telegram") as s:
        await s.person("awa", by_link=True)
        petit = await s.person("petit", role="sg", by_link=True)
        said = await petit.answer_to("inviter agent")
        link = next(line for line in said.splitlines() if line.startswith("https://t.me/relais_bot?start="))
        karim = await s.person("karim", role=None)
        await karim.says(f"/start {link.partition('start=')[2]}")
        await karim.hears("Bienvenue", "Karim")
        assert "Rebonjour, Karim" in await karim.answer_to("start")
        assert len(s.rows(Person)) == 3


@pytest.mark.parametrize("other", ["console", pytest.param("matrix", marks=[pytest.mark.synapse, pytest.mark.node])])
async def test_a_second_account_is_the_same_person(other: str, stage: NewStage) -> None:
    async with stage("telegram", other) as s:
        awa = await s.person("awa")
        await awa.says("gros trou rue des Lilas")
        await awa.presses("Enregistrer")
        await awa.hears("MQ-26-0001")
        said = await awa.answer_to("relier")
        code = next(line for line in said.splitlines() if line.count("-") == 3)
        elsewhere = await s.person("awa", role=None, on=other)
        await elsewhere.says(code)
        await elsewhere.hears("C’est bien vous, Awa")
        assert "MQ-26-0001" in await elsewhere.answer_to("mes")
        (person,) = s.rows(Person)
        assert {row.person_id for row in s.rows(Account)} == {person.id}
        assert {row.address.partition(":")[0] for row in s.rows(Account)} == {"telegram", other}


def menu(of: Actor) -> list[str]:
    assert isinstance(of, OnTelegram)
    return of.phone.menu


async def test_on_telegram_the_menu_is_that_of_the_role_and_language(stage: NewStage) -> None:
    async with stage("telegram") as s:
        mallory = await s.person("mallory", role=None)
        await mallory.says("bonjour")
        awa = await s.person("awa")
        petit = await s.person("petit", role="sg")
        await awa.until(lambda: menu(awa) == list(MENUS["agent"]))
        await petit.until(lambda: menu(petit) == list(MENUS["sg"]))
        assert menu(mallory) == []
        await awa.asks("langue en")
        await awa.until(lambda: "my open requests" in str(s.main.api.called("setMyCommands")[-1].parameters))  # type: ignore[attr-defined]
        before = len(s.main.api.called("setMyCommands"))  # type: ignore[attr-defined]
        for _ in range(3):
            await awa.answer_to("mes")
        assert len(s.main.api.called("setMyCommands")) == before  # type: ignore[attr-defined]


async def test_a_menu_that_cannot_be_set_disturbs_nothing_and_comes_later(stage: NewStage) -> None:
    async with stage("telegram") as s:
        s.main.api.fail("setMyCommands", status=500, times=1)  # type: ignore[attr-defined]
        awa = await s.person("awa")
        await awa.until(lambda: len(s.main.api.called("setMyCommands")) == 1)  # type: ignore[attr-defined]
        assert "Aucune demande ouverte" in await awa.answer_to("mes")
        await awa.until(lambda: "mes" in menu(awa))
