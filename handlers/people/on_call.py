"""/astreinte: who answers for dangers at any hour, now and next; declaring somebody's turn, and ending it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from config.entries import DAYS, clock, name_of
from config.on_call import ABLE
from handlers import notices, recipients
from handlers.desk import Desk
from handlers.events import note
from handlers.messages import CARD_BUTTONS, Button, Incoming, Refusal, Reply, Value
from handlers.moments import Unclear
from handlers.people.naming import colleague, function_of, named
from handlers.people.permissions import Grant, grant_of, mairies_of
from handlers.people.rules import plain
from handlers.people.turns import Place, answers_for, named_places, rotas_for, turn_in
from storage import absences, on_call, people
from storage.tables import OnCall, Person

LINES = 10
MYSELF = frozenset({"moi", "me", "moimeme", "myself"})
EVERYWHERE = "*"
Ids = list[str] | None
"""None: all of them."""


def command(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/astreinte Karim Benali du 04/12 18:00 au 07/12 08:00 les tanneurs, m_voirie; alone: who is on call, now and next."""
    return _asked(desk, argument) if argument else _shown(desk)


# --- who is on call ---


def _shown(desk: Desk) -> Reply:
    """What concerns one's own mairie or direction; names for their team and for whoever declares, functions for the others."""
    mine = _places(desk)
    found = [turn for turn in on_call.since(desk.store, desk.now) if any(answers_for(turn.mairies, turn.directions, each) for each in mine)]
    lines = [_line(desk, turn) for turn in found[:LINES]] or [desk.word("on-call-nobody")]
    lines += _rotas(desk, mine)
    grant = grant_of(desk.who.role, "on_call")
    if grant is not None:
        lines.append(desk.word("on-call-declare", prefix=desk.prefix))
    ends = [Button(f"people.finish:{turn.id}", "button-finish", {"name": _name(desk, turn)})
            for turn in found if grant is not None and _is_mine(desk, grant, turn)]
    return Reply("on-call", {"lines": "\n".join(lines)}, choices=tuple(ends[:CARD_BUTTONS]))


def _places(desk: Desk) -> list[Place]:
    """What is in somebody's scope: their mairies, their direction, or the whole town."""
    who, town = desk.who, desk.town
    if who.direction:
        return [Place("direction", who.direction)]
    return [Place("mairie", id) for id in mairies_of(who) or town.mairies] + (
        [] if who.mairie else [Place("direction", id) for id in town.directions])


def _line(desk: Desk, turn: OnCall) -> str:
    key = "on-call-now" if turn.starts_at <= desk.now else "on-call-next"
    return desk.word(key, who=_name(desk, turn), starts=turn.starts_at, ends=turn.ends_at, places=_where(desk, turn), rank=turn.rank)


def _name(desk: Desk, turn: OnCall) -> str:
    person = people.person(desk.store, turn.person_id)
    if person is None:
        return desk.word("on-call-gone")
    mates = (person.direction and person.direction == desk.who.direction) or set(mairies_of(person)) & set(mairies_of(desk.who))
    seen = mates or person.id == desk.who.id or grant_of(desk.who.role, "on_call") is not None
    return person.name if seen else function_of(desk, person)


def _where(desk: Desk, turn: OnCall) -> str:
    return places_said(desk, turn.mairies, turn.directions)


def places_said(desk: Desk, mairies: Sequence[str] | None, directions: Sequence[str] | None) -> str:
    """« Les Tanneurs, Voirie et espaces publics » ; « toutes les mairies de quartier, toutes les directions »."""
    town = desk.town
    said = [desk.word("on-call-all-mairies")] if mairies is None else [name_of(town.mairies, id) for id in mairies]
    said += [desk.word("on-call-all-directions")] if directions is None else [name_of(town.directions, id) for id in directions]
    return ", ".join(said)


def _rotas(desk: Desk, mine: Sequence[Place]) -> list[str]:
    """The functions that the town's files put on call, after whoever was declared."""
    rotas = {rota.id: rota for place in mine for rota in rotas_for(desk.town, place)}
    lines = []
    for rota in rotas.values():
        functions = ", ".join(desk.word(f"role-{function}") for function in rota.functions)
        spans = [f"{day} {' '.join(map(clock, openings))}" for day, openings in zip(DAYS, rota.when or (), strict=False) if openings]
        lines.append(desk.word("on-call-rota", name=rota.name, hours=", ".join(spans) or desk.word("on-call-closed"), functions=functions))
    return lines


# --- declaring a turn ---


