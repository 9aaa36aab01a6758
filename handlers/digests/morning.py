"""The morning list: what waits for somebody, owed as lines of the day's first message, which tells the reminders before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.desk import Desk
from handlers.digests.kinds import KINDS
from handlers.digests.schedule import Wish, before
from handlers.digests.view import asked_by, list_button, show_button, since_when
from handlers.escalation.calendars import of_person
from handlers.messages import Button, Reply
from handlers.notices import tell
from handlers.people.permissions import roles_with
from handlers.people.rules import MORNING
from storage import digests, notices
from storage.digests import Listed
from storage.tables import Person

OF_A_DIRECTION = frozenset({"arrived", "waiting"})
"""Lists that are a référent's; the others are of what somebody logged or has in hand."""


def lists_of(person: Person, hidden: frozenset[str]) -> list[str]:
    """In reading order. Whoever answers for a direction starts with what arrived; of them nobody expects the residents' answers."""
    theirs = person.role == "direction"
    names = [name for name in KINDS[MORNING].sections if name not in hidden and (name in OF_A_DIRECTION) <= theirs]
    return [name for name in names if name != "answers" or person.role in roles_with("close")]


def since_of(desk: Desk, person: Person, wish: Wish) -> datetime:
    """From when what arrived is new in today's: the turn before."""
    former = before(KINDS[MORNING], wish, of_person(desk.town, person), desk.today)
    return former.at if former else desk.now - timedelta(days=1)


def owe(desk: Desk, person: Person, wish: Wish) -> None:
    """A line for each list that holds something; yesterday's lines that were not told are no longer true."""
    notices.supersede_beginning(desk.store, person.id, "morning/")
    not_before = datetime.combine(desk.today, wish.at, ZoneInfo(desk.town.timezone))
    for each in waiting(desk, person, wish):
        tell(desk, person.id, f"morning/{desk.today}/{each.name}", f"morning-{each.name}", request_id=each.alone.id if each.alone else None,
             not_before=not_before, morning=True, count=each.number, reference=each.reference, since=each.since, day=each.day)


class Waits(NamedTuple):
    """A list that holds something. alone: its request, where it is one. since, day: from when what arrived is new (`since_when`)."""

    name: str
    number: int
    alone: Listed | None
    since: str
    day: date

    @property
    def reference(self) -> str:
        return self.alone.reference or "none" if self.alone else "none"


def waiting(desk: Desk, person: Person, wish: Wish) -> Iterator[Waits]:
    new_since = since_of(desk, person, wish)
    asked, day = asked_by(desk, person, new_since), desk.town.local(new_since).date()
    for name in lists_of(person, wish.hidden):
        if count := digests.count(desk.store, name, asked):
            alone = digests.listed(desk.store, name, asked)[0] if count == 1 else None
            yield Waits(name, count, alone, since_when(day, desk.today), day)


def page(desk: Desk, person: Person, wish: Wish) -> Reply:
    """The same at any hour: what waits now."""
    lines, buttons = [], []
    for each in waiting(desk, person, wish):
        text = desk.word(f"morning-{each.name}", count=each.number, reference=each.reference, since=each.since, day=each.day)
        lines.append(desk.word("notices-line", text=text))
        buttons.append(show_button(each.alone) if each.alone else list_button(each.name))
    buttons.append(Button(f"digests.show:{MORNING}", "button-digest-settings"))
    return Reply("digest-morning" if lines else "digest-morning-calm", {"lines": "\n".join(lines)}, choices=tuple(buttons), edits=False)
