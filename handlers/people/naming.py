"""What somebody typed to name a colleague, a mairie or a direction; and how those are named to people."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from config.entries import Named, name_of
from config.town import Town
from handlers.desk import Desk
from handlers.messages import Button, Refusal, Reply
from handlers.people.rules import called, plain
from storage import people
from storage.tables import Person

SHOWN = 20
"""Namesakes offered as buttons; beyond that, the name is asked for in full."""


def place_name(town: Town, mairie: str | None, direction: str | None) -> str:
    """The mairie, the direction or the town, as people call it."""
    if mairie:
        return name_of(town.mairies, mairie)
    if direction:
        return name_of(town.directions, direction)
    return town.city


def where(desk: Desk, person: Person) -> str:
    """The mairie, the direction or the town somebody belongs to."""
    return place_name(desk.town, person.mairie, person.direction)


def function_of(desk: Desk, person: Person) -> str:
    """« agent d’accueil ou de proximité, Les Tanneurs »."""
    return desk.word("person-function", role=desk.word(f"role-{person.role}"), where=where(desk, person))


def named(desk: Desk, name: str, among: Sequence[Person], act: Callable[[Person], str]) -> Person | Reply:
    """The one person of these who is called so; or the question which of them, each a button that does `act`.

    Raises Refusal when nobody is.
    """
    found = called(name, among)
    if not found:
        raise Refusal("person-unknown", name=name[:60])
    if len(found) == 1:
        return found[0]
    if len(found) > SHOWN:
        raise Refusal("person-too-many", name=name[:60], count=len(found))
    return which(desk, found, act)


def which(desk: Desk, found: Sequence[Person], act: Callable[[Person], str]) -> Reply:
    """Which of these: each is shown with their function and place, since names are what people chose themselves."""
    return Reply("person-which", choices=tuple(person_button(desk, person, act(person)) for person in found), layout="list")


def person_button(desk: Desk, person: Person, act: str) -> Button:
    return Button(act, "button-person", {"name": person.name, "function": function_of(desk, person)})


def colleague(desk: Desk, id: str) -> Person:
    """Somebody who is still here, named by a button."""
    person = people.person(desk.store, int(id))
    if person is None or person.left_at is not None:
        raise Refusal("person-gone")
    return person


def places_in(entries: Sequence[Named], text: str) -> tuple[list[str], str]:
    """The entries that a text names, by name or id, in their own order; and what is left of it, folded: "" when all was understood."""
    rest, found = plain(text), []
    for entry in sorted(entries, key=lambda entry: len(plain(entry.name)), reverse=True):
        for said in (plain(entry.name), plain(entry.id)):
            if said and said in rest:
                found.append(entry.id)
                rest = rest.replace(said, "")
                break
    return [entry.id for entry in entries if entry.id in found], rest.replace("et", "").replace("and", "")
