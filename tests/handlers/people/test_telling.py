"""What people are owed: folded into one message at their slots, in their hours; danger at once; nothing lost, nothing twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from config.texts import words
from config.town import ExceptionalDay
from handlers import notices
from handlers.desk import DANGER, REMINDER, Desk, Hall, InForce
from handlers.people import telling
from handlers.people.telling import tell_all
from storage.database import open_database
from storage.seal import Seal
from storage.tables import Account, Notice, Outbox, Person, Request, fresh
from storage.unit import Scope, Unit
from tests.scenes import MONDAY, Town, edition, router, town, unasked

HOLE = "gros trou devant l'école rue des Lilas"
KEY = "notice-left"
"""A line that any name fills."""


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        place.serves(unasked().town)
        yield place


def at(t: Town, day: int, hour: int, minute: int = 0) -> None:
    """It is now that hour in Valmière (winter time), that day of November 2026; the 23rd is a Monday."""
    t.clock.time = datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC)


async def ticks(t: Town) -> None:
    await t.passes(seconds=1)


def owe(t: Town, name: str, what: str, *, count: int = 0, **how: Any) -> None:
    """Somebody must be told « what a quitté l’équipe »."""
    [person] = t.rows(Person, name=name)
    with t.database.transaction() as connection:
        unit = Unit(connection, t.database.ids)
        store = Scope(unit)
        notices.tell(Desk(t.app.hall, store, t.clock.now()), person.id, what, KEY, name=what, count=count, **how)  # type: ignore[attr-defined]
        store.keep()
        unit.flush()


def states(t: Town) -> list[str]:
    return [row.state for row in t.rows(Notice)]  # type: ignore[attr-defined]


# --- folding ---


async def test_what_is_owed_is_folded_into_one_message(t: Town) -> None:
    awa = t.person("awa")
    at(t, 23, 7)
    for who in ("Léa", "Max", "Zoé"):
        owe(t, "Awa", who)
    await ticks(t)
    assert awa.heard == []
    at(t, 23, 8, 31)
    await ticks(t)
    lines = [f"· {who} a quitté l’équipe. Aucun dossier ouvert." for who in ("Léa", "Max", "Zoé")]
    assert awa.heard == ["\n".join(["À savoir (3)", *lines])]
    [row] = t.rows(Outbox)
    assert (row.priority, row.private) == (REMINDER, True)  # type: ignore[attr-defined]
    assert {(notice.state, notice.told_in) for notice in t.rows(Notice)} == {("told", row.id)}  # type: ignore[attr-defined]
    for _ in range(3):
        await ticks(t)
    assert len(awa.heard) == 1


async def test_eight_lines_then_how_many_more_and_the_rest_at_the_next_slot(t: Town) -> None:
    awa = t.person("awa")
    for number in range(18):
        owe(t, "Awa", f"N{number:02}")
    at(t, 23, 9)
    await ticks(t)
    assert awa.last.splitlines()[0] == "À savoir (18)"
    assert [line[2:5] for line in awa.last.splitlines()[1:9]] == [f"N{number:02}" for number in range(8)]
    assert awa.last.splitlines()[9] == "et 10 autres, à votre prochaine prise de messages."
    at(t, 23, 11)
    await ticks(t)
    assert len(awa.heard) == 1
    at(t, 23, 13, 45)
    await ticks(t)
    assert [line[2:5] for line in awa.last.splitlines()[1:9]] == [f"N{number:02}" for number in range(8, 16)]
    at(t, 24, 8, 30)
    await ticks(t)
    assert awa.last.splitlines()[0] == "À savoir (2)"
    assert len(awa.heard) == 3
    assert states(t) == ["told"] * 18


async def test_each_line_opens_its_request(t: Town) -> None:
    awa, petit = t.person("awa"), t.person("petit", "sg")
    for _ in range(2):
        await awa.says(HOLE)
        await awa.presses("Enregistrer")
    ids = [request.id for request in t.rows(Request)]  # type: ignore[attr-defined]
    for what, id in (("a", ids[0]), ("b", ids[1]), ("c", ids[0]), ("d", None)):
        owe(t, "Petit", what, request_id=id)
    await ticks(t)
    assert petit.last.startswith("À savoir (4)")
    assert petit.buttons == ["MQ-26-0001", "MQ-26-0002"]
    await petit.presses("MQ-26-0002")
    assert petit.last.startswith("MQ-26-0002 · ")


async def test_it_is_said_in_the_persons_language_with_its_dates(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("langue en")
    [person] = t.rows(Person)
    with t.database.transaction() as connection:
        unit = Unit(connection, t.database.ids)
        store = Scope(unit)
        desk = Desk(t.app.hall, store, t.clock.now())
        notices.tell(desk, person.id, "x", "notice-relay", name="Léa", first=date(2026, 12, 1), last=date(2026, 12, 5))  # type: ignore[attr-defined]
        store.keep()
        unit.flush()
    await ticks(t)
    assert awa.last == "To know\n· Léa is away from 1 to 5 December 2026, and you stand in."


async def test_a_fact_is_told_once_for_ever(t: Town) -> None:
    awa = t.person("awa")
    for _ in range(3):
        owe(t, "Awa", "Léa")
    await ticks(t)
    assert awa.last.startswith("À savoir\n· Léa")
    at(t, 24, 9)
    owe(t, "Awa", "Léa")
    await ticks(t)
    assert len(awa.heard) == 1


async def test_what_is_no_longer_true_is_not_told(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    [request] = t.rows(Request)
    owe(t, "Awa", "Léa", request_id=request.id)  # type: ignore[attr-defined]
    owe(t, "Awa", "Max")
    with t.database.transaction() as connection:
        unit = Unit(connection, t.database.ids)
        store = Scope(unit)
        notices.drop(Desk(t.app.hall, store, t.clock.now()), request.id)  # type: ignore[attr-defined]
        store.keep()
    await ticks(t)
    assert awa.last == "À savoir\n· Max a quitté l’équipe. Aucun dossier ouvert."
    assert states(t) == ["superseded", "told"]


# --- when ---


@pytest.mark.parametrize(
    ("day", "hour", "minute", "heard"),
    [
        (23, 8, 14, False), (23, 8, 29, False), (23, 8, 30, True), (23, 12, 29, True), (23, 12, 30, False), (23, 13, 44, True),
        (23, 16, 59, True), (23, 17, 0, False), (23, 22, 0, False), (24, 3, 0, False), (28, 10, 0, False), (29, 14, 0, False),
        (30, 9, 0, True),
    ],
)
async def test_a_mairie_is_told_when_it_is_open(t: Town, day: int, hour: int, minute: int, heard: bool) -> None:
    """08:30–12:30 and 13:30–17:00, Monday to Friday."""
    awa = t.person("awa")
    at(t, 22, 12)
    owe(t, "Awa", "Léa")
    at(t, day, hour, minute)
    await ticks(t)
    assert (len(awa.heard) == 1) is heard


async def test_each_direction_has_its_own_hours(t: Town) -> None:
    """Voirie 07:30–12:00, Propreté from 06:00 and on Saturdays: but nobody is told before 08:15."""
    voirie, proprete = t.person("voirie", "direction", None, "m_voirie"), t.person("proprete", "direction", None, "m_proprete")
    for name in ("Voirie", "Proprete"):
        owe(t, name, "Léa")
    at(t, 23, 8, 10)
    await ticks(t)
    assert (voirie.heard, proprete.heard) == ([], [])
    at(t, 28, 9)  # a Saturday
    await ticks(t)
    assert (len(voirie.heard), len(proprete.heard)) == (0, 1)
    at(t, 30, 8, 15)
    await ticks(t)
    assert len(voirie.heard) == 1


async def test_nobody_is_told_on_a_day_that_is_closed(t: Town) -> None:
    awa, karim = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    bridge = ExceptionalDay(date=date(2026, 11, 24), libelle="pont")  # type: ignore[call-arg]
    works = ExceptionalDay(date=date(2026, 11, 25), libelle="travaux", directions=["m_voirie"])  # type: ignore[call-arg]
    t.serves(exceptional_days=(bridge, works))
    at(t, 23, 18)
    for name in ("Awa", "Karim"):
        owe(t, name, "Léa")
    at(t, 24, 10)
    await ticks(t)
    assert (awa.heard, karim.heard) == ([], [])
    at(t, 25, 10)
    await ticks(t)
    assert (len(awa.heard), len(karim.heard)) == (1, 0)
    at(t, 26, 10)
    await ticks(t)
    assert len(karim.heard) == 1


async def test_one_message_a_slot_and_two_slots_a_day(t: Town) -> None:
    awa = t.person("awa")
    told = []
    for hour, minute in ((9, 0), (9, 30), (11, 0), (13, 40), (13, 45), (15, 0), (16, 59)):
        at(t, 23, hour, minute)
        owe(t, "Awa", f"{hour}h{minute}")
        await ticks(t)
        told.append(len(awa.heard))
    assert told == [1, 1, 1, 1, 2, 2, 2]
    assert awa.last.splitlines()[0] == "À savoir (4)"


async def test_what_is_for_later_waits_for_its_hour(t: Town) -> None:
    awa = t.person("awa")
    owe(t, "Awa", "Léa", not_before=MONDAY + timedelta(days=1))
    await ticks(t)
    assert awa.heard == []
    at(t, 24, 10)
    await ticks(t)
    assert len(awa.heard) == 1


async def test_who_is_away_is_told_once_back(t: Town) -> None:
    karim = t.person("karim", "direction", None, "m_voirie")
    await karim.says("/absence 23/11 au 24/11")
    await karim.presses("Mon équipe")
    await karim.presses("Confirmer")
    before = len(karim.heard)
    owe(t, "Karim", "Léa")
    for day in (23, 24):
        at(t, day, 10)
        await ticks(t)
    assert len(karim.heard) == before
    at(t, 25, 8, 15)
    await ticks(t)
    assert karim.last.startswith("À savoir\n· Léa")


async def test_a_pause_ends_at_its_minute(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/pause jusqu’à mardi 10h")
    before = len(awa.heard)
    owe(t, "Awa", "Léa")
    at(t, 24, 9, 59)
    await ticks(t)
    assert len(awa.heard) == before
    at(t, 24, 10)
    await ticks(t)
    assert len(awa.heard) == before + 1


# --- danger ---


async def test_danger_is_said_in_the_same_act_at_any_hour_to_whoever_it_is(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    await awa.says("/pause jusqu’à mardi 10h")
    await awa.says("/absence 28/11 au 29/11")
    await awa.presses("Mon équipe")
    await awa.presses("Confirmer")
    at(t, 28, 3)
    [request] = t.rows(Request)
    owe(t, "Awa", "Danger", urgent=True, request_id=request.id)  # type: ignore[attr-defined]
    owe(t, "Awa", "Danger", urgent=True, request_id=request.id)  # type: ignore[attr-defined]
    assert [notice.state for notice in t.rows(Notice)] == ["told"]  # type: ignore[attr-defined]
    said = [row for row in t.rows(Outbox) if row.priority == DANGER]  # type: ignore[attr-defined]
    assert len(said) == 1
    await ticks(t)
    assert awa.last == "Danger a quitté l’équipe. Aucun dossier ouvert."
    assert len([row for row in t.rows(Outbox) if row.priority == DANGER]) == 1  # type: ignore[attr-defined]


async def test_danger_for_whom_nobody_could_reach_is_said_as_soon_as_they_can_be(t: Town) -> None:
    awa = t.person("awa")
    with t.database.transaction() as connection:
        connection.execute(Account.__table__.update().values(reachable=False))  # type: ignore[attr-defined]
    owe(t, "Awa", "Danger", urgent=True)
    owe(t, "Awa", "Léa")
    await ticks(t)
    assert (awa.heard, states(t)) == ([], ["pending"] * 2)
    at(t, 24, 2)
    await awa.says("/ping a")  # she is there again
    await ticks(t)
    assert awa.last == "À savoir\n· Danger a quitté l’équipe. Aucun dossier ouvert."
    assert states(t) == ["told", "pending"]


async def test_danger_for_later_is_said_at_its_minute_not_at_a_slot(t: Town) -> None:
    awa = t.person("awa")
    owe(t, "Awa", "Danger", urgent=True, not_before=datetime(2026, 11, 23, 22, 15, tzinfo=UTC))
    at(t, 23, 23, 14)
    await ticks(t)
    assert awa.heard == []
    at(t, 23, 23, 15)
    await ticks(t)
    assert len(awa.heard) == 1


# --- to whom ---


async def test_it_is_said_where_we_last_spoke_together(t: Town) -> None:
    awa = t.person("awa")
    with t.database.transaction() as connection:
        unit = Unit(connection, t.database.ids)
        [person] = t.rows(Person)
        unit.keep([fresh(Account, address="scene:awa2", person_id=person.id, chat="scene:awa2")])  # type: ignore[attr-defined]
        unit.flush()
    other = t.person("awa2", None)
    for number, (chat, speaks) in enumerate(((awa, "awa"), (other, "awa2"), (awa, "awa"))):
        await t.person(speaks).says("/ping a")
        owe(t, "Awa", f"N{number}", urgent=True)
        await ticks(t)
        assert chat.last.startswith(f"N{number} a quitté l’équipe"), number


async def test_who_cannot_be_reached_takes_nobodys_turn(t: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 1)
    awa, lea, max_ = t.person("awa"), t.person("lea"), t.person("max")
    with t.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE account SET reachable = false WHERE address = 'scene:awa'")
    for name in ("Awa", "Lea", "Max"):
        owe(t, name, "Zoé")
    await ticks(t)
    await ticks(t)
    assert [len(chat.heard) for chat in (awa, lea, max_)] == [0, 1, 1]


async def test_whoever_left_is_owed_nothing(t: Town) -> None:
    root, awa = t.person("root", "admin", None), t.person("awa")
    owe(t, "Awa", "Léa")
    await root.says("/retirer Awa")
    await root.presses("Confirmer")
    owe(t, "Awa", "Max")
    owe(t, "Awa", "Zoé", urgent=True)
    await ticks(t)
    assert awa.heard == []
    assert states(t) == ["superseded"]


# --- nothing lost, nothing twice ---


async def test_a_tick_that_dies_before_its_commit_said_nothing_and_the_next_says_it_once(tmp_path: Path, database_url: str) -> None:
    database = open_database(database_url)
    hall = Hall(InForce(edition(), router(), words()), Seal(tmp_path / "keys"))
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        unit.keep([fresh(Person, id=1, name="Awa", role="agent", mairie="mq_tanneurs", language="fr", joined_at=MONDAY),
                   fresh(Account, address="scene:awa", person_id=1, chat="scene:awa"),
                   *(fresh(Notice, id=10 + n, fact=f"f{n}", person_id=1, key=KEY, fill={"name": "A", "count": 0}, not_before=MONDAY,
                           urgent=n == 0) for n in range(3))])
        unit.flush()

    def tick(*, dies: bool) -> None:
        with database.transaction() as connection:
            unit = Unit(connection, database.ids)
            store = Scope(unit)
            tell_all(Desk(hall, store, MONDAY))
            store.keep()
            unit.flush()
            if dies:
                raise KeyboardInterrupt

    def said() -> list[tuple[str, int]]:
        with database.reading() as connection:
            return [(row.key, row.priority) for row in connection.execute(Outbox.__table__.select().order_by("priority"))]  # type: ignore[attr-defined]

    with pytest.raises(KeyboardInterrupt):
        tick(dies=True)
    assert said() == []
    for _ in range(3):
        tick(dies=False)
    assert said() == [("notices/10", DANGER), ("notices/1/20261123/0815", REMINDER)]
    database.close()


async def test_two_processes_that_tick_together_say_each_line_once(tmp_path: Path, postgres_url: str) -> None:
    """The second finds the lines held, and leaves them; the first's commit makes them told."""
    one, two = open_database(postgres_url), open_database(postgres_url)
    hall = Hall(InForce(edition(), router(), words()), Seal(tmp_path / "keys"))
    with one.transaction() as connection:
        unit = Unit(connection, one.ids)
        unit.keep([fresh(Person, id=1, name="Awa", role="agent", mairie="mq_tanneurs", language="fr", joined_at=MONDAY),
                   fresh(Account, address="scene:awa", person_id=1, chat="scene:awa"),
                   fresh(Notice, id=10, fact="a", person_id=1, key=KEY, fill={"name": "A", "count": 0}, not_before=MONDAY),
                   fresh(Notice, id=11, fact="b", person_id=1, key=KEY, fill={"name": "B", "count": 0}, not_before=MONDAY, urgent=True)])
        unit.flush()
    with one.transaction() as first, two.transaction() as second:
        for database, connection in ((one, first), (two, second)):
            unit = Unit(connection, database.ids)
            store = Scope(unit)
            tell_all(Desk(hall, store, MONDAY))
            store.keep()
            unit.flush()
    with one.reading() as connection:
        assert sorted(row.key for row in connection.execute(Outbox.__table__.select())) == ["notices/1/20261123/0815", "notices/11"]  # type: ignore[attr-defined]
    one.close()
    two.close()


