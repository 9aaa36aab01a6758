"""The hand-over pack: what somebody must know who takes over a function, or looks after it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from config.words import fold
from handlers.desk import Desk
from handlers.directory.cards import name_of, noon, role_lines, role_names
from handlers.directory.rules import entries, owner_of, pages, state_of
from handlers.messages import Incoming, Refusal, Reply
from handlers.people.permissions import ROLES, Holder, grant_of, mairies_of, roles_with
from handlers.people.rules import OF_A_MAIRIE, plain
from handlers.readable import readable
from storage import directory, handover

LISTED = 10
OLD = timedelta(days=30)
ABSENCES_AHEAD = timedelta(days=14)
FOR_OTHERS = roles_with("see_team", "roles")
"""Who may ask for somebody else's pack: an SG for their team, the coordination and administrators for anybody's."""


@dataclass(slots=True)
class Post:
    """A function, whoever holds it."""

    role: str
    mairie: str | None = None
    direction: str | None = None
    other_mairies: list[str] | None = None
    id: int = 0


def command(desk: Desk, _got: Incoming, argument: str) -> list[Reply]:
    """/passation: my own function; « passation sg Les Tanneurs », another's."""
    if not fold(argument):
        return handover_pack(desk, desk.who)
    if desk.who.role not in FOR_OTHERS:
        raise Refusal("handover-own-only")
    return handover_pack(desk, _post(desk, argument), references=grant_of(desk.who.role, "read") is not None)


def handover_pack(desk: Desk, person: Holder, *, references: bool = True) -> list[Reply]:
    """What this person's function holds, as messages to be said one after the other to whoever takes it over.

    Call it, and say it, while speaking the language of whoever reads it. references: False for a reader who may not read requests.
    """
    sections = [
        role_lines(desk, person.role),
        *(_requests(desk, person, references) if _reads(person) else []),
        _entries(desk, person),
        _absences(desk, person),
        _rooms(desk, person),
        [desk.word("handover-commands", commands=", ".join(_commands(desk, person.role)))],
    ]
    found = pages([line for lines in sections for line in lines])
    role, where = desk.word(f"role-{person.role}"), _where(desk, person)
    return [
        Reply("handover", {"role": role, "where": where, "page": number, "pages": len(found), "lines": page}, edits=False)
        for number, page in enumerate(found, 1)
    ]


def _post(desk: Desk, argument: str) -> Post:
    """The function that the words name, and its mairie or direction."""
    typed = f" {fold(argument)} "
    called = sorted(((fold(name), card) for card, names in role_names(desk).items() for name in names), key=lambda each: -len(each[0]))
    name, card = next(((name, card) for name, card in called if f" {name} " in typed), ("", ""))
    role, rest = card.partition(":")[2], typed.replace(f" {name} ", " ", 1).strip()
    if not role:
        raise Refusal("handover-which-role", roles=", ".join(ROLES))
    grant = grant_of(desk.who.role, "see_team")
    mine = mairies_of(desk.who) if grant and grant.scope == "mairie" else None
    if role in OF_A_MAIRIE:
        mairie = next((m.id for m in desk.town.mairies.values() if rest and plain(rest) in (plain(m.id), plain(m.name))), None)
        if mairie is None and mine and not rest:
            mairie = mine[0]
        if mairie is None:
            raise Refusal("handover-which-mairie", mairies=", ".join(m.name for m in desk.town.mairies.values()))
        if mine is not None and mairie not in mine:
            raise Refusal("handover-not-yours")
        return Post(role, mairie=mairie)
    if mine is not None:
        raise Refusal("handover-not-yours")
    if role == "direction":
        directions = desk.town.directions.values()
        direction = next((d.id for d in directions if rest and (rest == fold(d.id) or f"{fold(d.name)} ".startswith(f"{rest} "))), None)
        if direction is None:
            raise Refusal("handover-which-direction")
        return Post(role, direction=direction)
    return Post(role)


def _where(desk: Desk, person: Holder) -> str:
    if mairies := mairies_of(person):
        return ", ".join(desk.town.mairies[id].name for id in mairies if id in desk.town.mairies)
    known = desk.town.directions.get(person.direction or "")
    return known.name if known else desk.town.city


def _reads(person: Holder) -> bool:
    grant = grant_of(person.role, "read")
    return grant is not None and grant.scope != "figures"


def _requests(desk: Desk, person: Holder, references: bool) -> list[list[str]]:
    """The open requests in the function's scope: how many in each state, the oldest, those in hand, dated, unanswered."""
    within = readable(person)
    piles = {pile.state: pile for pile in handover.piles(desk.store, within, desk.now - OLD)}
    if not piles:
        return [[desk.word("handover-nothing-open")]]
    counts = [desk.word("handover-open", count=sum(pile.total for pile in piles.values()))]
    for state in handover.STATES:
        if pile := piles.get(state):
            counts.append(desk.word("handover-pile", state=desk.word(f"handover-state-{state}"), count=pile.total, old=pile.old))
    if not references:
        return [counts]
    promised = [
        desk.word("handover-promise", reference=reference, day=noon(desk, day))
        for reference, day in handover.promised(desk.store, within, LISTED)
    ]
    lists = (
        ("handover-oldest", handover.oldest(desk.store, within, LISTED)),
        ("handover-held", handover.held(desk.store, person.id, LISTED)),
        ("handover-promised", promised),
        ("handover-unanswered", handover.unanswered(desk.store, within, LISTED)),
    )
    return [counts, [desk.word(key, references=", ".join(found)) for key, found in lists if found]]


def _entries(desk: Desk, person: Holder) -> list[str]:
    """The entries of the directory that this function owns and that are not fresh."""
    known = directory.confirmations(desk.store)
    due = [
        name_of(desk, entry)
        for entry in entries(desk.town)
        if owner_of(desk.town, entry) == (person.role, person.direction)
        and (entry not in known or state_of(known[entry].seen_at, known[entry].confirmed_at, desk.now) != "fresh")
    ]
    return [desk.word("handover-entries", entries=" ; ".join(due))] if due else []


def _absences(desk: Desk, person: Holder) -> list[str]:
    """Who is away in the team in the two weeks to come, by function."""
    if not person.mairie and not person.direction:
        return []
    today = desk.today
    found = directory.absences(desk.store, today, today + ABSENCES_AHEAD, mairie=person.mairie, direction=person.direction)
    away = [
        desk.word("handover-absence", role=desk.word(f"role-{role}"), first=noon(desk, first), last=noon(desk, last))
        for role, first, last in found
    ]
    return [desk.word("handover-absences", absences=" ; ".join(away))] if away else []


def _rooms(desk: Desk, person: Holder) -> list[str]:
    """The group rooms that this function answers in, or looks after."""
    if person.role != "direction" and person.role not in roles_with("rooms", "directory"):
        return []
    bound = handover.rooms(desk.store, person.direction)
    names = [desk.town.directions[id].name for id in bound if id in desk.town.directions]
    return [desk.word("handover-rooms", directions=" ; ".join(names))] if names else []


def _commands(desk: Desk, role: str) -> list[str]:
    return [each.names[0] for each in desk.hall.commands if each.listed and (not each.roles or role in each.roles)]
