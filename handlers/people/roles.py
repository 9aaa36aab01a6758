"""Who has which role: /role, and the second person that the top roles need."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

from handlers import notices
from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Address, Button, Incoming, Refusal, Reply
from handlers.people.codes import invitation
from handlers.people.handing import hand_over
from handlers.people.naming import colleague, function_of, named, place_name, places_in
from handlers.people.permissions import ROLES
from handlers.people.rules import COVERING, OF_A_MAIRIE, TOP_ROLES, plain
from storage import people, role_changes
from storage.tables import Person, RoleChange

CONFIRMING = timedelta(hours=48)
COVERS = re.compile(r"\b(?:et )?(?:couvre|covers?)\b(?: (?:aussi|also)\b)?", re.IGNORECASE)


class Place(NamedTuple):
    """A role and where it is held. others: the other mairies it covers."""

    role: str
    mairie: str | None = None
    direction: str | None = None
    others: tuple[str, ...] = ()

    @classmethod
    def of(cls, person: Person) -> Place:
        return cls(person.role, person.mairie, person.direction, tuple(person.other_mairies or ()))

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read back `str(place)`, as a button carries it."""
        role, mairie, direction, others = text.split("/")
        return cls(role, mairie or None, direction or None, tuple(others.split(",")) if others else ())

    def __str__(self) -> str:
        return f"{self.role}/{self.mairie or ''}/{self.direction or ''}/{','.join(self.others)}"


