"""Bringing the roll-ups up to date: what a request that changed counted for is taken off, what it counts for now is added.

The act only notes that it changed, in the row that it writes anyway. One owner folds, some requests at a time, each with its sums and
what it counts for in one transaction; killed in between, nothing of it was. Figures read what is not folded yet besides (reading).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from handlers.desk import Desk
from handlers.escalation import calendars
from handlers.feature import Job
from handlers.measures.cells import FORM, Cell, cells, packed, rolled, unpacked, waiting
from handlers.measures.reading import each_of
from storage import rollups
from storage.rollups import Waiting
from storage.unit import Scope

if TYPE_CHECKING:
    from config.town import Town

AT_ONCE = 150
"""Requests folded in one tick, so that nobody waits behind it; the next tick goes on."""


def fold_some(desk: Desk) -> None:
    """What changed since; with nothing left of that, what counts otherwise since the town's hours changed."""
    if fold(desk.store, desk.town, desk.now, AT_ONCE) < AT_ONCE:
        go_through(desk)


def fold(store: Scope, town: Town, now: datetime, at_once: int) -> int:
    """How many requests were folded: fewer than at once when nothing is left."""
    ids = rollups.untallied(store, at_once)
    if ids and rollups.are_empty(store):
        rollups.go_through(store, stamp(town), now)  # none was folded otherwise
    _fold(store, town, ids)
    return len(ids)


def start_again(store: Scope, town: Town, now: datetime) -> None:
    """Sums that nobody trusts any more are left out: all are counted again, at the next folds."""
    rollups.start_again(store)
    rollups.go_through(store, stamp(town), now)


def go_through(desk: Desk) -> None:
    """All requests again, from the first to the last, after a change of what decides what they count for."""
    wanted = stamp(desk.town)
    done, _, after = rollups.through(desk.store).partition("@")
    if done == wanted and not after:
        return
    ids, more = rollups.next_tallied(desk.store, int(after) if done == wanted else 0, AT_ONCE)
    _fold(desk.store, desk.town, ids)
    if ids:
        rollups.go_through(desk.store, f"{wanted}@{ids[-1]}", desk.now)
    elif not more:
        rollups.go_through(desk.store, wanted, desk.now)


def stamp(town: Town) -> str:
    """Another one when the same request may count for something else: other hours, closed days, directions of services."""
    return town.once("rollups", lambda: _stamp(town))


def _stamp(town: Town) -> str:
    everywhere = [*((calendars.of_mairie(town, id), id) for id in town.mairies),
                  *((calendars.of_direction(town, id), id) for id in (None, *town.directions))]
    hours = [(id, calendar.zone, calendar.week, sorted(calendar.closed)) for calendar, id in everywhere]
    said = repr((FORM, hours, sorted((service.id, service.direction) for service in town.services.values())))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _fold(store: Scope, town: Town, ids: Sequence[int]) -> None:
    if not ids:
        return
    before = rollups.tallies(store, ids)
    kept: dict[int, str] = {}
    waits: list[Waiting] = []
    moved: list[tuple[Cell, int]] = []
    for file, told in each_of(store, town, ids):
        found = cells(told)
        waits += waiting(file.id, told)
        if found:
            kept[file.id] = packed(found)
        if kept.get(file.id) != before.get(file.id):
            moved += found.items()
            moved += ((cell, -count) for cell, count in unpacked(before.get(file.id, "")).items())
    rollups.add(store, rolled(moved))
    rollups.keep(store, ids, kept, waits)


JOBS = {"fold": Job(fold_some, every_s=2)}
