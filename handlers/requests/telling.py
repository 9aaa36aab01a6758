"""Who must be told of an act, by function: one table. The line is owed, not sent: it comes in their next message (handlers/notices)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from handlers.desk import Desk
from handlers.notices import tell
from handlers.recipients import next_messages, recipients
from handlers.requests import cards
from handlers.requests.life import Act, Answers
from storage import people
from storage.tables import Person, Request


class Line(NamedTuple):
    """to: whom, by function. key: the words. when: an answer that makes it worth telling, (name, value)."""

    to: str
    key: str
    when: tuple[str, str] | None = None


LINES: Mapping[str, tuple[Line, ...]] = {
    "send": (Line("direction", "notice-arrived"),),
    "transfer": (Line("direction", "notice-arrived"), Line("coordination", "notice-to-arbitrate")),
    "ask_arbitration": (Line("coordination", "notice-to-arbitrate"),),
    "escalate": (Line("dgs", "notice-escalated"),),
    "arbitrate": (Line("direction", "notice-decided"), Line("mairie", "notice-decided")),
    "hold": (Line("mairie", "notice-question", ("reason", "info_usager")),),
    "date": (Line("mairie", "notice-dated"),),
    "finish": (Line("mairie", "notice-finished"),),
    "reopen": (Line("direction", "notice-reopened"),),
}


def announce(desk: Desk, request: Request, act: Act, answers: Answers) -> list[Person]:
    """Owe a line to whoever the act concerns, but to who did it; return them. What was owed of the request before is no longer news."""
    told: list[Person] = []
    for line in LINES.get(act.name, ()):
        locked = request.arbitration == "open"
        if (line.to == "coordination") is not locked and act.name == "transfer":
            continue
        if line.when is None or answers.get(line.when[0]) == line.when[1]:
            told += _tell(desk, request, line.key, recipients(desk, request, line.to))
    return told


def delivery(desk: Desk, told: Sequence[Person]) -> str:
    """« Sera lu demain à 8:15 », for whoever acts: when the first of those told hears of it, unless that is today."""
    first = min(next_messages(desk, told), default=desk.now)
    return "" if desk.town.local(first).date() == desk.today else desk.word("will-be-read", at=first)


def ask(desk: Desk, request: Request, act: Act) -> None:
    """The secrétaire général is asked for an act."""
    what, role = f"act-{act.name}", f"role-{desk.who.role}"
    _tell(desk, request, "notice-asked", recipients(desk, request, "sg"), what=desk.word(what), role=desk.word(role))


def answer(desk: Desk, request: Request, act: Act, *, person: int, granted: bool) -> None:
    """Whoever asked learns what was decided."""
    asker = people.person(desk.store, person)
    if asker is not None:
        _tell(desk, request, "notice-granted" if granted else "notice-declined", [asker], what=desk.word(f"act-{act.name}"))


def woken(desk: Desk, request: Request) -> None:
    """Its day has come: whoever has it goes on."""
    holder = people.person(desk.store, request.holder_id) if request.holder_id else None
    pilots = [holder] if holder else recipients(desk, request, "mairie" if request.competence == "mairie_quartier" else "direction")
    _tell(desk, request, "notice-woken", pilots)


def _tell(desk: Desk, request: Request, key: str, whom: Iterable[Person], **fill: object) -> list[Person]:
    others = [person for person in whom if person.id != _actor(desk)]
    for person in others:
        tell(desk, person.id, f"{key}/{request.id}/{request.version}", key, request_id=request.id, reference=request.reference or "",
             service=cards.service_name(desk, request.service), **fill)  # type: ignore[arg-type]  # values of texts
    return others


def _actor(desk: Desk) -> int | None:
    return desk.person.id if desk.person else None
