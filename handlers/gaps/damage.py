"""The database was found damaged: the administrators hear of it at once, once a day."""

from __future__ import annotations

from handlers.desk import DANGER, Desk
from handlers.messages import Address, Reply
from storage import people


def tell_damage(desk: Desk) -> None:
    for person, chat in people.with_role(desk.store, "admin"):
        with desk.speaking(person.language):
            key = f"damage/{desk.today}/{person.id}"
            desk.say(Reply("database-damaged"), to=Address.parse(chat), person=person, key=key, priority=DANGER)
