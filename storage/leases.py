"""What one process does for all: taken for a while, renewed, given back, all by the database's clock. PostgreSQL only.

A write made under a duty shows its term, in the transaction itself: whoever was frozen or cut off, and was replaced, is refused.
The lock that this takes lets its owner renew and makes whoever takes over wait for that one commit; nobody else touches the row.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import text as sql

from storage.database import REVISION, StorageFault
from storage.unit import Unit


class Term(NamedTuple):
    """One holding of a duty."""

    duty: str
    number: int


class Taken(NamedTuple):
    """A duty that is ours now. abrupt: the one before us did not give it back."""

    term: Term
    abrupt: bool


class DutyLost(Exception):
    """A write came from a process that does not have this duty any more: somebody else does its work."""

    def __init__(self, duty: str) -> None:
        super().__init__(duty)
        self.duty = duty


FREE = sql("SELECT owner, term FROM lease WHERE duty = :duty AND (expires_at <= clock_timestamp() OR owner = :owner) FOR UPDATE")
TAKE = sql(
    "UPDATE lease SET owner = :owner, term = term + 1, expires_at = clock_timestamp() + make_interval(secs => :ttl_s) "
    "WHERE duty = :duty RETURNING term"
)
FIRST = sql(
    "INSERT INTO lease (duty, owner, term, expires_at) VALUES (:duty, :owner, 1, clock_timestamp() + make_interval(secs => :ttl_s)) "
    "ON CONFLICT (duty) DO NOTHING RETURNING term"
)
RENEW = sql(
    "UPDATE lease SET expires_at = clock_timestamp() + make_interval(secs => :ttl_s) "
    "WHERE duty = :duty AND owner = :owner AND term = :term AND expires_at > clock_timestamp()"
)
RESIGN = sql("UPDATE lease SET owner = '', expires_at = clock_timestamp() WHERE duty = :duty AND owner = :owner AND term = :term")
END = sql("UPDATE lease SET expires_at = least(expires_at, clock_timestamp()) WHERE duty = :duty AND owner = :owner")
SHOW = sql(
    "SELECT version_num = :revision FROM lease, alembic_version "
    "WHERE duty = :duty AND term = :term AND expires_at > clock_timestamp() FOR KEY SHARE OF lease"
)


def acquire(unit: Unit, duty: str, owner: str, *, ttl_s: float) -> Taken | None:
    """Take a duty that is nobody's, for so long; None when somebody has it.

    What its last owner was committing is committed first, or never.
    """
    values = {"duty": duty, "owner": owner, "ttl_s": ttl_s}
    before = unit.connection.execute(FREE, values).first()
    if before is None:
        first = unit.connection.execute(FIRST, values).scalar()
        return Taken(Term(duty, int(first)), abrupt=False) if first is not None else None
    return Taken(Term(duty, int(unit.connection.execute(TAKE, values).scalar_one())), abrupt=before.owner != "")


def renew(unit: Unit, term: Term, owner: str, *, ttl_s: float) -> bool:
    """Keep it for another while. False: it is not ours any more."""
    values = {"duty": term.duty, "term": term.number, "owner": owner, "ttl_s": ttl_s}
    return unit.connection.execute(RENEW, values).rowcount == 1


def resign(unit: Unit, term: Term, owner: str) -> None:
    """Give it back: whoever waits may have it at once."""
    unit.connection.execute(RESIGN, {"duty": term.duty, "term": term.number, "owner": owner})


def show(unit: Unit, terms: Iterable[Term]) -> None:
    """Prove, until this transaction ends, that these duties are ours. Raises DutyLost; StorageFault when another release migrated."""
    for term in sorted(terms):
        values = {"duty": term.duty, "term": term.number, "revision": REVISION}
        ours = unit.connection.execute(SHOW, values).scalar()
        if ours is None:
            raise DutyLost(term.duty)
        if not ours:
            raise StorageFault("storage-moved-on", where=unit.connection.engine.url.render_as_string(hide_password=True))


def end(unit: Unit, duty: str, owner: str) -> None:
    """Its owner is known to be dead: it is nobody's, and was not given back."""
    unit.connection.execute(END, {"duty": duty, "owner": owner})


def owner_of(unit: Unit, duty: str) -> str:
    """Who has it, "" for nobody."""
    row = unit.connection.execute(sql("SELECT owner FROM lease WHERE duty = :duty AND expires_at > clock_timestamp()"), {"duty": duty})
    return row.scalar() or ""
