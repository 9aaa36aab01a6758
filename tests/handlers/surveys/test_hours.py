"""When a question comes, and when it does not: at a person's hour, in no danger, never after their day because a network was away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.entries import Opening
from handlers.surveys.jobs import AT_ONCE
from storage.tables import Account, Outbox, Person, SurveyMember, fresh
from tests.handlers.surveys.test_asking import agreed, asks, at, member
from tests.scenes import Chat, Town, town, valmiere
from tests.stores import writing

MONDAY, TUESDAY, THURSDAY = (datetime(2026, 11, day, tzinfo=UTC) for day in (23, 24, 26))
CABLE = "lampadaire tombé avec fils à nu rue Pasteur"


def local(day: datetime, hour: int, minute: int = 0) -> datetime:
    """That hour in Valmière, in winter."""
    return day + timedelta(hours=hour - 1, minutes=minute)


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        place.clock.time = local(MONDAY, 18)
        yield place


def asked_on(t: Town, name: str = "Awa") -> list[int]:
    """The days of November whose question was owed to somebody."""
    [person] = t.rows(Person, name=name)
    begins = f"survey/{person.id}/"  # type: ignore[attr-defined]
    return [int(row.key[-2:]) for row in t.rows(Outbox) if row.key.startswith(begins)]  # type: ignore[attr-defined]


def rules(**changed: Any) -> dict[str, Any]:
    surveys = valmiere().surveys
    assert surveys is not None
    return {"surveys": surveys.model_copy(update=changed)}


# --- a personal hour ---


async def test_each_is_asked_from_the_hour_they_chose(t: Town) -> None:
    awa, karim, fatou = await agreed(t), await agreed(t, "karim"), await agreed(t, "fatou")
    await awa.says("/sondage")
    assert awa.last == (
        "Point du jour\nVotre rythme : le mardi et le jeudi, à partir de 16:15. "
        "Vous pouvez en changer quand vous voulez ; aucun écran ne le montre. Une autre heure : « sondage 10h30 »."
    )
    assert awa.buttons[-2:] == ["Le matin, dès 09:00", "L’après-midi, dès 13:30"]
    await awa.presses("Le matin")
    assert awa.last == "C’est noté : à partir de 09:00, et toujours pendant les heures de votre mairie de quartier."
    await karim.says("sondage 10h30")
    assert "à partir de 10:30" in karim.last
    for hour, minute, heard in ((8, 55, [0, 0, 0]), (9, 1, [1, 0, 0]), (10, 29, [1, 0, 0]), (10, 31, [1, 1, 0]), (16, 16, [1, 1, 1])):
        await at(t, local(TUESDAY, hour, minute))
        assert [len(asks(each)) for each in (awa, karim, fatou)] == heard
    await karim.says("sondage")
    assert "à partir de 10:30" in karim.last
    assert karim.buttons[-1] == "À l’heure habituelle, 16:15"
    await karim.presses("À l’heure habituelle")
    assert member(t, "Karim").hour is None


@pytest.mark.parametrize("typed", ["8h30", "12:15", "20 heures", "à midi"])
async def test_an_hour_out_of_the_ranges_is_not_taken(t: Town, typed: str) -> None:
    awa = await agreed(t)
    await awa.says(f"/sondage {typed}")
    assert awa.last == "Ici, l’heure se choisit ainsi : de 09:00 à 11:30, de 13:30 à 17:00. Rien n’est changé."
    assert member(t).hour is None


async def test_the_town_restricts_the_hours_and_those_chosen_before_too(t: Town) -> None:
    awa = await agreed(t)
    await awa.says("/sondage à 10h30")
    assert member(t).hour == time(10, 30)
    t.serves(**rules(ranges=(Opening.parse("13:30-16:30"),)))
    await at(t, local(TUESDAY, 12))
    assert asks(awa) == []
    await at(t, local(TUESDAY, 16, 16))
    assert len(asks(awa)) == 1
    t.serves(**rules(ranges=()))
    await awa.says("/sondage 14h")
    assert awa.last == "Ici, l’heure est la même pour tout le monde : 16:15. Rien n’est changé."


async def test_an_hour_chosen_is_never_out_of_the_hours_of_the_mairie(t: Town) -> None:
    """Nor over lunch: at the next opening, or a little before the day ends."""
    awa = await agreed(t)
    await awa.says("/sondage 16h45")
    await at(t, local(TUESDAY, 16, 14))
    assert asks(awa) == []
    await at(t, local(TUESDAY, 16, 16))
    assert len(asks(awa)) == 1
    t.serves(**rules(ranges=(Opening.parse("12:00-14:00"),)))
    await awa.says("/sondage 12h45")
    await at(t, local(THURSDAY, 13))
    assert len(asks(awa)) == 1
    await at(t, local(THURSDAY, 13, 31))
    assert len(asks(awa)) == 2


async def test_withdrawing_forgets_the_hour(t: Town) -> None:
    awa = await agreed(t)
    await awa.says("/sondage 10h")
    await awa.says("/sondage stop")
    assert member(t).hour is None


# --- a danger ---


async def in_danger(t: Town) -> Chat:
    """Its secrétaire général, who did not agree to be asked anything, records one."""
    petit = t.person("petit", "sg")
    await petit.says(CABLE)
    await petit.presses("Enregistrer")
    return petit


async def test_nobody_is_asked_while_their_mairie_has_a_danger_and_they_are_once_it_is_over(t: Town) -> None:
    awa, elsewhere = await agreed(t), await agreed(t, "karim", mairie="mq_plateau")
    await at(t, local(TUESDAY, 15))
    petit = await in_danger(t)
    await at(t, local(TUESDAY, 16, 20))
    assert (asks(awa), len(asks(elsewhere))) == ([], 1)
    await petit.says("/lever 0001 Vérifié sur place, hors tension.")
    await at(t, local(TUESDAY, 16, 40))
    assert len(asks(awa)) == 1


async def test_a_danger_that_outlasts_the_day_takes_its_question_away(t: Town) -> None:
    awa = await agreed(t)
    await at(t, local(TUESDAY, 15))
    petit = await in_danger(t)
    await at(t, local(TUESDAY, 16, 20))
    t.clock.time = local(TUESDAY, 17, 5)
    await t.person("elsa", "direction", None, "m_eclairage").says("/prendre 0001")
    await petit.says("/clore 0001 information")
    await petit.presses("Pas de retour")
    await at(t, local(TUESDAY, 17, 6))
    await at(t, local(TUESDAY, 20))
    await at(t, local(TUESDAY + timedelta(days=1), 9))
    assert asks(awa) == []
    await at(t, local(THURSDAY, 16, 20))
    assert asked_on(t) == [26]
    assert member(t).silences == 1


# --- a network away ---


async def test_a_network_away_from_ten_past_four_to_six_lets_nobody_hear_a_question_at_six(t: Town) -> None:
    awa = await agreed(t)
    await at(t, local(TUESDAY, 16, 10))
    t.platform.away = True
    await at(t, local(TUESDAY, 16, 16))
    await at(t, local(TUESDAY, 16, 50))
    t.platform.away = False
    for moment in (local(TUESDAY, 18), local(TUESDAY, 18, 10), local(TUESDAY + timedelta(days=1), 9)):
        await at(t, moment)
    assert asks(awa) == []
    [row] = [row for row in t.rows(Outbox) if row.key.startswith("survey/")]  # type: ignore[attr-defined]
    assert (row.state, row.error, row.not_after) == ("dead", "its time is over", local(TUESDAY, 17))  # type: ignore[attr-defined]


async def test_a_network_back_before_the_day_ends_shows_the_question(t: Town) -> None:
    awa = await agreed(t)
    t.platform.away = True
    await at(t, local(TUESDAY, 16, 16))
    t.platform.away = False
    await at(t, local(TUESDAY, 16, 50))
    assert len(asks(awa)) == 1
    await awa.presses("7")
    assert "C’est noté" in awa.last


async def test_what_never_came_is_no_silence(t: Town) -> None:
    """Three questions left alone, then three that never came: the slower rhythm is offered once, by the first that comes."""
    awa = await agreed(t, rhythm="Tous les jours")
    days = [TUESDAY + timedelta(days=count) for count in (0, 1, 2, 3, 6, 7, 8)]
    silences = []
    for count, day in enumerate(days):
        t.platform.away = 3 <= count < 6
        await at(t, local(day, 16, 16))
        t.platform.away = False
        await at(t, local(day, 18))
        silences.append(member(t).silences)
    assert silences == [1, 2, 3, 4, 4, 4, 4]
    assert [("rythme plus lent" in heard) for heard in awa.heard if heard.startswith("Point du jour") and "Votre charge" in heard] == [
        False, False, False, True]
    assert member(t).slower_offered


# --- many ---


async def test_thousands_are_asked_a_few_at_a_time_and_each_once(t: Town) -> None:
    """Those who may not be asked today stand before those who may: they hold nobody up."""
    with writing(t.database) as store:
        for number in range(3 * AT_ONCE):
            id, away_today = store.next_id(), number < AT_ONCE + 10
            store.add(fresh(Person, id=id, name=f"P{number}", role="agent", mairie="mq_tanneurs", language="fr", joined_at=t.clock.now(),
                            quiet_until=local(THURSDAY, 8) if away_today else None))
            store.add(fresh(Account, address=f"scene:p{number}", person_id=id, chat=f"scene:p{number}"))
            store.add(fresh(SurveyMember, person_id=id, rhythm="deux_par_semaine", consented_on=date(2026, 11, 2), questions=[]))
    t.clock.time = local(TUESDAY, 16, 20)
    asked = []
    for _ in range(4):
        await t.app.ticks.call("surveys.ask")
        asked.append(len([row for row in t.rows(Outbox) if row.key.startswith("survey/")]))  # type: ignore[attr-defined]
    assert asked == [AT_ONCE, 2 * AT_ONCE - 10, 2 * AT_ONCE - 10, 2 * AT_ONCE - 10]
