"""Somebody with a hundred hands does anything at all, in any order: nothing breaks, nobody waits, every act is accounted for."""

from __future__ import annotations

import asyncio
import io
import logging
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from handlers.requests.life import STATES
from storage.tables import AuditLink, Event, Inbox, Outbox, Request
from tests.handlers.town.files import edited
from tests.scenes import Chat, Town, town

WORDS = (
    "gros trou rue des Lilas", "lampadaire en panne rue Pasteur", "dépôt sauvage", "acte de naissance", "câble au sol avec étincelles",
    "merci",
    "🙂", "?", "1", "2", "9", "0", "oui", "Enregistrer", "Autre service", "fin", "12 place du Marché", "MQ-26-0001", "0001",
    "bonjour Mme Dupont 06 12 34 56 78", "\u202eabc", "x" * 3_000, "a\nb\nc d e f", "حفرة في الشارع", "<b>x</b> { $y } `z`",
    "²", "٣", "é" * 15,
    "quifait lampadaire", "Les Tanneurs", "Téléphone", "6ENW-D3RX-V5YC-ABPF", " ", "", "\u0000", "voir", "annuler", "mes", "aide",
    "corriger",
    "chercher lampadaire",
)
COMMANDS = ("mes", "voir", "chercher", "corriger", "annuler", "reunion", "aide", "inviter", "relier", "langue", "start", "ping", "rien",
            "journal", "catalogue", "quifait", "delai", "annuaire", "passation", "role", "retirer", "absence", "relais", "pause",
            "reglages", "é", "")
ARGUMENTS = ("", "importer", "1", "MQ-26-0002", "lampadaire", "voirie", "refus", "ecarts", "moi", "awa", "Awa sg Le Plateau", "Lea dgs",
             "du 01/12 au 05/12", "fin", "jusqu’à lundi 9h",
             "agent Les Tanneurs", "fr", "en", "99999999999999999999", "²", "a\nb", "%", "/",
             "x" * 500, "🙂")
EMOJI = ("✅", "❌", "1️⃣", "2️⃣", "9️⃣", "🙂", "²", "", "👍", "٣")
PEOPLE = (("awa", "agent", "mq_tanneurs", None), ("petit", "sg", "mq_tanneurs", None), ("lea", "agent", "mq_plateau", None),
          ("karim", "direction", None, "m_voirie"), ("cora", "coordination", None, None), ("root", "admin", None, None),
          ("cab", "cabinet", None, None), ("elu", "elu", "mq_tanneurs", None))


DOCUMENTS = (
    ("voirie.yaml", edited("voirie.yaml", ("delai: court_5j", "delai: urgent_2j"))), ("voirie.yaml", edited("voirie.yaml")),
    ("directions.yaml", edited("directions.yaml", ("08:30-12:30", "09:00-12:30"))), ("commune.yml", b"ville: [" * 50), ("a.yaml", b"\xff"),
)  # fmt: skip


def photo(chance: random.Random) -> bytes:
    if chance.random() < 0.3:
        return chance.randbytes(200)
    out = io.BytesIO()
    Image.new("RGB", (chance.randint(1, 60), 20), (chance.randrange(256), 0, 0)).save(out, "PNG")
    return out.getvalue()


