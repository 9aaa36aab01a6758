"""A danger is said to whoever answers for it at this hour, in turn, until somebody has called: day, night, week-end, nobody, dead chats."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.platforms import Undeliverable
from config.texts import words
from config.town import ExceptionalDay
from handlers.desk import Desk, Hall, InForce
from handlers.requests.alert import AGAIN
from handlers.requests.jobs import mind_dangers
from storage.database import open_database
from storage.seal import Seal
from storage.tables import Absence, Account, Notice, OnCall, Outbox, Person, Request, fresh, table
from storage.unit import Scope, Unit
from tests.scenes import MONDAY, Chat, Town, edition, router, town
from tests.stores import writing

CABLE = "lampadaire tombé avec fils à nu rue Pasteur"
CALM = {"rotas": {}}
"""A town whose files put nobody on call."""


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def at(t: Town, day: int, hour: int, minute: int = 0) -> None:
    """It is now that hour in Valmière (winter time), that day of November 2026; the 23rd is a Monday."""
    t.clock.time = datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


def people(t: Town) -> dict[str, Chat]:
    """Awa and her SG, the coordination, the contacts of the direction that lights the streets."""
    return {
        "awa": t.person("awa"), "petit": t.person("petit", "sg"), "cora": t.person("cora", "coordination", None),
        "elsa": t.person("elsa", "direction", None, "m_eclairage"),
    }


def id_of(t: Town, name: str) -> int:
    [row] = t.rows(Person, name=name)
    return row.id  # type: ignore[attr-defined, no-any-return]


def puts(t: Town, row: Any) -> None:
    with writing(t.database) as store:
        store.add(row)


def on_call(t: Town, name: str, *, rank: int = 1, mairies: list[str] | None = None, directions: list[str] | None = None, by: str = "Petit",
            hours: float = 48) -> None:
    """Declared from now on, for Les Tanneurs unless said otherwise."""
    now = t.clock.now()
    given = {"mairies": ["mq_tanneurs"] if mairies is None else mairies, "directions": directions or []}
    puts(t, OnCall(id=t.database.ids.next(), person_id=id_of(t, name), starts_at=now, ends_at=now + timedelta(hours=hours), rank=rank,
                   declared_by=id_of(t, by), declared_at=now, **given))


async def danger(awa: Chat, text: str = CABLE) -> None:
    await awa.says(text)
    await awa.presses("Enregistrer")


def said(chat: Chat) -> list[str]:
    """What somebody heard of dangers, each line's beginning after the subject."""
    return [line.rpartition(" : ")[0] or line for each in chat.heard for line in each.splitlines() if line.startswith(("⚠", "· ⚠"))]


def count(*chats: Chat) -> list[int]:
    return [len(said(each)) for each in chats]


def dies(t: Town, name: str) -> None:
    t.platform.failing_in[name] = Undeliverable("blocked", permanent=True, dead_address=True)


# --- on duty ---


async def test_by_day_those_on_duty_are_told_lunch_included_and_nobody_else(t: Town) -> None:
    who = people(t)
    at(t, 23, 12, 45)
    await danger(who["awa"])
    assert count(who["petit"], who["elsa"], who["cora"]) == [1, 1, 0]
    assert "danger signalé" in who["petit"].last


async def test_a_relay_is_on_duty_for_whoever_is_away(t: Town) -> None:
    who = people(t)
    claire = t.person("claire", "sg")
    puts(t, Absence(id=t.database.ids.next(), person_id=id_of(t, "Petit"), first_on=date(2026, 11, 23), last_on=date(2026, 11, 27),
                    relay_id=id_of(t, "Claire"), declared_at=t.clock.now()))
    at(t, 24, 10)
    await danger(who["awa"])
    assert count(who["petit"], claire) == [0, 1]


async def test_after_fifteen_minutes_the_next_in_turn_the_sg_and_the_coordination(t: Town) -> None:
    who = people(t)
    nadia = t.person("nadia", "mission")
    at(t, 23, 10)
    on_call(t, "Nadia")
    await danger(who["awa"])
    assert count(who["petit"], nadia, who["cora"]) == [1, 0, 0]
    await t.passes(minutes=14)
    assert count(who["petit"], nadia, who["cora"]) == [1, 0, 0]
    await t.passes(minutes=2)
    assert count(who["petit"], nadia, who["cora"], who["elsa"]) == [2, 1, 1, 1]
    assert "depuis 15 minutes" in nadia.last
    assert "avez-vous appelé" in "\n".join(who["awa"].heard)


