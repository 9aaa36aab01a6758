"""The rules of asking: with consent, in private, on days worked, inside hours, at one's rhythm; nothing wrong is stored."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import ballots
from storage.tables import Ballot, Inbox, Outbox, Person, SurveyMember, SurveyWeek, Window
from storage.unit import Scope, Unit
from tests.scenes import Chat, Town, town

TUESDAY = datetime(2026, 11, 24, 15, 20, tzinfo=UTC)  # 16:20 in Paris
AGREED = "D’accord"
NOTED = "C’est noté, merci."
OVER = "Cette question est déjà faite"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, can_erase=True) as place:
        place.clock.time = TUESDAY - timedelta(hours=7)
        yield place


async def at(t: Town, moment: datetime) -> None:
    t.clock.time = moment
    for _ in range(2):
        await t.passes(seconds=1)


async def agreed(t: Town, name: str = "awa", rhythm: str = AGREED, **who: Any) -> Chat:
    someone = t.person(name, **who)
    await someone.says("/sondage")
    await someone.presses(rhythm)
    return someone


def member(t: Town, name: str = "Awa") -> Any:
    [person] = t.rows(Person, name=name)
    [found] = t.rows(SurveyMember, person_id=person.id)  # type: ignore[attr-defined]
    return found


def votes(t: Town) -> list[tuple[str, str]]:
    """What the sealed ballots hold, as only the closing opens them: (question, answer)."""
    keys = t.app.hall.window_keys
    assert keys is not None
    with t.database.transaction() as connection:
        store = Scope(Unit(connection, t.database.ids))
        found = [vote for window in t.rows(Window) for vote in ballots.opened(store, keys.of(store, window.id) or b"0" * 32, window.id)]  # type: ignore[attr-defined]
    return sorted((vote.question, vote.answer) for vote in found)


def asks(someone: Chat) -> list[str]:
    return [heard for heard in someone.heard if heard.startswith("Point du jour") and "Votre charge" in heard]


# --- the notice, consent, withdrawal ---


async def test_who_sees_what_is_said_before_any_question(t: Town) -> None:
    awa = t.person("awa")
    await at(t, TUESDAY - timedelta(minutes=10))
    assert awa.heard == []  # not before the town's hour: who has just come in has other things to read
    await at(t, TUESDAY)
    [notice] = awa.heard
    for told in ("facultatif", "ni votre responsable", "scellée", "à partir de 5 personnes", "Le réseau que vous utilisez peut voir"):
        assert told in notice
    for days in range(1, 30):
        await at(t, TUESDAY + timedelta(days=days))
    assert [heard for heard in awa.heard if "Point du jour" in heard] == [notice]  # no consent, no question, no reminder


@pytest.mark.parametrize(("network", "said"), [("telegram", "n’est pas chiffré"), ("matrix", "pas ce que vous répondez")])
async def test_the_notice_says_what_the_network_itself_sees(t: Town, network: str, said: str) -> None:
    assert said in t.app.hall.in_force.texts.say("fr", "survey-notice", {"network": network, "k": 5, "rhythm": "hebdo", "words": "False"})


async def test_consent_is_noted_and_the_question_comes_in_the_hours_of_a_day_worked(t: Town) -> None:
    awa = await agreed(t)
    assert (member(t).rhythm, member(t).consented_on) == ("deux_par_semaine", date(2026, 11, 24))
    await at(t, TUESDAY - timedelta(minutes=10))
    assert asks(awa) == []
    await at(t, TUESDAY)
    [ask] = asks(awa)
    assert "20 secondes, facultatif" in ask
    assert awa.card().body.layout == "scale"
    assert awa.buttons[-2:] == ["Passer", "Ralentir"]
    await at(t, TUESDAY + timedelta(minutes=20))
    assert len(asks(awa)) == 1


async def test_withdrawing_is_one_command_and_erases_what_was_said(t: Town) -> None:
    awa = await agreed(t)
    karim = await agreed(t, "karim")
    await at(t, TUESDAY)
    await awa.presses("7")
    await karim.presses("3")
    await awa.says("/sondage stop")
    assert "vos réponses de la période en cours sont effacées" in awa.last
    assert votes(t) == [("charge_jour", "3")]
    assert (member(t).rhythm, member(t).consented_on) == ("jamais", None)
    await at(t, TUESDAY + timedelta(days=2))
    assert len(t.rows(Outbox, key=f"survey/{member(t).person_id}/2026-11-26")) == 0


# --- when ---


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [("Tous les jours", [24, 25, 26, 27, 30]), (AGREED, [24, 26]), ("Une fois par semaine", [25])],
)
async def test_people_are_asked_at_the_rhythm_they_chose(t: Town, rhythm: str, days: list[int]) -> None:
    await agreed(t, rhythm=rhythm)
    for count in range(7):
        await at(t, TUESDAY + timedelta(days=count))
    asked = [row.key for row in t.rows(Outbox) if row.key.startswith("survey/")]  # type: ignore[attr-defined]
    assert [int(key[-2:]) for key in asked] == days


async def test_nobody_is_asked_while_away_on_a_holiday_or_in_a_pause(t: Town) -> None:
    awa = await agreed(t, rhythm="Tous les jours")
    await awa.says("/absence 25/11/2026 au 26/11/2026")
    await awa.presses("Mon équipe")
    await awa.presses("Confirmer")
    for count in range(1, 3):
        await at(t, TUESDAY + timedelta(days=count))
    assert asks(awa) == []
    await awa.says("/sondage")
    await awa.presses("Pause de 4 semaines")
    await at(t, TUESDAY + timedelta(days=7))
    assert asks(awa) == []
    await at(t, datetime(2026, 12, 25, 15, 20, tzinfo=UTC))  # the pause is over, and it is Christmas
    assert asks(awa) == []
    await at(t, datetime(2026, 12, 28, 15, 20, tzinfo=UTC))
    assert len(asks(awa)) == 1
    assert member(t).rhythm == "quotidien"


async def test_after_hours_the_day_is_over_without_a_question(t: Town) -> None:
    awa = await agreed(t)
    await at(t, TUESDAY + timedelta(hours=2))
    assert asks(awa) == []


async def test_silence_is_never_followed_by_a_reminder_and_slows_down(t: Town) -> None:
    awa = await agreed(t, rhythm="Tous les jours")
    days = [TUESDAY + timedelta(days=count) for count in range(20) if (TUESDAY + timedelta(days=count)).weekday() < 5]
    said = []
    for day in days:
        before = len(awa.messages)
        await at(t, day)
        said += awa.heard[before:]
    offers = [place for place, heard in enumerate(said) if "rythme plus lent" in heard]
    assert offers == [3]
    pauses = [place for place, heard in enumerate(said) if "je fais une pause" in heard]
    assert pauses == [8]
    assert len(said) == 9  # one a day, and then nothing
    assert member(t).rhythm == "pause"


async def test_a_conversation_under_way_is_not_broken_off(t: Town) -> None:
    awa = await agreed(t)
    await awa.says("/absence")
    await at(t, TUESDAY)
    assert asks(awa) == []
    await awa.says("du 1er au 5 décembre 2026")
    await at(t, TUESDAY + timedelta(minutes=5))
    assert len(asks(awa)) == 1


# --- answering ---


async def test_one_tap_and_the_message_is_rewritten_without_the_value(t: Town) -> None:
    awa = await agreed(t)
    await at(t, TUESDAY)
    [week] = t.rows(SurveyWeek)
    await awa.presses("7")
    assert awa.last.startswith("Point du jour\nC’est noté, merci. Pour finir")
    before = len(awa.messages)
    await awa.presses(awa.card().body.choices[0].label)
    assert len(awa.messages) == before  # the same message, all along
    assert awa.last.startswith(NOTED)
    assert "3114" in awa.last
    assert awa.messages[[*awa.messages][-1]].body.choices == ()
    assert [question for question, _ in votes(t)] == sorted(["charge_jour", week.question])  # type: ignore[attr-defined]
    assert ("charge_jour", "7") in votes(t)


async def test_whatever_is_answered_or_passed_what_follows_is_the_same(t: Town) -> None:
    """Else the outbox would tell: to somebody in distress too, whom everybody's last line is for."""
    said = []
    for name, press in (("awa", "0"), ("karim", "10"), ("fatou", "Passer")):
        someone = await agreed(t, name)
        await at(t, TUESDAY)
        await someone.presses(press)
        said.append([someone.last])
        await someone.presses("Passer")
        said[-1].append(someone.last)
    assert said[0] == said[1] == said[2]
    assert len(t.rows(Ballot)) == 6  # blank ones too