def role(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/role Karim sg Les Tanneurs; /role Nadia couvre aussi Les Cèdres. What is said is the whole of it: nothing is added to what was."""
    said, _, covered = (part.strip() for part in _split(argument))
    words = said.split()
    at = next((place for place, word in enumerate(words) if place and plain(word) in ROLES), len(words))
    name, role, rest = " ".join(words[:at]), plain(words[at]) if at < len(words) else None, " ".join(words[at + 1 :])
    if not name or not (role or covered):
        raise Refusal("role-how", roles=", ".join(ROLES))
    others = _mairies(desk, covered) if covered else ()

    def then(person: Person) -> Place:
        return _place(desk, person, role, rest, others)

    found = named(desk, name, people.active(desk.store), lambda person: f"people.become:{person.id}/{then(person)}")
    return found if isinstance(found, Reply) else _card(desk, found, then(found))


def _split(argument: str) -> tuple[str, str, str]:
    covers = COVERS.search(argument)
    return (argument[: covers.start()], covers.group(), argument[covers.end() :]) if covers else (argument, "", "")


def _mairies(desk: Desk, text: str, *, most: int | None = None) -> tuple[str, ...]:
    """The mairies named, all of them understood."""
    found, rest = places_in(list(desk.town.mairies.values()), text)
    if rest or not found or len(found) > (most or len(found)):
        raise Refusal("invite-which-mairie", mairies=", ".join(m.name for m in desk.town.mairies.values()))
    return tuple(found)


def _place(desk: Desk, person: Person, role: str | None, rest: str, others: tuple[str, ...]) -> Place:
    """The role and place meant for somebody: their own where the words name none."""
    role = role or person.role
    mairie = direction = None
    if role in OF_A_MAIRIE:
        mairie = _mairies(desk, rest, most=1)[0] if rest or not person.mairie else person.mairie
    elif role == "direction":
        found, unknown = places_in(list(desk.town.directions.values()), rest)
        direction = person.direction if not rest else found[0] if found and not unknown else None
        if direction is None:
            raise Refusal("invite-which-direction")
    if others and role not in COVERING:
        raise Refusal("role-covers-nothing")
    return Place(role, mairie, direction, tuple(id for id in others if id != mairie))


def become(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Of those who are called so, it is this one."""
    id, _, place = argument.partition("/")
    return _card(desk, colleague(desk, id), Place.parse(place))


def _card(desk: Desk, person: Person, place: Place) -> Reply:
    """What will be, word for word, before it is."""
    _refuse(desk, person, place)
    key = "role-card-top" if place.role in TOP_ROLES else "role-card"
    buttons = (Button(f"people.give:{person.id}/{place}", "button-confirm"), Button("people.nothing:", "button-change-nothing"))
    return Reply(key, {"name": person.name, "now": function_of(desk, person), "then": _words(desk, place)}, choices=buttons)


def _words(desk: Desk, place: Place) -> str:
    where = place_name(desk.town, place.mairie, place.direction)
    says = desk.word("person-function", role=desk.word(f"role-{place.role}"), where=where)
    if not place.others:
        return says
    return desk.word("role-covering", function=says, mairies=", ".join(place_name(desk.town, id, None) for id in place.others))


def _refuse(desk: Desk, person: Person, place: Place) -> None:
    if person.id == desk.who.id:
        raise Refusal("role-not-yourself")
    if Place.of(person) == place:
        raise Refusal("role-same", name=person.name, now=function_of(desk, person))


def give(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Confirmer]: done at once, or asked of a second administrator."""
    id, _, said = argument.partition("/")
    person, place = colleague(desk, id), Place.parse(said)
    _refuse(desk, person, place)
    if place.role in TOP_ROLES:
        return ask_second(desk, "role", place.role, person)
    set_place(desk, person.id, place)
    return Reply("role-given", {"name": person.name, "then": _words(desk, place)})


def set_place(desk: Desk, person_id: int, place: Place) -> Person:
    """Give somebody their role and place; what their old role had them asked, or let them ask, falls. Only administrators do."""
    admins = people.administrators(desk.store)  # held: of two who demote each other, the second finds itself out
    if desk.who.id not in {admin.id for admin in admins}:
        raise Refusal("not-your-role")
    person = people.hold(desk.store, person_id)
    if person is None:
        raise Refusal("person-gone")
    if place.role != "admin" and [admin.id for admin in admins] == [person.id]:
        raise Refusal("last-admin")
    people.change_person(desk.store, person.id, role=place.role, mairie=place.mairie, direction=place.direction,
                         other_mairies=list(place.others) or None)
    if place.role != person.role:
        people.revoke_invitations(desk.store, person.id, desk.now)
        people.forget_steps(desk.store, person.id)
        role_changes.drop_of(desk.store, person.id, desk.now)
    note(desk, "role_given", person_id=person.id, before=Place.of(person)._asdict(), after=place._asdict())
    holder = people.person(desk.store, person.id)
    if holder is not None and Place.of(person) != place:
        hand_over(desk, holder, holder)
    with desk.speaking(person.language):
        notices.tell(desk, person.id, f"role/{desk.next_id()}", "notice-role", function=_words(desk, place))
    return person


# --- a second person ---


def ask_second(desk: Desk, what: str, role: str, person: Person | None = None) -> Reply:
    """Ask the other administrators for a top role. what: "role" for somebody who is here, "invite" for a code."""
    person_id = person.id if person else None
    others = [admin for admin in people.administrators(desk.store) if admin.id not in (desk.who.id, person_id)]
    chats = people.private_chats(desk.store, [admin.id for admin in others])
    if not chats:
        raise Refusal("role-needs-second")
    change = {"what": what, "person_id": person_id, "role": role, "mairie": None, "direction": None}
    if any(asked.change == change and person for asked in role_changes.pending(desk.store, desk.now)):
        raise Refusal("role-already-asked")
    id = desk.next_id()
    desk.add(RoleChange(id=id, change=change, asked_by=desk.who.id, asked_at=desk.now, expires_at=desk.now + CONFIRMING))
    note(desk, "role_asked", person_id=person_id, change=id, what=what, role=role)
    for admin in others:
        if admin.id in chats:
            to = Address.parse(chats[admin.id])
            with desk.speaking(admin.language):
                desk.say(_question(desk, id, role, person), to=to, person=admin, key=f"role-change/{id}/{admin.id}")
    return Reply("role-asked", {"count": len(chats)})


def _question(desk: Desk, id: int, role: str, person: Person | None) -> Reply:
    buttons = (Button(f"people.confirm:{id}", "button-confirm"), Button(f"people.decline:{id}", "button-decline"))
    then = _words(desk, Place(role))
    if person is None:
        return Reply("role-confirm-invitation", {"asker": desk.who.name, "then": then}, choices=buttons)
    values = {"asker": desk.who.name, "name": person.name, "now": function_of(desk, person), "then": then}
    return Reply("role-confirm", values, choices=buttons)


def confirm(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """The second yes: it is so, and who asked is told; a code goes to them, who will hand it over, or is shown here if they are gone."""
    change, asker = _settled(desk, argument, granted=True)
    place = Place(change.change["role"], change.change["mairie"], change.change["direction"])
    if change.change["what"] == "role":
        person = set_place(desk, change.change["person_id"], place)
        with desk.speaking(asker.language):
            _tell(desk, asker, change, Reply("role-confirmed", {"name": person.name, "then": _words(desk, place)}))
        return Reply("role-given", {"name": person.name, "then": _words(desk, place)})
    note(desk, "role_given", change=change.id, what="invite", role=place.role)
    with desk.speaking(asker.language):
        code = invitation(desk, place.role, mairie=place.mairie, direction=place.direction, issued_by=asker.id)
        told = _tell(desk, asker, change, code)
    return Reply("role-invitation-given", {"asker": asker.name, "then": _words(desk, place)}) if told else code


def decline(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """The second person said no."""
    change, asker = _settled(desk, argument, granted=False)
    note(desk, "role_refused", person_id=change.change["person_id"], change=change.id, role=change.change["role"])
    with desk.speaking(asker.language):
        _tell(desk, asker, change, Reply("role-declined", {"then": _words(desk, Place(change.change["role"]))}))
    return Reply("role-you-declined")


def _settled(desk: Desk, id: str, *, granted: bool) -> tuple[RoleChange, Person]:
    """The change, settled by whoever stands at the desk, and who asked for it."""
    change = role_changes.by_id(desk.store, int(id))
    asker = people.person(desk.store, change.asked_by) if change else None
    if change is None or asker is None:
        raise Refusal("role-change-settled")
    if desk.who.id in (change.asked_by, change.change["person_id"]):
        raise Refusal("role-needs-somebody-else")
    if change.settled_at is None and change.expires_at <= desk.now:
        raise Refusal("role-change-expired")
    if desk.who.id not in {admin.id for admin in people.administrators(desk.store)}:
        raise Refusal("not-your-role")
    if not role_changes.settle(desk.store, change.id, by=desk.who.id, granted=granted, now=desk.now):
        raise Refusal("role-change-settled")
    return change, asker


def _tell(desk: Desk, asker: Person, change: RoleChange, reply: Reply) -> bool:
    """Whether whoever asked can be told at once."""
    chat = people.private_chat(desk.store, asker.id)
    if chat is not None:
        desk.say(reply, to=Address.parse(chat), person=asker, key=f"role-change/{change.id}/settled")
    return chat is not None


def nothing(_desk: Desk, _got: Incoming, _argument: str) -> Reply:
    return Reply("nothing-changed")
