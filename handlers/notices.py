"""What one person must be told is a fact, not a message: one job folds what is pending into one message (people/telling)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from handlers.desk import DANGER, Desk
from handlers.messages import Address, Button, Reply, Value
from storage import notices, people


def tell(desk: Desk, person_id: int, fact: str, key: str, *, request_id: int | None = None, urgent: bool = False,
         morning: bool = False, not_before: datetime | None = None, **fill: Value) -> None:
    """Owe somebody a line, once for ever for this fact. key, fill: its words. urgent: danger, said here and now, at any hour.

    morning: a reminder, told only in their first message of a day.

    A word that fills it (a role, a place) is given in their language: `with desk.speaking(person.language)`.
    """
    person = people.person(desk.store, person_id)
    if person is None or person.left_at is not None:
        return
    id, when = desk.next_id(), not_before or desk.now
    kept = {name: _plain(value) for name, value in fill.items()}
    new = notices.put(desk.store, id=id, fact=f"{fact}/{person_id}", person_id=person_id, request_id=request_id, key=key, fill=kept,
                      urgent=urgent, morning=morning, not_before=when)
    chat = people.private_chat(desk.store, person_id) if new and urgent and when <= desk.now else None
    if chat is None:
        return  # the job says it: at their slot, or, if it is urgent, as soon as they can be reached
    with desk.speaking(person.language):
        opens = (Button(f"requests.show:{request_id}", "button-open"),) if request_id else ()
        said = Reply(key, fill, choices=opens)
        message = desk.say(said, to=Address.parse(chat), person=person, key=f"{fact}/{person_id}", priority=DANGER)
    if message is not None:
        notices.told(desk.store, id, message)


def take_back(desk: Desk, person_id: int, fact: str) -> bool:
    """It is no longer true; whether that comes in time, before they were told."""
    return notices.supersede_fact(desk.store, f"{fact}/{person_id}")


def filled(fill: Mapping[str, Any]) -> dict[str, Value]:
    """What fills a notice's words, as it was given to `tell`."""
    return {name: _read(value) for name, value in fill.items()}


def _plain(value: Value) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _read(value: Any) -> Value:
    if not isinstance(value, dict):
        return cast("Value", value)
    return datetime.fromisoformat(value["moment"]) if "moment" in value else date.fromisoformat(value["day"])


def drop(desk: Desk, request_id: int, *, version: int | None = None) -> None:
    """What was still to be told of this request, or of this version of it, is no longer true."""
    notices.supersede(desk.store, request_id, version)


def drop_lines(desk: Desk, request_id: int, beginning: str, *, person_id: int | None = None) -> None:
    """Lines of a request whose fact begins so are no longer true; of one person, or of everybody."""
    notices.supersede_facts(desk.store, request_id, beginning, person_id)
