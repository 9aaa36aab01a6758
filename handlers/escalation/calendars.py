"""The calendar of a direction, a mairie, a person or a delay class, as the town writes it. Pure; made once for each town."""

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


def of_direction(town: Town, id: str | None) -> Calendar:
    """Its hours, or office hours where it has none (a partner outside), less public holidays and the days it is closed. None: the town."""
    return town.once("direction", lambda: _calendar(town, _hours(town, id), id), id)


def of_mairie(town: Town, id: str | None) -> Calendar:
    """Its own hours, or those of the mairies de quartier; closed on its own days, and whenever all of these are."""
    def make() -> Calendar:
        mairie = town.mairies.get(id or "")
        return _calendar(town, mairie.hours if mairie and mairie.hours else _hours(town, OF_MAIRIES), OF_MAIRIES, id)

    return town.once("mairie", make, id)


def always(town: Town) -> Calendar:
    """Day and night, whatever the day."""
    return town.once("always", lambda: Calendar(town.timezone, OFFICE_HOURS, always=True))


def of_person(town: Town, person: Holder) -> Calendar:
    """The hours of the place where somebody works."""
    return of_direction(town, person.direction) if person.direction else of_mairie(town, person.mairie)


def of_class(town: Town, chosen: DelayClass, direction: str | None, mairie: str | None) -> Calendar:
    """Day and night for what is counted so; else that of the direction, or of the mairie where it is its own (direction None)."""
    if chosen.calendar == "24_7":
        return always(town)
    return of_direction(town, direction) if direction else of_mairie(town, mairie)


def _hours(town: Town, direction_id: str | None) -> Week:
    direction = town.directions.get(direction_id or "")
    return direction.hours if direction and direction.hours else OFFICE_HOURS


def _calendar(town: Town, hours: Week, *places: str | None) -> Calendar:
    """places: those whose closures hold there, its own last."""
    return Calendar(town.timezone, hours, {day: label for place in places for day, label in town.closed_days(place).items()})
