"""The day's question, on every network: the notice first, one tap, nothing asked twice; and what is wrong is said and stored nowhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, time, timedelta
from typing import Any

import pytest

from storage import surveys
from storage.tables import Ballot, Inbox, Person, SurveyMember, Window
from storage.unit import Scope, Unit
from tests.journeys.conftest import EVERYWHERE, Hours, NewStage, open_days
from tests.journeys.matrix import OnMatrix
from tests.journeys.stage import Actor, Stage
from tests.journeys.telegram import InGroup, OnTelegram

AT = time(16, 20)
NETWORK_SEES = {
    "console": "Le réseau que vous utilisez peut voir que vous répondez",
    "telegram": "n’est pas chiffré de bout en bout avec un bot",
    "matrix": "le serveur voit que vous répondez, pas ce que vous répondez",
}
TURNING = "charge_rythme"  # five degrees, from « Jamais » to « Sans arrêt »
OVER = "Cette question est déjà faite, ou sa journée est passée"
NOT_ASKED = "Écrivez ce que l’on vous demande"


@pytest.fixture(params=EVERYWHERE)
async def s(request: pytest.FixtureRequest, stage: NewStage, hours: Hours) -> AsyncIterator[Stage]:
    async with stage(request.param, surveys=True) as one:
        yield one


def tuesday(s: Stage) -> date:
    """One on which people work, when the week's question is known."""
    day = next(day for day in open_days(s, "mq_tanneurs", among=28) if day.weekday() == 1)
    with s.base.database.transaction() as connection:
        surveys.note_week(Scope(Unit(connection, s.base.database.ids)), day - timedelta(days=1), TURNING)
    return day


async def asks(s: Stage) -> None:
    await s.app.ticks.call("surveys.ask")


async def answers(who: Actor, label: str) -> None:
    """By its button, or typed where there are none; « Passer » and « Ralentir » by their first letter."""
    if isinstance(who, OnTelegram):
        await who.presses(label)
    else:
        await who.says(label if label.isdigit() else label[0].lower())


async def agrees(who: Actor) -> None:
    await who.asks("sondage")
    await who.presses("D’accord")
    await who.hears("C’est noté : une question le mardi et le jeudi.")


async def asked(s: Stage, hours: Hours, who: Actor) -> date:
    """Somebody who agreed, before the question of a Tuesday."""
    await agrees(who)
    hours.becomes(day := tuesday(s), AT)
    await asks(s)
    await who.hears("Point du jour", "20 secondes, facultatif. Votre charge aujourd'hui ?")
    return day


def button(who: Actor, label: str) -> tuple[str, dict[str, Any]]:
    """What the newest button with this label carries on a Telegram screen, and the message it is on."""
    assert isinstance(who, OnTelegram)
    for _, message in sorted(who.phone.chat.messages.items(), reverse=True):
        for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
            for each in row:
                if each["text"] == label:
                    return each["callback_data"], dict(message)
    raise AssertionError(f"no button {label}")


def ballots(s: Stage) -> int:
    return len(s.rows(Ballot))


# --- the ordinary days ---


async def test_who_sees_what_is_read_first_then_the_day_is_two_taps(s: Stage, hours: Hours) -> None:
    awa = await s.person("awa")
    hours.becomes(day := tuesday(s), AT)
    await asks(s)
    await awa.hears("Qui voit quoi : ni votre responsable, ni l’administration", NETWORK_SEES[s.main.name], "« sondage stop »")
    await asks(s)
    assert not any("Votre charge" in shown.text for shown in await awa.sees())  # nothing without « D'accord »
    await awa.presses("D’accord")
    await awa.hears("C’est noté : une question le mardi et le jeudi.")
    await asks(s)
    card = await awa.hears("20 secondes, facultatif. Votre charge aujourd'hui ?")
    await answers(awa, "6")
    following = await awa.hears("C’est noté, merci. Pour finir : Aujourd'hui, avez-vous dû courir après le temps ?")
    assert following.id == card.id  # the same message, rewritten
    assert ballots(s) == 1
    await answers(awa, "Passer")
    noted = await awa.hears("C’est noté, merci.\nSi la période est difficile", "3114")
    assert (noted.id, noted.labels) == (card.id, ())
    assert ballots(s) == 2  # a blank one: who passes looks like who answers
    assert not any("6" in shown.text for shown in await awa.sees())
    for _ in range(2):
        await asks(s)
    assert [shown.text for shown in await awa.sees() if "20 secondes" in shown.text] == []
    hours.becomes(day, time(16, 40))
    assert all(row.payload is None for row in s.rows(Inbox))


async def test_slowing_down_and_stopping_are_always_there(s: Stage, hours: Hours) -> None:
    awa, karim = await s.person("awa"), await s.person("karim")
    await agrees(karim)
    await asked(s, hours, awa)
    for someone in (awa, karim):
        await answers(someone, "4")
        await someone.hears("Pour finir")
    await answers(awa, "Ralentir")
    await awa.hears("Votre rythme : le mardi et le jeudi, à partir de 16:15.")
    await awa.presses("Une fois par semaine")
    await awa.hears("C’est noté : une fois par semaine.")
    assert ballots(s) == 2
    await awa.asks("sondage stop")
    await awa.hears("C’est fait : plus aucune question, et vos réponses de la période en cours sont effacées.")
    assert ballots(s) == 1  # Karim's
    assert sorted(row.rhythm for row in s.rows(SurveyMember)) == ["deux_par_semaine", "jamais"]