async def test_thousands_of_lines_cost_a_few_statements(tmp_path: Path) -> None:
    """Three hundred people and six thousand lines at once: forty people a tick, one statement each beside a handful; then only a look."""
    database = open_database(f"sqlite:///{tmp_path}/relais.db")
    hall = Hall(InForce(edition(), router(), words()), Seal(tmp_path / "keys"))
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        for person in range(1, 301):
            unit.keep([fresh(Person, id=person, name=f"P{person}", role="agent", mairie="mq_tanneurs", language="fr", joined_at=MONDAY),
                       fresh(Account, address=f"scene:{person}", person_id=person, chat=f"scene:{person}"),
                       *(fresh(Notice, id=person * 100 + n, fact=f"{person}/{n}", person_id=person, key=KEY, fill={"name": "A", "count": 0},
                               not_before=MONDAY) for n in range(20))])
        unit.flush()
    statements: list[str] = []
    event.listen(database.writer, "before_cursor_execute", lambda _c, _cu, statement, *_: statements.append(statement))
    for most, told in [*((51, 40 * n) for n in range(1, 8)), (31, 300), (6, 300)]:
        statements.clear()
        with database.transaction() as connection:
            unit = Unit(connection, database.ids)
            store = Scope(unit)
            tell_all(Desk(hall, store, MONDAY))
            store.keep()
            unit.flush()
        assert len(statements) <= most
        with database.reading() as connection:
            assert len(list(connection.execute(Outbox.__table__.select()))) == told  # type: ignore[attr-defined]
    database.close()
