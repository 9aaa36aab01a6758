"""What an insider makes of a machine: who cast which ballot, and what is on it, from every byte, before a window closes and after.

The attacker is told what to look for, in any of its spellings: a key that is not found so is not found by trying every byte either.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from typing import NamedTuple

import psycopg

from storage.ballots import opened, token
from storage.tables import Ballot
from tests.attack.machine import Holdings, Machine, Truth

State = tuple[frozenset[bytes], frozenset[str]]
"""The ballots there are at some moment, and what is known of each member, a line for each."""

CLEAR, READ, READ_WITH_KEY = "an answer in the clear", "answers read, without the window's key", "answers read, with every key still held"


class Row(NamedTuple):
    """What an attack reaches while the window is open, and once it is closed. of: how much there was."""

    attack: str
    open: int
    closed: int
    of: int


async def attacked(machine: Machine, people: int) -> list[Row]:
    """Let people answer, attack; close the window, attack again."""
    await machine.lives(people)
    before, without_key = machine.holdings(), machine.holdings(but_windows=True)
    while_open, truth = joins(machine, before), machine.truth
    await machine.closes()
    after = machine.holdings()
    once_closed, ballots, answers = joins(machine, after), len(truth.sealed), len(truth.tokens)
    return [
        Row(CLEAR, len(in_the_clear(before, truth)), len(in_the_clear(after, truth)), answers),
        *(Row(f"ballots joined to who cast them, by {way}", count, once_closed[way], ballots) for way, count in while_open.items()),
        Row(READ, len(read(without_key, truth)), len(read(after, truth)), answers),
        Row(READ_WITH_KEY, len(read(before, truth)), len(read(after, truth)), answers),
    ]


def misses(rows: Iterable[Row]) -> list[str]:
    """What must not be. With its key, an open window is read whole: else the attack is blind."""
    found = []
    for row in rows:
        if row.attack in (CLEAR, READ) and row.open:
            found.append(f"{row.attack}: {row.open} while the window is open")
        if row.attack in (CLEAR, READ, READ_WITH_KEY) and row.closed:
            found.append(f"{row.attack}: {row.closed} once it is closed")
        if row.attack == READ_WITH_KEY and row.open != row.of:
            found.append(f"blind: {row.open} of {row.of} read with the window's key")
    return found


# --- reading ---


def spellings(secret: bytes) -> tuple[bytes, ...]:
    return secret, secret.hex().encode(), secret.hex().upper().encode(), base64.b64encode(secret).rstrip(b"=")


def where(held: Holdings, *secrets: bytes) -> list[str]:
    """The places that hold one of these, however it is written."""
    return [name for name, content in held.items() if any(form in content for secret in secrets for form in spellings(secret))]


def in_the_clear(held: Holdings, truth: Truth) -> list[str]:
    """The answers that some byte tells, each of which nobody else ever wrote."""
    return [given for given in truth.tokens if where(held, given.encode())]


def read(held: Holdings, truth: Truth) -> set[tuple[int, str]]:
    """The pairs of a person and their answer that these bytes tell: a ballot is found, and a key to it, or what is made of that key."""
    if not where(held, truth.key, hmac.digest(truth.key, b"ballots", hashlib.sha256)):
        return set()
    person = {token(truth.key, id): id for id in truth.names}
    ballots = [Sealed(sealed) for sealed in truth.sealed if all(where(held, part) for part in ends(sealed))]
    votes = opened(Box(ballots), truth.key, truth.window)  # type: ignore[arg-type]
    return {(person[vote.token], vote.answer) for vote in votes if vote.answer} & {*truth.answers}


def ends(sealed: bytes) -> tuple[bytes, bytes]:
    """Of a ballot, which SQLite lays on two pages."""
    return sealed[:60], sealed[-60:]


class Sealed(NamedTuple):
    sealed: bytes


class Box(NamedTuple):
    """Ballots that were found, as `ballots.opened` reads those of a table."""

    found: Sequence[Sealed]

    def all(self, _statement: object) -> Sequence[Sealed]:
        return self.found


# --- joining ---


def joins(machine: Machine, held: Holdings) -> dict[str, int]:
    """By each way, how many ballots, sealed as they are, are laid at the right door. The attacker knows who answered when."""
    lies = [by_position(held, machine.truth, end) for end in (0, 1)]
    found = {
        "the order of rows": in_order(stored(machine), machine.truth),
        "where they lie in the files": max(in_order(lying[::way], machine.truth) for lying in lies for way in (1, -1)),
        "copies made one after the other": joined((state(name, held) for name in copies(held)), machine.truth),
    }
    if not machine.postgres:
        return found | {"the write-ahead log, commit by commit": joined(replayed(held), machine.truth)}
    log = b"".join(content for name, content in sorted(held.items()) if name.startswith("wal/"))
    return found | {
        "the transaction of each row (xmin)": by_transaction(machine),
        "the write-ahead log, record by record": next_named(log, machine.truth),
        "the server's log of statements": next_named(held["server's log"], machine.truth),
    }


def stored(machine: Machine) -> list[bytes]:
    """As the table gives them: by key on SQLite, by place in the heap on PostgreSQL."""
    rows = machine.t.rows(Ballot) if not machine.postgres else _asked(machine, "SELECT sealed FROM ballot ORDER BY ctid")
    return [bytes(row.sealed if hasattr(row, "sealed") else row[0]) for row in rows]  # type: ignore[index]


def by_position(held: Holdings, truth: Truth, end: int) -> list[bytes]:
    """As one end of each lies in the database's own files; SQLite's newest copy is its pages as they are, with what its log holds."""
    newest = f"{copies(held)[-1]}/database/relais.db"
    files = b"\0".join(content for name, content in sorted(held.items()) if name.startswith("base/") or name == newest)
    at = {sealed: place for sealed in truth.sealed if (place := files.find(ends(sealed)[end])) >= 0}
    return sorted(at, key=at.__getitem__)


def in_order(ballots: Sequence[bytes], truth: Truth) -> int:
    """The first was cast by who answered first, and so on: how many are right. One would be, by chance."""
    who = {sealed: person for sealed, (person, _) in zip(truth.sealed, truth.answers, strict=True)}
    return sum(who.get(sealed) == person for sealed, (person, _) in zip(ballots, truth.answers, strict=False))


def joined(states: Iterable[State], truth: Truth) -> int:
    """Between two moments some ballots came, and the line of one person changed."""
    who = {sealed: person for sealed, (person, _) in zip(truth.sealed, truth.answers, strict=True)}
    right = 0
    for (ballots, members), (more, changed) in pairwise(states):
        people = {int(line.split("|")[0]) for line in changed - members}
        if len(people) == 1:
            right += sum(who.get(sealed) in people for sealed in more - ballots)
    return right


def copies(held: Holdings) -> list[str]:
    return sorted({name.partition("/")[0] for name in held if name.startswith("copy ")}, key=lambda name: int(name.split()[1]))


def state(copy: str, held: Holdings) -> State:
    if (file := held.get(f"{copy}/database/relais.db")) is not None:
        return _state_of(file)
    rows = {table: held[f"{copy}/database/{table}.copy"].decode().splitlines() for table in ("ballot", "survey_member")}
    sealed = (bytes.fromhex(cell[3:]) for row in rows["ballot"] for cell in row.split("\t")[2:])
    return frozenset(sealed), frozenset(row.replace("\t", "|") for row in rows["survey_member"])


def _state_of(file: bytes) -> State:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(file[:18] + b"\1\1" + file[20:])  # as a file without a write-ahead log
        sealed = [row[0] for row in connection.execute("SELECT sealed FROM ballot")]
        members = ["|".join(map(str, row)) for row in connection.execute("SELECT * FROM survey_member")]
    return frozenset(sealed), frozenset(members)


def replayed(held: Holdings) -> Iterator[State]:
    """SQLite's file after each commit that its write-ahead log still holds."""
    file, log = bytearray(held["state/relais.db"]), held.get("state/relais.db-wal", b"")
    size, salts = int.from_bytes(log[8:12]), log[16:24]
    for at in range(32, len(log) - size - 23 if size else 0, 24 + size):
        page, pages_at_commit = (int.from_bytes(log[at + place : at + place + 4]) for place in (0, 4))
        if log[at + 8 : at + 16] != salts:
            return
        file.extend(bytes(max(0, page * size - len(file))))
        file[(page - 1) * size : page * size] = log[at + 24 : at + 24 + size]
        if pages_at_commit:
            yield _state_of(bytes(file[: pages_at_commit * size]))