async def test_the_card_says_which_functions_were_told_and_when(t: Town) -> None:
    who = people(t)
    at(t, 23, 10)
    await danger(who["awa"])
    await t.passes(minutes=16)
    await who["petit"].says("/voir 0001")
    assert [line for line in who["petit"].last.splitlines() if line.startswith("Prévenus")] == [
        "Prévenus à 10:00 : référent de direction, secrétaire général", "Prévenus à 10:16 : coordination, secrétaire général",
    ]


async def test_having_called_stops_all_of_it_and_what_was_still_waiting(t: Town) -> None:
    who = people(t)
    t.serves(**CALM)
    at(t, 23, 22)
    nadia = t.person("nadia", "mission")
    on_call(t, "Nadia")
    await danger(who["awa"])
    await t.passes(minutes=16)
    waiting = [row for row in t.rows(Notice) if row.state == "pending" and row.key == "notice-danger-morning"]  # type: ignore[attr-defined]
    assert len(waiting) == 2  # the SG and the coordination, asleep
    await nadia.says("/jai_appele 0001")
    before = count(*who.values(), nadia)
    for _ in range(8):
        await t.passes(hours=2)
    assert count(*who.values(), nadia) == before
    assert t.rows(Request)[0].alert_at is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("act", ["/lever 0001 Vérifié sur place, hors tension.", "/clore 0001 information"])
async def test_lowering_it_or_closing_stops_it_too(t: Town, act: str) -> None:
    who = people(t)
    at(t, 23, 10)
    await danger(who["awa"])
    if act.startswith("/clore"):
        await who["elsa"].says("/prendre 0001")
    await who["petit"].says(act)
    if act.startswith("/clore"):
        await who["petit"].presses("Pas de retour")
    before = count(*who.values())
    for _ in range(6):
        await t.passes(minutes=16)
    assert count(*who.values()) == before


# --- on call ---


async def test_at_night_whoever_was_declared_goes_before_the_functions_of_the_files(t: Town) -> None:
    who = people(t)
    at(t, 23, 22)
    nadia = t.person("nadia", "mission", "mq_plateau")
    on_call(t, "Nadia")
    await danger(who["awa"])
    assert count(nadia, who["petit"], who["cora"], who["elsa"]) == [1, 0, 0, 1]
    await t.passes(minutes=16)
    assert count(nadia, who["petit"], who["cora"], who["elsa"]) == [1, 1, 1, 1]


async def test_whoever_is_on_call_for_another_mairie_may_open_it_say_they_called_and_lower_it(t: Town) -> None:
    who = people(t)
    at(t, 23, 22)
    nadia, lea = t.person("nadia", "agent", "mq_plateau"), t.person("lea", "agent", "mq_plateau")
    on_call(t, "Nadia")
    await danger(who["awa"])
    await lea.says("/voir 0001")
    assert "Je ne trouve pas" in lea.last
    await nadia.presses("Ouvrir")
    assert "fils à nu" in nadia.last
    await nadia.presses("J’ai appelé")
    assert t.rows(Request)[0].called_at is not None  # type: ignore[attr-defined]
    await nadia.says("/clore 0001 fait")
    assert "pas ouverte à votre fonction" in nadia.last
    await nadia.says("/lever 0001 Vérifié sur place, hors tension.")
    assert t.rows(Request)[0].danger is None  # type: ignore[attr-defined]


