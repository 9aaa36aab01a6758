"""The life of a request, told once on every network: from the first sentence to the answer given, taken back, crossed, bent."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date

from storage.tables import Event, Notice, Outbox, Person, Request, RequestNote
from tests.journeys.conftest import NewStage
from tests.journeys.matrix import OnMatrix
from tests.journeys.stage import Actor, Stage
from tests.journeys.telegram import InGroup, OnTelegram

HOLE = "gros trou devant l'école rue des Lilas"


async def logs(awa: Actor, text: str = HOLE) -> None:
    await awa.says(text)
    await awa.presses("Enregistrer")
    await awa.hears("MQ-26-0001", "transmise")


async def of_the_roads(s: Stage, name: str, on: str = "") -> Any:
    return await s.person(name, role="direction", mairie=None, direction="m_voirie", on=on)


def only(s: Stage) -> Any:
    (request,) = s.rows(Request)
    return request


def kinds(s: Stage) -> list[str]:
    return [event.kind for event in s.rows(Event, request_id=only(s).id)]


def today() -> date:
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def spoken(day: date) -> str:
    """« vendredi 4 décembre 2026 »"""
    return format_date(day, "EEEE d MMMM y", locale="fr")


async def test_from_the_first_sentence_to_the_answer_given_and_back(s: Stage) -> None:
    awa, petit = await s.person("awa"), await s.person("petit", role="sg")
    karim = await of_the_roads(s, "karim")
    nora = await s.person("nora", role="direction", mairie=None, direction="m_eau")
    cora = await s.person("cora", role="coordination", mairie=None)
    await logs(awa)

    # refused twice: the second time it is locked, and the coordination names one pilot
    await karim.asks("voir 0001")
    await karim.presses("Refuser")
    await karim.hears("Pour quel motif ?")
    await karim.presses("Hors compétence")
    await karim.hears("À qui la transmettre ?")
    await karim.says("assainissement")
    await karim.hears("Transmise : Eau et assainissement. Premier renvoi")
    await karim.asks("voir 0001")
    await karim.hears("Je ne trouve pas cette demande")
    await nora.asks("mes")
    await nora.presses("MQ-26-0001")
    await nora.presses("Refuser")
    await nora.presses("Hors compétence")
    await nora.says("voirie")
    await nora.hears("Deuxième renvoi", "la coordination désigne un seul pilote")
    assert (only(s).state, only(s).arbitration, only(s).direction) == ("sent", "open", "m_eau")
    await nora.asks("prendre 0001")
    await nora.hears("MQ-26-0001 : déjà fait ou plus possible", "transférée (référent de direction)")
    await cora.asks("mes")
    await cora.presses("MQ-26-0001")
    await cora.presses("Trancher")
    await cora.presses("Voirie et espaces publics")
    await cora.hears("pourquoi ce pilote ?")
    await cora.says("La chaussée est à la Voirie, l’eau n’y est pour rien.")
    await cora.hears("Tranché : Voirie et espaces publics est le pilote")
    await karim.asks("refuser 0001")
    await karim.hears("déjà fait ou plus possible", "arbitrage rendu (coordination")

    # taken, on hold until a day, resumed, dated, done
    await karim.asks("prendre 0001")
    await karim.hears("C’est pris en charge.")
    waits = today() + timedelta(days=12)
    await karim.asks(f"attente 0001 météo jusqu'au {waits:%d/%m}")
    await karim.hears(f"En attente (Météo) jusqu’au {spoken(waits)}.")
    assert (only(s).state, only(s).hold_reason, only(s).wake_on) == ("on_hold", "meteo", waits)
    await karim.asks("reprendre 0001")
    await karim.hears("La demande est reprise.")
    await karim.presses("Dater")
    await karim.hears("Pour quel jour ?")
    friday = today() + timedelta(days=(4 - today().weekday()) % 7 or 7)
    await karim.says("vendredi prochain")
    await karim.hears(f"Date annoncée : {spoken(friday)}. La mairie de quartier prévient l’usager.")
    assert (only(s).state, only(s).announced_on, only(s).reply_owed) == ("dated", friday, "holding")
    await karim.presses("Traité")
    await karim.hears("Qu’est-ce qui a été fait ?")
    await karim.says("Rebouché à l’enrobé à froid.")
    done = await karim.hears("Noté comme fait.")
    assert not any(label.startswith("Clore") for label in done.labels)

    # the mairie answers and closes; the SG reopens, and takes it back
    await awa.asks("voir 0001")
    await awa.hears("Fait : Rebouché à l’enrobé à froid.", "À dire à l’usager : réponse finale")
    await awa.presses("Clore")
    await awa.presses("Fait")
    await awa.hears("L’usager est-il prévenu ?")
    await awa.presses("Réponse type")
    template = (await awa.hears("Voici le texte, à copier", "Rebouché à l’enrobé à froid", "MQ-26-0001")).text
    assert "{" not in template
    await awa.presses("Copier et clore")
    await awa.hears("Close : Fait.")
    assert (only(s).state, only(s).closing_reason, only(s).reply_owed) == ("closed", "fait", None)
    assert only(s).final_reply_at is not None
    await petit.asks("voir 0001")
    await petit.presses("Rouvrir")
    await petit.presses("Le problème est revenu")
    await petit.hears("Rouverte : Le problème est revenu au même endroit.")
    assert (only(s).state, only(s).reopened) == ("taken", 1)
    assert "Repris : rouverte. Tout est comme avant." in await petit.answer_to("annuler")
    assert (only(s).state, only(s).reopened, only(s).closing_reason) == ("closed", 0, "fait")

    assert " ".join(kinds(s)) == "recorded transfer transfer arbitrate take hold resume date finish close reopen undone"
    notes = {note.kind: note.text for note in s.rows(RequestNote)}
    assert notes["decision"].startswith("La chaussée est à la Voirie")
    assert notes["result"] == "Rebouché à l’enrobé à froid."
    assert notes["final"] in template
    who = {row.id: row.name.partition("-")[0].casefold() for row in s.rows(Person)}
    owed = {(who[row.person_id], row.key) for row in s.rows(Notice)}
    assert owed >= {
        ("nora", "notice-arrived"), ("cora", "notice-to-arbitrate"), ("karim", "notice-decided"), ("awa", "notice-decided"),
        ("awa", "notice-dated"), ("awa", "notice-finished"), ("karim", "notice-reopened"),
    }
    for other in (karim, nora, cora, petit):  # what the counter was told is the words of the mairie and its direction, no name
        assert not any("Awa" in shown.text for shown in await other.sees())


@pytest.mark.synapse
@pytest.mark.node
async def test_an_agent_on_telegram_and_a_direction_on_matrix(stage: NewStage) -> None:
    async with stage("telegram", "matrix") as s:
        awa = await s.person("awa")
        lou = await of_the_roads(s, "lou")
        karim = await of_the_roads(s, "karim", on="matrix")
        await logs(awa)
        await lou.asks("voir 0001")
        await lou.hears("MQ-26-0001", "transmise")
        await karim.asks("mes")
        await karim.presses("MQ-26-0001")
        await karim.presses("Prendre")
        await karim.hears("C’est pris en charge.")
        await lou.presses("Prendre")  # the second: told who by function, and when
        late = await lou.hears("prise en charge (référent de direction)")
        assert "Karim" not in late.text
        assert [row.holder_id for row in s.rows(Request)] == [next(row.id for row in s.rows(Person) if "karim" in row.name.casefold())]
        await karim.asks("traite 0001 rebouché ce matin")
        await karim.hears("Noté comme fait.")
        await awa.asks("clore 0001 fait")
        await awa.presses("J’ai déjà répondu")
        await awa.says("Dit au guichet que c’est rebouché.")
        await awa.hears("Close : Fait.", "rebouché ce matin")
        assert kinds(s) == ["recorded", "take", "finish", "close"]


# --- the room of a direction ---


async def opened(s: Stage, *others: Actor) -> tuple[Any, Any]:
    """An administrator brings the bot into a room of the roads' people, and binds it."""
    root = await s.person("root", role="admin", mairie=None)
    room = await s.main.room("voirie", root, *others)
    await room.asks(root, "salon voirie")
    await room.hears("Ce salon reçoit désormais les demandes ouvertes : Voirie et espaces publics.")
    await root.hears("C’est relié : Voirie et espaces publics.")
    return room, root


