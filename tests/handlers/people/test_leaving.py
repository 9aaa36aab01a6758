"""Leaving and being removed: access ends in that commit, requests go to somebody, an administrator always remains."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.platforms import RawUpdate
from config.texts import words
from handlers.desk import Desk, Hall, InForce
from handlers.messages import Address, Incoming, Refusal
from handlers.people import leaving, roles
from handlers.people.permissions import ROLES
from handlers.people.rules import OF_A_MAIRIE, may_remove
from storage import people
from storage.database import Database, open_database
from storage.seal import Seal
from storage.tables import Account, Conversation, Event, Invitation, Notice, Outbox, Person, Request, fresh
from storage.unit import Scope, Unit
from tests.handlers.people.test_chat import CODE, REFUSED
from tests.handlers.people.test_permissions import somebody
from tests.scenes import MONDAY, Chat, Town, edition, router, town

HOLE = "gros trou devant l'école rue des Lilas"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def row(t: Town, name: str) -> Any:
    [found] = t.rows(Person, name=name)
    return found


async def logs(someone: Chat, times: int = 1) -> None:
    for _ in range(times):
        await someone.says(HOLE)
        await someone.presses("Enregistrer")


async def removes(remover: Chat, name: str) -> None:
    await remover.says(f"/retirer {name}")
    await remover.presses("Confirmer")


# --- access ---


async def test_whoever_is_removed_is_a_stranger_in_all_they_try(t: Town) -> None:
    root, karim = t.person("root", "admin", None), t.person("karim")
    await logs(karim)
    await karim.says(HOLE)
    await removes(root, "Karim")
    assert root.last == "Accès coupé : Karim. Dossiers à réaffecter : 1."
    before = len(karim.heard)
    for press in ("Enregistrer", "Lieu", "Corriger"):
        await karim.presses(press)
    for text in ("mes", "/voir 1", "/aide", HOLE, "/retirer Root", "1"):
        await karim.says(text)
    assert len(karim.heard) == before + 1  # the one polite answer, then silence
    assert "réservé à leurs équipes" in karim.last
    assert [request.state for request in t.rows(Request)] == ["sent", "draft"]  # type: ignore[attr-defined]
    assert [account.person_id for account in t.rows(Account, address="scene:karim")] == [None]  # type: ignore[attr-defined]


async def test_both_accounts_of_who_is_removed_are_cut(t: Town) -> None:
    root, karim = t.person("root", "admin", None), t.person("karim")
    await karim.says("/relier")
    code = CODE.search(karim.last)
    assert code
    other = t.person("karim-matrix", None)
    await other.says(code[0])
    await removes(root, "Karim")
    for chat in (karim, other):
        await chat.says("mes")
        assert "réservé à leurs équipes" in chat.last


async def test_what_waited_for_who_is_removed_is_gone_in_that_commit(t: Town) -> None:
    """The step they were asked, the message owed to them, the codes they gave, what they still had to be told."""
    root, petit = t.person("root", "admin", None), t.person("petit", "sg")
    await petit.says("/inviter agent")
    given = CODE.search(petit.last)
    await petit.says("/relier")
    linking = CODE.search(petit.last)
    await petit.says("/reunion")
    with t.database.transaction() as connection:
        unit = Unit(connection, t.database.ids)
        unit.keep([
            fresh(Outbox, id=unit.ids.next(), key="owed", platform="scene", chat="scene:petit", private=True, kind="send", priority=2,
                  body={"text": "secret", "title": "", "language": "fr"}, state="pending", not_before=MONDAY.replace(year=2027),
                  created_at=MONDAY),
            fresh(Notice, id=unit.ids.next(), fact="x/1", person_id=row(t, "Petit").id, key="notice-left", fill={"name": "A", "count": 0},
                  not_before=MONDAY, urgent=False, state="pending"),
        ])
        unit.flush()
    assert len(t.rows(Conversation)) == 1
    await removes(root, "Petit")
    assert t.rows(Conversation) == []
    assert [each.state for each in t.rows(Outbox, key="owed")] == ["dead"]  # type: ignore[attr-defined]
    assert [each.state for each in t.rows(Notice)] == ["superseded"]  # type: ignore[attr-defined]
    assert given
    assert linking
    for number, code in enumerate((given[0], linking[0])):
        await t.person(f"p{number}", None).says(code)
        assert t.person(f"p{number}").last.startswith(REFUSED)
    await t.passes(days=1)
    assert not any("secret" in heard for heard in petit.heard)


async def test_a_code_given_by_somebody_who_left_meanwhile_is_refused(t: Town) -> None:
    """Whatever was committed beside the removal: a code is worth what its giver is."""
    root, petit = t.person("root", "admin", None), t.person("petit", "sg")
    await petit.says("/inviter agent")
    code = CODE.search(petit.last)
    await removes(root, "Petit")
    with t.database.transaction() as connection:
        connection.execute(Invitation.__table__.update().values(expires_at=MONDAY.replace(year=2027)))  # type: ignore[attr-defined]
    assert code
    await t.person("awa", None).says(code[0])
    assert t.person("awa").last.startswith(REFUSED)


async def test_whoever_was_removed_may_be_invited_again_as_somebody_new(t: Town) -> None:
    root, karim = t.person("root", "admin", None), t.person("karim")
    await removes(root, "Karim")
    await root.says("/inviter agent Le Plateau")
    code = CODE.search(root.last)
    assert code
    await karim.says(code[0])
    assert karim.last.startswith("Bienvenue, Karim")
    assert [(each.mairie, each.left_at is None) for each in t.rows(Person, name="Karim")] == [("mq_tanneurs", False), ("mq_plateau", True)]  # type: ignore[attr-defined]


# --- who may ---


@pytest.mark.parametrize("removed", ROLES)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_remove_whom(role: str, removed: str) -> None:
    """An administrator anybody; a secrétaire général their own team, in their own mairie; others nobody."""
    other = replace(somebody(removed), id=9)
    team = removed in ("agent", "assistante", "mission")
    assert may_remove(somebody(role), other) is (role == "admin" or (role == "sg" and team))
    elsewhere = replace(other, mairie="mq_plateau" if other.mairie else None)
    assert may_remove(somebody(role), elsewhere) is (role == "admin")
    assert not may_remove(somebody(role), somebody(removed))


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_asking_to_remove_a_colleague(t: Town, role: str) -> None:
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    t.person("karim")
    await someone.says("/retirer Karim")
    if role in ("admin", "sg"):
        assert someone.last.startswith("Retirer Karim (agent d’accueil ou de proximité, Les Tanneurs) ?")
        await someone.presses("Confirmer")
        assert someone.last.startswith("Accès coupé : Karim.")
    else:
        assert someone.last.startswith("Vous pouvez retirer votre propre accès")
    assert (row(t, "Karim").left_at is None) is (role not in ("admin", "sg"))


@pytest.mark.parametrize("role", ROLES)
async def test_everybody_may_leave(t: Town, role: str) -> None:
    t.person("root", "admin", None)
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await someone.says("/retirer moi")
    assert someone.last.startswith("Partir, X ? Votre accès est coupé tout de suite")
    await someone.presses("Confirmer")
    assert someone.last.startswith("Votre accès est coupé.")
    assert row(t, "X").left_at is not None
    assert [event.kind for event in t.rows(Event)] == ["left"]  # type: ignore[attr-defined]


async def test_a_secretaire_general_does_not_even_find_people_of_elsewhere(t: Town) -> None:
    petit = t.person("petit", "sg")
    t.person("lea", "agent", "mq_plateau")
    t.person("root", "admin", None)
    for name in ("Lea", "Root", "Personne"):
        await petit.says(f"/retirer {name}")
        assert petit.last.startswith(f"Je ne trouve pas « {name} »")


async def test_a_right_that_was_lost_before_the_tap_is_lost(t: Town) -> None:
    root, petit = t.person("root", "admin", None), t.person("petit", "sg")
    t.person("karim")
    await petit.says("/retirer Karim")
    await root.says("/role Karim agent Le Plateau")
    await root.presses("Confirmer")
    await petit.presses("Confirmer")
    assert petit.last.startswith("Vous pouvez retirer l’équipe de votre mairie de quartier.")
    assert row(t, "Karim").left_at is None


async def test_alone_the_command_asks_who(t: Town) -> None:
    root = t.person("root", "admin", None)
    t.person("karim")
    await root.says("retirer")
    assert root.last == "Qui part ? Écrivez son nom, ou « moi »."
    await root.says("karim")
    assert root.last.startswith("Retirer Karim")
    await root.presses("Ne rien changer")
    assert row(t, "Karim").left_at is None


async def test_a_sentence_that_begins_like_the_command_is_a_request(t: Town) -> None:
    awa = t.person("awa")
    said = ["retirer une voiture ventouse rue Pasteur", "absence d'éclairage rue Pasteur", "pause interdite : lampadaire éteint"]
    for text in said:
        await awa.says(text)
    assert [request.text for request in t.rows(Request)] == said  # type: ignore[attr-defined]


async def test_two_who_remove_the_same_person_do_it_once(t: Town) -> None:
    root, sam = t.person("root", "admin", None), t.person("sam", "admin", None)
    t.person("karim")
    await root.says("/retirer Karim")
    await sam.says("/retirer Karim")
    await root.presses("Confirmer")
    await sam.presses("Confirmer")
    assert sam.last.startswith("Cette personne n’est plus là")
    assert [event.kind for event in t.rows(Event)] == ["removed"]  # type: ignore[attr-defined]


# --- their requests ---


async def test_what_somebody_leaves_goes_to_the_relay_chosen(t: Town) -> None:
    root, karim, fatou = t.person("root", "admin", None), t.person("karim"), t.person("fatou", "assistante")
    t.person("lea", "agent", "mq_plateau")
    t.person("paul", "elu")
    await logs(karim, 9)
    with t.database.transaction() as connection:  # one is somebody else's by now, one is over
        connection.exec_driver_sql(f"UPDATE request SET holder_id = {row(t, 'Fatou').id} WHERE reference = 'MQ-26-0001'")
        connection.exec_driver_sql("UPDATE request SET state = 'closed' WHERE reference = 'MQ-26-0002'")
    await root.says("/retirer Karim")
    assert "7 dossiers ouverts à réaffecter ensuite." in root.last
    await root.presses("Confirmer")
    assert root.last == "Accès coupé : Karim. Dossiers à réaffecter : 7."
    await root.presses("Choisir le relais")
    assert root.last == "Qui reprend les dossiers de Karim ?"
    assert root.buttons == ["Fatou · assistante, Les Tanneurs", "L’équipe"]
    await root.presses("Fatou")
    assert root.last == "Fatou reprend les 7 dossiers, et le saura à sa prochaine prise de messages."
    held = {request.reference: request.holder_id for request in t.rows(Request)}  # type: ignore[attr-defined]
    assert held.pop("MQ-26-0002") is None
    assert set(held.values()) == {row(t, "Fatou").id}
    given = [event for event in t.rows(Event) if event.kind == "files_given"]  # type: ignore[attr-defined]
    assert len(given) == 7
    assert {(event.person_id, event.data["to"]) for event in given} == {(row(t, "Karim").id, row(t, "Fatou").id)}  # type: ignore[attr-defined]
    await t.passes(minutes=1)
    assert "7 dossiers ouverts de Karim vous sont confiés." in fatou.last


async def test_the_team_takes_them_when_no_relay_is_chosen(t: Town) -> None:
    root, karim = t.person("root", "admin", None), t.person("karim")
    await logs(karim)
    with t.database.transaction() as connection:
        connection.exec_driver_sql(f"UPDATE request SET holder_id = {row(t, 'Karim').id}")
    await removes(root, "Karim")
    await root.presses("L’équipe")
    assert root.last == "Les dossiers de Karim reviennent à l’équipe."
    assert [request.holder_id for request in t.rows(Request)] == [None]  # type: ignore[attr-defined]


async def test_who_is_away_is_no_relay(t: Town) -> None:
    root, karim, fatou = t.person("root", "admin", None), t.person("karim"), t.person("fatou", "assistante")
    await fatou.says("/absence 23/11 au 27/11")
    await fatou.presses("Mon équipe")
    await fatou.presses("Confirmer")
    await logs(karim)
    await removes(root, "Karim")
    await root.presses("Choisir le relais")
    assert root.buttons == ["L’équipe"]


async def test_what_was_left_without_a_relay_is_shown_until_there_is_one(t: Town) -> None:
    root, karim = t.person("root", "admin", None), t.person("karim")
    t.person("fatou", "assistante")
    await logs(karim, 2)
    with t.database.transaction() as connection:
        connection.exec_driver_sql(f"UPDATE request SET holder_id = {row(t, 'Karim').id}")
    await removes(root, "Karim")
    await root.says("/retirer")
    assert root.last.startswith("2 demandes ouvertes attendent un relais ; choisissez de qui.")
    await root.presses("Karim")
    await root.presses("Fatou")
    assert [request.holder_id for request in t.rows(Request)] == [row(t, "Fatou").id] * 2  # type: ignore[attr-defined]
    assert t.rows(Conversation) == []  # nobody's name is asked for any more
    await root.says("/retirer")
    assert root.last.startswith("Qui part ?")


async def test_who_leaves_gives_back_to_the_team_and_the_secretaire_general_is_told(t: Town) -> None:
    petit, karim = t.person("petit", "sg"), t.person("karim")
    await logs(karim, 3)
    await karim.says("/retirer moi")
    assert "Vos 3 dossiers ouverts reviennent à l’équipe." in karim.last
    await karim.presses("Confirmer")
    assert karim.last.startswith("Votre accès est coupé ; vos 3 dossiers ouverts reviennent à l’équipe.")
    await t.passes(minutes=1)
    assert "Karim a quitté l’équipe. 3 dossiers ouverts reviennent à l’équipe." in petit.last


async def test_a_relay_who_leaves_is_nobodys_relay_any_more(t: Town) -> None:
    root, awa, fatou = t.person("root", "admin", None), t.person("awa"), t.person("fatou", "assistante")
    await awa.says("/absence 24/11 au 27/11")
    await awa.presses("Fatou")
    await awa.presses("Confirmer")
    await removes(root, "Fatou")
    await t.passes(days=1)
    await awa.says("relais")
    assert "Awa, jusqu’au vendredi 27 novembre 2026 : l’équipe" in awa.last
    assert fatou.heard == []


# --- the last administrator ---


async def test_the_last_administrator_neither_leaves_nor_is_removed(t: Town) -> None:
    root, sam = t.person("root", "admin", None), t.person("sam", "admin", None)
    await sam.says("/retirer moi")
    await root.says("/retirer moi")
    await sam.presses("Confirmer")
    await root.presses("Confirmer")
    assert root.last.startswith("C’est le dernier administrateur")
    await root.says("/retirer moi")
    assert root.last.startswith("C’est le dernier administrateur")
    assert row(t, "Root").left_at is None


async def test_two_administrators_press_at_once_and_one_remains(tmp_path: Path, database_url: str) -> None:
    async with town(tmp_path, database_url=database_url) as t:
        assert t.platform.store is not None
        for number in range(5):
            names = [f"r{number}", f"s{number}"]
            chats = [t.person(name, "admin", None) for name in names]
            for chat, other in zip(chats, reversed(names), strict=True):
                await chat.says(f"/retirer {other}")
            await asyncio.gather(*(t.platform.store([RawUpdate(f"race-{chat.name}", {
                "id": f"race-{chat.name}", "kind": "press", "chat": chat.name, "sender": chat.name, "private": True, "text": "",
                "press": chat.card().references[0], "about": "m", "message": None,
            })]) for chat in chats))  # fmt: skip
            await t.app.settle()
            here = [person for person in t.rows(Person) if person.left_at is None]  # type: ignore[attr-defined]
            assert len(here) == 1
            with t.database.transaction() as connection:
                connection.execute(Person.__table__.update().values(left_at=MONDAY))  # type: ignore[attr-defined]


@pytest.mark.parametrize("how", ["remove", "demote"])
async def test_of_two_administrators_who_undo_each_other_in_two_processes_one_remains(tmp_path: Path, database_url: str, how: str) -> None:
    """The first holds the administrators until its commit; the second waits, and then finds itself nobody."""
    one, two = open_database(database_url), open_database(database_url)
    hall = Hall(InForce(edition(), router(), words()), Seal(tmp_path / "keys"))
    ids = []
    with one.transaction() as connection:
        unit = Unit(connection, one.ids)
        for name in ("Root", "Sam"):
            ids.append(unit.ids.next())
            unit.keep([fresh(Person, id=ids[-1], name=name, role="admin", language="fr", joined_at=MONDAY)])
        unit.flush()
    acted, answers = threading.Event(), {}

    def undoes(database: Database, me: int, other: int, *, first: bool) -> None:
        if not first:
            assert acted.wait(10)
        with database.transaction() as connection:
            store = Scope(Unit(connection, database.ids))
            desk = Desk(hall, store, MONDAY, person=people.person(store, me))
            here = Address("scene", str(me))
            got = Incoming(id=str(me), kind="press", chat=here, sender=here, private=True)
            try:
                if how == "remove":
                    answers[me] = leaving.remove(desk, got, str(other)).key
                else:
                    answers[me] = roles.give(desk, got, f"{other}/agent/mq_tanneurs//").key
            except Refusal as refusal:
                store.drop()
                answers[me] = refusal.key
            store.keep()
            if first:
                acted.set()
                time.sleep(0.5)  # the other one is at it, and must wait

    threads = [threading.Thread(target=undoes, args=(one, ids[0], ids[1]), kwargs={"first": True}),
               threading.Thread(target=undoes, args=(two, ids[1], ids[0]), kwargs={"first": False})]
    for thread in threads:
        thread.start()
    for thread in threads:
        await asyncio.to_thread(thread.join)
    with one.reading() as connection:
        admins = people.administrators(Scope(Unit(connection, one.ids)))
    assert [admin.id for admin in admins] == [ids[0]]
    assert answers[ids[1]] in ("not-your-role", "person-gone")
    one.close()
    two.close()
