"""Who you are: joining by invitation, inviting, linking another account, language, help, and the operator's ping."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from config.entries import name_of
from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.people.permissions import ROLES
from handlers.people.rules import CODE_LENGTH, INVITED_BY_SG, LOGGERS, OF_A_MAIRIE, code_in, code_of, may_invite, plain
from storage import people
from storage.seal import Seal
from storage.tables import Invitation, JoinTry, Person

INVITATION_LIFE = timedelta(hours=24)
TRIES_AN_HOUR, TRIES_AN_HOUR_BY_ALL = 5, 50
"""Against guessing (reliability.md A4): beyond them every code is answered as a wrong one."""

LANGUAGES = ("fr", "en")


def code_hash(seal: Seal, code: str) -> str:
    """What we keep of a code: recognisable with our key only. code: digits only, as `code_in` gives them."""
    return seal.mark(b"invitation/" + code.encode()).hex()


def new_invitation(seal: Seal, *, id: int, role: str, mairie: str | None, direction: str | None, issued_by: int | None,
                   person_id: int | None, now: datetime) -> tuple[Invitation, str]:
    """A row to add, and the code to hand over: the only time it is ever seen."""
    code = code_of(secrets.randbits(5 * CODE_LENGTH))
    row = Invitation(id=id, code_hash=code_hash(seal, code.replace("-", "")), role=role, mairie=mairie, direction=direction,
                     person_id=person_id, issued_by=issued_by, issued_at=now, expires_at=now + INVITATION_LIFE)
    return row, code


def granted(invitation: Invitation) -> dict[str, Any]:
    """What an invitation opens, for the log: the function and its scope, nothing of who uses it."""
    return {"invitation": invitation.id, "role": invitation.role, "mairie": invitation.mairie, "direction": invitation.direction}


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
    invitation = people.invitation(desk.store, code_hash(desk.hall.seal, code), desk.now) if by_all < TRIES_AN_HOUR_BY_ALL else None
    if invitation is None or not people.use_invitation(desk.store, invitation.id, by=str(got.sender), now=desk.now):
        desk.add(JoinTry(id=desk.next_id(), address=str(got.sender), at=desk.now))
        return Reply("code-refused")
    person = _person_for(desk, got, invitation)
    people.put_account(desk.store, address=str(got.sender), person_id=person.id, chat=str(got.chat), reachable=True)
    desk.person, desk.language = person, person.language
    if invitation.person_id is not None:
        note(desk, "linked", person_id=person.id, platform=got.sender.platform)
        return Reply("account-linked", {"name": person.name})
    note(desk, "joined", person_id=person.id, **granted(invitation))
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


def where(desk: Desk, person: Person) -> str:
    """The mairie, the direction or the town somebody belongs to."""
    if person.mairie:
        return name_of(desk.town.mairies, person.mairie)
    if person.direction:
        return name_of(desk.town.directions, person.direction)
    return desk.town.city


def invite(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/inviter agent « Les Tanneurs »: a code for one person, valid for a day."""
    role, mairie, direction = _invited(desk, argument)
    if not may_invite(desk.who, role, mairie):
        raise Refusal("invite-not-yours")
    row, code = new_invitation(desk.hall.seal, id=desk.next_id(), role=role, mairie=mairie, direction=direction,
                               issued_by=desk.who.id, person_id=None, now=desk.now)
    desk.add(row)
    note(desk, "invited", **granted(row))
    place = desk.town.mairies[mairie].name if mairie else desk.town.directions[direction].name if direction else desk.town.city
    return Reply("invitation", {"code": code, "role": desk.word(f"role-{role}"), "where": place, "link": deep_link(desk, code)})


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


def deep_link(desk: Desk, code: str) -> str:
    """The link that opens Telegram with the code already typed, on a line of its own; "" where the bot has no Telegram name."""
    name = desk.hall.facts.get("telegram_name", "")
    return f"\nhttps://t.me/{name}?start={code.replace('-', '')}" if name else ""


def link(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """/relier: a code to type from another platform, so that both accounts are the same person."""
    person = desk.who
    row, code = new_invitation(desk.hall.seal, id=desk.next_id(), role=person.role, mairie=person.mairie, direction=person.direction,
                               issued_by=person.id, person_id=person.id, now=desk.now)
    desk.add(row)
    return Reply("link-code", {"code": code})


def language(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/langue: choose, or say which one directly."""
    wanted = argument.strip().lower()[:2]
    if wanted in LANGUAGES:
        return _speak(desk, wanted)
    return Reply("language-which", choices=tuple(Button(f"people.language:{code}", f"language-{code}") for code in LANGUAGES))


def choose_language(desk: Desk, _got: Incoming, argument: str) -> Reply:
    return _speak(desk, argument)


def _speak(desk: Desk, code: str) -> Reply:
    people.change_person(desk.store, desk.who.id, language=code)
    desk.language = code
    return Reply("language-set")


def help_lines(desk: Desk, got: Incoming, argument: str) -> Reply:
    """/aide: at most eight lines, those of this role; then, by a button or « /aide tout », every command they may use."""
    prefix = desk.hall.prefixes.get(got.chat.platform, "/")
    whole = plain(argument) in ("tout", "all")
    names = desk.hall.commands_of(desk.who.role) if whole else desk.hall.menu_of(desk.who.role)
    lines = "\n".join(f"{prefix}{name} · {desk.word('help-' + name)}" for name in names)
    if whole:
        return Reply("help-all", {"lines": lines, "role": desk.word(f"role-{desk.who.role}")})
    key = "help" if desk.who.role in LOGGERS else "help-without-logging"
    rest = Button("people.help:tout", "button-help-all")
    return Reply(key, {"lines": lines, "role": desk.word(f"role-{desk.who.role}")}, choices=(rest,))


def start(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """/start from somebody known: Telegram sends it when the chat is opened again."""
    return Reply("welcome-back", {"name": desk.who.name})


def ping(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/ping mot: the whole path, there and back."""
    return Reply("pong", {"word": argument[:100]})
