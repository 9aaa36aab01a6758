"""What the directory shows: a service, a direction, a role, an activity, in lines that a phone holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.catalogue import DelayClass, Direction, Service
from config.directory import Contact
from config.entries import Delay, Opening, Week, clock, short_name
from handlers.desk import Desk
from handlers.directory.openings import Doors, doors, runs
from handlers.directory.rules import Found, danger_signs, needs_referent, roles_for, state_of, waits_for_referent
from handlers.messages import Button, Reply
from handlers.people.permissions import ROLES
from handlers.routing.danger import danger_of
from storage import directory
from storage.directory import Standing

DAY_AND_NIGHT: Week = ((Opening(0, 1440),),) * 7


def card(desk: Desk, id: str, *, near: Sequence[str] = (), text: str = "") -> Reply:
    """The card of "service:…", "direction:…", "role:…" or "activity:…". near: others to offer. text: what was typed, for its dangers."""
    danger = danger_of(text, desk.town) if text else None
    alarm = desk.word("card-danger", call=danger.call, instruction=danger.instruction) if danger else ""
    lines = joined([alarm, *LINES[id.partition(":")[0]](desk, id.partition(":")[2])])
    return Reply("who-card", {"title": name_of(desk, id), "lines": lines}, choices=buttons(desk, near))


def buttons(desk: Desk, cards: Iterable[str]) -> tuple[Button, ...]:
    return tuple(Button(f"directory.card:{id}", "button-plain", {"label": short_name(name_of(desk, id))}) for id in cards)


def unsure(desk: Desk, found: Found, text: str) -> Reply:
    """Lequel de ceux-ci ? No instruction is given for a service that we are not sure of; a danger is said all the same."""
    danger = danger_of(text, desk.town)
    alarm = desk.word("card-danger", call=danger.call, instruction=danger.instruction) + "\n" if danger else ""
    return Reply("who-which", {"alarm": alarm}, choices=buttons(desk, found.near))


def name_of(desk: Desk, id: str) -> str:
    kind, _, key = id.partition(":")
    match kind:
        case "service":
            return desk.town.services[key].name
        case "direction":
            return desk.town.directions[key].name
        case "activity":
            return desk.town.raci[key].name
    return _capital(desk.word(f"role-{key}"))


def exists(desk: Desk, id: str) -> bool:
    """Whether the town still has what a button of some time ago names."""
    kind, _, key = id.partition(":")
    held = {"service": desk.town.services, "direction": desk.town.directions, "activity": desk.town.raci, "role": ROLES}
    return key in held.get(kind, ())


def role_names(desk: Desk) -> dict[str, list[str]]:
    """What each role is called by people, by its card."""
    return {f"role:{role}": [role, *desk.word(f"role-words-{role}").split(", ")] for role in ROLES}


def names(desk: Desk) -> dict[str, list[str]]:
    """What each card that is no service is called."""
    town = desk.town
    called = role_names(desk) if town.raci else {}
    called |= {f"activity:{each.id}": [each.name, *each.words] for each in town.raci.values()}
    return called | {f"direction:{each.id}": [each.id, each.name] for each in town.directions.values()}


# --- the lines of each card ---


def _service_lines(desk: Desk, id: str) -> list[str]:
    town, service = desk.town, desk.town.services[id]
    direction, competence = town.directions[service.direction], town.competences[service.competence]
    contact, standing = town.contacts.get(service.direction), _standing(desk, service.direction)
    return [
        desk.word("who-nobody") if waits_for_referent(town, service) and not standing.referents else "",
        desk.word("who-destination", competence=competence.name, direction=direction.name),
        *_exceptions(desk, service),
        service.competence_note or "",
        "" if competence.can_be_sent else desk.word("who-not-sent"),
        *_contact_lines(desk, direction, contact),
        _delay(desk, town.delay_classes[service.delay]),
        desk.word("who-ask", questions=" ".join(service.questions)) if service.questions else "",
        desk.word("card-instruction", text=service.agent_instruction) if service.agent_instruction else "",
        desk.word("who-say", text=contact.to_say) if contact and contact.to_say else "",
        *_danger_lines(desk, service, contact),
        worth_line(desk, standing),
    ]


def _exceptions(desk: Desk, service: Service) -> list[str]:
    """The rules by which another direction does it somewhere."""
    town = desk.town
    return [desk.word("who-rule", competence=town.competences[rule.competence].name, direction=town.directions[rule.direction].name,
                      reason=rule.reason)
            for rule in town.rules.values() if rule.direction and rule.competence and rule.concerns(service)]


def _direction_lines(desk: Desk, id: str) -> list[str]:
    direction, contact, standing = desk.town.directions[id], desk.town.contacts.get(id), _standing(desk, id)
    needed = needs_referent(desk.town, id)
    return [
        desk.word("who-nobody") if needed and not standing.referents else "",
        *_contact_lines(desk, direction, contact),
        desk.word("who-referents", count=standing.referents) if needed and standing.referents else "",
        desk.word("who-say", text=contact.to_say) if contact and contact.to_say else "",
        direction.note or "",
        worth_line(desk, standing),
    ]


def role_lines(desk: Desk, role: str) -> list[str]:
    """What a role does, answers for, is consulted on and informed of."""
    held: dict[str, list[str]] = {letter: [] for letter in ("A/R", "R", "A", "C", "I")}
    for activity in desk.town.raci.values():
        if letter := activity.letters.get(role):
            held[letter].append(_small(activity.name))
    return [
        desk.word(f"role-letter-{letter.replace('/', '-')}", activities=" ; ".join(those)) for letter, those in held.items() if those
    ]


def _role_lines(desk: Desk, role: str) -> list[str]:
    return role_lines(desk, role) or [desk.word("role-without-activity")]


def _activity_lines(desk: Desk, id: str) -> list[str]:
    activity = desk.town.raci[id]
    held = {letter: [desk.word(f"role-{role}") for role in roles_for(activity, letter)] for letter in "RACI"}
    lines = [desk.word(f"activity-letter-{letter}", roles=", ".join(those)) for letter, those in held.items() if those]
    return [*lines, activity.note or ""]


LINES = {"service": _service_lines, "direction": _direction_lines, "role": _role_lines, "activity": _activity_lines}


def _contact_lines(desk: Desk, direction: Direction, contact: Contact | None) -> list[str]:
    week = contact.hours if contact and contact.hours else direction.hours
    reach = [part for part in (contact.function, contact.phone, contact.email) if part] if contact else []
    lines = [desk.word("who-contact", contact=" · ".join(reach)) if reach else ""]
    if week is not None:
        lines.append(desk.word("who-hours", hours=_hours(desk, week), state=_doors(desk, direction, week)))
    if direction.on_call:
        phone = contact.on_call_phone if contact else None
        lines.append(desk.word("who-on-call", phone=phone) if phone else desk.word("who-on-call-unknown"))
    return lines


def _hours(desk: Desk, week: Week) -> str:
    if week == DAY_AND_NIGHT:
        return desk.word("hours-day-and-night")
    return ", ".join(
        desk.word(
            "hours-days" if run.last > run.first else "hours-day",
            first=desk.word(f"hours-weekday-{run.first}"),
            last=desk.word(f"hours-weekday-{run.last}"),
            openings=", ".join(clock(opening) for opening in run.openings),
        )
        for run in runs(week)
    )


def _doors(desk: Desk, direction: Direction, week: Week) -> str:
    """« ouvert jusqu’à 16:30 », « ouvre lundi à 7:30 »: as a sentence of its own after the hours."""
    closed, now = desk.town.closed_days(direction.id), desk.town.local(desk.now)
    opens = _opens(desk, doors(week, now, closed.__contains__), now)
    return desk.word("doors-holiday", label=closed[now.date()], opens=opens) if now.date() in closed and week[now.weekday()] else opens


def _opens(desk: Desk, found: Doors, now: datetime) -> str:
    hour = f"{found.at // 60}:{found.at % 60:02}"
    match found.state, found.days:
        case "always", _:
            return desk.word("doors-always")
        case "open", _:
            return desk.word("doors-open", hour=hour)
        case "closed", _:
            return desk.word("doors-closed")
        case _, 0:
            return desk.word("doors-today", hour=hour)
        case _, 1:
            return desk.word("doors-tomorrow", hour=hour)
        case _, days if days < 7:
            return desk.word("doors-on", day=desk.word(f"hours-weekday-{(now.weekday() + days) % 7}"), hour=hour)
    return desk.word("doors-later", day=noon(desk, now.date() + timedelta(days=found.days)), hour=hour)


def _delay(desk: Desk, delay: DelayClass) -> str:
    first, resolution = term(desk, delay, delay.first_answer), term(desk, delay, delay.resolution)
    return desk.word("who-delay", name=delay.name, first=first, resolution=resolution)


def term(desk: Desk, delay: DelayClass, length: Delay) -> str:
    """« sous 2 jours ouvrés »; hours of a class that never sleeps are no working hours."""
    unit = "hours-any" if length.unit == "hours" and delay.calendar == "24_7" else length.unit.replace("_", "-")
    return desk.word(f"delay-{unit}", count=length.amount)


def _danger_lines(desk: Desk, service: Service, contact: Contact | None) -> list[str]:
    """Whom to phone at which sign: the town's table of dangers, else whoever is on call, and 112 when somebody is exposed."""
    on_call = contact.on_call_phone if contact and desk.town.directions[service.direction].on_call else None
    lines = []
    for call, signs in danger_signs(desk.town, service):
        if call:
            lines.append(desk.word("who-danger", signs=", ".join(signs), call=call))
        elif on_call:
            lines.append(desk.word("who-signs-on-call", signs=", ".join(signs), phone=on_call))
        else:
            lines.append(desk.word("who-signs", signs=", ".join(signs)))
    return lines


def worth_line(desk: Desk, known: Standing) -> str:
    """When the entry was last confirmed, and whether that still counts."""
    state = state_of(known.seen_at, known.confirmed_at, desk.now)
    if known.confirmed_at is None:
        return desk.word("entry-stale-unconfirmed" if state == "stale" else "entry-unconfirmed")
    return desk.word(f"entry-{state.replace('_', '-')}", at=known.confirmed_at)


# --- small words ---


def _standing(desk: Desk, direction: str) -> Standing:
    return directory.standing(desk.store, direction, desk.today)


def noon(desk: Desk, day: date) -> datetime:
    """A moment of a local day, to be said as that day."""
    return datetime.combine(day, time(12), ZoneInfo(desk.town.timezone))


def joined(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
