"""The training plan: themes that eleven people asked for, sessions by whoever may plan them, before and after; nobody is listed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from handlers.people.permissions import ROLES
from handlers.people.rules import plain
from handlers.weeks import Quarter, quarter_in, quarter_of
from storage.tables import Event, Request, TrainingSession, table
from tests.handlers.surveys.test_asking import AGREED, TUESDAY, at
from tests.handlers.surveys.test_closing import SHOWN
from tests.scenes import Chat, Town, town

THEME = "Désamorcer l'agressivité"
WHO_DOES_WHAT = "Qui fait quoi : Ville, Métropole, État"
MORNING = datetime(2027, 1, 5, 8, 30, tzinfo=UTC)


@pytest.fixture
async def t(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url) as place:
        place.clock.time = TUESDAY - timedelta(hours=7)
        yield place


async def eleven_ask(t: Town, theme: str = THEME) -> list[Chat]:
    people = [t.person(f"agent{number}") for number in range(11)]
    for someone in people:
        await someone.says("/sondage")
        await someone.presses(AGREED)
        await someone.says("/formation")
        await someone.presses(theme)
    return people


def on_the_card(someone: Chat) -> list[str]:
    return [label for label, _ in someone.card().body.choices]


async def plans(someone: Chat, theme: str, day: str, where: str) -> None:
    await someone.says("/plan_formation")
    await someone.presses(f"Prévoir : {theme}")
    await someone.says(day)
    await someone.presses(where)


def sessions(t: Town) -> list[tuple[str, date, list[str]]]:
    return [(row.theme, row.held_on, row.mairies) for row in t.rows(TrainingSession)]  # type: ignore[attr-defined]


async def test_what_eleven_asked_for_is_planned_said_to_the_teams_and_compared(t: Town) -> None:
    people = await eleven_ask(t)
    odile = t.person("odile", "coordination")
    await odile.says("/plan_formation")
    assert "Rien n’est prévu" in odile.last
    await at(t, SHOWN)
    await odile.says("/plan_formation")
    title, line = odile.last.split("\n")[:2]
    assert title == "Plan de formation (projet), 4e trimestre 2026"
    assert line == f"• {THEME} : demandé (1 période sur 1). Pas encore de séance."
    await plans(odile, THEME, "12 janvier", "toutes les mairies de quartier")
    assert odile.last == f"C’est au plan : « {THEME} » le mardi 12 janvier 2027, toutes les mairies de quartier. " + (
        "Les équipes le lisent dans leur message du matin.")
    assert sessions(t) == [("agressivite", date(2027, 1, 12), [])]
    await odile.says("/plan_formation")
    assert f"• {THEME} : demandé (1 période sur 1)\nSéance le mardi 12 janvier 2027, toutes les mairies de quartier." in odile.last
    await at(t, MORNING)
    await people[0].says("bonjour")
    assert any("une séance est prévue le mardi 12 janvier 2027" in heard for heard in people[0].heard)
    await people[0].says("/plan_formation T1 2027")
    assert f"• {THEME}" in people[0].last
    assert "Séance le mardi 12 janvier 2027, toutes les mairies de quartier." in people[0].last
    assert on_the_card(people[0]) == ["Trimestre précédent", "Trimestre suivant"]


async def test_only_who_plans_has_buttons_and_a_secretaire_general_plans_at_home(t: Town) -> None:
    await eleven_ask(t)
    await at(t, SHOWN)
    samia, awa = t.person("samia", "sg"), t.person("awa")
    await samia.says("/plan_formation")
    await samia.presses(f"Prévoir : {THEME}")
    await samia.says("un de ces jours")
    assert "Je n’ai pas lu de jour" in samia.last
    assert sessions(t) == []
    await samia.says("le 12 janvier")
    assert on_the_card(samia) == ["Les Tanneurs"]
    await samia.presses("Les Tanneurs")
    assert sessions(t) == [("agressivite", date(2027, 1, 12), ["mq_tanneurs"])]
    await plans_other(samia, THEME, "12 janvier", "Les Tanneurs")
    assert "déjà dans le plan" in samia.last
    await awa.says("/plan_formation T1 2027")
    assert on_the_card(awa) == ["Trimestre précédent", "Trimestre suivant"]
    await samia.says("/plan_formation T1 2027")
    await samia.presses("Annuler")
    assert sessions(t) == []
    assert "n’est plus au plan" in samia.last
    assert [event.kind for event in t.rows(Event) if event.kind.startswith("session")] == ["session_planned", "session_cancelled"]  # type: ignore[attr-defined]
    await at(t, MORNING)
    assert not any("séance" in heard for heard in awa.heard)  # planned and cancelled before anybody was told


async def plans_other(someone: Chat, theme: str, day: str, where: str) -> None:
    """One that nobody asked for, or not enough."""
    await someone.says("/plan_formation")
    await someone.presses("Un autre thème")
    await someone.presses(theme)
    await someone.says(day)
    await someone.presses(where)


async def test_who_was_told_of_a_session_is_told_that_it_is_off(t: Town) -> None:
    await eleven_ask(t)
    await at(t, SHOWN)
    odile, awa = t.person("odile", "coordination"), t.person("awa")
    await plans(odile, THEME, "12 janvier", "Centre et rive")
    await at(t, MORNING)
    await awa.says("/pause fin")
    assert any("une séance est prévue" in heard for heard in awa.heard)
    await odile.says("/plan_formation T1 2027")
    await odile.presses("Annuler")
    await at(t, MORNING + timedelta(days=1))
    assert any("n’aura pas lieu" in heard for heard in awa.heard)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("direction", "cabinet")])
async def test_the_plan_is_the_same_for_whoever_may_read_it(t: Town, role: str) -> None:
    someone = t.person("camille", role)
    await someone.says("/plan_formation")
    assert "Plan de formation (projet)" in someone.last


async def test_what_requests_tell_before_and_after_a_session_is_a_share_with_its_number(t: Town) -> None:
    odile = t.person("odile", "coordination")
    people = [t.person(f"agent{number}") for number in range(5)]
    await plans_other(odile, WHO_DOES_WHAT, "1er décembre", "Centre et rive")
    for number, corrected in ((0, 3), (1, 1)):
        for _ in range(12):
            await people[0].says("gros nid-de-poule devant l’école rue des Lilas")
            await people[0].presses("Enregistrer")
        recorded: list[Any] = [row for row in t.rows(Request) if row.reference]  # type: ignore[attr-defined]
        wrong = [row.id for row in recorded[12 * number :][:corrected]]
        with t.database.transaction() as connection:
            connection.execute(update(table(Request)).where(table(Request).c.id.in_(wrong)).values(service="other"))
        t.clock.time = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)
    await odile.says("/plan_formation T4 2026")
    assert "Premières orientations corrigées : 25 % (n = 12) les huit semaines d’avant, à comparer à partir du" in odile.last
    t.clock.time = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
    await odile.says("/plan_formation T4 2026")
    assert "Premières orientations corrigées : 25 % (n = 12) les huit semaines d’avant, 8 % (n = 12) les huit d’après." in odile.last
    signal = f"« {WHO_DOES_WHAT} » : premières orientations corrigées, 17 % (n = 24) ce trimestre, n trop faible au précédent."
    assert signal in odile.last


@pytest.mark.parametrize(
    ("said", "quarter"),
    [("T1 2027", Quarter(2027, 1)), ("4e trimestre", Quarter(2026, 4)), ("1er trimestre 2027", Quarter(2027, 1)), ("Q3", Quarter(2026, 3)),
     ("trimestre 2", Quarter(2026, 2)), ("3", Quarter(2026, 3)), ("T5", None), ("demain", None), ("", None)],
)
def test_how_a_quarter_is_said(said: str, quarter: Quarter | None) -> None:
    assert quarter_in(plain(said), date(2026, 11, 29)) == quarter


def test_quarters_follow_each_other_and_hold_every_day() -> None:
    day, quarter = date(2026, 1, 1), quarter_of(date(2026, 1, 1))
    for _ in range(800):
        if day > quarter.last:
            assert quarter.after.before == quarter
            quarter = quarter.after
        assert quarter_of(day) == quarter == Quarter.parse(str(quarter))
        assert quarter.first <= day <= quarter.last
        day += timedelta(days=1)
