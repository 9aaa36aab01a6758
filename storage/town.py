"""Versions of the town's files, and who or what would miss something that a version takes away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, func, select, update

from storage.database import next_number
from storage.tables import Person, Request, TownVersion, record, table
from storage.unit import Scope

TOWN, REQUEST, PERSON = table(TownVersion), table(Request), table(Person)
OPEN = ("to_qualify", "sent", "taken", "on_hold", "dated", "done")


class Applied(NamedTuple):
    """An applied version, without its files and its changes. number: from 1, in the order they were applied."""

    number: int
    id: int
    digest: str
    proposed_by: int | None
    applied_at: datetime


def applied(store: Scope) -> list[Applied]:
    """Every version that was ever in force, the one in force last."""
    columns = (TOWN.c.id, TOWN.c.digest, TOWN.c.proposed_by, TOWN.c.applied_at)
    rows = store.all(select(*columns).where(TOWN.c.state == "applied").order_by(TOWN.c.applied_at, TOWN.c.id))
    return [Applied(number, *row) for number, row in enumerate(rows, 1)]


def newest(store: Scope) -> int | None:
    """The id of the version in force, None while it is the folder. Asked every few seconds."""
    latest = select(TOWN.c.id).where(TOWN.c.state == "applied").order_by(TOWN.c.applied_at.desc(), TOWN.c.id.desc()).limit(1)
    row = store.first(latest)
    return int(row.id) if row else None


def version(store: Scope, id: int) -> TownVersion | None:
    """A version with its files."""
    row = store.first(select(TOWN).where(TOWN.c.id == id))
    return record(TownVersion, row._mapping) if row else None


def changes(store: Scope, ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """What each of these versions changed."""
    return {row.id: row.changes for row in store.all(select(TOWN.c.id, TOWN.c.changes).where(TOWN.c.id.in_(ids)))}


def first_city(store: Scope) -> str | None:
    """What the town was called before any import: the chain of the log begins with that name. None while there is no version."""
    first = select(TOWN.c.changes).where(TOWN.c.state == "applied").order_by(TOWN.c.applied_at, TOWN.c.id).limit(1)
    row = store.first(first)
    return row.changes.get("city") if row else None


def put(store: Scope, **values: Any) -> None:
    store.write(TOWN.insert(), values)


def settle(store: Scope, id: int, *, applied_at: datetime | None) -> bool:
    """Apply a proposal, or refuse it and forget its files; False when that was decided before."""
    values = {"state": "applied", "applied_at": applied_at} if applied_at else {"state": "refused", "files": b""}
    return bool(store.write(update(TOWN).where(TOWN.c.id == id, TOWN.c.state == "proposed").values(**values)).rowcount)


def withdraw(store: Scope, person_id: int | None) -> None:
    """What somebody proposed before and left undecided is refused: one proposal at a time."""
    mine = update(TOWN).where(TOWN.c.state == "proposed", TOWN.c.proposed_by == person_id)
    store.write(mine.values(state="refused", files=b""))


def take_turn(store: Scope) -> None:
    """From here to the end of the transaction nobody else applies a version: the counter's row is ours."""
    next_number(store.direct(), "town")


Uses = Mapping[tuple[str, str], int]
"""How many, by (column, id): {("service", "voirie.nid_de_poule"): 3}."""


def open_requests(store: Scope) -> Uses:
    """How many open requests have each service, direction, mairie (their own, or that of their place) and channel."""
    still = REQUEST.c.state.in_(OPEN)
    uses = {name: _counted(store, REQUEST.c[name], still) for name in ("service", "direction", "mairie", "channel")}
    uses["quarter"] = _counted(store, REQUEST.c.quarter, still, REQUEST.c.quarter != REQUEST.c.mairie)
    for id, count in uses.pop("quarter").items():
        uses["mairie"][id] = uses["mairie"].get(id, 0) + count
    return {(name, id): count for name, counts in uses.items() for id, count in counts.items()}


def people(store: Scope) -> Uses:
    """How many people belong to each mairie and each direction."""
    here = PERSON.c.left_at.is_(None)
    return {(name, id): count for name in ("mairie", "direction") for id, count in _counted(store, PERSON.c[name], here).items()}


def directions_with_somebody(store: Scope) -> frozenset[str]:
    """The directions that have an active référent."""
    rows = store.all(select(PERSON.c.direction).where(PERSON.c.role == "direction", PERSON.c.left_at.is_(None)).distinct())
    return frozenset(row.direction for row in rows if row.direction)


def roles_of(store: Scope, ids: Sequence[int]) -> dict[int, str]:
    return {row.id: row.role for row in store.all(select(PERSON.c.id, PERSON.c.role).where(PERSON.c.id.in_(ids)))}


def _counted(store: Scope, column: Column[Any], *conditions: Any) -> dict[str, int]:
    rows = store.all(select(column, func.count()).where(column.is_not(None), *conditions).group_by(column))
    return {str(row[0]): int(row[1]) for row in rows}