def _asked(desk: Desk, text: str) -> Reply:
    """The turn as it was understood, to confirm."""
    grant = _grant(desk)
    try:
        typed = turn_in(text, now=desk.now, zone=desk.town.timezone)
    except Unclear as unclear:
        raise Refusal(unclear.key) from None
    if typed is None or not typed.name:
        raise Refusal("on-call-how", prefix=desk.prefix)
    mairies, directions = _covered(desk, grant, typed.places)
    rest = f"{typed.starts.isoformat()}/{typed.ends.isoformat()}/{_written(mairies)}/{_written(directions)}/{typed.rank or ''}"
    if plain(typed.name) in MYSELF:
        return _card(desk, desk.who, rest)
    among = [person for person in people.active(desk.store) if person.role in ABLE and _in_my_team(desk, grant, person)]
    found = named(desk, typed.name, among, lambda person: f"people.turn:{person.id}/{rest}")
    return found if isinstance(found, Reply) else _card(desk, found, rest)


def _grant(desk: Desk) -> Grant:
    grant = grant_of(desk.who.role, "on_call")
    if grant is None:
        raise Refusal("not-your-role")
    return grant


def _in_my_team(desk: Desk, grant: Grant, person: Person) -> bool:
    """A secrétaire général and a direction's contact see the names of their own team, and nobody else's."""
    match grant.scope:
        case "mairie":
            return not set(mairies_of(person)).isdisjoint(mairies_of(desk.who))
        case "direction":
            return person.direction is not None and person.direction == desk.who.direction
    return True


def _covered(desk: Desk, grant: Grant, words: str) -> tuple[Ids, Ids]:
    """The mairies and directions that words name; without any, the scope of whoever declares."""
    town = desk.town
    if not plain(words):
        match grant.scope:
            case "mairie":
                return list(mairies_of(desk.who)), []
            case "direction":
                return [], [desk.who.direction or ""]
        return None, None
    found, unknown = named_places([*town.mairies.values(), *town.directions.values()], words)
    if unknown:
        raise Refusal("on-call-place-unknown", name=unknown[:60])
    mairies, directions = [id for id in found if id in town.mairies], [id for id in found if id in town.directions]
    if not _is_within(desk, grant, mairies, directions):
        raise Refusal("on-call-not-yours")
    return mairies, directions


def _is_within(desk: Desk, grant: Grant, mairies: Ids, directions: Ids) -> bool:
    """Whether whoever declares answers for all of that."""
    match grant.scope:
        case "mairie":
            return mairies is not None and directions == [] and set(mairies) <= set(mairies_of(desk.who))
        case "direction":
            return mairies == [] and directions == [desk.who.direction]
    return True


def _is_mine(desk: Desk, grant: Grant, turn: OnCall) -> bool:
    return turn.declared_by == desk.who.id or _is_within(desk, grant, turn.mairies, turn.directions)


