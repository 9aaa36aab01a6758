"""What the clock does: each reader's digest at their own hour, once; the morning list, owed before the day's first message."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple

from handlers.desk import DIGEST, Desk
from handlers.digests import morning
from handlers.digests.kinds import KINDS, Kind
from handlers.digests.pages import may_be_read, page
from handlers.digests.schedule import LOOKED_BACK, Turn, Wish, before, is_another, is_turn, latest, standing, wish_of
from handlers.escalation.calendars import of_person
from handlers.feature import Job
from handlers.messages import Address
from handlers.people.rules import MORNING, away
from handlers.weeks import midnight
from storage import absences, deadlines, digests, gaps, people
from storage.tables import Absence, Person

MORNINGS_AT_ONCE = 4
"""Lists of a morning in one tick, ten to thirty milliseconds each: there is time for 500 before anybody is told."""
DAWN = time(7, 30)
"""From when a morning's list is owed, in time for the first messages of the day."""
KEPT = timedelta(days=LOOKED_BACK)
"""How long it is known that a digest had its turn: longer than between two of them."""


class Due(NamedTuple):
    """A turn that nobody did yet. last: the local date of the turn before that was done, None for never."""

    person: Person
    kind: Kind
    wish: Wish
    turn: Turn
    last: date | None


def schedule_of(kind: Kind, person: Person) -> str:
    return f"digests.{kind.id}/{person.id}"


def tell(desk: Desk) -> None:
    """Say one of the digests whose hour has come: it reads its whole perimeter, and meanwhile nobody else writes on SQLite.

    Killed before the commit, it said none; called again, none twice. Who cannot be reached keeps nobody waiting. Of a turn before a
    restore, nothing is said: it may have left after the copy.
    """
    absent = absences.of_day(desk.store, desk.today)
    if _say_again(desk, absent):
        return
    for due in _due(desk):
        person, turn = due.person, due.turn
        state = standing(turn, of_person(desk.town, person), desk.now, person.quiet_until)
        if state in ("waits", "over"):
            continue
        if not deadlines.occurs(desk.store, schedule_of(due.kind, person), turn.on, f"{due.kind.at:%H:%M}", desk.now):
            continue
        if state != "due" or not due.wish.on or away(absent, person.id, desk.today) or gaps.restored_since(desk.store, turn.at):
            continue
        if may_be_read(desk, person) and _say(desk, due):
            return


def _due(desk: Desk) -> Iterator[Due]:
    """The turns that came and were not done yet, those of yesterday evening included."""
    kinds = [kind for kind in KINDS.values() if kind.id != MORNING]
    chosen = digests.choices(desk.store)
    readers = people.at_work(desk.store, {role for kind in kinds for role in kind.roles})
    every = [(person, kind) for person in readers for kind in kinds if person.role in kind.roles]
    done = digests.last_turns(desk.store, [schedule_of(kind, person) for person, kind in every], desk.today - KEPT)
    for person, kind in every:
        wish = wish_of(kind, chosen.get((person.id, kind.id)))
        turn = latest(kind, wish, of_person(desk.town, person), desk.now)
        last = done.get(schedule_of(kind, person))
        if turn and (last is None or is_another(kind, turn.on, last)) and turn.at >= person.joined_at:
            yield Due(person, kind, wish, turn, last)


def since_of(desk: Desk, person: Person, kind: Kind, wish: Wish, turn: Turn, last: date | None = None) -> datetime:
    """The midnight from which what came is new: of the day of the digest before this one, of the last that was said when one was missed."""
    former = before(kind, wish, of_person(desk.town, person), turn.on)
    day = former.on if former else turn.on - timedelta(days=1)
    return midnight(min(day, last) if last is not None else day, desk.town.timezone)


def _say_again(desk: Desk, absent: Collection[Absence]) -> bool:
    """Say one that its reader put off, as it is now. It was asked for that day: not after a night, an outage, or a restore."""
    asked = digests.asked_again(desk.store, desk.now)
    restored = bool(asked) and gaps.restored_since(desk.store, midnight(desk.today, desk.town.timezone))
    for id, name in asked:
        kind, choice = KINDS[name], digests.choices(desk.store, [name])[id, name]
        digests.choose(desk.store, id, name, again_at=None)
        person = next((each for each in people.at_work(desk.store, kind.roles) if each.id == id), None)
        if person is None or choice.again_at is None or away(absent, id, desk.today) or restored:
            continue
        turn = Turn(desk.today, choice.again_at)
        if standing(turn, of_person(desk.town, person), desk.now, person.quiet_until) == "due" and may_be_read(desk, person):
            wish = wish_of(kind, choice)._replace(even_empty=True)
            if _say(desk, Due(person, kind, wish, turn, None), once_more=f"/{turn.at:%H%M}"):
                return True
    return False


def _say(desk: Desk, due: Due, *, once_more: str = "") -> bool:
    """Whether it was worked out: not where nobody can be reached. Of one that is empty and may be skipped, nothing is said."""
    person, kind, wish, turn, last = due
    chat = people.private_chat(desk.store, person.id)
    if chat is None:
        return False
    former = before(kind, wish, of_person(desk.town, person), turn.on)
    missed = former if former and last is not None and is_another(kind, former.on, last) else None
    untold = missed.on if missed and not gaps.restored_since(desk.store, missed.at) else None  # it may have left after the copy
    with desk.speaking(person.language):
        since = since_of(desk, person, kind, wish, turn, last if missed else None)
        found = page(desk, person, kind, on=turn.on, since=since, hidden=wish.hidden, missed=untold)
        if wish.even_empty or not found.is_empty:
            key = f"digest/{kind.id}/{person.id}/{turn.on}{once_more}"
            desk.say(found.reply, to=Address.parse(chat), person=person, key=key, priority=DIGEST)
    return True


# --- mornings ---


def dawn(desk: Desk) -> None:
    """Owe some people the list of what waits for them, before the first message of their day, which it is then part of.

    On the day of a restore, to nobody: the message may have left after the copy.
    """
    local = desk.town.local(desk.now)
    if not DAWN <= local.time() < time(18) or gaps.restored_since(desk.store, midnight(desk.today, desk.town.timezone)):
        return
    for person, wish in islice(_mornings(desk), MORNINGS_AT_ONCE):
        if deadlines.occurs(desk.store, schedule_of(KINDS[MORNING], person), desk.today, f"{KINDS[MORNING].at:%H:%M}", desk.now):
            morning.owe(desk, person, wish)


def _mornings(desk: Desk) -> Iterator[tuple[Person, Wish]]:
    kind, absent = KINDS[MORNING], absences.of_day(desk.store, desk.today)
    here = people.at_work(desk.store, kind.roles)
    chosen = digests.choices(desk.store, [MORNING])
    done = digests.last_turns(desk.store, [schedule_of(kind, person) for person in here], desk.today)
    for person in here:
        if schedule_of(kind, person) in done or away(absent, person.id, desk.today):
            continue
        wish = wish_of(kind, chosen.get((person.id, MORNING)))
        if wish.on and is_turn(kind, wish, of_person(desk.town, person), desk.today):
            yield person, wish


def forget(desk: Desk) -> None:
    digests.forget_turns(desk.store, "digests.", desk.today - KEPT)


JOBS = {"dawn": Job(dawn, every_s=5), "tell": Job(tell, every_s=5), "forget": Job(forget, every_s=3600)}
