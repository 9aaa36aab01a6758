"""What a process says of the town by itself: that a version is in force, or that it could not be."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.messages import Address, Reply
from handlers.town.versions import number_of
from storage import people
from storage import town as versions


def tell_in_force(desk: Desk, id: int) -> None:
    """To whoever proposed it, once, by whichever process was first."""
    row = versions.version(desk.store, id)
    if row is not None and row.proposed_by is not None:
        _tell(desk, row.proposed_by, Reply("town-in-force", {"number": number_of(desk.store, id)}), fact=f"town-in-force/{id}")


def tell_failure(desk: Desk, id: int) -> None:
    """To every administrator, once: the town they see is not the one that was decided."""
    number = number_of(desk.store, id)
    for person in people.at_work(desk.store, ["admin"]):
        _tell(desk, person.id, Reply("town-failed", {"number": number}), fact=f"town-failed/{id}")


def _tell(desk: Desk, person_id: int, reply: Reply, *, fact: str) -> None:
    person, chat = people.person(desk.store, person_id), people.private_chat(desk.store, person_id)
    if person is None or chat is None:
        return
    with desk.speaking(person.language):
        desk.say(reply, to=Address.parse(chat), person=person, key=f"{fact}/{person_id}")