def turn(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Of those who are called so, it is this one."""
    id, _, rest = argument.partition("/")
    return _card(desk, colleague(desk, id), rest)


def _card(desk: Desk, person: Person, rest: str) -> Reply:
    """Who, when, for what, in which turn: read back before it is kept."""
    row = _row(desk, person, rest)
    buttons = (Button(f"people.oncall:{person.id}/{rest}", "button-confirm"), Button("people.nothing:", "button-change-nothing"))
    return Reply("on-call-card", _values(desk, person, row), choices=buttons)


def _values(desk: Desk, person: Person, row: OnCall) -> dict[str, Value]:
    return {"name": person.name, "function": function_of(desk, person), "starts": row.starts_at, "ends": row.ends_at,
            "places": _where(desk, row), "rank": row.rank}


def declare(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Confirmer]: their turn is kept, and they are told."""
    id, _, rest = argument.partition("/")
    people.hold(desk.store, int(id))  # two who declare the same person: the second act sees the first
    person = colleague(desk, id)
    row = _row(desk, person, rest)
    desk.add(row)
    note(desk, "on_call_declared", person_id=person.id, turn=row.id, starts=row.starts_at.isoformat(), ends=row.ends_at.isoformat(),
         mairies=row.mairies, directions=row.directions, rank=row.rank)
    if person.id != desk.who.id:
        with desk.speaking(person.language):
            [then] = recipients.next_messages(desk, [person])  # too late for a turn that begins before it
            notices.tell(desk, person.id, f"on-call/{row.id}", "notice-on-call", urgent=row.starts_at < then, starts=row.starts_at,
                         ends=row.ends_at, places=_where(desk, row), rank=row.rank)
    return Reply("on-call-declared", _values(desk, person, row))


def _row(desk: Desk, person: Person, rest: str) -> OnCall:
    """The turn that a card speaks of, while it may still be so. Raises the refusal that says why not."""
    starts_said, ends_said, mairies_said, directions_said, rank = rest.split("/")
    starts, ends = datetime.fromisoformat(starts_said), datetime.fromisoformat(ends_said)
    mairies, directions, grant = _read(mairies_said), _read(directions_said), _grant(desk)
    if not _is_within(desk, grant, mairies, directions):
        raise Refusal("on-call-not-yours")
    if ends <= starts:
        raise Refusal("date-order")
    if ends <= desk.now:
        raise Refusal("date-past")
    if person.role not in ABLE:
        raise Refusal("on-call-not-able", name=person.name)
    if people.private_chat(desk.store, person.id) is None:
        raise Refusal("on-call-unreachable", name=person.name)
    zone = ZoneInfo(desk.town.timezone)
    away = [each for each in absences.between(desk.store, starts.astimezone(zone).date(), ends.astimezone(zone).date())
            if each.person_id == person.id]
    if away:
        raise Refusal("on-call-away", name=person.name, first=away[0].first_on, last=away[0].last_on)
    beside = [each for each in on_call.between(desk.store, starts, ends) if _meet(each, mairies, directions)]
    if any(each.person_id == person.id for each in beside):
        raise Refusal("on-call-already", name=person.name)
    place = int(rank) if rank else 1 + max((each.rank for each in beside), default=0)
    return OnCall(id=desk.next_id(), person_id=person.id, starts_at=starts, ends_at=ends, mairies=mairies, directions=directions,
                  rank=place, declared_by=desk.who.id, declared_at=desk.now)


def _meet(one: OnCall, mairies: Ids, directions: Ids) -> bool:
    """Whether two turns answer for something in common."""
    return _share(one.mairies, mairies) or _share(one.directions, directions)


def _share(some: Ids, others: Ids) -> bool:
    if some is None or others is None:
        return some != [] and others != []
    return not set(some).isdisjoint(others)


def _written(ids: Ids) -> str:
    return EVERYWHERE if ids is None else ",".join(ids)


def _read(written: str) -> Ids:
    return None if written == EVERYWHERE else [id for id in written.split(",") if id]


# --- ending it ---


def finish(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Finir]: their turn ends now, or will not begin; they are told, and whether anybody answers instead."""
    grant, row = _grant(desk), on_call.by_id(desk.store, int(argument))
    if row is None or row.ends_at <= desk.now:
        raise Refusal("on-call-over")
    if not _is_mine(desk, grant, row):
        raise Refusal("on-call-not-yours")
    on_call.end(desk.store, row.id, desk.now)
    note(desk, "on_call_ended", person_id=row.person_id, turn=row.id)
    fact = f"on-call/{row.id}"
    if row.person_id != desk.who.id and not notices.take_back(desk, row.person_id, fact):
        notices.tell(desk, row.person_id, f"{fact}/ended", "notice-on-call-ended", starts=row.starts_at, ends=row.ends_at)
    others = others_of(desk, row)
    return Reply("on-call-finished", {"name": _name(desk, row), "places": _where(desk, row), "count": len(others)})


def others_of(desk: Desk, row: OnCall) -> list[OnCall]:
    """The other turns of that time that answer for something of it."""
    return [each for each in on_call.between(desk.store, max(row.starts_at, desk.now), row.ends_at)
            if each.id != row.id and each.person_id != row.person_id and _meet(each, row.mairies, row.directions)]


def mind(desk: Desk) -> None:
    """Whoever is on call and leaves, or says they are away: whoever declared it is told, and that the next in turn answers, or nobody."""
    for row in on_call.since(desk.store, desk.now):
        person = people.person(desk.store, row.person_id)
        if person is None or person.left_at is not None or person.role not in ABLE:
            if on_call.end(desk.store, row.id, desk.now):
                note(desk, "on_call_ended", person_id=row.person_id, turn=row.id)
                _warn(desk, row, person.name if person else "", f"on-call-gone/{row.id}", "notice-on-call-left")
            continue
        zone = ZoneInfo(desk.town.timezone)
        first, last = max(row.starts_at, desk.now).astimezone(zone).date(), row.ends_at.astimezone(zone).date()
        for absence in absences.between(desk.store, first, last):
            if absence.person_id == person.id:
                _warn(desk, row, person.name, f"on-call-away/{row.id}/{absence.id}", "notice-on-call-away")


def _warn(desk: Desk, row: OnCall, name: str, fact: str, key: str) -> None:
    declarer = people.person(desk.store, row.declared_by) if row.declared_by else None
    whom = [declarer] if declarer and declarer.left_at is None else people.at_work(desk.store, ["coordination"])
    for person in whom:
        with desk.speaking(person.language):
            notices.tell(desk, person.id, fact, key, name=name, starts=row.starts_at, ends=row.ends_at, places=_where(desk, row),
                         count=len(others_of(desk, row)))