async def test_slowing_down_is_always_there(t: Town) -> None:
    awa = await agreed(t)
    await at(t, TUESDAY)
    await awa.presses("Ralentir")
    assert awa.buttons[-3:] == ["Une fois par semaine", "Pause de 4 semaines", "Ne plus recevoir"]
    await awa.presses("Une fois par semaine")
    assert member(t).rhythm == "hebdo"


@pytest.mark.parametrize(("typed", "kept"), [("7", "7"), ("p", ""), (" 10 ", "10")])
async def test_a_typed_answer_counts_long_after_and_is_taken_away(t: Town, typed: str, kept: str) -> None:
    awa = await agreed(t)
    await at(t, TUESDAY)
    t.clock.time += timedelta(minutes=30)
    await awa.says(typed)
    assert votes(t) == [("charge_jour", kept)]
    assert len(awa.erased) == 1
    assert "Pour finir" in awa.last


async def test_a_request_written_instead_is_recorded_as_one(t: Town) -> None:
    awa = await agreed(t)
    await at(t, TUESDAY)
    await awa.says("lampadaire cassé rue des Lilas")
    assert "Éclairage" in awa.last or "lampadaire" in awa.last.lower()
    t.clock.time += timedelta(minutes=15)
    await awa.says("4")
    assert votes(t) == [("charge_jour", "4")]