async def test_a_training_wish_is_one_choice(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.asks("formation")
    await awa.presses("D’accord")  # the notice comes first here too
    await awa.hears("C’est noté : une question")
    await awa.asks("formation")
    await awa.hears("Sur quoi aimeriez-vous progresser ?")
    await awa.presses("Désamorcer l'agressivité")
    await awa.hears("C’est noté, merci.", "3114")
    assert ballots(s) == 1
    assert not any("Désamorcer" in shown.text for shown in await awa.sees() if not shown.labels)


@pytest.mark.parametrize("where", EVERYWHERE)
async def test_the_team_reads_its_result_when_the_four_weeks_are_over(where: str, stage: NewStage, hours: Hours) -> None:
    async with stage(where, *({"console"} - {where}), surveys=True) as s:
        awa = await s.person("awa")
        team = [awa, *[await s.person(f"agent{number}", on="console") for number in range(5)]]
        for someone in team:
            await agrees(someone)
        assert "Pas encore de résultat" in await awa.answer_to("meteo_equipe")
        hours.becomes(tuesday(s), AT)
        await asks(s)
        for someone in team:
            await someone.hears("Votre charge aujourd'hui ?")
            await answers(someone, "8")
            await someone.hears("Pour finir")
        (window,) = s.rows(Window)
        hours.becomes(window.ends_on, time(8, 0))
        await s.app.ticks.call("surveys.close")
        assert ballots(s) == 0
        assert "Pas encore de résultat" in await awa.answer_to("meteo_equipe")  # shown three days later
        hours.becomes(window.ends_on + timedelta(days=3), time(9, 30))
        result = await awa.answer_to("meteo_equipe")
        assert "Météo d’équipe" in result
        assert "Les Tanneurs : charge forte" in result
        assert "Ensemble : Pas assez de réponses pour afficher un résultat" in result


# --- what is wrong: a polite line, and nothing stored ---


async def test_outside_the_scale_then_well(s: Stage, hours: Hours) -> None:
    awa = await s.person("awa")
    await asked(s, hours, awa)
    for typed in ("11", "7,5"):
        await awa.says(typed)
        await awa.hears("Je n’ai pas compris, et rien n’est enregistré : répondez de 0 à 10, ou p pour passer.")
    assert ballots(s) == 0
    await awa.says("7")
    await awa.hears("Pour finir")
    assert ballots(s) == 1


async def test_once_its_day_is_over(s: Stage, hours: Hours) -> None:
    awa = await s.person("awa")
    day = await asked(s, hours, awa)
    hours.becomes(day + timedelta(days=1), time(9, 0))
    if isinstance(awa, OnTelegram):
        await awa.presses("7")
        await awa.hears(OVER)
    assert NOT_ASKED in await awa.answer(awa.says("7"))
    assert ballots(s) == 0


async def test_twice(s: Stage, hours: Hours) -> None:
    awa = await s.person("awa")
    await asked(s, hours, awa)
    first = button(awa, "7") if isinstance(awa, OnTelegram) else None
    await answers(awa, "7")
    await awa.hears("Pour finir")
    if isinstance(awa, OnTelegram) and first:  # an app may send what it had not yet seen change
        awa.phone.sends_query(*first)
        await awa.hears(OVER)
    await answers(awa, "Passer")
    await awa.hears("C’est noté, merci.\nSi la période")
    assert NOT_ASKED in await awa.answer(awa.says("7"))
    assert ballots(s) == 2


async def test_somebody_who_left(s: Stage, hours: Hours) -> None:
    awa, root = await s.person("awa"), await s.person("root", role="admin", mairie=None)
    await asked(s, hours, awa)
    (agent,) = s.rows(Person, role="agent")
    await root.asks(f"retirer {agent.name}")
    await root.presses("Confirmer")
    await root.until(lambda: s.rows(Person, role="agent")[0].left_at)
    await answers(awa, "7")
    await awa.hears("réservé à leurs équipes", "Si l’on vous a remis un code")
    assert ballots(s) == 0
    assert all(row.payload is None for row in s.rows(Inbox))


async def test_in_a_room_where_others_read(s: Stage, hours: Hours) -> None:
    awa, root = await s.person("awa"), await s.person("root", role="admin", mairie=None)
    room = await s.main.room("voirie", root, awa)
    await room.asks(root, "salon voirie")
    welcome = await room.hears("Ce salon reçoit désormais les demandes")
    await asked(s, hours, awa)
    before = [shown.text for shown in await room.sees()]
    await room.says(awa, "7")
    if isinstance(awa, OnTelegram) and isinstance(room, InGroup):  # her own button, pressed in the room
        awa.phone.sends_query(button(awa, "7")[0], room.group.chat.messages[int(welcome.id)])
    if isinstance(awa, OnMatrix):  # the same, in answer to her own question
        await awa.phone.replies(room.id, (await awa.hears("Votre charge")).id, "7")  # type: ignore[attr-defined]
    said = await awa.after(s.settles())
    assert all("Ce bouton n’est plus valable" in each for each in said)
    assert len(said) == isinstance(awa, OnTelegram)
    assert [shown.text for shown in await room.sees()] == before
    assert ballots(s) == 0


async def test_a_press_that_is_made_up_or_somebody_elses(stage: NewStage, hours: Hours) -> None:
    async with stage("telegram", surveys=True) as s:
        awa, karim = await s.person("awa"), await s.person("karim")
        assert isinstance(karim, OnTelegram)
        await agrees(karim)
        day = await asked(s, hours, awa)
        await karim.hears("Votre charge")
        stolen, _ = button(awa, "7")
        _, card = button(karim, "7")
        for data in (stolen, f"surveys.answer:{day}/0/7", stolen[:-2] + "zz", "x" * 64):
            karim.phone.sends_query(data, card)
            assert any("Ce bouton n’est plus valable" in said for said in await karim.after(s.settles()))
        assert ballots(s) == 0
        await answers(karim, "7")
        await karim.hears("Pour finir")
        assert ballots(s) == 1
