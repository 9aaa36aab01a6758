"""A town that lived a little, on either engine, and what its database holds, comparable whichever engine holds it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
from pydantic import SecretStr
from sqlmodel import SQLModel

from bot.backup.archive import Made, make
from bot.backup.restoring import Restored, restore
from config.settings import Settings
from storage.database import Database, open_database
from storage.envelope import new_pair
from storage.seal import Seal
from storage.tables import Event, File, Notice, Occurrence, Outbox, Request, RequestNote, table
from storage.unit import Scope, Unit
from tests.handlers.house import House

PRIVATE, PUBLIC = new_pair()
PEOPLE = {"awa": ("agent", "mq_tanneurs", None), "petit": ("sg", "mq_tanneurs", None), "karim": ("direction", None, "m_voirie"),
          "ada": ("admin", None, None)}
NASTY = "tab\t, ligne\n, retour\r, antislash \\ et \\N \\. \\t, cloche\b\f\v, « é 🚧 », nul fini"
BYTES = bytes(range(256))


def settings(url: str, state: Path, **more: Any) -> Settings:
    given = {"backup_public_key": PUBLIC, **more}
    return Settings(_env_file=None, database_url=SecretStr(url), state_dir=state, **given)


def lives(url: str, state: Path) -> None:
    """Requests with their log, messages and notices; then rows that no format likes."""
    house = House(state, PEOPLE, url)
    house.binds("salon", "m_voirie")
    for text in ("gros trou rue des Lilas", "lampadaire cassé rue Pasteur\ndevant l’école", "dépôt sauvage \\ rue Haute"):
        house.says("awa", text)
        row, place = next((row, place) for row, place, act in house.buttons("awa") if act.startswith("requests.record"))
        house.presses("awa", row, place)
        house.passes(minutes=1)
    with house.database.transaction() as connection:
        store = Scope(unit := Unit(connection, house.database.ids))
        now = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
        request = store.first(table(Request).select())
        assert request
        store.add(RequestNote(id=1, request_id=request.id, kind="result", text=NASTY, author_role="agent", at=now))
        store.add(Event(id=store.next_id(), at=now, kind="asked", actor_role="agent", data={"a": NASTY, "b": [1, 2.5]}))
        store.add(File(hash="f" * 64, media_type="image/jpeg", size=3, content=house.seal.seal(BYTES, "file/" + "f" * 64), stored_at=now))
        store.add(Notice(id=2, fact="f", person_id=1, key="k", fill={"x": NASTY}, urgent=True, not_before=now.replace(microsecond=0)))
        store.add(Occurrence(schedule="s", on=date(2028, 2, 29), slot="08:15", at=now))
        store.write(table(Request).update().where(table(Request).c.id == request.id).values(lat=45.123456789012345, lon=-1e-7))
        store.keep()
        unit.flush()
    house.closes()


def everything(url: str) -> dict[str, set[str]]:
    """Every row of every table, written out."""
    return {name: {repr(tuple(row)) for row in rows_of(url, name)} for name in SQLModel.metadata.tables}


def rows_of(url: str, name: str) -> list[Any]:
    database = Database(url)
    with database.reading() as connection:
        rows = list(connection.execute(SQLModel.metadata.tables[name].select()))
    database.close()
    return rows


def copies(url: str, state: Path, to: Path, *, now: datetime | None = None, **how: Any) -> Made:
    return make(settings(url, state), to, now=now or datetime.now(UTC), whole=True, **how)


def puts_back(made: Made, url: str, state: Path, *, now: datetime | None = None, force: bool = False) -> Restored:
    return restore(made.file, PRIVATE, database_url=url, state_dir=state, now=now or datetime.now(UTC), force=force)


def owes(url: str, folder: Path, **values: Any) -> int:
    """An outbox row more; returns its id."""
    database = open_database(url)
    with database.transaction() as connection:
        store = Scope(unit := Unit(connection, database.ids))
        given = {"key": f"k{store.next_id()}", "platform": "scene", "chat": "scene:awa", "private": True, "kind": "send", "priority": 2,
                 "body": {"text": "vieux", "title": "", "language": "fr"}, "state": "pending", "created_at": datetime.now(UTC)}
        row = Outbox(id=store.next_id(), **{**given, **values})
        store.add(row)
        store.keep()
        unit.flush()
    database.close()
    Seal(folder / "keys")
    return row.id


def forget_set_aside(url: str) -> None:
    """A database of the session's server is lent again: what a restore kept beside goes."""
    if url.startswith("sqlite"):
        return
    with psycopg.connect(url) as connection:
        for (name,) in connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before%'").fetchall():
            connection.execute(f"DROP SCHEMA {name} CASCADE")
