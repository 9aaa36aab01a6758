"""Who must be told of an act, by function: one table. The line is owed, not sent: it comes in their next message (handlers/notices)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from config.directory import Activity
from handlers.desk import Desk
from handlers.directory.rules import recipients as responsible
from handlers.directory.rules import roles_for
from handlers.notices import tell
from handlers.requests import cards
from handlers.requests.asking import today
from handlers.requests.life import Act, Answers
from storage import people
from storage.directory import away
from storage.tables import Person, Request


class Post(NamedTuple):
    """A function, as the activity it has and its letters there. otherwise: for a town that wrote no such activity."""

    activity: str
    letters: str
    otherwise: Activity


def _post(activity: str, letters: str, role: str) -> Post:
    return Post(activity, letters, Activity.model_construct(id=activity, name=activity, letters={role: "A/R"}))


POSTS: Mapping[str, Post] = {
    "direction": _post("reponse_technique", "R", "direction"),
    "mairie": _post("information_usager", "R", "agent"),
    "sg": _post("refus", "A", "sg"),
    "coordination": _post("arbitrage", "A", "coordination"),
    "dgs": _post("arbitrage_dgs", "A", "dgs"),
}


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


def announce(desk: Desk, request: Request, act: Act, answers: Answers) -> None:
    """Owe a line to whoever the act concerns, but to who did it. What was owed of the request before is no longer news."""
    for line in LINES.get(act.name, ()):
        locked = request.arbitration == "open"
        if (line.to == "coordination") is not locked and act.name == "transfer":
            continue
        if line.when is None or answers.get(line.when[0]) == line.when[1]:
            _tell(desk, request, line.key, recipients(desk, request, line.to))


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


def danger(desk: Desk, request: Request, *, fact: str) -> None:
    """Said at once, at any hour, to those who answer for it. fact: "" for the alert itself, else what makes it another one."""
    direction = desk.town.directions.get(request.direction or "")
    whom = recipients(desk, request, "sg") + (recipients(desk, request, "direction") if direction and direction.on_call else [])
    if fact or not whom:
        whom += recipients(desk, request, "coordination")
    known = desk.town.dangers.get(request.danger or "")
    for person in {person.id: person for person in whom if person.id != _actor(desk)}.values():
        tell(desk, person.id, f"danger/{request.id}/{request.danger_at}{fact}", "notice-danger-uncalled" if fact else "notice-danger",
             request_id=request.id, urgent=True, reference=request.reference or "", service=cards.service_name(desk, request.service),
             call=known.call if known else cards.EMERGENCY)


def recipients(desk: Desk, request: Request, to: str) -> list[Person]:
    """Those who hold the function where the request is, as the town's table of who does what says; whoever is away, their relay.

    Of a mairie, whoever has the request in hand, or logged it, when they are of those; else all of them.
    """
    store, post = desk.store, POSTS[to]
    activity = desk.town.raci.get(post.activity) or post.otherwise
    roles = {*roles_for(activity, post.letters), *roles_for(activity, "A"), "coordination"}
    concerned = people.concerned(store, roles, mairie=request.mairie, direction=request.direction)
    found = responsible(concerned, activity, post.letters, mairie=request.mairie, direction=request.direction,
                        today_away=away(store, today(desk)))
    if to == "direction":  # nobody else does a direction's work: with no référent, the card of the request says so
        return [person for person in found if person.role == "direction"]
    mine = [person for person in found if to == "mairie" and person.id in (request.holder_id, request.author_id)]
    return mine or found


def _tell(desk: Desk, request: Request, key: str, whom: Iterable[Person], **fill: object) -> None:
    for person in whom:
        if person.id != _actor(desk):
            tell(desk, person.id, f"{key}/{request.id}/{request.version}", key, request_id=request.id, reference=request.reference or "",
                 service=cards.service_name(desk, request.service), **fill)  # type: ignore[arg-type]  # values of texts


def _actor(desk: Desk) -> int | None:
    return desk.person.id if desk.person else None
