"""The same thing told twice: what is proposed and to whom, one tap to attach or to link, everything undone as it was."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import event as statements

from handlers.people.permissions import ROLES
from handlers.people.rules import LOGGERS, OF_A_MAIRIE
from storage.tables import Event, Request, RequestContact, RequestPhoto, table
from tests.scenes import MONDAY, Chat, Town, town

HOLE = "gros trou devant l'école rue des Lilas"
SAME_HOLE = "nid de poule rue des Lilas, devant l'école"
OTHER_HOLE = "trou devant la pharmacie rue des Lilas"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def the(t: Town, number: str) -> Any:
    [request] = t.rows(Request, reference=f"MQ-26-{number}")
    return request


def become(t: Town, number: str, **columns: object) -> None:
    """What others did meanwhile."""
    core = table(Request)
    with t.database.transaction() as connection:
        connection.execute(core.update().where(core.c.reference == f"MQ-26-{number}").values(version=core.c.version + 1, **columns))


def drafts(t: Town) -> list[Any]:
    return [request for request in t.rows(Request) if request.reference is None]  # type: ignore[attr-defined]


def sees(somebody: Chat, label: str) -> bool:
    return any(each.startswith(label) for each in somebody.buttons)


async def logs(somebody: Chat, text: str, **more: object) -> None:
    await somebody.says(text, **more)
    await somebody.presses("Enregistrer")


@pytest.fixture
async def reported(t: Town) -> Chat:
    """Awa logged a hole; it is MQ-26-0001, of Les Tanneurs."""
    awa = t.person("awa")
    await logs(awa, HOLE)
    return awa


# --- what is proposed, and to whom ---


async def test_a_sentence_that_repeats_a_request_is_shown_it_and_nothing_is_done(t: Town, reported: Chat) -> None:
    bruno = t.person("bruno")
    await t.passes(days=4)
    await bruno.says(SAME_HOLE)
    assert "Déjà signalé une fois, il y a 4 jours, même rue : MQ-26-0001" in bruno.last
    labels = [label for label, _ in bruno.card().body.choices]
    assert labels[:2] == ["✓ Enregistrer", "Rattacher à 0001"]
    assert {"Autre service", "Lieu", "Canal", "Pour Les Cèdres", "Effacer"} < set(labels)
    assert len(labels) == 8
    assert the(t, "0001").contacts == 0


async def test_the_distance_between_two_pins_is_said(t: Town) -> None:
    awa, bruno = t.person("awa"), t.person("bruno")
    await logs(awa, "gros trou dans la chaussée", location=(46.0558, 4.3412))
    await bruno.says("nid de poule profond", location=(46.0561, 4.3412))
    assert "Déjà signalé une fois, aujourd’hui, à 33 m : MQ-26-0001" in bruno.last


async def test_the_same_place_is_no_street(t: Town) -> None:
    awa, bruno = t.person("awa"), t.person("bruno")
    await logs(awa, "nid de poule devant la halte fluviale")
    await t.passes(days=2)
    await bruno.says("gros nid de poule à la halte fluviale")
    assert "Déjà signalé une fois, il y a 2 jours, même lieu : MQ-26-0001" in bruno.last


async def test_a_hole_at_another_place_of_the_street_is_another_hole(t: Town, reported: Chat) -> None:
    await reported.says(OTHER_HOLE)
    assert "Déjà signalé" not in reported.last
    assert not sees(reported, "Rattacher")


async def test_what_is_of_another_mairie_is_not_shown_but_to_whoever_reads_both(t: Town, reported: Chat) -> None:
    nadia, omar = t.person("nadia", mairie="mq_plateau"), t.person("omar", "coordination", None)
    await nadia.says(SAME_HOLE)
    assert "Déjà signalé" not in nadia.last
    assert not sees(nadia, "Rattacher")
    await omar.says(SAME_HOLE)
    await omar.presses("Rattacher à 0001")
    [contact] = t.rows(RequestContact)
    assert contact.mairie == "mq_cedres"  # type: ignore[attr-defined]  # the street's, for nobody else said


async def test_a_sensitive_request_is_shown_only_to_those_who_may_read_it(t: Town, reported: Chat) -> None:
    """The coordination may too, but must say why: nothing is shown that nobody asked for."""
    bruno, petit, omar = t.person("bruno"), t.person("petit", "sg"), t.person("omar", "coordination", None)
    become(t, "0001", sensitive=True)
    for other in (bruno, omar):
        await other.says(SAME_HOLE)
        assert "Déjà signalé" not in other.last
    for reader in (reported, petit):
        await reader.says(SAME_HOLE)
        assert "MQ-26-0001" in reader.last


@pytest.mark.parametrize("role", sorted(LOGGERS))
async def test_who_is_shown_what_is_there_already(t: Town, reported: Chat, role: str) -> None:
    """An elected official and the cabinet log; linking is not theirs (domain.md §1.2)."""
    if role == "direction":
        become(t, "0001", state="taken")
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await someone.says(SAME_HOLE)
    assert ("Déjà signalé" in someone.last) is (role not in ("elu", "cabinet"))


async def test_what_speaks_of_a_danger_is_not_offered_to_join_what_is_quiet(t: Town) -> None:
    awa = t.person("awa")
    await logs(awa, "câble sur le lampadaire rue Haute")
    become(t, "0001", service="eclairage.armoire", danger=None)
    await awa.says("fils à nu au pied du lampadaire rue Haute")
    [draft] = drafts(t)
    assert draft.danger is not None
    assert not sees(awa, "Rattacher")
    become(t, "0001", danger="declared", danger_at=MONDAY)
    await awa.says("fils à nu au pied du lampadaire, rue Haute")
    assert drafts(t)[-1].service in ("eclairage.armoire", "eclairage.lampadaire")
    assert sees(awa, "Rattacher à 0001")


@pytest.mark.parametrize(("state", "reason", "shown"), [
    ("closed", "fait", "Déjà signalé et fait, clos hier, même rue : MQ-26-0001"), ("closed", "refus_motive", ""), ("closed", "doublon", ""),
    ("cancelled", None, ""),
])  # fmt: skip
async def test_what_was_done_is_reopened_rather_than_joined_and_what_was_refused_is_not_there(
    t: Town, reported: Chat, state: str, reason: str | None, shown: str
) -> None:
    become(t, "0001", state=state, closing_reason=reason, closed_at=MONDAY if state == "closed" else None)
    await t.passes(days=1)
    await reported.says(SAME_HOLE)
    assert ("Déjà signalé" in reported.last) is bool(shown)
    assert shown in reported.last
    assert sees(reported, "Rouvrir 0001") is bool(shown)
    assert not sees(reported, "Rattacher")
    if shown:
        await reported.presses("Rouvrir 0001")
        assert "Pourquoi la rouvrir ?" in reported.last


async def test_choosing_the_service_looks_again(t: Town, reported: Chat) -> None:
    await reported.says("un souci devant l'école rue des Lilas")
    assert not sees(reported, "Rattacher")
    await reported.presses("Autre service")
    await reported.says("nid de poule")
    await reported.presses("Nid-de-poule")
    assert sees(reported, "Rattacher à 0001")


async def test_nothing_is_ever_merged_by_itself(t: Town, reported: Chat) -> None:
    """Twenty people say the same and record it, and the clock turns: twenty requests, each whole, no contact."""
    for number in range(19):
        await logs(t.person(f"agent{number}"), HOLE)
    await t.passes(days=2)
    await t.passes(days=20)
    rows: list[Any] = t.rows(Request)
    assert [(row.state, row.contacts, row.duplicate_of, row.related_to) for row in rows] == [("sent", 0, None, None)] * 20
    assert t.rows(RequestContact) == []


async def test_looking_costs_one_query_and_none_without_a_place(t: Town, reported: Chat) -> None:
    looked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "received_at BETWEEN" in statement:
            looked.append(statement)

    statements.listen(t.database.writer, "before_cursor_execute", note)
    await reported.says(SAME_HOLE)
    assert len(looked) == 1
    await reported.says("gros trou dans la chaussée")  # a place is missing
    await reported.says("une demande pas claire du tout rue des Lilas")  # nobody knows yet what it is
    assert len(looked) == 1
    statements.remove(t.database.writer, "before_cursor_execute", note)


# --- one tap to attach ---


async def test_one_tap_attaches_and_says_what_to_tell_the_resident(t: Town, reported: Chat) -> None:
    bruno = t.person("bruno")
    await bruno.says(SAME_HOLE)
    await bruno.presses("Rattacher à 0001")
    assert bruno.last == (
        "C’est noté comme un nouveau contact sur MQ-26-0001 (2e). À dire à l’habitant : c’est déjà signalé (référence MQ-26-0001) et "
        "transmis, Voirie et espaces publics."
    )
    master = the(t, "0001")
    assert (master.state, master.contacts) == ("sent", 1)
    [contact] = t.rows(RequestContact)
    assert (contact.request_id, contact.channel, contact.mairie) == (master.id, "guichet", "mq_tanneurs")  # type: ignore[attr-defined]
    [draft] = drafts(t)
    assert (draft.state, draft.text) == ("cancelled", SAME_HOLE)
    [done] = t.rows(Event, kind="contact")
    assert done.request_id == master.id  # type: ignore[attr-defined]
    assert done.data["before"] == {"contacts": 0}  # type: ignore[attr-defined]
    assert done.data["version"] == master.version  # type: ignore[attr-defined]
    await t.passes(days=4)
    await bruno.says(HOLE)
    assert "Déjà signalé 2 fois, dernière il y a 4 jours, même rue : MQ-26-0001" in bruno.last
    await bruno.says("voir 0001")
    assert "1 autre contact à prévenir" in bruno.last


@pytest.mark.parametrize(("state", "told"), [
    ("to_qualify", "la mairie de quartier l’oriente"), ("taken", "pris en charge, Voirie et espaces publics"),
    ("on_hold", "en attente jusqu’au mardi 1er décembre"), ("dated", "annoncée pour le mardi 1er décembre"), ("done", "que c’est fait"),
])  # fmt: skip
async def test_what_to_tell_follows_the_masters_state(t: Town, reported: Chat, state: str, told: str) -> None:
    day = (MONDAY + timedelta(days=8)).date()
    become(t, "0001", state=state, wake_on=day if state == "on_hold" else None, announced_on=day if state == "dated" else None)
    await reported.says(SAME_HOLE)
    await reported.presses("Rattacher")
    assert told in reported.last


async def test_photos_go_with_the_contact(t: Town, reported: Chat) -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (30, 60, 90)).save(out, "JPEG")
    await t.hears("awa", text=SAME_HOLE, photos=[out.getvalue()])
    await reported.presses("Rattacher")
    master = the(t, "0001")
    assert len(t.rows(RequestPhoto, request_id=master.id)) == 1
    await reported.presses("Annuler")
    assert t.rows(RequestPhoto, request_id=master.id) == []
    assert len(t.rows(RequestPhoto)) == 1


async def test_what_comes_through_an_elected_official_is_followed_from_then_on(t: Town, reported: Chat) -> None:
    await reported.says(SAME_HOLE)
    await reported.presses("Canal")
    await reported.presses("Élu")
    await reported.presses("Rattacher")
    assert the(t, "0001").elected is True
    await reported.says("/annuler")
    assert the(t, "0001").elected is False


@pytest.mark.parametrize("how", ["Annuler", "/annuler"])
async def test_attaching_is_undone_within_ten_minutes_and_the_card_is_back(t: Town, reported: Chat, how: str) -> None:
    bruno = t.person("bruno")
    await bruno.says(SAME_HOLE)
    await bruno.presses("Rattacher")
    await t.passes(minutes=9)
    await (bruno.says(how) if how[0] == "/" else bruno.presses(how))
    assert bruno.last.startswith("Compris : Nid-de-poule")
    assert (the(t, "0001").contacts, t.rows(RequestContact)) == (0, [])
    await bruno.presses("Enregistrer")
    assert the(t, "0002").text == SAME_HOLE


async def test_undoing_twice_goes_on_to_what_came_before(t: Town, reported: Chat) -> None:
    await reported.says(SAME_HOLE)
    await reported.presses("Rattacher")
    await reported.says("/annuler")
    await reported.says("/annuler")
    assert [draft.state for draft in drafts(t)] == ["cancelled"]
    assert (the(t, "0001").state, the(t, "0001").contacts) == ("sent", 0)
    await reported.says("/annuler")
    assert the(t, "0001").state == "cancelled"


async def test_what_happened_to_the_master_meanwhile_stays(t: Town, reported: Chat) -> None:
    await reported.says(SAME_HOLE)
    await reported.presses("Rattacher")
    become(t, "0001", state="taken", contacts=3)
    await reported.presses("Annuler")
    assert (the(t, "0001").state, the(t, "0001").contacts) == ("taken", 2)


async def test_attaching_is_not_undone_later_nor_by_somebody_else_nor_twice(t: Town, reported: Chat) -> None:
    bruno = t.person("bruno")
    await bruno.says(SAME_HOLE)
    await bruno.presses("Rattacher")
    message, card = list(bruno.messages.items())[-1]
    await t.hears("awa", press=card.references[0], about=message)
    assert reported.last.startswith("Ce bouton n’est plus valable.")
    await t.passes(minutes=11)
    await bruno.presses("Annuler")
    assert bruno.last.startswith("Plus de dix minutes ont passé")
    assert the(t, "0001").contacts == 1
    await bruno.says(SAME_HOLE)
    await bruno.presses("Rattacher")
    undo = bruno.card().references[0]
    await bruno.presses("Annuler")
    await t.hears("bruno", press=undo, about="x")
    assert the(t, "0001").contacts == 1


async def test_pressing_attach_twice_counts_once(t: Town, reported: Chat) -> None:
    await reported.says(SAME_HOLE)
    message, card = list(reported.messages.items())[-1]
    for _ in range(3):
        await t.hears("awa", press=card.references[1], about=message)
    assert the(t, "0001").contacts == 1
    assert len(t.rows(RequestContact)) == 1


async def test_a_master_that_was_closed_meanwhile_is_not_joined(t: Town, reported: Chat) -> None:
    await reported.says(SAME_HOLE)
    become(t, "0001", state="closed", closing_reason="fait", closed_at=MONDAY)
    await reported.presses("Rattacher")
    assert "MQ-26-0001 est close" in reported.last
    assert [label for label, _ in reported.card().body.choices] == ["Rouvrir 0001", "✓ Enregistrer"]
    assert (the(t, "0001").contacts, t.rows(RequestContact)) == (0, [])
    await reported.presses("Enregistrer")
    assert the(t, "0002").state == "sent"


async def test_a_master_that_was_cancelled_meanwhile_is_not_joined(t: Town, reported: Chat) -> None:
    await reported.says(SAME_HOLE)
    become(t, "0001", state="cancelled")
    await reported.presses("Rattacher")
    assert reported.last == "MQ-26-0001 est déjà annulée."
    assert t.rows(RequestContact) == []
    assert [draft.state for draft in drafts(t)] == ["draft"]


async def test_the_right_is_asked_again_at_the_press(t: Town, reported: Chat) -> None:
    await reported.says(SAME_HOLE)
    become(t, "0001", mairie="mq_plateau", author_id=0)
    await reported.presses("Rattacher")
    assert "Je ne trouve pas cette demande" in reported.last
    assert t.rows(RequestContact) == []


# --- linking what is recorded ---


@pytest.fixture
async def two(t: Town, reported: Chat) -> Chat:
    """The same hole twice, 0001 and 0002, and another one, 0003."""
    await t.passes(days=3)
    await logs(reported, SAME_HOLE)
    await logs(reported, OTHER_HOLE)
    return reported


async def test_linking_offers_what_it_looks_like(t: Town, two: Chat) -> None:
    await two.says("lier 0002")
    assert two.last.splitlines()[:2] == [
        "Lier MQ-26-0002", "Déjà signalé une fois, il y a 3 jours, même rue : MQ-26-0001 · gros trou devant l'école rue des Lilas",
    ]  # fmt: skip
    assert [label for label, _ in two.card().body.choices] == ["MQ-26-0001", "Retour"]


async def test_linking_is_a_button_of_the_card_too(t: Town, two: Chat) -> None:
    await two.says("voir 0002")
    await two.presses("Lier")
    await two.presses("MQ-26-0001")
    assert "C’est la même chose, ou seulement la même cause ?" in two.last


async def test_a_duplicate_is_closed_and_lives_on_as_a_contact_of_its_master(t: Town, two: Chat) -> None:
    become(t, "0002", legal_due_on=(MONDAY + timedelta(days=60)).date(), elected=True, waits=True, awaiting={"act": "close"})
    was = the(t, "0002")
    await two.says("lier 0002")
    await two.presses("MQ-26-0001")
    assert "C’est la même chose, ou seulement la même cause ?" in two.last
    assert (the(t, "0002").state, the(t, "0001").contacts) == ("sent", 0)
    await two.presses("Doublon de MQ-26-0001")
    assert "Close comme doublon de MQ-26-0001, qui a maintenant 1 autre contact : une seule réponse pour tous." in two.last
    assert "Doublon de MQ-26-0001 : sa réponse vaut pour les deux" in two.last
    one, other = the(t, "0001"), the(t, "0002")
    assert (other.state, other.closing_reason, other.duplicate_of, other.waits) == ("closed", "doublon", one.id, False)
    assert other.closed_at is not None
    assert (one.state, one.contacts, one.elected, one.legal_due_on) == ("sent", 1, True, was.legal_due_on)
    [contact] = t.rows(RequestContact)
    assert (contact.request_id, contact.at) == (one.id, was.received_at)  # type: ignore[attr-defined]
    [event] = t.rows(Event, kind="link")
    data = event.data  # type: ignore[attr-defined]
    assert (event.request_id, data["from"], data["to"], data["master"]) == (other.id, "sent", "closed", one.id)  # type: ignore[attr-defined]
    assert (data["before"]["state"], data["before"]["duplicate_of"], data["version"]) == ("sent", None, other.version)
    await two.says("voir 0001")
    assert "1 autre contact à prévenir" in two.last


MOVING = {"version", "updated_at", "tallied"}
"""What each act moves on."""


def whole(t: Town) -> list[dict[str, Any]]:
    """Every request as it stands."""
    return [{name: value for name, value in row._mapping.items() if name not in MOVING} for row in t.rows(Request)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("how", ["Doublon de", "Liée à"])
async def test_linking_is_undone_as_if_nothing_had_been(t: Town, two: Chat, how: str) -> None:
    become(t, "0002", legal_due_on=(MONDAY + timedelta(days=60)).date(), elected=True)
    before = whole(t)
    await two.says("/lier 0002 0001")
    await two.presses(how)
    assert whole(t) != before
    await two.says("/annuler")
    assert whole(t) == before
    assert t.rows(RequestContact) == []


async def test_the_same_cause_keeps_its_state(t: Town, two: Chat) -> None:
    await two.says("fuite d'eau rue des Lilas")
    await two.presses("Enregistrer")
    await two.says("lier 0001")
    await two.says("0004")
    await two.presses("Liée à MQ-26-0004")
    assert "Liée à MQ-26-0004 : une cause, une seule réponse. Son état ne change pas." in two.last
    one = the(t, "0001")
    assert (one.state, one.related_to, one.contacts) == ("sent", the(t, "0004").id, 0)
    for pair in ("0001 0004", "0004 0001"):
        await two.says(f"/lier {pair}")
        await two.presses("Liée à")
        assert two.last.startswith("C’est déjà lié à MQ-26-000")
    await two.says("/lier 0003 0001")
    await two.presses("Liée à MQ-26-0001")
    assert the(t, "0003").related_to == the(t, "0004").id  # to the cause itself


async def test_a_duplicate_of_a_duplicate_goes_to_its_master(t: Town, two: Chat) -> None:
    await two.says("/lier 0002 0001")
    await two.presses("Doublon de")
    await two.says("/lier 0003 0002")
    await two.presses("Doublon de MQ-26-0001")
    assert the(t, "0003").duplicate_of == the(t, "0001").id
    assert the(t, "0001").contacts == 2


async def test_a_master_that_becomes_a_duplicate_brings_its_own_along(t: Town, two: Chat) -> None:
    await two.says("/lier 0002 0001")
    await two.presses("Doublon de")
    await two.says(HOLE)
    await two.presses("Rattacher à 0001")
    before = whole(t)
    await two.says("/lier 0001 0003")
    await two.presses("Doublon de")
    assert {the(t, number).duplicate_of for number in ("0001", "0002")} == {the(t, "0003").id}
    assert (the(t, "0001").contacts, the(t, "0003").contacts) == (0, 3)
    assert {contact.request_id for contact in t.rows(RequestContact)} == {the(t, "0003").id}  # type: ignore[attr-defined]
    await two.says("/annuler")
    assert whole(t) == before
    assert {contact.request_id for contact in t.rows(RequestContact)} == {the(t, "0001").id}  # type: ignore[attr-defined]


async def test_a_closed_master_is_reopened_instead(t: Town, two: Chat) -> None:
    become(t, "0001", state="closed", closing_reason="fait", closed_at=MONDAY)
    await two.says("/lier 0002 0001")
    assert "MQ-26-0001 est close" in two.last
    assert [label for label, _ in two.card().body.choices] == ["Rouvrir 0001", "Liée à MQ-26-0001", "Retour"]
    assert the(t, "0002").state == "sent"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/lier 0002 0002", "MQ-26-0002 ne se lie pas à elle-même"),
        ("/lier 0002 9999", "Je ne trouve pas cette demande"),
        ("/lier 9999", "Je ne trouve pas cette demande"),
        ("/lier 0002 trou", "Je ne trouve pas cette demande"),
    ],
)
async def test_what_cannot_be_linked_is_said(t: Town, two: Chat, said: str, answer: str) -> None:
    await two.says(said)
    assert answer in two.last


@pytest.mark.parametrize(
    ("columns", "answer"),
    [
        ({"state": "cancelled"}, "déjà fait ou plus possible"),
        ({"state": "closed"}, "déjà fait ou plus possible"),
        ({"arbitration": "open"}, "déjà fait ou plus possible"),
        ({"mairie": "mq_plateau", "author_id": 0}, "Je ne trouve pas cette demande"),
        ({"danger": "declared"}, "signalez d’abord le danger sur MQ-26-0001"),
    ],
)
async def test_what_changed_before_the_press_counts(t: Town, two: Chat, columns: dict[str, object], answer: str) -> None:
    await two.says("/lier 0002 0001")
    become(t, "0002", **columns)
    await two.presses("Doublon de")
    assert answer in two.last
    assert the(t, "0002").duplicate_of is None
    assert t.rows(RequestContact) == []


async def test_another_mairies_request_does_not_exist_for_an_agent(t: Town, two: Chat) -> None:
    nadia = t.person("nadia", mairie="mq_plateau")
    await logs(nadia, HOLE)
    for said in ("/lier 0001", "/lier 0004 0001"):
        await nadia.says(said)
        assert nadia.last == "Je ne trouve pas cette demande parmi celles que vous pouvez ouvrir."
    await two.says("/lier 0001 0004")
    assert two.last == "Je ne trouve pas cette demande parmi celles que vous pouvez ouvrir."


async def test_the_coordination_links_across_mairies_and_each_side_reads_its_own(t: Town, two: Chat) -> None:
    nadia, omar = t.person("nadia", mairie="mq_plateau"), t.person("omar", "coordination", None)
    await logs(nadia, HOLE)
    await omar.says("/lier 0004 0001")
    await omar.presses("Doublon de")
    assert [contact.mairie for contact in t.rows(RequestContact)] == ["mq_plateau"]  # type: ignore[attr-defined]
    await nadia.says("voir 0004")
    assert "Doublon d’une demande suivie ailleurs" in nadia.last
    assert "MQ-26-0001" not in nadia.last


async def test_words_instead_of_a_reference_are_a_new_sentence(t: Town, two: Chat) -> None:
    await two.says("lier 0002")
    await two.says("un lampadaire ne marche plus rue Pasteur")
    assert two.last.startswith("Compris : ")
    assert the(t, "0002").duplicate_of is None


@pytest.mark.parametrize("role", ROLES)
async def test_who_may_link(t: Town, two: Chat, role: str) -> None:
    for number in ("0001", "0002"):
        become(t, number, state="taken")
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await someone.says("/lier 0002 0001")
    if role in ("elu", "dgs", "cabinet", "admin"):
        assert someone.last.startswith("Cette action n’est pas ouverte à votre fonction.")
    else:
        await someone.presses("Doublon de")
        assert the(t, "0002").state == "closed"
