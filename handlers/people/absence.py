"""Being away: /absence and who stands in, /relais; the relay is told, and nothing is told to who is away."""

from __future__ import annotations

from datetime import date

from handlers import notices
from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.moments import Unclear, period_in
from handlers.people.naming import SHOWN, named, person_button
from handlers.people.rules import may_stand_in, plain, stand_in
from storage import absences, in_hand, people
from storage.tables import Absence, Person

BACK = frozenset({"fin", "end", "retour", "back", "stop"})
TEAM = "team"
LINES = 20


def command(desk: Desk, got: Incoming, argument: str) -> Reply:
    """/absence 01/12 au 05/12; /absence fin; alone: mine to come, and how it is said."""
    if plain(argument) in BACK:
        return _back(desk)
    if argument:
        return _asked(desk, argument)
    return days(desk, got, argument)


def days(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """What is known of mine, and the question: when?"""
    mine = absences.of_person(desk.store, desk.who.id, desk.today)
    if not mine:
        return Reply("absence-when", ask="people.days:", edits=False)
    end = Button(f"people.back:{mine[0].id}", "button-back-at-work" if mine[0].first_on <= desk.today else "button-not-leaving")
    lines = _lines(desk, mine, {desk.who.id: desk.who})
    return Reply("absence-mine", {"lines": lines}, choices=(end,), ask=f"people.days:{mine[0].id}", edits=False)


def days_said(desk: Desk, got: Incoming, _argument: str) -> Reply:
    return _back(desk) if plain(got.text) in BACK else _asked(desk, got.text)


def _asked(desk: Desk, text: str) -> Reply:
    """The dates as they were understood, what is open, and the first question: who stands in?"""
    try:
        period = period_in(text, today=desk.today)
    except Unclear as unclear:
        raise Refusal(unclear.key) from None
    if period is None:
        raise Refusal("absence-how")
    first, last = period.first, period.last
    _refuse(desk, first, last)
    able = _able(desk, first, last)
    span = f"{first}/{last}"
    nearest = next((person for person in able if person.role == "assistante"), None)
    buttons = [
        Button(f"people.relay:{span}/{TEAM}", "button-my-team"),
        person_button(desk, nearest, f"people.relay:{span}/{nearest.id}") if nearest else None,
        Button(f"people.others:{span}", "button-somebody-else") if any(person is not nearest for person in able) else None,
    ]
    values: dict[str, Value] = {"first": first, "last": last, "count": in_hand.count(desk.store, desk.who.id)}
    return Reply("absence-relay", values, choices=tuple(button for button in buttons if button))


def _refuse(desk: Desk, first: date, last: date) -> None:
    now = desk.today
    if first < now:  # the card is of another day
        raise Refusal("absence-past", today=now)
    met = [absence for absence in absences.between(desk.store, first, last) if absence.person_id == desk.who.id]
    if met:
        raise Refusal("absence-already", first=met[0].first_on, last=met[0].last_on)


def _able(desk: Desk, first: date, last: date) -> list[Person]:
    """Colleagues who may stand in for me, and are here all those days."""
    absent = {absence.person_id for absence in absences.between(desk.store, first, last)}
    return [person for person in people.active(desk.store) if may_stand_in(person, desk.who) and person.id not in absent]


def others(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Everybody who may stand in; a name may be typed too."""
    first, last = _span(argument)
    buttons = tuple(person_button(desk, person, f"people.relay:{argument}/{person.id}") for person in _able(desk, first, last)[:SHOWN])
    return Reply("absence-others", choices=buttons, layout="list", ask=f"people.named:{argument}")


def relay_named(desk: Desk, got: Incoming, argument: str) -> Reply:
    found = named(desk, got.text.strip(), _able(desk, *_span(argument)), lambda person: f"people.relay:{argument}/{person.id}")
    return found if isinstance(found, Reply) else relay(desk, got, f"{argument}/{found.id}")


def relay(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """All of it once more, to confirm."""
    first, last, who = _chosen(desk, argument)
    buttons = (Button(f"people.away:{argument}", "button-confirm"), Button("people.nothing:", "button-change-nothing"))
    return Reply("absence-confirm", {"first": first, "last": last, "relay": who.name if who else desk.word("the-team")}, choices=buttons)


def declare(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Confirmer]: away those days."""
    people.hold(desk.store, desk.who.id)  # two accounts of the same person: the second act sees the first
    first, last, who = _chosen(desk, argument)
    _refuse(desk, first, last)
    absence = Absence(id=desk.next_id(), person_id=desk.who.id, first_on=first, last_on=last, relay_id=who.id if who else None,
                      declared_at=desk.now)
    desk.add(absence)
    note(desk, "absence_declared", person_id=desk.who.id, absence=absence.id, first=str(first), last=str(last), relay=absence.relay_id)
    if who is not None:
        notices.tell(desk, who.id, f"relay/{absence.id}", "notice-relay", name=desk.who.name, first=first, last=last)
    return Reply("absence-declared", {"first": first, "last": last, "relay": who.name if who else desk.word("the-team")})


def _span(argument: str) -> tuple[date, date]:
    first, last = argument.split("/")[:2]
    return date.fromisoformat(first), date.fromisoformat(last)


def _chosen(desk: Desk, argument: str) -> tuple[date, date, Person | None]:
    """The days and the relay of a button, while that colleague may still be it."""
    first, last = _span(argument)
    id = argument.rpartition("/")[2]
    if id == TEAM:
        return first, last, None
    person = next((person for person in _able(desk, first, last) if person.id == int(id)), None)
    if person is None:
        raise Refusal("relay-not-there")
    return first, last, person


def back(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Je suis de retour]: of the absence that was shown, no other."""
    mine = absences.of_person(desk.store, desk.who.id, desk.today)
    if not mine or mine[0].id != int(argument):
        raise Refusal("absence-none")
    return _back(desk)


def _back(desk: Desk) -> Reply:
    """Back early, or not leaving after all: the nearest absence ends now."""
    mine = absences.of_person(desk.store, desk.who.id, desk.today)
    if not mine or not absences.end(desk.store, mine[0].id, desk.now):
        raise Refusal("absence-none")
    absence = mine[0]
    note(desk, "absence_ended", person_id=desk.who.id, absence=absence.id)
    fact = f"relay/{absence.id}"
    if absence.relay_id is not None and not notices.take_back(desk, absence.relay_id, fact):
        notices.tell(desk, absence.relay_id, f"{fact}/ended", "notice-relay-ended", name=desk.who.name)
    if absence.first_on <= desk.today:
        return Reply("absence-ended", {"last": absence.last_on})
    return Reply("absence-cancelled", {"first": absence.first_on, "last": absence.last_on})


def team(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """/relais: who is away in my team, now and soon, and who answers for them."""
    me = desk.who
    here = people.active(desk.store)
    mine = {other.id: other for other in here if other.id == me.id or may_stand_in(other, me) or may_stand_in(me, other)}
    found = absences.of_people(desk.store, list(mine), desk.today)
    return Reply("relays", {"lines": _lines(desk, found, mine)}) if found else Reply("relays-none")


def _lines(desk: Desk, found: list[Absence], known: dict[int, Person]) -> str:
    """Who is away when, and who answers for them: today, as relays lead on; later, who was named."""
    now = desk.today
    absent = absences.of_day(desk.store, now)
    lines = []
    for absence in found[:LINES]:
        begun = absence.first_on <= now
        relay_id = stand_in(absence.person_id, absent, now) if begun else absence.relay_id
        relay = people.person(desk.store, relay_id) if relay_id else None
        name, instead = known[absence.person_id].name, relay.name if relay else desk.word("the-team")
        key = "relays-now" if begun else "relays-soon"
        lines.append(desk.word(key, name=name, first=absence.first_on, last=absence.last_on, relay=instead))
    return "\n".join(lines)
