"""Whose figures somebody may read, and what these are worked out from: four queries, whatever the measures."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from handlers.measures.facts import facts
from handlers.measures.formulas import Material
from handlers.measures.periods import Period
from handlers.people.permissions import Grant, Holder, mairies_of
from handlers.people.rules import OF_A_MAIRIE
from storage import measures
from storage.measures import Perimeter
from storage.unit import Scope

if TYPE_CHECKING:
    from config.town import Town


def perimeter_of(person: Holder, grant: Grant) -> Perimeter | None:
    """Whose figures the grant gives: of figures only (A), an elected official their own mairies', others everybody's. None: of nobody.

    Whoever reads figures only is shown them `guarded`, and no list.
    """
    if grant.scope == "direction":
        return Perimeter(direction=person.direction) if person.direction else None
    if grant.scope == "all" or person.role not in OF_A_MAIRIE:
        return Perimeter()
    return Perimeter(mairies=tuple(mairies_of(person))) if mairies_of(person) else None


def material(store: Scope, town: Town, perimeter: Perimeter, period: Period, now: datetime) -> Material:
    """For `definitions.figure`, as many times as there are measures to show."""
    start, end = period.bounds(town.timezone)
    until = min(end, now)
    pasts = measures.pasts(store, perimeter, start, until)
    rows = [
        facts(town, file, pasts.get(file.id, ()), direction=perimeter.direction)
        for file in measures.files(store, perimeter, start, until)
    ]
    return Material(period, start, end, now, rows, measures.arrived(store, perimeter, start, until),
                    measures.contacts(store, perimeter, start, until), perimeter.direction)
