"""Thousands of damaged updates through the whole bot, of Telegram and of Matrix: it lives, goes on, and can account for each."""

from __future__ import annotations

import asyncio
import copy
import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.app import App
from bot.platforms import Outgoing, Pace, RawUpdate, Resume, Shared, Store, Undeliverable
from bot.platforms.matrix.reading import read as read_matrix
from bot.platforms.telegram.reading import read as read_telegram
from bot.platforms.telegram.updates import raw_update
from handlers.messages import Incoming, RemoteFile
from storage.database import Database
from storage.seal import Seal
from storage.tables import Account, Inbox, Person, Request, table
from storage.unit import Scope, Unit
from tests.matrix.test_reading import AWA, ROOM
from tests.matrix.test_sturdy import EVENTS
from tests.scenes import MONDAY, edition, router
from tests.sqlite import opened_at
from tests.telegram.people import PNG
from tests.telegram.test_mutations import damage, slots
from tests.telegram.test_reading import EXPECTED, NOBODY, message, pressed

SEED = 20261122
MANY = int(os.environ.get("MANY", "2000"))
"""Of each network; ten thousand in the campaign (`make faults`)."""
BATCH = 100
# no bare number among them: « 1 » is an honest tap on « Enregistrer »
SENTENCES = ("gros trou rue des Lilas", "un lampadaire ne marche plus rue Pasteur", "MQ-26-0001")
COMMANDS = ("mes", "chercher trou", "annuler", "langue en", "relier", "corriger", "aide")
OF_THE_MACHINE = re.compile(r'Traceback|File "|Error\b|Exception|\bNone\b|object at 0x|sqlalchemy|\{ ?\$')
"""What no person may ever read."""


class Wire:
    """A network whose reading is the real one, and whose lines a test holds: updates go in by `store`, deliveries are kept."""

    pace = Pace(None, None, None)
    shared: Shared = "sending"

    def __init__(self, name: str, prefix: str) -> None:
        self.name = name
        self.prefix = prefix
        self.numbered = name == "matrix"
        self.can_erase = name == "telegram"
        self.told: list[Outgoing] = []
        self.store: Store
        self.listening = asyncio.Event()

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None

    async def listen(self, store: Store, resume: Resume) -> None:
        self.store = store
        self.listening.set()
        await asyncio.Event().wait()

    def read(self, raw: RawUpdate) -> Incoming | None:
        return read_telegram(raw.id, raw.data, "relais_bot") if self.name == "telegram" else read_matrix(raw)

    async def fetch(self, file: RemoteFile) -> bytes:
        if file.ref != "F":
            raise Undeliverable("no such file", permanent=True)
        return PNG

    async def deliver(self, what: Outgoing, *, key: str) -> str | None:
        self.told.append(what)
        return what.target or key


class Town:
    """The real application on SQLite, with Awa of Les Tanneurs known to it."""

    def __init__(self, folder: Path, wire: Wire, *, account: str, chat: str) -> None:
        self.wire = wire
        self.database: Database = opened_at(folder / "relais.db")
        self.app = App(self.database, edition=edition(), router=router(), seal=Seal(folder / "keys"), state_dir=folder)
        with self.database.transaction() as connection:
            unit = Unit(connection, self.database.ids)
            store = Scope(unit)
            person = Person(id=store.next_id(), name="Awa", role="agent", mairie="mq_tanneurs", language="fr", joined_at=MONDAY)
            store.add(person)
            store.add(Account(address=account, person_id=person.id, chat=chat))
            store.keep()
            unit.flush()

    async def opens(self) -> None:
        await self.app.start([self.wire])
        await self.wire.listening.wait()

    async def closes(self) -> None:
        await self.app.stop()
        self.database.close()

    async def hears(self, updates: Sequence[RawUpdate]) -> None:
        for start in range(0, len(updates), BATCH):
            await self.wire.store(updates[start : start + BATCH])
        async with asyncio.timeout(60):
            while not all(intake.is_idle() for intake in self.app._intakes.values()):
                await asyncio.sleep(0.01)
        await self.app.settle()

    def rows(self, model: type) -> list[Any]:
        with self.database.reading() as connection:
            return list(connection.execute(table(model).select()))


