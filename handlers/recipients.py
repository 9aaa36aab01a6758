"""Who is told of a request, by function: the town's table of who does what says who holds it; whoever is away, their relay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import NamedTuple

from config.directory import Activity
from handlers.desk import Desk
from handlers.directory.rules import recipients as responsible
from handlers.directory.rules import roles_for
from handlers.escalation import calendars, slots
from handlers.people.rules import MORNING, SLOTS, slot_fact, slot_of, stand_in
from storage import absences, digests, outbox, people
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
    "chef_direction": _post("reponse_technique", "A", "direction"),
    "mairie": _post("information_usager", "R", "agent"),
    "sg": _post("refus", "A", "sg"),
    "coordination": _post("arbitrage", "A", "coordination"),
    "dgs": _post("arbitrage_dgs", "A", "dgs"),
}
OF_A_DIRECTION = ("direction", "chef_direction")
OF_ITS_MAIRIE = {"direction": "mairie", "chef_direction": "sg"}
"""Who stands there for a direction where the work is the mairie's own."""


def recipients(desk: Desk, request: Request, to: str) -> list[Person]:
    """Those who hold the function where the request is.

    Of a mairie, whoever has the request in hand, or logged it, when they are of those; else all of them.
    """
    store, post = desk.store, POSTS[to]
    activity = desk.town.raci.get(post.activity) or post.otherwise
    roles = {*roles_for(activity, post.letters), *roles_for(activity, "A"), "coordination"}
    concerned = people.concerned(store, roles, mairie=request.mairie, direction=request.direction)
    found = responsible(concerned, activity, post.letters, mairie=request.mairie, direction=request.direction,
                        today_away=away(store, desk.today))
    if to in OF_A_DIRECTION:  # nobody else does a direction's work: with no référent, the card of the request says so
        return [person for person in found if person.role == "direction"]
    mine = [person for person in found if to == "mairie" and person.id in (request.holder_id, request.author_id)]
    return mine or found


def holders(desk: Desk, request: Request, function: str) -> list[Person]:
    """Those who hold a function of the ladder (config/escalation) for this request; nobody where nobody is there for it."""
    if function == "pilote":
        return _present(desk, request.holder_id) if request.holder_id else []
    own = request.direction is None or request.competence == "mairie_quartier" or request.state == "to_qualify"
    post = OF_ITS_MAIRIE.get(function, function) if own else function
    found = recipients(desk, request, post)
    return found if post in OF_A_DIRECTION else [each for each in found if each.role in _roles_of(desk, post)]


def _roles_of(desk: Desk, post: str) -> set[str]:
    """The roles that hold a post: the coordination that stands in for everybody is another step of the ladder."""
    activity = desk.town.raci.get(POSTS[post].activity) or POSTS[post].otherwise
    return {*roles_for(activity, POSTS[post].letters), *roles_for(activity, "A")}


def _present(desk: Desk, person_id: int) -> list[Person]:
    """This person, or whoever their relays lead to, when they are here today."""
    id = stand_in(person_id, absences.of_day(desk.store, desk.today), desk.today)
    person = people.person(desk.store, id) if id is not None else None
    return [person] if person and person.left_at is None else []


def next_messages(desk: Desk, persons: Sequence[Person]) -> list[datetime]:
    """When each of them is told what waits for them: in the slot that they are in, unless they had its message, or in a later one."""
    local = desk.town.local(desk.now)
    slot = slot_of(local)
    facts = {person.id: slot_fact(person.id, local, slot) for person in persons} if slot else {}
    said = outbox.said_among(desk.store, list(facts.values()))
    chosen = {id: mine.at for (id, _), mine in digests.choices(desk.store, [MORNING]).items() if mine.at}
    turns = [(slots.next_message(calendars.of_person(desk.town, person), desk.now, told=facts.get(person.id) in said), person.id)
             for person in persons]
    return [_not_before(turn.astimezone(local.tzinfo), chosen.get(id)) for turn, id in turns]


def _not_before(turn: datetime, hour: time | None) -> datetime:
    """In the first slot of a day, not before the hour that somebody chose for it."""
    if hour is None or not SLOTS[0] <= turn.time() < min(hour, SLOTS[1]):
        return turn
    return turn.replace(hour=hour.hour, minute=hour.minute)