async def test_a_direction_works_from_the_cards_of_its_room_and_is_answered_in_private(s: Stage) -> None:
    awa = await s.person("awa")
    karim, lou = await of_the_roads(s, "karim"), await of_the_roads(s, "lou")
    room, _root = await opened(s, karim, lou)
    await logs(awa, "gros trou devant chez Bernadette rue des Lilas")
    arrived = await room.hears("MQ-26-0001 · Nid-de-poule", "transmise")
    assert arrived.labels == ("Prendre", "Refuser ou transférer", "Mettre en attente", "Dater", "Traité")
    for said in ("bonjour à tous", "il y a un trou rue Pasteur", f"{karim.prefix}meteo demain"):
        await room.says(karim, said)
    await room.presses(karim, "Prendre")
    await karim.hears("MQ-26-0001", "C’est pris en charge.", "Bernadette")
    taken = await room.hears("MQ-26-0001", "prise en charge")
    assert taken.id == arrived.id
    await room.takes(lou, arrived, "Prendre")  # on the card as it was
    late = await lou.hears("prise en charge (référent de direction)")
    assert "Karim" not in late.text
    await room.presses(karim, "Dater")
    await karim.hears("Pour quel jour ?")
    friday = today() + timedelta(days=(4 - today().weekday()) % 7 or 7)
    await karim.says("vendredi prochain")
    await karim.hears(f"Date annoncée : {spoken(friday)}")
    await room.hears("MQ-26-0001", "programmée", spoken(friday))
    await room.presses(karim, "Traité")
    await karim.hears("Qu’est-ce qui a été fait ?")
    await karim.says("Rebouché.")
    await room.hears("MQ-26-0001", "Plus rien à faire ici : faite")
    await s.settles()
    binding, card = await room.sees()
    assert (card.id, card.labels, binding.labels) == (arrived.id, (), ())
    shown = [row for row in s.rows(Outbox) if not row.private]
    assert {row.kind for row in shown} == {"send", "edit"}
    whole = " ".join(str(row.body) for row in shown)
    assert not [word for word in ("Bernadette", "gros trou", "Rebouché", "Awa", "Karim", "attachments") if word in whole]
    assert kinds(s) == ["recorded", "take", "date", "finish"]
    assert len(s.rows(Request)) == 1


