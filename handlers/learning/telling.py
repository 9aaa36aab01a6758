"""What a process says of the router to the administrators, once whichever process says it: what was learned, refused, made again."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.learning.versions import number_of
from handlers.messages import Address, Reply
from storage import learning, people
from storage.tables import RouterVersion


def tell_version(desk: Desk, id: int) -> None:
    """A version is in force, or was tried and is not."""
    row = next((row for row in learning.versions(desk.store) if row.id == id), None)
    if row is None:
        return
    _tell(desk, Reply(*outcome(row, number_of(desk.store, id))), fact=f"router/{id}")


def outcome(row: RouterVersion, number: int) -> tuple[str, dict[str, int]]:
    """The words that say what became of a version, and what fills them."""
    right, before, asked = row.figures.get("new", (0, 0, 0))
    kind = "back" if row.back_to >= 0 else row.why or ("learned" if asked else "first")
    values = {"number": number, "lessons": row.lessons, "right": right, "before": before, "asked": asked, "to": row.back_to}
    return f"router-version-{kind}", values


def tell_rebuilt(desk: Desk, id: int) -> None:
    """The file of this version was damaged, and is made again; where it never was, or was cleared, there is nothing to say."""
    _tell(desk, Reply("router-rebuilt", {"number": number_of(desk.store, id)}), fact=f"router-rebuilt/{id}/{desk.today}")


def _tell(desk: Desk, reply: Reply, *, fact: str) -> None:
    for person in people.at_work(desk.store, ["admin"]):
        chat = people.private_chat(desk.store, person.id)
        if chat is not None:
            with desk.speaking(person.language):
                desk.say(reply, to=Address.parse(chat), person=person, key=f"{fact}/{person.id}")
