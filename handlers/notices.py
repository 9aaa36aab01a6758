"""What one person must be told is a fact, not a message: one job folds what is pending into one message (people/telling)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from handlers.desk import DANGER, Desk
from handlers.messages import Address, Button, Reply, Value
from storage import notices, people


def tell(desk: Desk, person_id: int, fact: str, key: str, *, request_id: int | None = None, urgent: bool = False,
         not_before: datetime | None = None, **fill: Value) -> None:
    """Owe somebody a line, once for ever for this fact. key, fill: its words. urgent: danger, said here and now, at any hour."""
    id = desk.next_id()
    kept = {name: _plain(value) for name, value in fill.items()}
    new = notices.put(desk.store, id=id, fact=f"{fact}/{person_id}", person_id=person_id, request_id=request_id, key=key, fill=kept,
                      urgent=urgent, not_before=not_before or desk.now)
    if not (new and urgent):
        return
    person, chat = people.person(desk.store, person_id), people.private_chat(desk.store, person_id)
    if person is None or chat is None:
        return  # nobody to say it to yet: the job says it as soon as there is
    with desk.speaking(person.language):
        opens = (Button(f"requests.show:{request_id}", "button-open"),) if request_id else ()
        said = Reply(key, fill, choices=opens)
        message = desk.say(said, to=Address.parse(chat), person=person, key=f"{fact}/{person_id}", priority=DANGER)
    if message is not None:
        notices.told(desk.store, id, message)


def filled(fill: Mapping[str, Any]) -> dict[str, Value]:
    """What fills a notice's words, as it was given to `tell`."""
    read = {name: (READERS[kind](written) for kind, written in value.items()) for name, value in fill.items() if isinstance(value, dict)}
    return {name: next(read[name]) if name in read else value for name, value in fill.items()}


READERS: Mapping[str, Callable[[str], Value]] = {"moment": datetime.fromisoformat, "day": date.fromisoformat}


def _plain(value: Value) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def drop(desk: Desk, request_id: int, *, version: int | None = None) -> None:
    """What was still to be told of this request, or of this version of it, is no longer true."""
    notices.supersede(desk.store, request_id, version)