async def test_a_group_of_telegram_keeps_its_direction_when_it_becomes_a_supergroup(stage: NewStage) -> None:
    async with stage("telegram") as s:
        awa, karim = await s.person("awa"), await of_the_roads(s, "karim")
        group, _root = await opened(s, karim)
        assert isinstance(group, InGroup)
        supergroup = InGroup(group.group.becomes_supergroup(karim.phone))
        await logs(awa)
        await supergroup.hears("MQ-26-0001", "transmise")
        await supergroup.presses(karim, "Prendre")
        await supergroup.hears("MQ-26-0001", "prise en charge")
        await karim.hears("C’est pris en charge.")
        await s.settles()
        assert s.main.api.called("leaveChat") == []  # type: ignore[attr-defined]


@pytest.mark.synapse
@pytest.mark.node
async def test_a_room_of_matrix_for_two_is_private_no_more_when_a_third_person_enters(stage: NewStage) -> None:
    async with stage("matrix") as s:
        awa, petit = await s.person("awa"), await s.person("petit", role="sg")
        karim = await of_the_roads(s, "karim")
        assert isinstance(petit, OnMatrix)
        await petit.phone.invites(petit.room, karim.phone.id)
        await karim.phone.joins(petit.room)
        before = len(await petit.sees())
        await awa.says("câble au sol avec des étincelles rue Pasteur")
        await awa.presses("J’ai appelé")
        await awa.hears("MQ-26-0001")
        await petit.until(lambda: [row for row in s.rows(Outbox, state="dead") if row.chat == f"matrix:{petit.room}"])
        await petit.asks("voir 0001")
        alone = OnMatrix(petit.phone, "petit", await petit.phone.invites_bot())
        await alone.asks("voir 0001")
        await alone.hears("MQ-26-0001", "étincelles")
        # neither the danger nor the request was said before a third person
        assert [shown.text.partition(" :")[0] for shown in await petit.sees()][before:] == ["Quelqu’un d’autre lit cette conversation"]


