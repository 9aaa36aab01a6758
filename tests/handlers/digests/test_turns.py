"""The turns of a digest: once each, late after an outage, none while somebody is away or wants quiet, and who gets any at all."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import update

from handlers.digests.kinds import KINDS
from handlers.people.permissions import ROLES
from handlers.people.rules import OF_A_MAIRIE
from storage.tables import Account, DigestChoice, Person, table
from tests.handlers.digests.acts import all_are, at, chooses, digests_of, id_of, is_away, logs, wakes, worries
from tests.scenes import Town
from tests.stores import writing


@pytest.mark.parametrize(("hours", "said"), [(3, 1), (13, 0)])
async def test_after_an_outage_it_still_goes_within_twelve_hours(t: Town, hours: int, said: int) -> None:
    at(t, 23, 10)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    await worries(awa)
    at(t, 24, 8, 15)
    t.clock.time += timedelta(hours=hours)
    await wakes(t)
    assert len(digests_of(petit)) == said


async def test_one_that_never_went_is_replaced_by_the_next_and_said_so(t: Town) -> None:
    at(t, 23, 8)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    at(t, 23, 8, 15)
    await wakes(t)
    await worries(awa)
    at(t, 25, 8, 15)  # nobody was there on Tuesday
    await wakes(t)
    assert petit.last.splitlines()[1:3] == [
        "Le résumé du mardi 24 novembre n’est pas parti : celui-ci le remplace.",
        "Depuis lundi 23 novembre : arrivées 1, closes 0 · ouvertes 1",
    ]
    at(t, 26, 8, 15)
    await wakes(t)
    assert "n’est pas parti" not in petit.last


async def test_nobody_gets_any_while_they_are_away_and_the_next_is_no_late_one(t: Town) -> None:
    at(t, 22, 10)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    at(t, 23, 9)
    await wakes(t)
    await worries(awa)
    before = len(digests_of(petit))
    is_away(t, "petit", date(2026, 11, 24), date(2026, 11, 25))
    for day in (24, 25):
        at(t, day, 8, 15)
        await wakes(t)
    assert len(digests_of(petit)) == before
    at(t, 26, 8, 15)
    await wakes(t)
    assert len(digests_of(petit)) == before + 1
    assert "n’est pas parti" not in petit.last


async def test_nobody_gets_any_in_a_pause_and_the_next_is_no_late_one(t: Town) -> None:
    at(t, 23, 8)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    at(t, 23, 8, 15)
    await wakes(t)
    await worries(awa)
    at(t, 24, 8)
    await petit.says("/pause jusqu’à jeudi 9h")
    for day, hour, minute in ((24, 8, 15), (25, 8, 15), (26, 8, 15), (26, 8, 59)):
        at(t, day, hour, minute)
        await wakes(t)
    assert digests_of(petit) == []
    at(t, 26, 9)
    await wakes(t)
    [said] = digests_of(petit)
    assert said.splitlines()[1] == "Hier : arrivées 0, closes 0 · ouvertes 1"


async def test_a_day_taken_again_was_not_missed(t: Town) -> None:
    at(t, 23, 8)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    chooses(t, "petit", "sg_daily", days="1345")
    at(t, 23, 8, 15)
    await wakes(t)
    await worries(awa)
    at(t, 25, 8)
    await petit.says("/digest")
    for label in ("Résumé du jour", "Jours", "mardi"):
        await petit.presses(label)
    at(t, 25, 8, 15)
    await wakes(t)
    assert petit.last.splitlines()[1] == "Hier : arrivées 0, closes 0 · ouvertes 1"


async def test_a_weekly_one_moved_to_a_later_day_does_not_come_twice_in_its_week(t: Town) -> None:
    at(t, 20, 10)
    petit = t.person("petit", "sg")
    at(t, 23, 8, 30)
    await wakes(t)
    at(t, 24, 10)
    await petit.says("/digest")
    for label in ("Résumé de la semaine", "Jours", "jeudi"):
        await petit.presses(label)
    for day, month in ((26, 11), (3, 12)):
        at(t, day, 8, 30, month=month)
        await wakes(t)
    assert [said.splitlines()[0] for said in digests_of(petit)] == ["Les Tanneurs · semaine 47", "Les Tanneurs · semaine 48"]
    assert not any("n’est pas parti" in said for said in petit.heard)


async def test_who_cannot_be_reached_keeps_nobody_waiting(t: Town) -> None:
    at(t, 22, 10)
    for number in range(8):
        t.person(f"gone {number}", "sg")
    petit = t.person("petit", "sg")
    gone = table(Account).c.person_id != id_of(t, "petit")
    with writing(t.database) as store:
        store.write(update(table(Account)).where(gone).values(reachable=False))
    at(t, 23, 8, 30)
    await wakes(t)
    assert len(digests_of(petit)) == 1


async def test_whoever_lost_their_function_gets_none_and_an_old_button_says_why(t: Town) -> None:
    at(t, 22, 10)
    petit = t.person("petit", "sg")
    at(t, 23, 8, 30)
    await wakes(t)
    assert len(digests_of(petit)) == 1
    all_are(t, Person, role="cabinet", mairie=None)
    at(t, 30, 8, 30)
    await wakes(t)
    assert len(digests_of(petit)) == 1
    await petit.presses("CSV")
    assert petit.last == "Ce résumé n’est pas, ou n’est plus, celui de votre fonction."
    await petit.says("/digest")
    assert petit.last.startswith("Aucun résumé n’est prévu pour votre fonction.")


@pytest.mark.parametrize("role", ROLES)
async def test_whatever_the_function_the_command_answers(t: Town, role: str) -> None:
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await someone.says("/digest")
    has = any(role in kind.roles for kind in KINDS.values())
    assert someone.last.startswith("Aucun résumé") is not has
    await someone.says("/digest maintenant")
    assert len(someone.heard) == 2


async def test_an_hour_changed_after_it_came_does_not_bring_it_twice(t: Town) -> None:
    at(t, 22, 10)
    petit = t.person("petit", "sg")
    chooses(t, "petit", "sg_daily", off=True)
    at(t, 23, 8, 30)
    await wakes(t)
    chooses(t, "petit", "sg_weekly", at=time(10))
    at(t, 23, 10)
    await wakes(t)
    assert len(digests_of(petit)) == 1


# --- put off, and at one's own hour ---


async def test_put_off_it_comes_once_more_up_to_date_and_no_third_time(t: Town) -> None:
    at(t, 23, 10)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    await worries(awa)
    at(t, 24, 8, 15)
    await wakes(t)
    await petit.presses("Plus tard")
    assert petit.last == "Entendu : je vous le redis à 11:30, à jour."
    await logs(awa)
    await awa.says("/danger 2")
    at(t, 24, 11, 29)
    await wakes(t)
    assert len(digests_of(petit)) == 1
    at(t, 24, 11, 30)
    await wakes(t)
    first, second = digests_of(petit)
    assert "Danger sans appel noté : MQ-26-0001" in first
    assert "Danger sans appel noté : MQ-26-0002" in second
    at(t, 24, 16)
    await wakes(t)
    assert len(digests_of(petit)) == 2


@pytest.mark.parametrize("why", ["away", "off duty", "quiet", "night"])
async def test_put_off_it_comes_to_nobody_who_is_not_there_any_more(t: Town, why: str) -> None:
    at(t, 23, 10)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    await worries(awa)
    at(t, 24, 8, 15)
    await wakes(t)
    await petit.presses("Plus tard")
    if why == "away":
        is_away(t, "petit", date(2026, 11, 24), date(2026, 11, 24))
    elif why == "off duty":
        all_are(t, Person, role="agent")
    elif why == "quiet":
        await petit.says("/pause jusqu’à jeudi 9h")
    at(t, 24, *((23, 0) if why == "night" else (11, 30)))
    await wakes(t)
    assert len(digests_of(petit)) == 1
    assert [row.again_at for row in t.rows(DigestChoice) if row.kind == "sg_daily"] == [None]  # type: ignore[attr-defined]


async def test_at_the_end_of_the_day_there_is_no_later(t: Town) -> None:
    at(t, 24, 15, 30)
    petit = t.person("petit", "sg")
    await petit.says("/digest maintenant")
    await petit.presses("Plus tard")
    assert petit.last.startswith("Il ne reste plus d’heure aujourd’hui.")


async def test_an_hour_is_typed_too(t: Town) -> None:
    at(t, 24, 10)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    await awa.says("/digest 9h15")
    assert "9:15" in awa.last
    await awa.says("/digest 18h")
    assert awa.last == "Choisissez une heure entre 8:15 et 11:30 : « digest 9h15 »."
    await petit.says("/digest 9h40")
    assert petit.last == "9:40 : pour quel résumé ?"
    await petit.presses("Résumé du jour")
    assert {row.kind: row.at for row in t.rows(DigestChoice)} == {"morning": time(9, 15), "sg_daily": time(9, 40)}  # type: ignore[attr-defined]
    await worries(awa)
    for minute, said in ((39, 0), (40, 1)):
        at(t, 25, 9, minute)
        await wakes(t)
        assert len(digests_of(petit)) == said