class Monkey:
    """Does one thing at a time, at random; presses old and new buttons, its own and others'."""

    def __init__(self, t: Town, chance: random.Random) -> None:
        self.t, self.chance = t, chance
        self.chats: list[Chat] = [t.person(*who) for who in PEOPLE] + [t.person("inconnu", None)]
        self.references: list[str] = []
        self.messages: dict[str, list[str]] = {chat.name: [] for chat in self.chats}

    async def does(self) -> None:
        chance, t = self.chance, self.t
        chat = chance.choice(self.chats)
        for what in chat.messages.values():
            self.references += [each for each in what.references if each not in self.references[-200:]]
        await chance.choices(
            (self.says, self.commands, self.presses, self.presses_anything, self.edits, self.sends, self.pins, self.reacts, self.odd,
             self.waits),
            (30, 20, 40, 6, 6, 6, 4, 4, 4, 2),
        )[0](chat)
        await t.app.settle()

    async def says(self, chat: Chat) -> None:
        text = " ".join(self.chance.sample(WORDS, self.chance.choice((1, 1, 1, 2, 3))))
        about = self.chance.choice([*chat.messages, None]) if self.chance.random() < 0.2 else None
        self.messages[chat.name].append(await self.t.hears(chat.name, text=text, **({"about": about} if about else {})))

    async def commands(self, chat: Chat) -> None:
        prefix = self.chance.choice(("/", "/", "!", "", "/ ", "//"))
        await self.t.hears(chat.name, text=f"{prefix}{self.chance.choice(COMMANDS)} {self.chance.choice(ARGUMENTS)}")

    async def presses(self, chat: Chat) -> None:
        cards = [what for what in chat.messages.values() if what.references]
        if cards:
            card = cards[-1] if self.chance.random() < 0.8 else self.chance.choice(cards)
            await self.t.hears(chat.name, press=self.chance.choice(card.references), about="m")

    async def presses_anything(self, chat: Chat) -> None:
        if self.references:
            await self.t.hears(chat.name, press=self.chance.choice(self.references), about="m")

    async def edits(self, chat: Chat) -> None:
        mine = self.messages[chat.name]
        if mine:
            await self.t.hears(chat.name, text=self.chance.choice(WORDS), edits=self.chance.choice(mine))

    async def sends(self, chat: Chat) -> None:
        photos = [photo(self.chance) for _ in range(self.chance.choice((1, 1, 3, 12)))]
        document = self.chance.choice((*DOCUMENTS, None, None, None, None))
        words = self.chance.choice(("", "", "/catalogue importer", *WORDS[:5]))
        await self.t.hears(chat.name, text=words, photos=photos, document=document)

    async def pins(self, chat: Chat) -> None:
        place = self.chance.choice(((46.0813, 4.3288), (0.0, 0.0), (-90.0, 180.0), (46.05, 4.31)))
        await self.t.hears(chat.name, location=place)

    async def reacts(self, chat: Chat) -> None:
        about = self.chance.choice([*chat.messages, "nothing"])
        await self.t.hears(chat.name, text=self.chance.choice(EMOJI), kind="reaction", about=about, message=None)

    async def odd(self, chat: Chat) -> None:
        odd: dict[str, Any] = self.chance.choice((
            {"unsupported": "voice"}, {"unsupported": "too_large"}, {"forwarded": True, "text": "un trou"}, {"kind": "joined"},
            {"kind": "undecryptable", "message": None}, {"private": False, "chat": "groupe", "text": "/ping a"},
            {"private": False, "chat": "groupe", "text": "un trou"}, {"private": False, "chat": "groupe", "kind": "joined"},
            {"kind": "moved", "chat": "groupe", "moved_to": "supergroupe", "private": False},
            {"kind": "left", "chat": "groupe", "private": False},
        ))
        await self.t.hears(chat.name, **odd)

    async def waits(self, _chat: Chat) -> None:
        if self.chance.random() < 0.3:
            await self.t.restarts()
        else:
            await self.t.passes(minutes=self.chance.choice((1, 11, 61, 60 * 25)))


def check(t: Town) -> None:
    """What must hold after anything."""
    assert [row.external_id for row in t.rows(Inbox) if row.state != "done"] == []  # type: ignore[attr-defined]
    assert [row.key for row in t.rows(Outbox) if row.state not in ("sent", "dead")] == []  # type: ignore[attr-defined]
    requests: list[Any] = t.rows(Request)
    events: list[Any] = t.rows(Event)
    recorded = [row for row in requests if row.reference]
    assert len({row.reference for row in recorded}) == len(recorded)
    for row in recorded:
        mine = [event.kind for event in events if event.request_id == row.id]
        assert mine[0] == "recorded"
        assert ("cancel" in mine) is (row.state == "cancelled")
        assert row.state in STATES
        assert row.mairie
        assert row.recorded_at is not None
        if row.state == "sent":
            town_ = t.app.hall.town
            assert row.direction in town_.directions
    assert {event.request_id for event in events if event.request_id} <= {row.id for row in requests}
    settled = t.clock.now() - timedelta(minutes=1)
    links: list[Any] = t.rows(AuditLink)
    assert {event.id for event in events if event.at < settled} <= {link.event_id for link in links}
    assert "tampered" not in {event.kind for event in events}
    assert not any("06 12 34 56 78" in row.text or "Dupont" in row.text for row in requests)


@pytest.mark.parametrize("seed", range(3))
async def test_a_hundred_hands_break_nothing(tmp_path: Path, seed: int, caplog: pytest.LogCaptureFixture) -> None:
    async with town(tmp_path) as t:
        monkey = Monkey(t, random.Random(seed))
        with caplog.at_level(logging.ERROR, logger="bot"):
            for _ in range(200):
                await monkey.does()
            t.clock.time += timedelta(seconds=10)  # a room that is not ours is left a moment after we came
            async with asyncio.timeout(20):  # what a job owed twice to one chat leaves one after the other, a second apart
                while any(row.state in ("pending", "sending") for row in t.rows(Outbox)):  # type: ignore[attr-defined]
                    await asyncio.sleep(0.05)
        assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
        check(t)
        assert len(t.rows(Request)) > 5
