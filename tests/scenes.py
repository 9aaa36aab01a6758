"""The scenario vocabulary: somebody says, somebody presses, time passes, somebody heard. The real application, in this process."""

from __future__ import annotations

import asyncio
import fcntl
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from bot.app import App
from bot.clock import Clock
from bot.editions import edition_in_force
from bot.platforms import Outgoing, Pace, RawUpdate, Resume, Shared, Store, Undeliverable
from bot.watch import Operators
from config.texts import Texts
from config.town import Edition, bundled, load_edition
from config.town import Town as Commune
from handlers.feature import Feature
from handlers.messages import Incoming, RemoteFile
from handlers.routing.loading import load_router
from handlers.routing.rules import Router
from storage import town as versions
from storage.database import open_database
from storage.seal import Seal
from storage.tables import Account, Person, table
from storage.unit import Scope, Unit
from tests.sqlite import laid_at

CACHE = Path(__file__).parent.parent / ".relais" / "cache"
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@cache
def edition() -> Edition:
    return load_edition(bundled("valmiere"), cache=CACHE)


def valmiere() -> Commune:
    return edition().town


@cache
def unasked() -> Edition:
    """The same town, which asks people nothing by itself: for scenes that count what was said."""
    return edition()._replace(town=valmiere().model_copy(update={"surveys": None}))


@cache
def router() -> Router:
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "training.lock").open("w") as turn:  # tests on several cores: one of them trains it, the others wait and read
        fcntl.flock(turn, fcntl.LOCK_EX)
        return load_router(valmiere(), CACHE)


@cache
def texts() -> Texts:
    """All the words, strict, read once for all scenes."""
    return Texts(Path(__file__).parent.parent / "config" / "texts", strict=True)


