"""The calendar of a direction, a mairie or a delay class, as the town writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.entries import Opening, Week
from handlers.escalation.working_time import Calendar

if TYPE_CHECKING:
    from config.catalogue import DelayClass
    from config.town import Town
    from handlers.people.permissions import Holder

OF_MAIRIES = "v_mq"
"""The direction whose hours are those of the mairies de quartier."""

_OFFICE_DAY = (Opening.parse("08:30-12:30"), Opening.parse("13:30-17:00"))
OFFICE_HOURS: Week = (*(_OFFICE_DAY,) * 5, (), ())
"""For a place that says nothing of its hours."""

ALWAYS = Calendar("Europe/Paris", OFFICE_HOURS, always=True)


def of_direction(town: Town, id: str | None) -> Calendar:
    """Its hours, or office hours where it has none, less the days that the town closed it."""
    direction = town.directions.get(id or "")
    closed = frozenset(day.on for day in town.exceptional_days if not day.directions or id in day.directions)
    return Calendar(town.timezone, direction.hours if direction and direction.hours else OFFICE_HOURS, closed)


def of_mairie(town: Town, _id: str) -> Calendar:
    return of_direction(town, OF_MAIRIES)


def of_person(town: Town, person: Holder) -> Calendar:
    """The hours of the place where somebody works."""
    return of_direction(town, person.direction) if person.direction else of_mairie(town, person.mairie or "")


def of_class(town: Town, chosen: DelayClass, direction: str | None, mairie: str) -> Calendar:
    """Day and night for what is counted so; else that of the direction, or of the mairie where it is its own."""
    if chosen.calendar == "24_7":
        return ALWAYS
    return of_direction(town, direction) if direction else of_mairie(town, mairie)