# --- what is wrong is said, and nothing is stored ---


@pytest.mark.parametrize("typed", ["11", "42", "7,5"])
async def test_outside_the_scale(t: Town, typed: str) -> None:
    awa = await agreed(t)
    await at(t, TUESDAY)
    await awa.says(typed)
    assert "répondez de 0 à 10" in awa.last
    assert t.rows(Ballot) == []
    await awa.says("7")
    assert votes(t) == [("charge_jour", "7")]


async def test_after_the_day_is_over(t: Town) -> None:
    awa = await agreed(t)
    await at(t, TUESDAY)
    t.clock.time += timedelta(hours=9)
    await awa.presses("7")
    assert awa.last.startswith(OVER)
    assert t.rows(Ballot) == []


async def test_twice(t: Town) -> None:
    awa = await agreed(t)
    await at(t, TUESDAY)
    seven, eight = awa.card().references[7:9]
    await t.hears("awa", press=seven)
    await t.hears("awa", press=eight)
    assert awa.last.startswith(OVER)
    assert votes(t) == [("charge_jour", "7")]


async def test_somebody_who_left(t: Town) -> None:
    awa, admin = await agreed(t), t.person("adam", "admin", None)
    await at(t, TUESDAY)
    seven = awa.card().references[7]
    await admin.says("/retirer Awa")
    await admin.presses("Confirmer")
    count = len(awa.messages)
    await t.hears("awa", press=seven)
    assert t.rows(Ballot) == []
    assert len(awa.messages) >= count
    assert all(row.payload is None for row in t.rows(Inbox))  # type: ignore[attr-defined]


async def test_a_group_room_and_a_forged_press(t: Town) -> None:
    awa = await agreed(t)
    await at(t, TUESDAY)
    seven = awa.card().references[7]
    await t.hears("awa", press=seven, private=False)
    assert "Quelqu’un d’autre lit" in awa.last
    await t.hears("awa", press=seven[:-2] + "zz")
    await t.hears("awa", press="surveys.answer:2026-11-24/0/7")
    assert t.rows(Ballot) == []


# --- training ---


async def test_a_training_wish_is_one_tap(t: Town) -> None:
    awa = await agreed(t)
    await awa.says("/formation")
    await awa.presses("Désamorcer l'agressivité")
    assert awa.last.startswith(NOTED)
    assert votes(t) == [("for_theme", "agressivite")]
    fatou = t.person("fatou")
    await fatou.says("/formation")
    assert "Qui voit quoi" in fatou.last


async def test_a_mairie_where_it_is_not_on_has_none(t: Town) -> None:
    t.serves(rollout={"enquetes": ("mq_centre",)})
    awa = t.person("awa")
    await at(t, TUESDAY)
    assert awa.heard == []
    await awa.says("/sondage")
    assert "pas d’enquête" in awa.last