class TownClock(Clock):
    """A clock that moves when a scene says so."""

    def __init__(self) -> None:
        self.time = MONDAY

    def now(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time


class Chat:
    """Somebody in the scene, as they see their conversation: the latest version of each message."""

    def __init__(self, town: Town, name: str) -> None:
        self.town = town
        self.name = name
        self.messages: dict[str, Outgoing] = {}
        self.erased: list[str] = []  # what this person wrote and the bot took away

    @property
    def heard(self) -> list[str]:
        """What each message now shows: title and text."""
        return [f"{what.body.title}\n{what.body.text}".strip() for what in self.messages.values()]

    @property
    def last(self) -> str:
        return self.heard[-1]

    @property
    def buttons(self) -> list[str]:
        """The labels on the newest message that has any."""
        return [label for what in self.messages.values() if what.body.choices for label, _ in what.body.choices][-40:]

    def card(self) -> Outgoing:
        return [what for what in self.messages.values() if what.body.choices][-1]

    async def says(self, text: str, **more: object) -> None:
        await self.town.hears(self.name, text=text, **more)

    async def presses(self, label: str) -> None:
        """Press the button with this label, or that begins with it, on the newest message that has it."""
        for message, what in reversed(self.messages.items()):
            for place, choice in enumerate(what.body.choices):
                if choice.label.removeprefix("✓ ").startswith(label):
                    await self.town.hears(self.name, text="", press=what.references[place], about=message)
                    return
        raise AssertionError(f"{self.name} sees no button « {label} » among {self.buttons}")


class ScenePlatform:
    """A chat network with buttons, held in memory: it hands over what the scene says and shows what is delivered."""

    name = "scene"
    prefix = "/"
    numbered = False
    shared: Shared = "sending"

    def __init__(self, show: Callable[[Outgoing, str], None], *, can_erase: bool = False) -> None:
        self.can_erase = can_erase
        self.pace = Pace(None, None, None)
        self._show = show
        self.heard: Callable[[], None] = lambda: None
        self.hears_every_s: float | None = 60.0
        self.deaf = False  # a scene may let nothing be heard any more
        self.files: dict[str, bytes] = {}
        self.store: Store | None = None
        self.listening = asyncio.Event()
        self.away = False  # a scene may cut the network
        self.failing: list[BaseException] = []
        self.failing_in: dict[str, BaseException] = {}  # by chat: what its next delivery meets
        self.fetched: list[str] = []

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None

    async def listen(self, store: Store, resume: Resume) -> None:
        self.store = store
        self.listening.set()
        await asyncio.Event().wait()

    def read(self, raw: RawUpdate) -> Incoming | None:
        return Incoming(**{**raw.data, **_typed(raw.data)})

    async def fetch(self, file: RemoteFile) -> bytes:
        self.fetched.append(file.ref)
        return self.files[file.ref]

    async def deliver(self, what: Outgoing, *, key: str) -> str | None:
        if self.away:
            raise Undeliverable("away")
        if self.failing:
            raise self.failing.pop(0)
        if what.chat.id in self.failing_in:
            raise self.failing_in.pop(what.chat.id)
        shown = what.target or key
        self._show(what, shown)
        return None if what.kind == "redact" else shown


def _typed(data: dict[str, object]) -> dict[str, object]:
    from handlers.messages import Address, Location

    typed: dict[str, object] = {
        "chat": Address("scene", str(data["chat"])),
        "sender": Address("scene", str(data["sender"])),
        "files": tuple(RemoteFile(*file) for file in data.get("files", ())),  # type: ignore[attr-defined]
    }
    if data.get("location"):
        typed["location"] = Location(*data["location"])  # type: ignore[misc]
    return typed


class Town:
    """A running Relais and the people around it. database_url: SQLite in `folder` when None."""

    def __init__(self, folder: Path, *, database_url: str | None = None, features: Sequence[Feature] | None = None,
                 language: str = "fr", can_erase: bool = False, encrypted: bool = False, operators: Operators | None = None) -> None:
        self.folder = folder
        self.url = database_url
        self.clock = TownClock()
        self.language = language
        self.can_erase = can_erase
        self.encrypted = encrypted  # what is said from now on
        self.operators = operators
        self._features = features
        self._people: dict[str, Chat] = {}
        self._count = 0

    async def opens(self) -> None:
        """Start, or start again."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.database = open_database(self.url or laid_at(self.folder / "relais.db"))
        self.seal = Seal(self.folder / "keys")
        if not (self.folder / "cache").exists():
            (self.folder / "cache").symlink_to(CACHE)
        served = edition(), router()
        if self._has_versions():
            found = edition_in_force(self.database, bundled("valmiere"), CACHE)
            served = found, load_router(found.town, CACHE)
        self.app = App(self.database, edition=served[0], router=served[1], seal=self.seal, state_dir=self.folder, clock=self.clock,
                       language=self.language, texts=texts(), features=self._features, operators=self.operators)
        self.platform = ScenePlatform(self._shown, can_erase=self.can_erase)
        await self.app.start([self.platform])
        await self.platform.listening.wait()
        for task in self.app._tasks:
            if task.get_name() == "watch":  # the auditor looks when the scene says so
                task.cancel()

    def _has_versions(self) -> bool:
        with self.database.reading() as connection:
            return versions.newest(Scope(Unit(connection, self.database.ids))) is not None

    async def closes(self) -> None:
        await self.app.stop()
        self.database.close()

    async def restarts(self) -> None:
        await self.closes()
        await self.opens()

    def person(self, name: str, role: str | None = "agent", mairie: str | None = "mq_tanneurs", direction: str | None = None) -> Chat:
        """Somebody at the counter; role None is a stranger."""
        if name in self._people:
            return self._people[name]
        if role is not None:
            with self.database.transaction() as connection:
                unit = Unit(connection, self.database.ids)
                store = Scope(unit)
                person = Person(id=store.next_id(), name=name.capitalize(), role=role, mairie=mairie, direction=direction,
                                language=self.language, joined_at=self.clock.now())
                store.add(person)
                store.add(Account(address=f"scene:{name}", person_id=person.id, chat=f"scene:{name}"))
                store.keep()
                unit.flush()
        self._people[name] = Chat(self, name)
        return self._people[name]

    async def hears(self, who: str, *, text: str = "", press: str | None = None, about: str | None = None, edits: str | None = None,
                    photos: Sequence[bytes] = (), document: tuple[str, bytes] | None = None,
                    location: tuple[float, float] | None = None, id: str | None = None, **more: object) -> str:
        """Somebody did something; returns the id of their message, once all is settled."""
        self._count += 1
        message = edits or f"m{self._count}"
        files = []
        for content in photos:
            ref = uuid.uuid4().hex
            self.platform.files[ref] = content
            files.append([ref, "image/jpeg", len(content), ""])
        if document:
            ref = uuid.uuid4().hex
            self.platform.files[ref] = document[1]
            files.append([ref, "application/octet-stream", len(document[1]), document[0]])
        data = {
            "id": id or f"u{self._count}", "kind": "press" if press else "edit" if edits else "message", "chat": who, "sender": who,
            "private": True, "encrypted": self.encrypted, "text": text, "sender_name": who.capitalize(),
            "message": None if press else message, "about": about or edits, "press": press, "files": files, "location": location, **more,
        }
        assert self.platform.store is not None
        await self.platform.store([RawUpdate(data["id"], data)])  # type: ignore[arg-type]
        await self.app.settle()
        return message

    async def passes(self, **how_long: float) -> None:
        """Time passes, and every job is woken once."""
        self.clock.time += timedelta(**how_long)
        if not self.platform.deaf:
            self.platform.heard()
        for name in ("shell.town", "shell.release"):  # or what audits a slow scene would take them for stopped
            await self.app.ticks.call(name)
        for feature in self.app._features:
            for name in feature.jobs:
                await self.app.ticks.call(f"{feature.name}.{name}")
        await self.app.settle()

    def serves(self, town: Commune | None = None, **values: object) -> None:
        """The town's files say something else from now on: another town, or other values of some tables."""
        served = self.app.hall.in_force
        town = town or served.edition.town.model_copy(update=values)
        self.app.hall.in_force = replace(served, edition=served.edition._replace(town=town))

    def rows(self, model: type, **equal: object) -> list[object]:
        """What a table holds, by its key."""
        core = table(model)
        statement = core.select().where(*(core.c[name] == value for name, value in equal.items())).order_by(*core.primary_key)
        with self.database.reading() as connection:
            return list(connection.execute(statement))

    def _shown(self, what: Outgoing, shown: str) -> None:
        chat = self._people.setdefault(what.chat.id, Chat(self, what.chat.id))
        if what.kind in ("send", "edit"):
            chat.messages[shown] = what
        elif what.kind == "redact":
            chat.erased.append(shown)


@asynccontextmanager
async def town(folder: Path, **how: object) -> AsyncIterator[Town]:
    place = Town(folder, **how)  # type: ignore[arg-type]
    await place.opens()
    try:
        yield place
    finally:
        await place.closes()


__all__ = ["Chat", "Town", "router", "texts", "town", "valmiere"]
