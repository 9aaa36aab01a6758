"""Ballots: sealed under a random key that no copy holds and that the closing destroys, with all that was sealed under it.

The key is random, never derived: a derived one cannot be destroyed. On SQLite it is a file of the state folder, on PostgreSQL a row of an
UNLOGGED table. Were it lost, its ballots could not be opened, and somebody could answer twice in that window: nothing worse.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, delete, insert, select, text

from storage.seal import KEY_BYTES, BrokenSeal, Cipher, open_under, seal_under
from storage.tables import Ballot, Window, WindowKey, table
from storage.unit import Scope

BALLOT, WINDOW_KEY, WINDOW = table(Ballot), table(WindowKey), table(Window)
OPEN = select(WINDOW.c.id).where(WINDOW.c.closed_on.is_(None))
SIZE = 1536
"""Bytes of every ballot before it is sealed: its length says nothing.

The longest sentence that may be written, masked, takes some 1,400 with what is around it; from 2,000 on, PostgreSQL would keep a row apart.
Ballots of 256 bytes, cast by an earlier release, are opened alike."""


MADE_THERE = text(
    "INSERT INTO window_key (window_id, key) VALUES (:window, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) "
    "ON CONFLICT DO NOTHING"
)
"""The server makes the key, of 244 random bits: one that we gave it would be in its log, where it logs statements with their values."""

KEPT_THERE = text("""DO $$
DECLARE kept window_key[];
BEGIN
  LOCK TABLE window_key;
  SELECT array_agg(each) INTO kept FROM window_key AS each
    WHERE window_id IN (SELECT id FROM survey_window WHERE closed_on IS NULL);
  TRUNCATE window_key;
  INSERT INTO window_key SELECT * FROM unnest(kept);