def what_is_owed(wire: Wire, updates: Sequence[RawUpdate]) -> dict[str, str]:
    """What must have become of each update, by its id; not those that concern nobody. The first of an id counts."""
    owed: dict[str, str] = {}
    for raw in updates:
        try:
            became = "done" if wire.read(raw) is not None else ""
        except Exception:
            became = "quarantined"
        if became:
            owed.setdefault(raw.id, became)
    return owed


async def everything_is_accounted_for(town: Town, updates: Sequence[RawUpdate], ping: RawUpdate) -> Counter[str]:
    honest = {row.external_id for row in town.rows(Inbox)} | {ping.id}
    await town.hears(updates)
    await town.hears([ping])
    assert "pong fin" in [what.body.text for what in town.wire.told], "an honest message was not answered any more"
    owed = what_is_owed(town.wire, [raw for raw in updates if raw.id not in honest])
    became = {row.external_id: row.state for row in town.rows(Inbox) if row.external_id not in honest}
    assert became == owed
    assert all(row.payload is None for row in town.rows(Inbox) if row.state == "done")
    for what in town.wire.told:
        assert not OF_THE_MACHINE.search(f"{what.body.title} {what.body.text}"), what.body
        assert "je l’ai mis de côté" not in what.body.text  # no handler broke, only readers refused
    assert {row.state for row in town.rows(Request)} <= {"draft", "cancelled"}
    assert all(row.reference is None for row in town.rows(Request))
    return Counter(owed.values()) + Counter({"for nobody": len({raw.id for raw in updates} - owed.keys())})


def text_event(body: str) -> dict[str, Any]:
    return {"type": "m.room.message", "content": {"msgtype": "m.text", "body": body}}


@pytest.mark.timeout(240)
async def test_damaged_updates_of_telegram(tmp_path: Path) -> None:
    random = Random(SEED)
    wire = Wire("telegram", "/")
    town = Town(tmp_path, wire, account="telegram:5", chat="telegram:5")
    await town.opens()
    await town.hears([raw_update({**message(text="gros trou rue des Lilas"), "update_id": 600_000})])
    card = wire.told[-1]
    labels = [choice.label for choice in card.body.choices]
    pressed_on = ("Canal", "Lieu", "Pour Les Cèdres", "Autre service", "Effacer")
    presses = [pressed(data=card.references[labels.index(label)]) for label in pressed_on]
    whole = [update for _, update, _ in EXPECTED] + [update for _, update in NOBODY] + presses
    whole += [message(text=f"/{text}" if text in COMMANDS else text) for text in (*SENTENCES, *COMMANDS)] * 4
    names = sorted({key for update in whole for _, key in slots(update, []) if isinstance(key, str)})
    updates = []
    for number in range(MANY):
        update = {**copy.deepcopy(random.choice(whole)), "update_id": 1_000 + number}
        updates.append(raw_update(damage(update, random, names)))
    ping = raw_update({**message(text="/ping fin"), "update_id": 900_000})
    became = await everything_is_accounted_for(town, updates, ping)
    await town.closes()
    assert min(became["done"], became["quarantined"], became["for nobody"]) > MANY / 20, became


@pytest.mark.timeout(240)
async def test_damaged_events_of_matrix(tmp_path: Path) -> None:
    random = Random(SEED)
    wire = Wire("matrix", "!")
    town = Town(tmp_path, wire, account=f"matrix:{AWA}", chat=f"matrix:{ROOM}")
    await town.opens()
    room = {"private": True, "encrypted": True, "members": 2, "by": AWA, "name": "Awa"}
    said = [text_event(f"!{text}" if text in COMMANDS else text) for text in (*SENTENCES, *COMMANDS)]
    whole = [*EVENTS, *said * 2]
    names = sorted({key for event in whole for _, key in slots(event, []) if isinstance(key, str)})
    updates = []
    for number in range(MANY):
        event = {**copy.deepcopy(random.choice(whole)), "sender": AWA, "event_id": f"$e{number}", "origin_server_ts": 1_795_000_000_000}
        updates.append(RawUpdate(f"{ROOM}/$e{number}", {"event": damage(event, random, names), "room": room}))
    ping = RawUpdate(f"{ROOM}/$fin", {"event": text_event("!ping fin"), "room": room})
    became = await everything_is_accounted_for(town, updates, ping)
    await town.closes()
    assert min(became["done"], became["quarantined"], became["for nobody"]) > MANY / 20, became