async def test_ranks_follow_each_other_every_fifteen_minutes_then_all_again_then_no_more(t: Town) -> None:
    who = people(t)
    t.serves(**CALM)
    at(t, 23, 21)
    first, second, third = (t.person(name, "mission") for name in ("nadia", "ben", "max"))
    for rank, name in enumerate(("Nadia", "Ben", "Max"), 1):
        on_call(t, name, rank=rank)
    await danger(who["awa"])
    heard = [count(first, second, third)]
    for _ in range(2 + AGAIN):
        await t.passes(minutes=15, seconds=1)
        heard.append(count(first, second, third))
    assert heard[:3] == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
    assert heard[-1] == [1 + AGAIN] * 3
    assert "mon dernier rappel" in third.last
    assert "90 minutes" in third.last
    for _ in range(6):
        await t.passes(minutes=16)
    assert count(first, second, third) == heard[-1]
    assert count(who["petit"], who["cora"]) == [0, 0]  # asleep: told in the morning
    at(t, 24, 8, 31)
    await t.passes(seconds=1)
    assert "hors de vos heures" in who["petit"].last
    assert "hors de vos heures" in who["cora"].last


async def test_the_same_rank_is_told_together(t: Town) -> None:
    who = people(t)
    at(t, 23, 22)
    nadia, ben = t.person("nadia", "mission"), t.person("ben", "mission")
    on_call(t, "Nadia")
    on_call(t, "Ben")
    await danger(who["awa"])
    assert count(nadia, ben) == [1, 1]


@pytest.mark.parametrize(("day", "hour", "there"), [(28, 11, False), (29, 4, False), (27, 16, True), (27, 17, False), (30, 8, False)])
async def test_the_week_end_and_the_evening_are_for_those_on_call(t: Town, day: int, hour: int, there: bool) -> None:
    who = people(t)
    t.serves(**CALM)
    at(t, day, hour)
    nadia = t.person("nadia", "mission")
    on_call(t, "Nadia")
    await danger(who["awa"])
    assert count(who["petit"], nadia) == ([1, 0] if there else [0, 1])


async def test_a_bridge_is_no_working_day(t: Town) -> None:
    who = people(t)
    t.serves(**CALM, exceptional_days=(ExceptionalDay.model_validate_json('{"date": "2026-11-27", "libelle": "pont", "directions": "*"}'),))
    at(t, 27, 10)
    nadia = t.person("nadia", "mission")
    on_call(t, "Nadia")
    await danger(who["awa"])
    assert count(who["petit"], nadia, who["elsa"]) == [0, 1, 0]


async def test_neither_a_pause_nor_the_hour_keeps_a_danger_from_whoever_is_on_call(t: Town) -> None:
    who = people(t)
    at(t, 23, 22)
    nadia = t.person("nadia", "mission")
    on_call(t, "Nadia")
    await nadia.says("/pause vendredi 9h")
    await danger(who["awa"])
    assert "danger signalé" in nadia.last


async def test_when_the_mairie_opens_and_nobody_has_called_those_on_duty_learn_it_at_once(t: Town) -> None:
    who = people(t)
    t.serves(**CALM)
    at(t, 24, 8, 20)
    nadia = t.person("nadia", "mission")
    on_call(t, "Nadia", hours=1 / 6)
    await danger(who["awa"])
    assert count(who["petit"], nadia) == [0, 1]
    at(t, 24, 8, 30)
    await t.passes(seconds=1)
    assert count(who["petit"], nadia) == [1, 1]


async def test_a_direction_it_is_sent_to_later_is_told_as_soon_as_it_is(t: Town) -> None:
    who = people(t)
    at(t, 23, 22)
    t.serves(rollout={"transmission": ()})
    await danger(who["awa"])
    assert count(who["petit"], who["elsa"]) == [1, 0]  # to be qualified: still the mairie's alone
    t.serves(rollout={})
    await who["awa"].says("/voir 0001")
    await who["awa"].presses("Transmettre")
    await t.passes(seconds=10)
    assert count(who["petit"], who["elsa"]) == [1, 1]


# --- nobody ---


async def test_with_nobody_on_call_it_is_said_at_once_to_the_author_the_sg_and_the_coordination(t: Town) -> None:
    who = people(t)
    t.serves(**CALM)
    at(t, 28, 3)
    await danger(who["awa"])
    heard = "\n".join(who["awa"].heard)
    assert "personne n’est d’astreinte ou joignable pour Les Tanneurs, Éclairage public et feux." in heard
    assert "C’est à vous d’appeler : 18 ou 112" in heard
    assert "Le SG et la coordination viennent d’être prévenus." in heard
    assert count(who["petit"], who["cora"]) == [1, 1]
    assert "personne n’est d’astreinte" in who["petit"].last
    await t.passes(minutes=1)
    assert count(who["petit"], who["cora"]) == [1, 1]
    await t.passes(minutes=15)
    assert count(who["petit"], who["cora"]) == [2, 2]
    await t.passes(hours=1)
    assert count(who["petit"], who["cora"]) == [3, 3]  # once, however long nobody ticked


