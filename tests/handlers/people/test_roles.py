"""Roles: given by an administrator, by two for those over the whole town, never by oneself, and never the last one's taken."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from handlers.messages import Choice, Rendered
from handlers.people.permissions import ROLES
from handlers.people.rules import OF_A_MAIRIE
from storage.tables import Conversation, Event, Invitation, Notice, Outbox, Person, RoleChange, fresh
from storage.unit import Unit
from tests.handlers.people.test_chat import CODE, REFUSED
from tests.scenes import Chat, Town, town


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def row(t: Town, name: str) -> Any:
    [found] = t.rows(Person, name=name)
    return found


def admins(t: Town, *names: str) -> list[Chat]:
    return [t.person(name, "admin", None) for name in names or ("root", "sam")]


def events(t: Town) -> list[str]:
    return [event.kind for event in t.rows(Event)]  # type: ignore[attr-defined]


# --- by one administrator ---


@pytest.mark.parametrize(
    ("words", "role", "mairie", "direction"),
    [
        ("sg Les Tanneurs", "sg", "mq_tanneurs", None),
        ("agent le plateau", "agent", "mq_plateau", None),
        ("assistante mq_cedres", "assistante", "mq_cedres", None),
        ("sg", "sg", "mq_tanneurs", None),
        ("elu Rive-Gauche", "elu", "mq_rive", None),
        ("direction m_voirie", "direction", None, "m_voirie"),
        ("direction Eau et assainissement", "direction", None, "m_eau"),
    ],
)
async def test_a_role_is_given_with_its_place_once_confirmed(
    t: Town, words: str, role: str, mairie: str | None, direction: str | None
) -> None:
    root, _ = admins(t)
    karim = t.person("karim")
    await root.says(f"/role Karim {words}")
    assert root.last.startswith("Karim, aujourd’hui agent d’accueil ou de proximité, Les Tanneurs, devient : ")
    assert row(t, "Karim").role == "agent"
    await root.presses("Confirmer")
    assert root.last.startswith("C’est fait. Karim est maintenant : ")
    assert (row(t, "Karim").role, row(t, "Karim").mairie, row(t, "Karim").direction) == (role, mairie, direction)
    assert events(t) == ["role_given"]
    await t.passes(minutes=1)
    assert "Votre fonction est désormais : " in karim.last


async def test_nothing_changes_until_it_is_confirmed_nor_when_it_is_not(t: Town) -> None:
    root, _ = admins(t)
    t.person("karim")
    await root.says("role karim sg Le Plateau")
    await root.presses("Ne rien changer")
    assert root.last == "Rien n’a changé."
    assert (row(t, "Karim").role, events(t)) == ("agent", [])


async def test_namesakes_are_told_apart_by_function_and_place(t: Town) -> None:
    root, _ = admins(t)
    t.person("karim")
    t.person("karim2", "direction", None, "m_voirie")
    with t.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE person SET name = 'Karim Benali' WHERE name = 'Karim'")
        connection.exec_driver_sql("UPDATE person SET name = 'Karim Haddad' WHERE name = 'Karim2'")
    await root.says("/role Karim agent Le Plateau")
    assert root.last == "Plusieurs personnes portent ce nom. Laquelle ?"
    assert root.buttons == [
        "Karim Benali · agent d’accueil ou de proximité, Les Tanneurs", "Karim Haddad · référent de direction, Voirie et espaces publics",
    ]  # fmt: skip
    await root.presses("Karim Haddad")
    await root.presses("Confirmer")
    assert (row(t, "Karim Haddad").role, row(t, "Karim Haddad").mairie) == ("agent", "mq_plateau")
    assert row(t, "Karim Benali").mairie == "mq_tanneurs"


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("", "Dites qui, quelle fonction, et où"),
        ("Karim", "Dites qui, quelle fonction, et où"),
        ("sg Les Tanneurs", "Dites qui, quelle fonction, et où"),
        ("Zoé sg Les Tanneurs", "Je ne trouve pas « Zoé »"),
        ("Кarim sg", "Je ne trouve pas « Кarim »"),  # the first letter is Cyrillic
        ("Karim sg Atlantide", "Pour quelle mairie de quartier ? Centre-Halles,"),
        ("Karim sg Les Tanneurs ou Atlantide", "Pour quelle mairie de quartier ?"),
        ("Karim sg Les Tanneurs et Le Plateau", "Pour quelle mairie de quartier ?"),
        ("Karim direction", "Pour quelle direction ?"),
        ("Karim direction m_nulle_part", "Pour quelle direction ?"),
        ("Karim agent Les Tanneurs", "Karim est déjà agent d’accueil ou de proximité, Les Tanneurs."),
        ("Karim sg Les Tanneurs couvre aussi Le Plateau", "Seuls une assistante ou un chargé de mission"),
        ("Karim mission couvre aussi Atlantide", "Pour quelle mairie de quartier ?"),
        ("Root agent Les Tanneurs", "Personne ne change sa propre fonction"),
        ("Root dgs", "Personne ne change sa propre fonction"),
        ("Root coordination", "Personne ne change sa propre fonction"),
    ],
)
async def test_what_cannot_be_is_said_and_changes_nothing(t: Town, words: str, heard: str) -> None:
    root, _ = admins(t)
    t.person("karim")
    await root.says(f"/role {words}".strip())
    assert root.last.startswith(heard), root.last
    assert root.buttons == []
    assert t.rows(Event) == t.rows(RoleChange) == []


async def test_a_project_officer_covers_other_mairies_and_stops_when_it_is_not_said_again(t: Town) -> None:
    root, _ = admins(t)
    t.person("nadia", "mission")
    await root.says("/role Nadia couvre aussi Les Cèdres et Le Plateau")
    assert "devient : chargé de mission, Les Tanneurs ; couvre aussi Le Plateau, Les Cèdres." in root.last
    await root.presses("Confirmer")
    assert (row(t, "Nadia").mairie, row(t, "Nadia").other_mairies) == ("mq_tanneurs", ["mq_plateau", "mq_cedres"])
    lea = t.person("lea", "agent", "mq_cedres")
    await lea.says("gros trou devant l'école rue des Lilas")
    await lea.presses("Enregistrer")
    await t.person("nadia").says("voir 1")
    assert "MQ-26-0001" in t.person("nadia").last
    await root.says("/role Nadia mission Les Tanneurs")
    await root.presses("Confirmer")
    assert row(t, "Nadia").other_mairies is None
    await t.person("nadia").says("voir 1")
    assert "Je ne trouve pas cette demande" in t.person("nadia").last


@pytest.mark.parametrize("role", ROLES)
async def test_only_administrators_give_roles(t: Town, role: str) -> None:
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    t.person("karim")
    await someone.says("/role Karim sg Les Tanneurs")
    assert someone.last.startswith("Karim, aujourd’hui" if role == "admin" else "Cette action n’est pas ouverte à votre fonction.")


async def test_an_administrator_who_is_one_no_more_cannot_press_what_they_still_see(t: Town) -> None:
    root, sam = admins(t)
    t.person("karim")
    await sam.says("/role Karim sg Les Tanneurs")
    await root.says("/role Sam agent Les Tanneurs")
    await root.presses("Confirmer")
    await sam.presses("Confirmer")
    assert sam.last.startswith("Cette action n’est pas ouverte à votre fonction.")
    assert row(t, "Karim").role == "agent"


async def test_whose_role_changes_has_neither_their_codes_nor_their_questions_any_more(t: Town) -> None:
    root, _ = admins(t)
    petit = t.person("petit", "sg")
    await petit.says("/inviter agent")
    code = CODE.search(petit.last)
    await petit.says("/reunion")
    assert len(t.rows(Conversation)) == 1
    await root.says("/role Petit agent Le Plateau")
    await root.presses("Confirmer")
    assert t.rows(Conversation) == []
    assert code
    await t.person("awa", None).says(code[0])
    assert t.person("awa").last.startswith(REFUSED)


async def test_what_is_asked_in_a_group_is_answered_in_private(t: Town) -> None:
    root, _ = admins(t)
    t.person("karim")
    for text in ("/role Karim sg Les Tanneurs", "/inviter agent Les Tanneurs", "/relier", "/retirer Karim", "/retirer moi", "/absence",
                 "/relais", "/pause", "/reglages"):
        before = len(root.heard)
        await t.hears("root", text=text, private=False, chat="groupe")
        assert len(root.heard) == before + 1, text
    assert t.person("groupe", None).heard == []


# --- by two ---


@pytest.mark.parametrize(
    ("role", "words"),
    [("dgs", "direction générale"), ("coordination", "coordination"), ("cabinet", "cabinet"), ("admin", "administrateur")],
)
async def test_a_role_over_the_whole_town_waits_for_another_administrator(t: Town, role: str, words: str) -> None:
    root, sam = admins(t)
    karim = t.person("karim")
    await root.says(f"/role Karim {role}")
    assert "Un second administrateur devra confirmer dans les 48 heures." in root.last
    await root.presses("Confirmer")
    assert root.last.startswith("Demandé à un autre administrateur.")
    assert row(t, "Karim").role == "agent"
    asked = "Root propose que Karim, aujourd’hui agent d’accueil ou de proximité, Les Tanneurs, devienne"
    assert sam.last.startswith(f"À confirmer dans les 48 heures\n{asked} : {words}")
    await sam.presses("Confirmer")
    assert sam.last.startswith(f"C’est fait. Karim est maintenant : {words}")
    assert root.last.startswith(f"C’est confirmé. Karim est maintenant : {words}")
    assert (row(t, "Karim").role, row(t, "Karim").mairie) == (role, None)
    assert events(t) == ["role_asked", "role_given"]
    [change] = t.rows(RoleChange)
    assert (change.granted, change.settled_by, change.asked_by) == (True, row(t, "Sam").id, row(t, "Root").id)  # type: ignore[attr-defined]
    await t.passes(minutes=1)
    assert any("Votre fonction est désormais" in heard for heard in karim.heard)


async def test_the_second_administrator_may_say_no(t: Town) -> None:
    root, sam = admins(t)
    t.person("karim")
    await root.says("/role Karim dgs")
    await root.presses("Confirmer")
    await sam.presses("Refuser")
    assert sam.last.startswith("Refusé.")
    assert root.last.startswith("Un autre administrateur a refusé : direction générale")
    assert row(t, "Karim").role == "agent"
    assert events(t) == ["role_asked", "role_refused"]


async def test_alone_an_administrator_is_told_what_to_do(t: Town) -> None:
    [root] = admins(t, "root")
    t.person("karim")
    for words in ("/role Karim admin", "/inviter dgs"):
        await root.says(words)
        if "Confirmer" in " ".join(root.buttons):
            await root.presses("Confirmer")
        assert "« relais invite --role admin »" in root.last
    assert t.rows(RoleChange) == t.rows(Invitation) == []


async def test_an_administrator_nobody_can_reach_is_no_second_one(t: Town) -> None:
    root, _ = admins(t)
    t.person("karim")
    with t.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE account SET reachable = false WHERE address = 'scene:sam'")
    await root.says("/role Karim dgs")
    await root.presses("Confirmer")
    assert "je n’en joins aucun autre" in root.last
    assert t.rows(RoleChange) == []


async def test_what_nobody_confirmed_in_two_days_is_too_late(t: Town) -> None:
    root, sam = admins(t)
    t.person("karim")
    await root.says("/role Karim dgs")
    await root.presses("Confirmer")
    await t.passes(hours=47, minutes=59)
    await root.says("/role Karim dgs")
    await root.presses("Confirmer")
    assert root.last.startswith("C’est déjà demandé")
    await t.passes(minutes=2)
    await sam.presses("Confirmer")
    assert sam.last.startswith("C’est trop tard")
    assert row(t, "Karim").role == "agent"


async def test_of_three_administrators_one_confirms_and_the_other_finds_it_settled(t: Town) -> None:
    root, sam, lou = admins(t, "root", "sam", "lou")
    t.person("karim")
    await root.says("/role Karim coordination")
    await root.presses("Confirmer")
    assert root.last.startswith("Demandé aux 2 autres administrateurs.")
    await sam.presses("Confirmer")
    await lou.presses("Refuser")
    assert lou.last.startswith("C’est déjà réglé")
    assert row(t, "Karim").role == "coordination"


async def test_nobody_confirms_their_own_rise(t: Town) -> None:
    """An administrator whom another one wants to raise is not asked, and neither is the one who asks."""
    root, sam, lou = admins(t, "root", "sam", "lou")
    await root.says("/role Sam dgs")
    await root.presses("Confirmer")
    assert (sam.heard, len(lou.heard)) == ([], 1)
    assert root.buttons == []


@pytest.mark.parametrize("who", ["Root", "Sam"])
async def test_even_with_the_button_in_hand_neither_asker_nor_raised_confirms(t: Town, who: str) -> None:
    """Whatever they may have got hold of: the row says who may not."""
    root, sam, _ = admins(t, "root", "sam", "lou")
    await root.says("/role Sam dgs")
    await root.presses("Confirmer")
    [change] = t.rows(RoleChange)
    question = Rendered("", choices=(Choice("Confirmer", f"people.confirm:{change.id}"),)).to_body()  # type: ignore[attr-defined]
    with t.database.transaction() as connection:
        unit = Unit(connection, t.database.ids)
        unit.keep([fresh(Outbox, id=unit.ids.next(), key="theirs", platform="scene", chat=f"scene:{who.lower()}", private=True, kind="send",
                         priority=1, body=question, state="pending", created_at=t.clock.now())])
        unit.flush()
    await t.passes(seconds=1)
    chat = {"Root": root, "Sam": sam}[who]
    await chat.presses("Confirmer")
    assert chat.last.startswith("Quelqu’un d’autre doit confirmer")
    assert row(t, "Sam").role == "admin"


async def test_what_an_administrator_asked_falls_when_they_are_one_no_more(t: Town) -> None:
    root, sam, lou = admins(t, "root", "sam", "lou")
    t.person("karim")
    await root.says("/role Karim dgs")
    await root.presses("Confirmer")
    await lou.says("/role Root agent Les Tanneurs")
    await lou.presses("Confirmer")
    await sam.presses("Confirmer")
    assert sam.last.startswith("C’est déjà réglé, ou ce n’est plus demandé.")
    assert row(t, "Karim").role == "agent"


async def test_what_was_asked_for_somebody_falls_when_they_leave(t: Town) -> None:
    root, sam = admins(t)
    t.person("karim")
    await root.says("/role Karim dgs")
    await root.presses("Confirmer")
    await root.says("/retirer Karim")
    await root.presses("Confirmer")
    await sam.presses("Confirmer")
    assert sam.last.startswith("C’est déjà réglé, ou ce n’est plus demandé.")


async def test_a_code_for_a_top_role_exists_only_once_confirmed_and_goes_to_who_asked(t: Town) -> None:
    root, sam = admins(t)
    await root.says("/inviter dgs")
    assert root.last.startswith("Demandé à un autre administrateur.")
    assert t.rows(Invitation) == []
    assert sam.last.startswith("À confirmer dans les 48 heures\nRoot propose d’inviter quelqu’un comme : direction générale")
    await sam.presses("Confirmer")
    assert CODE.search(sam.last) is None
    code = CODE.search(root.last)
    assert code
    awa = t.person("awa", None)
    await awa.says(code[0])
    assert row(t, "Awa").role == "dgs"
    assert events(t) == ["role_asked", "role_given", "invited", "joined"]


async def test_a_code_is_shown_to_who_confirms_when_who_asked_cannot_be_reached(t: Town) -> None:
    root, sam = admins(t)
    await root.says("/inviter dgs")
    with t.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE account SET reachable = false WHERE address = 'scene:root'")
    await sam.presses("Confirmer")
    assert CODE.search(sam.last)
    assert CODE.search(root.last) is None


async def test_a_refused_code_never_exists(t: Town) -> None:
    root, sam = admins(t)
    await root.says("/inviter coordination")
    await sam.presses("Refuser")
    assert root.last.startswith("Un autre administrateur a refusé : coordination")
    assert t.rows(Invitation) == []


async def test_each_administrator_is_asked_in_their_own_language(t: Town) -> None:
    root, sam = admins(t)
    t.person("karim")
    await sam.says("langue en")
    await root.says("/role Karim dgs")
    await root.presses("Confirmer")
    asked = "Root suggests that Karim, today front desk or field agent, Les Tanneurs, become: general management"
    assert sam.last.startswith(f"To confirm within 48 hours\n{asked}")
    await sam.presses("Confirm")
    assert root.last.startswith("C’est confirmé. Karim est maintenant : direction générale")


async def test_the_last_administrator_keeps_the_role_when_two_demote_each_other(t: Town) -> None:
    root, sam = admins(t)
    await root.says("/role Sam agent Les Tanneurs")
    await sam.says("/role Root agent Les Tanneurs")
    await root.presses("Confirmer")
    await sam.presses("Confirmer")
    assert [(row(t, name).role) for name in ("Root", "Sam")] == ["admin", "agent"]
    assert [notice.key for notice in t.rows(Notice)] == ["notice-role"]  # type: ignore[attr-defined]