def by_transaction(machine: Machine) -> int:
    """PostgreSQL says which transaction wrote each row, and each dead version of one, until it is vacuumed."""
    who = {sealed: person for sealed, (person, _) in zip(machine.truth.sealed, machine.truth.answers, strict=True)}
    wrote: dict[str, bytes] = {}
    for table in ("survey_member", "outbox", "inbox"):
        pages = f"generate_series(0, pg_relation_size('{table}') / 8192 - 1) AS page, heap_page_items(get_raw_page('{table}', page::int))"
        for transaction, content in _asked(machine, f"SELECT t_xmin::text, t_data FROM {pages} WHERE t_data IS NOT NULL"):
            wrote[transaction] = wrote.get(transaction, b"") + content
    right = 0
    for transaction, sealed in _asked(machine, "SELECT xmin::text, sealed FROM ballot"):
        content = wrote.get(transaction, b"")
        right += [id for id in machine.truth.names if id.to_bytes(8, "little") in content] == [who[bytes(sealed)]]
    return right


def next_named(log: bytes, truth: Truth) -> int:
    """Who is written to next, after a ballot was."""
    right = 0
    for sealed, (person, _) in zip(truth.sealed, truth.answers, strict=True):
        at = next((at for form in spellings(ends(sealed)[0]) if (at := log.find(form)) >= 0), None)
        if at is not None:
            after = {id: place for id, name in truth.names.items() if (place := log.find(f"scene:{name}".encode(), at)) >= 0}
            right += bool(after) and min(after, key=after.__getitem__) == person
    return right


def _asked(machine: Machine, question: str) -> list[tuple[str, bytes]]:
    with psycopg.connect(machine.t.url or "", autocommit=True) as connection:
        return connection.execute(question).fetchall()  # type: ignore[arg-type, return-value]