async def test_with_nobody_at_all_the_author_knows_it_and_the_card_keeps_the_number_first(t: Town) -> None:
    awa = t.person("awa")
    t.serves(**CALM)
    at(t, 28, 3)
    await danger(awa)
    assert "Je n’ai pu prévenir ni le SG ni la coordination." in "\n".join(awa.heard)
    await awa.says("/voir 0001")
    assert awa.last.splitlines()[1].startswith("⚠ D’abord le téléphone : 18 ou 112")


async def test_somebody_on_call_who_is_away_makes_room_for_the_next_rank(t: Town) -> None:
    who = people(t)
    at(t, 23, 22)
    nadia, ben = t.person("nadia", "mission"), t.person("ben", "mission")
    on_call(t, "Nadia")
    on_call(t, "Ben", rank=2)
    puts(t, Absence(id=t.database.ids.next(), person_id=id_of(t, "Nadia"), first_on=date(2026, 11, 23), last_on=date(2026, 11, 24),
                    declared_at=t.clock.now()))
    await danger(who["awa"])
    assert count(nadia, ben) == [0, 1]


@pytest.mark.parametrize("changed", [{"left_at": datetime(2026, 11, 23, 20, tzinfo=UTC)}, {"role": "admin", "mairie": None}])
async def test_somebody_on_call_whose_access_or_role_was_removed_meanwhile_is_not_told(t: Town, changed: dict[str, Any]) -> None:
    who = people(t)
    at(t, 23, 22)
    nadia = t.person("nadia", "mission")
    on_call(t, "Nadia")
    with t.database.transaction() as connection:
        connection.execute(table(Person).update().where(table(Person).c.id == id_of(t, "Nadia")).values(**changed))
    await danger(who["awa"])
    assert count(nadia, who["petit"]) == [0, 1]  # the files' first function


# --- who cannot be reached ---


async def test_a_dead_chat_gives_way_at_once_to_the_next_in_turn(t: Town) -> None:
    who = people(t)
    at(t, 23, 22)
    nadia, ben = t.person("nadia", "mission"), t.person("ben", "mission")
    on_call(t, "Nadia")
    on_call(t, "Ben", rank=2)
    dies(t, "nadia")
    await danger(who["awa"])
    assert count(nadia, ben) == [0, 0]
    await t.passes(seconds=10)
    assert count(nadia, ben, who["cora"]) == [0, 1, 0]
    assert "danger signalé" in ben.last  # not « depuis 15 minutes »: it has just been said


async def test_a_message_given_up_counts_as_not_told(t: Town) -> None:
    who = people(t)
    at(t, 23, 22)
    t.person("nadia", "mission")
    ben = t.person("ben", "mission")
    on_call(t, "Nadia")
    on_call(t, "Ben", rank=2)
    t.platform.failing_in["nadia"] = Undeliverable("refused", permanent=True)
    await danger(who["awa"])
    await t.passes(seconds=10)
    assert [row.state for row in t.rows(Outbox) if row.chat == "scene:nadia"] == ["dead"]  # type: ignore[attr-defined]
    assert count(ben) == [1]


async def test_somebody_without_a_chat_gives_way_too_and_learns_it_when_they_are_back(t: Town) -> None:
    who = people(t)
    at(t, 23, 22)
    nadia, ben = t.person("nadia", "mission"), t.person("ben", "mission")
    on_call(t, "Nadia")
    on_call(t, "Ben", rank=2)
    with t.database.transaction() as connection:
        mine = table(Account).c.address == "scene:nadia"
        connection.execute(table(Account).update().where(mine).values(reachable=False))
    await danger(who["awa"])
    await t.passes(seconds=10)
    assert count(nadia, ben) == [0, 1]
    await nadia.says("/aide")
    await t.passes(seconds=10)
    assert count(nadia) == [1]


