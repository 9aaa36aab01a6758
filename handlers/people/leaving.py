"""Going: access cut in one commit, open requests given to somebody, and never the last administrator."""

from __future__ import annotations

from handlers import notices
from handlers.desk import Desk
from handlers.events import note
from handlers.messages import CARD_BUTTONS, Button, Incoming, Refusal, Reply, Value
from handlers.people.handing import hand_over
from handlers.people.naming import colleague, function_of, named, person_button, which
from handlers.people.rules import INVITERS, away, may_remove, may_stand_in, plain
from storage import absences, conversations, in_hand, outbox, people, role_changes
from storage import notices as owed
from storage.tables import Person

MYSELF = frozenset({"moi", "me", "moimeme", "myself"})
TEAM = "team"


def command(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/retirer Karim; /retirer moi; alone: asks who, and shows whose requests still wait for a relay."""
    return _leaving(desk, argument) if argument else _asked(desk)


def said(desk: Desk, got: Incoming, _argument: str) -> Reply:
    return _leaving(desk, got.text.strip())


def _leaving(desk: Desk, name: str) -> Reply:
    if plain(name) in MYSELF:
        return _card(desk, desk.who)
    if desk.who.role not in INVITERS:
        raise Refusal("remove-yourself-only")
    mine = [person for person in people.active(desk.store) if may_remove(desk.who, person)]
    found = named(desk, name, mine, lambda person: f"people.leaver:{person.id}")
    return found if isinstance(found, Reply) else _card(desk, found)


def _asked(desk: Desk) -> Reply:
    if desk.who.role not in INVITERS:
        return _card(desk, desk.who)
    waiting = [(person, files) for person, files in in_hand.left_behind(desk.store) if may_remove(desk.who, person)]
    if not waiting:
        return Reply("remove-who", ask="people.gone:")
    buttons = tuple(person_button(desk, person, f"people.relays:{person.id}") for person, _files in waiting[:CARD_BUTTONS])
    return Reply("remove-who-or-relay", {"count": sum(files for _person, files in waiting)}, choices=buttons, ask="people.gone:")


def leaver(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Of those who are called so, it is this one."""
    return _card(desk, colleague(desk, argument))


def _card(desk: Desk, person: Person) -> Reply:
    """What it means, before it is done."""
    _refuse(desk, person)
    key = "remove-myself-card" if person.id == desk.who.id else "remove-card"
    buttons = (Button(f"people.remove:{person.id}", "button-confirm"), Button("people.nothing:", "button-change-nothing"))
    values: dict[str, Value] = {"name": person.name, "function": function_of(desk, person), "count": in_hand.count(desk.store, person.id)}
    return Reply(key, values, choices=buttons)


def _refuse(desk: Desk, person: Person) -> None:
    if person.id != desk.who.id and not may_remove(desk.who, person):
        raise Refusal("remove-not-yours")
    if person.role == "admin" and [admin.id for admin in people.administrators(desk.store)] == [person.id]:
        raise Refusal("last-admin")


def remove(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Confirmer]: from this commit on they are a stranger, whatever they still hold."""
    _hold(desk, int(argument))
    person = colleague(desk, argument)
    _refuse(desk, person)
    files = in_hand.count(desk.store, person.id)
    _cut(desk, person)
    if person.id == desk.who.id:
        note(desk, "left", person_id=person.id, files=files)
        _give(desk, person, None)
        _tell_their_own(desk, person, files)
        return Reply("left", {"count": files})
    note(desk, "removed", person_id=person.id, files=files)
    return _relay_wanted(desk, person, files) if files else Reply("removed", {"name": person.name})


def _hold(desk: Desk, person_id: int) -> None:
    """Hold whoever decides and whoever goes: two who remove each other do so one after the other, and the second is nobody any more."""
    people.administrators(desk.store)
    held = {id: people.hold(desk.store, id) for id in sorted({desk.who.id, person_id})}
    me = held[desk.who.id]
    if me is None or me.role != desk.who.role:
        raise Refusal("not-your-role")
    if held[person_id] is None:
        raise Refusal("person-gone")


def _cut(desk: Desk, person: Person) -> None:
    chats = people.cut_access(desk.store, person.id, desk.now)
    people.revoke_invitations(desk.store, person.id, desk.now)
    role_changes.drop_of(desk.store, person.id, desk.now)
    absences.forget_person(desk.store, person.id, desk.now)
    owed.supersede_person(desk.store, person.id)
    desk.store.direct()
    for chat in chats:
        outbox.drop_dead_chat(desk.store.unit, chat, "left")


def _tell_their_own(desk: Desk, person: Person, files: int) -> None:
    """Who has to share their work out: the secrétaire général, or the direction's other contacts."""
    for other in people.at_work(desk.store, ("sg",) if person.mairie else ("direction",)):
        if (other.mairie, other.direction) == (person.mairie, person.direction):
            notices.tell(desk, other.id, f"left/{person.id}", "notice-left", name=person.name, count=files)


# --- their open requests ---


def _relay_wanted(desk: Desk, person: Person, files: int) -> Reply:
    buttons = (Button(f"people.relays:{person.id}", "button-choose-relay"), Button(f"people.hand:{person.id}/{TEAM}", "button-team"))
    return Reply("removed-with-files", {"name": person.name, "count": files}, choices=buttons)


def relays(desk: Desk, got: Incoming, argument: str) -> Reply:
    """[Choisir le relais]: those who may answer for what they left, and are here."""
    conversations.forget(desk.store, chat=str(got.chat), sender=str(got.sender))  # nobody else's name is asked for any more
    person = _gone(desk, argument)
    absent = absences.of_day(desk.store, desk.today)
    able = [other for other in people.active(desk.store) if may_stand_in(other, person) and not away(absent, other.id, desk.today)]
    card = which(desk, able, lambda other: f"people.hand:{person.id}/{other.id}")
    team = Button(f"people.hand:{person.id}/{TEAM}", "button-team")
    return Reply("relay-which", {"name": person.name}, choices=(*card.choices, team), layout="list")


def hand(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """The relay, or the team, answers for them from now on."""
    id, _, relay_id = argument.partition("/")
    person = _gone(desk, id)
    relay = None if relay_id == TEAM else colleague(desk, relay_id)
    if relay is not None and not may_stand_in(relay, person):
        raise Refusal("person-gone")
    given = _give(desk, person, relay)
    if relay is None:
        return Reply("files-to-team", {"name": person.name})
    hand_over(desk, person, relay)
    if not given:
        return Reply("files-none", {"name": person.name})
    return Reply("files-given", {"name": relay.name, "count": given})


def _gone(desk: Desk, id: str) -> Person:
    person = people.person(desk.store, int(id))
    if person is None or person.left_at is None or not may_remove(desk.who, person):
        raise Refusal("remove-not-yours")
    return person


def _give(desk: Desk, person: Person, relay: Person | None) -> int:
    """How many changed hands; the relay is told at their next slot."""
    given = in_hand.give(desk.store, person.id, to=relay.id if relay else None, now=desk.now)
    for request_id in given:
        note(desk, "files_given", request_id=request_id, person_id=person.id, to=relay.id if relay else None)
    if relay is not None and given:
        notices.tell(desk, relay.id, f"files/{person.id}/{desk.next_id()}", "notice-files-given", name=person.name, count=len(given))
    return len(given)