END $$""")
"""Not a DELETE: a deleted row stays in the file until it is vacuumed. What is open is asked once nobody can begin a window."""


class Vote(NamedTuple):
    """An answer as it is counted. token: the same for all of one person's in a window, whoever that is. leads: given by a SG.

    A sentence has no mairie and no role: who leads is known by the same token's answer to the core.
    """

    token: str
    mairie: str
    leads: bool
    question: str
    answer: str


class WindowKeys:
    """The keys of open windows. folder: where they lie on SQLite, apart from what is copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, store: Scope, window: int) -> bytes | None:
        """The key of a window; None when it was destroyed, or never made."""
        if not _in_a_file(store):
            row = store.first(select(WINDOW_KEY.c.key).where(WINDOW_KEY.c.window_id == window))
            return bytes(row.key) if row else None
        with suppress(FileNotFoundError):
            key = self._file(window).read_bytes()
            return key if len(key) == KEY_BYTES else None
        return None

    def make(self, store: Scope, window: int) -> bytes:
        """The key of a window, made at its first ballot."""
        key = self.of(store, window)
        if key is None and _in_a_file(store):
            key = self._write(window)
        elif key is None:
            store.write(MADE_THERE, {"window": window})
            key = self.of(store, window)
        if key is None:
            raise LookupError("a window's key went while it was made")
        return key

    def destroy_closed(self, store: Scope) -> None:
        """Destroy every key but those of open windows."""
        keep = {self._file(row.id).name for row in store.all(OPEN)}
        if not _in_a_file(store):
            keep = set()  # no file is of use: what is there was an SQLite's that this took over from
            if store.first(select(WINDOW_KEY.c.window_id).where(WINDOW_KEY.c.window_id.not_in(OPEN))):
                store.write(KEPT_THERE)
        for file in self._folder.glob("*") if self._folder.exists() else ():
            if file.name not in keep:
                _overwrite(file)
                file.unlink(missing_ok=True)

    def _file(self, window: int) -> Path:
        return self._folder / f"{window}.key"

    def _write(self, window: int) -> bytes:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = secrets.token_bytes(KEY_BYTES)
        draft = self._file(window).with_suffix(f".{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(key)
            handle.flush()
            os.fsync(handle.fileno())
        draft.rename(self._file(window))
        return key


def keys_follow(connection: Connection, *, aside: str | None, folder: Path) -> None:
    """The PostgreSQL schema in use takes the keys of what it replaces: a schema set aside, where nobody would destroy them; an SQLite.

    folder: where SQLite's lie, for the first `destroy_closed` to destroy. They go by COPY, whose rows no log of statements has.
    """
    theirs = {int(file.stem): file.read_bytes() for file in folder.glob("*.key")}
    if aside and connection.execute(text("SELECT to_regclass(:table)"), {"table": f"{aside}.window_key"}).scalar() is not None:
        connection.execute(text(f"INSERT INTO window_key SELECT * FROM {aside}.window_key"))
        connection.execute(text(f"TRUNCATE {aside}.window_key"))
    for row in connection.execute(select(WINDOW_KEY.c.window_id)):
        theirs.pop(row.window_id, None)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy("COPY window_key (window_id, key) FROM STDIN") as rows:
        for window, key in theirs.items():
            rows.write_row((window, key))


def token(key: bytes, person_id: int) -> str:
    """What stands for a person in a window: without its key, nobody."""
    return hmac.digest(key, f"person/{person_id}".encode(), hashlib.sha256)[:16].hex()


def cast(store: Scope, keys: WindowKeys, window: int, *, person_id: int, mairie: str | None, leads: bool, question: str,
         answer: str) -> None:
    """Seal an answer and keep it: nothing of who gave it, nor of when."""
    key = keys.make(store, window)
    content = orjson.dumps([*Vote(token(key, person_id), mairie or "", leads, question, answer)])
    if len(content) > SIZE:
        raise ValueError("this answer is longer than a ballot")
    sealed = seal_under(_cipher(key), content.ljust(SIZE), f"ballot/{window}")
    store.write(insert(BALLOT), {"key": secrets.token_bytes(16), "window_id": window, "sealed": sealed})


def opened(store: Scope, key: bytes, window: int) -> Iterator[Vote]:
    """The ballots of a window that this key opens, in memory."""
    cipher = _cipher(key)
    for row in store.all(select(BALLOT.c.sealed).where(BALLOT.c.window_id == window)):
        if (vote := _opened(cipher, bytes(row.sealed), window)) is not None:
            yield vote


def erase_closed(store: Scope) -> None:
    """Erase every ballot but those of open windows: one that was cast while its window closed, too."""
    store.write(delete(BALLOT).where(BALLOT.c.window_id.not_in(OPEN)))


def forget(store: Scope, keys: WindowKeys, window: int, person_id: int) -> None:
    """Erase somebody's own, which only the key can find."""
    key = keys.of(store, window)
    if key is None:
        return
    mine, cipher = token(key, person_id), _cipher(key)
    for row in store.all(select(BALLOT.c.key, BALLOT.c.sealed).where(BALLOT.c.window_id == window)):
        vote = _opened(cipher, bytes(row.sealed), window)
        if vote is not None and vote.token == mine:
            store.write(delete(BALLOT).where(BALLOT.c.key == row.key))


def _opened(cipher: Cipher, sealed: bytes, window: int) -> Vote | None:
    try:
        return Vote(*orjson.loads(open_under(cipher, sealed, f"ballot/{window}")))
    except BrokenSeal:
        return None


def _cipher(key: bytes) -> Cipher:
    return Cipher(hmac.digest(key, b"ballots", hashlib.sha256))


def _in_a_file(store: Scope) -> bool:
    return store.unit.connection.dialect.name == "sqlite"


def _overwrite(file: Path) -> None:
    """What a disk may still hold of it is noise, as far as a file system lets us say so."""
    with suppress(FileNotFoundError), file.open("r+b") as handle:
        handle.write(secrets.token_bytes(KEY_BYTES))
        handle.flush()
        os.fsync(handle.fileno())
