"""Priorities set together: three secrétaires généraux score alone, nobody sees before the end, the order, the decision and its reason."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from handlers.people.permissions import ROLES
from handlers.people.rules import OF_A_MAIRIE
from storage import priorities
from storage.tables import Event, Notice, Person, Prioritisation, PriorityScore, table
from storage.unit import Scope, Unit
from tests.handlers.rising.test_chat import rats_rise
from tests.scenes import Chat, Town, town

TITLE = "Par quoi commencer en janvier"
SUBJECTS = ("Rats rue du Port", "Bancs du square", "Passage piéton de l’école")
CRITERIA = 4
FRIDAY_EVENING = datetime(2026, 12, 4, 22, 59, tzinfo=UTC)
"""The closing is at midnight in Paris."""


@pytest.fixture
async def t(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url) as place:
        place.serves(surveys=None)
        yield place


def sgs(t: Town, *names: str) -> list[Chat]:
    mairies = ("mq_tanneurs", "mq_plateau", "mq_centre", "mq_rive", "mq_coteau")
    return [t.person(name, "sg", mairie) for name, mairie in zip(names, mairies, strict=False)]


async def opens(t: Town, day: str = "vendredi 4 décembre", subjects: Sequence[str] = SUBJECTS) -> Chat:
    cora = t.person("cora", "coordination", None)
    await cora.says("/priorites")
    await cora.presses("Ouvrir une priorisation")
    await cora.says(TITLE)
    await cora.says("\n".join(subjects))
    await cora.presses("Fixer la clôture")
    await cora.says(day)
    await cora.presses("Ouvrir aux SG")
    return cora


async def scores(someone: Chat, *points: int) -> None:
    """The same points for every criterion of each subject."""
    await someone.says("/priorites")
    await someone.presses(TITLE)
    await someone.presses("Donner mon avis")
    for each in points:
        for _ in range(CRITERIA):
            await someone.presses(str(each))


async def shows(someone: Chat) -> str:
    await someone.says("/priorites")
    await someone.presses(TITLE)
    return someone.last


def labels(someone: Chat) -> list[str]:
    return [label for label, _ in someone.card().body.choices]


async def test_three_score_alone_and_the_order_and_the_decision_are_told_at_the_end(t: Town) -> None:
    awa, ben, lea = sgs(t, "awa", "ben", "lea")
    cora = await opens(t)
    assert cora.last == (f"« {TITLE} » est ouverte jusqu’au vendredi 4 décembre 2026 au soir. "
                         "3 secrétaires généraux sont prévenus dans leur prochain message.")
    await t.passes(minutes=2)
    assert any(f"Votre avis est attendu sur « {TITLE} »" in said.replace("\u00a0", " ") for said in awa.heard)

    await scores(awa, 3, 0, 2)
    assert awa.last.splitlines()[0] == f"Votre avis · {TITLE}"
    assert f"{SUBJECTS[0]} : Gravité 3, Étendue 3, Publics fragiles 3, Effet durable 3" in awa.last
    await scores(ben, 2, 1, 3)
    for someone in (awa, ben, lea, cora):  # neither a score, nor a mean, nor a name
        said = await shows(someone)
        assert "2 avis complets" in said
        assert [word for word in ("sur 3", "Ben", "Awa") if word in said] == []
    assert "Donner mon avis" not in labels(cora)
    await scores(lea, 3, 1, 0)
    await lea.presses(f"Changer : {SUBJECTS[2]}")
    await lea.presses("Gravité : 0")
    await lea.presses("1")
    assert "Passage piéton de l’école : Gravité 1, Étendue 0" in lea.last

    t.clock.time = FRIDAY_EVENING
    await t.passes(minutes=0)
    assert "3 avis complets" in await shows(cora)
    await t.passes(minutes=2)
    # rats 3, 2, 3; benches 0, 1, 1; crossing 2, 3, 3/8: means 8/3, 2/3, 43/24; without Lea the first two tie
    for someone in (cora, awa):
        assert (await shows(someone)).splitlines() == [
            TITLE,
            f"1. {SUBJECTS[0]} : 2,67 sur 3 (la moitié des avis entre 2,5 et 3)",
            f"2. {SUBJECTS[2]} : 1,79 sur 3 (la moitié des avis entre 1,19 et 2,5)",
            f"3. {SUBJECTS[1]} : 0,67 sur 3 (la moitié des avis entre 0,5 et 1)",
            "",
            "3 avis. Si l’on en retire un, quel qu’il soit : l’ordre reste le même 2 fois sur 3, la première place 2 fois sur 3.",
            "",
            "Critères et poids : Gravité 3, Étendue 2, Publics fragiles 2, Effet durable 1. Avis clos le vendredi 4 décembre 2026. "
            "La décision est à venir : le classement l’éclaire, il ne décide pas.",
        ]
    await shows(cora)
    await cora.presses("Écrire la décision")
    await cora.says("D’abord le passage piéton, puis les rats.")
    await cora.says("L’école rouvre le 4 janvier. Mme Durand, 06 12 34 56 78, peut le confirmer.")
    assert "Décision : D’abord le passage piéton, puis les rats.\nPourquoi : L’école rouvre le 4 janvier." in cora.last
    assert "06 12" not in cora.last
    t.clock.time = datetime(2026, 12, 7, 8, 30, tzinfo=UTC)
    await t.passes(minutes=1)
    assert any("décision : D’abord le passage piéton" in said for said in ben.heard)
    assert "Pourquoi : L’école rouvre" in await shows(ben)
    await shows(cora)
    assert "Écrire la décision" not in labels(cora)
    assert [event.kind for event in t.rows(Event) if event.kind.startswith("priorities")] == [  # type: ignore[attr-defined]
        "priorities_opened", "priorities_closed", "priorities_decided"]
    assert "passage" not in str([event.data for event in t.rows(Event)])  # type: ignore[attr-defined]


async def test_what_is_kept_after_the_closing_names_nobody(t: Town) -> None:
    people = sgs(t, "awa", "ben", "lea")
    await opens(t)
    for someone, points in zip(people, ((3, 0, 2), (1, 1, 1), (0, 2, 3)), strict=True):
        await scores(someone, *points)
    assert len(t.rows(PriorityScore)) == 3 * 3 * CRITERIA
    t.clock.time = FRIDAY_EVENING
    await t.passes(minutes=2)
    assert t.rows(PriorityScore) == []
    (row,) = t.rows(Prioritisation)
    assert [[subject[0] for subject in sheet] for sheet in row.sheets] == [[0, 2, 3], [1, 1, 1], [3, 0, 2]]  # type: ignore[attr-defined]
    closed = len(t.rows(Event, kind="priorities_closed")), len([each for each in t.rows(Notice) if "closed" in each.fact])  # type: ignore[attr-defined]
    await t.passes(minutes=5)
    await t.restarts()
    await t.passes(minutes=5)
    assert (len(t.rows(Event, kind="priorities_closed")),
            len([each for each in t.rows(Notice) if "closed" in each.fact])) == closed == (1, 4)  # type: ignore[attr-defined]


async def test_a_late_score_is_refused_kindly_and_changes_nothing(t: Town) -> None:
    awa, *_ = sgs(t, "awa", "ben", "lea")
    await opens(t)
    await scores(awa, 3, 0)  # the third subject is still to come
    before = len(t.rows(PriorityScore))
    t.clock.time = datetime(2026, 12, 4, 23, 0, 1, tzinfo=UTC)  # nothing closed it yet
    await awa.presses("2")
    assert "étaient attendus jusqu’au vendredi 4 décembre 2026 au soir" in awa.last
    assert len(t.rows(PriorityScore)) == before
    await awa.says("/priorites")
    assert "close, on compte les avis" in awa.last
    await t.passes(minutes=1)
    await awa.presses("2")
    assert "étaient attendus" in awa.last
    assert "Trop peu d’avis (0) : il en faut 3 pour un classement." in await shows(awa)  # hers was not whole


async def test_two_opinions_are_no_order_and_a_decision_may_still_be_written(t: Town) -> None:
    awa, ben = sgs(t, "awa", "ben")
    cora = await opens(t)
    await scores(awa, 3, 0, 2)
    await scores(ben, 3, 0, 2)
    t.clock.time = FRIDAY_EVENING
    await t.passes(minutes=2)
    said = await shows(cora)
    assert "Trop peu d’avis (2)" in said
    assert f"1. {SUBJECTS[0]}" not in said
    assert "Écrire la décision" in labels(cora)


async def closed(t: Town) -> Chat:
    """One whose opinions came too few, and whose decision is still to be written."""
    cora = await opens(t)
    t.clock.time = FRIDAY_EVENING
    await t.passes(minutes=2)
    await shows(cora)
    await cora.presses("Écrire la décision")
    return cora


async def test_whoever_has_another_function_since_writes_no_decision(t: Town) -> None:
    cora = await closed(t)
    with t.database.transaction() as connection:
        connection.execute(update(table(Person)).values(role="agent", mairie="mq_tanneurs"))
    await cora.says("D’abord les bancs.")
    assert "function" in cora.last or "fonction" in cora.last
    assert t.rows(Prioritisation)[0].decision is None  # type: ignore[attr-defined]


async def test_a_reason_is_kept_with_the_decision_it_was_given_for(t: Town) -> None:
    cora = await closed(t)
    dora = t.person("dora", "coordination", None)
    await cora.says("D’abord les bancs.")
    await shows(dora)
    await dora.presses("Écrire la décision")
    await dora.says("D’abord les rats.")
    await cora.says("Les bancs sont cassés depuis longtemps.")
    assert "changé" in cora.last
    await dora.says("L’école est à côté.")
    [found] = t.rows(Prioritisation)
    assert (found.decision, found.reason) == ("D’abord les rats.", "L’école est à côté.")  # type: ignore[attr-defined]


async def test_what_opens_was_said_back_whole(t: Town) -> None:
    cora = t.person("cora", "coordination", None)
    await cora.says("/priorites")
    await cora.presses("Ouvrir une priorisation")
    await cora.says(TITLE)
    await cora.says("\n".join(SUBJECTS))
    await cora.presses("Fixer la clôture")
    await cora.says("vendredi 4 décembre")
    dora = t.person("dora", "coordination", None)
    await dora.says("/priorites")
    await dora.presses("Reprendre")
    await dora.says("Un sujet que Cora n’a pas lu")
    await cora.presses("Ouvrir aux SG")
    assert t.rows(Prioritisation)[0].opened_at is None  # type: ignore[attr-defined]


async def test_who_leaves_before_the_end_counts_no_more(t: Town) -> None:
    awa, ben, lea, noe = sgs(t, "awa", "ben", "lea", "noe")
    root = t.person("root", "admin", None)
    cora = await opens(t)
    for someone in (awa, ben, lea):
        await scores(someone, 0, 3, 1)
    await scores(noe, 3, 0, 0)
    await root.says("/retirer noe")
    await root.presses("Confirmer")
    assert "3 avis complets" in await shows(cora)
    t.clock.time = FRIDAY_EVENING
    await t.passes(minutes=2)
    said = await shows(cora)
    assert f"1. {SUBJECTS[1]} : 3 sur 3 (la moitié des avis entre 3 et 3)" in said
    assert "l’ordre reste le même 3 fois sur 3" in said


async def test_who_has_not_scored_is_reminded_two_working_days_before(t: Town) -> None:
    awa, ben = sgs(t, "awa", "ben")
    await opens(t, "lundi 7 décembre")
    await scores(awa, 3, 0, 2)
    for day in (1, 2, 3, 4, 7):
        for hour in (3, 8):
            t.clock.time = datetime(2026, 12, day, hour, tzinfo=UTC)
            await t.passes(minutes=1)
        reminded = [name for name, someone in (("awa", awa), ("ben", ben)) if any("il manque votre avis" in said for said in someone.heard)]
        assert reminded == (["ben"] if day >= 3 else []), day  # Thursday: Friday and Monday are two
    assert sum("il manque votre avis" in said for said in ben.heard) == 1


async def test_a_reminder_that_was_not_told_yet_is_taken_back_by_the_opinion(t: Town) -> None:
    (awa,) = sgs(t, "awa")
    await opens(t, "lundi 7 décembre")
    t.clock.time = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)
    await t.passes(minutes=1)
    await scores(awa, 3, 0, 2)
    t.clock.time = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
    await t.passes(minutes=1)
    assert not any("il manque votre avis" in said for said in awa.heard)


@pytest.mark.parametrize(("opened", "day", "closes"), [
    (datetime(2027, 3, 22, 9, tzinfo=UTC), "samedi 27 mars", datetime(2027, 3, 27, 23, tzinfo=UTC)),
    (datetime(2027, 3, 22, 9, tzinfo=UTC), "dimanche 28 mars", datetime(2027, 3, 28, 22, tzinfo=UTC)),  # a day of 23 hours
    (datetime(2026, 10, 19, 9, tzinfo=UTC), "dimanche 25 octobre", datetime(2026, 10, 25, 23, tzinfo=UTC)),  # of 25
])
async def test_the_last_day_ends_at_the_towns_midnight_whatever_the_clocks_do(
    t: Town, opened: datetime, day: str, closes: datetime
) -> None:
    t.clock.time = opened
    await opens(t, day)
    (row,) = t.rows(Prioritisation)
    assert row.closes_at == closes  # type: ignore[attr-defined]
    t.clock.time = closes - timedelta(seconds=2)
    await t.passes(seconds=0)
    assert t.rows(Prioritisation)[0].closed_at is None  # type: ignore[attr-defined]
    await t.passes(seconds=3)
    assert t.rows(Prioritisation)[0].closed_at is not None  # type: ignore[attr-defined]


async def test_subjects_come_from_what_rises_or_from_words_two_to_eight(t: Town) -> None:
    rats_rise(t)
    cora = t.person("cora", "coordination", None)
    await cora.says("/priorites")
    assert "Aucune priorisation pour l’instant" in cora.last
    await cora.presses("Ouvrir une priorisation")
    await cora.says(TITLE)
    assert "Fixer la clôture" not in labels(cora)
    await cora.presses("Ce qui monte")
    await cora.presses("Rats")
    assert "1 sur 8" in cora.last
    await cora.says("- Bancs du square\nbancs du SQUARE\n?\n" + "\n".join(f"Sujet numéro {'abcdefgh'[number]}" for number in range(8)))
    assert "8 sur 8, c’est complet" in cora.last
    assert "2 sujets de trop ont été laissés de côté" in cora.last
    await cora.says("/priorites")
    await cora.presses(f"Reprendre : {TITLE}")
    await cora.presses("Fixer la clôture")
    await cora.says("hier")
    await cora.says("aujourd’hui")
    assert "Dites un jour à venir" in cora.last
    await cora.says("vendredi 4 décembre")
    assert "Critères et poids : Gravité 3" in cora.last
    await cora.says("/priorites")
    await cora.presses("Reprendre")
    await cora.presses("Abandonner")
    assert t.rows(Prioritisation) == []


@pytest.mark.parametrize("role", ROLES)
async def test_the_coordination_opens_secretaries_score_and_nobody_else_reads(t: Town, role: str) -> None:
    await opens(t)
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await someone.says("/priorites")
    assert (TITLE in someone.last) is (role in ("sg", "coordination")), role
    if TITLE in someone.last:
        assert ("Ouvrir une priorisation" in labels(someone)) is (role == "coordination")
        await someone.presses(TITLE)
        assert ("Donner mon avis" in labels(someone)) is (role == "sg")


async def test_a_town_without_criteria_opens_nothing(t: Town) -> None:
    t.serves(surveys=None, priority_criteria={})
    cora = t.person("cora", "coordination", None)
    await cora.says("/priorites")
    await cora.presses("Ouvrir une priorisation")
    assert "n’a pas encore écrit ses critères" in cora.last


async def test_one_is_withdrawn_with_all_that_was_given_and_who_was_told_is_told(t: Town) -> None:
    awa, ben = sgs(t, "awa", "ben")
    cora = await opens(t)
    await t.passes(minutes=2)
    await scores(awa, 3, 0, 2)
    await shows(cora)
    await cora.presses("Retirer cette priorisation")
    await cora.presses("Retirer cette priorisation")
    assert (t.rows(Prioritisation), t.rows(PriorityScore)) == ([], [])
    await awa.presses(f"Changer : {SUBJECTS[0]}")
    assert "n’est plus là : elle a été retirée" in awa.last
    t.clock.time += timedelta(days=1)
    await t.passes(minutes=1)
    assert any("votre avis n’est plus attendu" in said for said in ben.heard)


async def test_words_that_begin_like_a_command_are_a_subject_and_after_it_a_sentence_is_a_request_again(t: Town) -> None:
    cora = await opens(t, subjects=("Absence d’éclairage rue Haute", "Danger devant l’école"))
    assert t.rows(Prioritisation)[0].subjects == ["Absence d’éclairage rue Haute", "Danger devant l’école"]  # type: ignore[attr-defined]
    await cora.says("gros trou rue des Lilas")
    assert "✓ Enregistrer" in labels(cora)
    await cora.says("/priorites")
    await cora.presses("Ouvrir une priorisation")
    await cora.says("Une autre")
    await cora.presses("Abandonner")
    await cora.says("gros trou rue Pasteur")
    assert "✓ Enregistrer" in labels(cora)


async def test_a_score_committed_in_the_moment_of_the_end_is_erased_with_its_name(t: Town) -> None:
    sgs(t, "awa")
    await opens(t)
    t.clock.time = FRIDAY_EVENING
    await t.passes(minutes=2)
    with t.database.transaction() as connection:
        store = Scope(unit := Unit(connection, t.database.ids))
        priorities.give(store, t.rows(Prioritisation)[0].id, 1, 0, 0, 3)  # type: ignore[attr-defined]
        store.keep()
        unit.flush()
    assert len(t.rows(PriorityScore)) == 1
    await t.passes(minutes=1)
    assert t.rows(PriorityScore) == []
