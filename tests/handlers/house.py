"""The town hall without its shell: acts go straight to dispatch, each in its own transaction, and what is owed stays in the outbox.

Some ten times quicker than the whole application (tests/scenes): for tests that need thousands of acts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.dispatch import Dispatch
from bot.references import reference
from handlers import features
from handlers.desk import Desk, Hall, InForce
from handlers.messages import Address, Incoming
from storage.ballots import WindowKeys
from storage.database import open_database
from storage.seal import Seal
from storage.tables import Account, Person, Room, table
from storage.unit import Scope, Unit
from tests.scenes import MONDAY, router, texts, unasked
from tests.sqlite import laid_at

Choice = tuple[str, int, str]
"""A button somebody may see: the outbox row's id, its place, its act."""


class House:
    """people: name → (role, mairie, direction)."""

    def __init__(self, folder: Path, people: dict[str, tuple[str, str | None, str | None]], url: str | None = None) -> None:
        self.database = open_database(url or laid_at(folder / "house.db"))
        self.seal = Seal(folder / "keys")
        self.now = MONDAY
        self.features = features()
        commands = [command for feature in self.features for command in feature.commands]
        self.hall = Hall(InForce(unasked(), router(), texts()), self.seal, commands=commands, window_keys=WindowKeys(folder / "windows"))
        self.dispatch = Dispatch(self.hall, self.features, lambda: self.now)
        self.count = 0
        with self.database.transaction() as connection:
            store = Scope(unit := Unit(connection, self.database.ids))
            for name, (role, mairie, direction) in people.items():
                place = {"mairie": mairie, "direction": direction}
                person = Person(id=store.next_id(), name=name, role=role, language="fr", joined_at=MONDAY, **place)
                store.add(person)
                store.add(Account(address=f"scene:{name}", person_id=person.id, chat=f"scene:{name}"))
            store.keep()
            unit.flush()

    def closes(self) -> None:
        self.database.close()

    def binds(self, room: str, direction: str) -> None:
        with self.database.transaction() as connection:
            store = Scope(unit := Unit(connection, self.database.ids))
            store.add(Room(address=f"scene:{room}", direction=direction, bound_by=1, bound_at=MONDAY))
            store.keep()
            unit.flush()

    def says(self, who: str, text: str, *, room: str | None = None, about: str | None = None) -> None:
        self._does(who, room or who, private=room is None, kind="message", text=text, message=f"m{self.count}", about=about)

    def presses(self, who: str, row: int, place: int, *, chat: str | None = None, press: str | None = None) -> None:
        """chat: where it is pressed, which need not be where it was shown. press: instead of the button's own reference."""
        here = chat or who
        given = press if press is not None else reference(self.seal, row, place, f"scene:{here}")
        self._does(who, here, private=here == who, kind="press", press=given, about="m")

    def passes(self, **how_long: float) -> None:
        """Time passes, and every job is woken once."""
        self.now += timedelta(**how_long)
        for feature in self.features:
            for job in feature.jobs.values():
                with self.database.transaction() as connection:
                    store = Scope(unit := Unit(connection, self.database.ids))
                    job.run(Desk(self.hall, store, self.now))
                    store.keep()
                    unit.flush()

    def _does(self, who: str, chat: str, **more: Any) -> None:
        self.count += 1
        self.now += timedelta(milliseconds=1)
        got = Incoming(id=f"u{self.count}", chat=Address("scene", chat), sender=Address("scene", who), **more)
        with self.database.transaction() as connection:
            unit = Unit(connection, self.database.ids)
            self.dispatch.handle(unit, got, self.dispatch.look_up(unit, [got], self.now), self.now)
            unit.flush()

    # --- what there is to see ---

    def rows(self, model: type, *conditions: Any) -> Sequence[Any]:
        with self.database.reading() as connection:
            return connection.execute(table(model).select().where(*conditions).order_by(table(model).primary_key.columns.values()[0])).all()

    def buttons(self, chat: str, newest: int = 6) -> list[Choice]:
        """The choices on the newest messages of a chat, newest message first."""
        with self.database.reading() as connection:
            found = connection.exec_driver_sql(
                f"SELECT id, body FROM outbox WHERE chat = 'scene:{chat}' ORDER BY id DESC LIMIT {newest}"
            ).all()
        bodies = [(row.id, json.loads(row.body) if isinstance(row.body, str) else row.body or {}) for row in found]
        return [(id, place, act) for id, body in bodies for place, (_, act) in enumerate(body.get("choices", ()))]

    def heard(self, chat: str) -> str:
        """The newest message of a chat."""
        with self.database.reading() as connection:
            row = connection.exec_driver_sql(f"SELECT body FROM outbox WHERE chat = 'scene:{chat}' ORDER BY id DESC LIMIT 1").first()
        body = {} if row is None else json.loads(row.body) if isinstance(row.body, str) else row.body
        return f"{body.get('title', '')}\n{body.get('text', '')}".strip()

    @property
    def moment(self) -> datetime:
        return self.now