async def test_when_none_of_those_on_call_can_be_reached_it_is_as_if_nobody_was(t: Town) -> None:
    who = people(t)
    t.serves(**CALM)
    at(t, 23, 22)
    t.person("nadia", "mission")
    on_call(t, "Nadia")
    dies(t, "nadia")
    await danger(who["awa"])
    assert count(who["petit"], who["cora"]) == [0, 0]
    await t.passes(seconds=10)
    assert count(who["petit"], who["cora"]) == [1, 1]
    assert "C’est à vous d’appeler" in "\n".join(who["awa"].heard)


# --- once ---


async def test_a_step_taken_twice_says_nothing_twice(t: Town) -> None:
    who = people(t)
    at(t, 23, 10)
    await danger(who["awa"])
    t.clock.time += timedelta(minutes=16)
    with t.database.transaction() as connection:  # a process that was killed before its commit, then two that run
        store = Scope(unit := Unit(connection, t.database.ids))
        mind_dangers(Desk(t.app.hall, store, t.clock.now()))
        store.keep()
        unit.flush()
        connection.rollback()
    for _ in range(3):
        await t.passes(seconds=1)
    assert count(*who.values())[1:] == [2, 1, 1]
    facts = [row.fact for row in t.rows(Notice)]  # type: ignore[attr-defined]
    assert len(facts) == len(set(facts))


async def test_after_a_long_silence_the_ladder_goes_on_one_step_at_a_time(t: Town) -> None:
    who = people(t)
    at(t, 23, 10)
    await danger(who["awa"])
    await t.passes(hours=2)
    assert count(who["petit"]) == [2]
    await t.passes(minutes=1)
    assert count(who["petit"]) == [2]
    await t.passes(minutes=15)
    assert count(who["petit"]) == [3]


async def test_a_draft_left_for_fifteen_minutes_takes_both_first_steps_at_once(t: Town) -> None:
    who = people(t)
    at(t, 23, 10)
    await who["awa"].says(CABLE)
    await t.passes(minutes=16)
    assert t.rows(Request)[0].reference == "MQ-26-0001"  # type: ignore[attr-defined]
    assert "je l’ai enregistrée sous MQ-26-0001" in "\n".join(who["awa"].heard)
    assert count(who["petit"], who["cora"]) == [2, 1]


async def test_two_processes_that_look_together_take_each_step_once(tmp_path: Path, postgres_url: str) -> None:
    """The second finds the danger held, and leaves it; the first's commit makes its people told."""
    one, two = open_database(postgres_url), open_database(postgres_url)
    hall = Hall(InForce(edition(), router(), words()), Seal(tmp_path / "keys"))
    with one.transaction() as connection:
        unit = Unit(connection, one.ids)
        unit.keep([
            *(fresh(Person, id=id, name=name, role=role, mairie=mairie, language="fr", joined_at=MONDAY)
              for id, name, role, mairie in (
                  (1, "Awa", "agent", "mq_tanneurs"), (2, "Petit", "sg", "mq_tanneurs"), (3, "Cora", "coordination", None))),
            *(fresh(Account, address=f"scene:{id}", person_id=id, chat=f"scene:{id}") for id in (1, 2, 3)),
            fresh(Request, id=9, reference="MQ-26-0001", state="to_qualify", author_id=1, author_role="agent", mairie="mq_tanneurs",
                  text="x", search="x", channel="guichet", danger="electrocution", danger_at=MONDAY, received_at=MONDAY,
                  recorded_at=MONDAY,
                  updated_at=MONDAY, proposal=[],
                  alert={"since": 1, "step": 0, "again": 0, "told": {}, "knows": [1], "morning": [], "said": []}, alert_at=MONDAY),
        ])
        unit.flush()
    with one.transaction() as first, two.transaction() as second:
        for database, connection in ((one, first), (two, second)):
            store = Scope(unit := Unit(connection, database.ids))
            mind_dangers(Desk(hall, store, MONDAY + timedelta(minutes=15)))
            store.keep()
            unit.flush()
    with one.reading() as connection:
        told = sorted(row.person_id for row in connection.execute(table(Notice).select()) if row.fact.startswith("danger/"))
    assert told == [2, 3]
    one.close()
    two.close()