# --- bad input ---


@pytest.mark.parametrize("where", ["console", "telegram"])  # on Matrix, below: an older card too can be answered
async def test_a_card_that_somebody_was_quicker_on_says_so_and_does_nothing(where: str, stage: NewStage) -> None:
    async with stage(where) as s:
        await too_late(s)


async def too_late(s: Stage) -> None:
    awa = await s.person("awa")
    karim, lou = await of_the_roads(s, "karim"), await of_the_roads(s, "lou")
    await logs(awa)
    await lou.asks("voir 0001")
    await lou.hears("MQ-26-0001", "transmise")
    await karim.asks("attente 0001 météo demain")
    await karim.hears("En attente (Météo)")
    for label in ("Prendre", "Mettre en attente"):
        await lou.presses(label)
        await lou.hears("mise en attente (référent de direction)")
    assert kinds(s) == ["recorded", "take", "hold"]
    for nonsense in ("hier", "31/02", "bientôt", "1"):
        await karim.asks(f"dater 0001 {nonsense}")
    await karim.asks("prendre 0999")
    await karim.hears("Je ne trouve pas cette demande")
    await s.settles()
    assert (only(s).state, only(s).announced_on) == ("on_hold", None)


async def test_a_bent_button_and_one_of_another_chat_are_obeyed_by_nobody(stage: NewStage) -> None:
    async with stage("telegram") as s:
        awa, karim = await s.person("awa"), await of_the_roads(s, "karim")
        assert isinstance(karim, OnTelegram)
        group, _root = await opened(s, karim)
        await logs(awa)
        card = await group.hears("MQ-26-0001", "transmise")
        real = group.button(card, "Prendre")
        version = only(s).version
        bent = [real[:at] + ("A" if real[at] != "A" else "B") + real[at + 1 :] for at in range(0, len(real), 4)]
        theirs = next(iter(karim.phone.chat.messages.values()))
        in_the_group = group.group.chat.messages[int(card.id)]
        refused = len([shown for shown in await karim.sees() if "Ce bouton n’est plus valable" in shown.text])
        for data, message in [*((each, in_the_group) for each in (*bent, real[::-1], real + "A", "A" * 64)), (real, theirs)]:
            karim.phone.sends_query(data, message)
        await karim.until(lambda: sum("Ce bouton n’est plus valable" in text for text in karim.phone.heard) == refused + len(bent) + 4)
        stranger = await s.person("inconnu", role=None)
        assert isinstance(stranger, OnTelegram)
        stranger.phone.sends_query(real, in_the_group)
        await s.settles()
        assert (only(s).state, only(s).version) == ("sent", version)
        assert kinds(s) == ["recorded"]
        assert len(await group.sees()) == 2
        assert await stranger.sees() == []
        await group.presses(karim, "Prendre")
        await karim.hears("C’est pris en charge.")


@pytest.mark.synapse
@pytest.mark.node
async def test_the_number_of_an_old_card_of_matrix_is_answered_with_what_happened_since(stage: NewStage) -> None:
    async with stage("matrix") as s:
        awa, karim = await s.person("awa"), await of_the_roads(s, "karim")
        assert isinstance(karim, OnMatrix)
        await logs(awa)
        await karim.asks("voir 0001")
        old = await karim.hears("MQ-26-0001", "transmise")
        await karim.asks("prendre 0001")
        await karim.hears("C’est pris en charge.")
        for number in ("1", "9", "0", "-1", "²"):
            await karim.phone.replies(karim.room, old.id, number)
        await karim.hears("déjà fait ou plus possible", "prise en charge (référent de direction)")
        await karim.after(karim.asks("ping fini"))
        assert kinds(s) == ["recorded", "take"]
