"""Coming in: by invitation, by an account linked to another; and inviting."""

from __future__ import annotations

from datetime import timedelta

from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Incoming, Refusal, Reply
from handlers.people import roles
from handlers.people.codes import code_hash, granted, invitation, new_invitation
from handlers.people.naming import where
from handlers.people.permissions import ROLES
from handlers.people.rules import INVITED_BY_SG, LOGGERS, OF_A_MAIRIE, TOP_ROLES, code_in, may_invite, plain
from storage import people
from storage.tables import Invitation, JoinTry, Person

TRIES_AN_HOUR, TRIES_AN_HOUR_BY_ALL = 5, 50
"""Against guessing (reliability.md A4): beyond them every code is answered as a wrong one."""


def arrive(desk: Desk, got: Incoming, _argument: str) -> Reply | None:
    """Somebody unknown wrote in private: a valid code lets them in; anything else gets one polite answer, then nothing."""
    code = code_in(got.text)
    if code is None:
        if desk.account is not None and desk.account.greeted_at is not None:
            return None
        people.put_account(desk.store, address=str(got.sender), chat=str(got.chat), greeted_at=desk.now)
        return Reply("stranger", {"town": desk.town.city})
    hour = desk.now - timedelta(hours=1)
    by_them, by_all = people.tries(desk.store, str(got.sender), hour)
    if by_them >= TRIES_AN_HOUR:
        return None
    found = people.invitation(desk.store, code_hash(desk.hall.seal, code), desk.now) if by_all < TRIES_AN_HOUR_BY_ALL else None
    if found is None or not people.use_invitation(desk.store, found.id, by=str(got.sender), now=desk.now):
        desk.add(JoinTry(id=desk.next_id(), address=str(got.sender), at=desk.now))
        return Reply("code-refused")
    person = _person_for(desk, got, found)
    people.put_account(desk.store, address=str(got.sender), person_id=person.id, chat=str(got.chat), reachable=True)
    desk.person, desk.language = person, person.language
    if found.person_id is not None:
        note(desk, "linked", person_id=person.id, platform=got.sender.platform)
        return Reply("account-linked", {"name": person.name})
    note(desk, "joined", person_id=person.id, **granted(found))
    key = "welcome" if person.role in LOGGERS else "welcome-without-logging"
    return Reply(key, {"name": person.name, "role": desk.word(f"role-{person.role}"), "where": where(desk, person)})


def _person_for(desk: Desk, got: Incoming, invitation: Invitation) -> Person:
    if invitation.person_id is not None:
        person = people.person(desk.store, invitation.person_id)
        if person is None or person.left_at is not None:
            raise Refusal("code-refused")
        return person
    person = Person(id=desk.next_id(), name=got.sender_name.strip()[:60] or desk.word("somebody"), role=invitation.role,
                    mairie=invitation.mairie, direction=invitation.direction, language=desk.language, joined_at=desk.now)
    desk.add(person)
    return person


def invite(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/inviter agent « Les Tanneurs »: a code for one person, valid for a day; for a top role, once somebody else confirmed."""
    role, mairie, direction = _invited(desk, argument)
    if not may_invite(desk.who, role, mairie):
        raise Refusal("invite-not-yours")
    if role in TOP_ROLES:
        return roles.ask_second(desk, "invite", role)
    return invitation(desk, role, mairie=mairie, direction=direction, issued_by=desk.who.id)


def _invited(desk: Desk, argument: str) -> tuple[str, str | None, str | None]:
    """The role and scope that the words name, in any order; a secrétaire général's own mairie when they name none."""
    said = plain(argument)
    role = next((role for role in sorted(ROLES, key=len, reverse=True) if role in said), None)
    if role is None and desk.who.role == "sg":
        role = "agent"
    if role is None:
        raise Refusal("invite-which-role", roles=", ".join(ROLES))
    rest = said.replace(role, "", 1)
    mairie = next((m.id for m in desk.town.mairies.values() if rest and (plain(m.id) in rest or plain(m.name) in rest)), None)
    direction = next((d.id for d in desk.town.directions.values() if rest and plain(d.id) in rest), None)
    if role in OF_A_MAIRIE and mairie is None:
        mairie = desk.who.mairie if role in INVITED_BY_SG else None
        if mairie is None:
            raise Refusal("invite-which-mairie", mairies=", ".join(m.name for m in desk.town.mairies.values()))
    if role == "direction" and direction is None:
        raise Refusal("invite-which-direction")
    return role, mairie if role in OF_A_MAIRIE else None, direction if role == "direction" else None


def link(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """/relier: a code to type from another platform, so that both accounts are the same person."""
    person = desk.who
    row, code = new_invitation(desk.hall.seal, id=desk.next_id(), role=person.role, mairie=person.mairie, direction=person.direction,
                               issued_by=person.id, person_id=person.id, now=desk.now)
    desk.add(row)
    return Reply("link-code", {"code": code})
