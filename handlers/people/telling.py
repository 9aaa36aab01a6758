"""Telling people what they are owed: one message folds it, at their next slot; danger at once (domain.md §2.8, §2.9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from handlers.desk import DANGER, REMINDER, Desk
from handlers.escalation.calendars import of_person
from handlers.escalation.working_time import is_open
from handlers.messages import CARD_BUTTONS, Address, Button, Reply
from handlers.notices import filled
from handlers.people.rules import MORNING, SLOTS, away, slot_fact, slot_of
from storage import absences, digests, notices, outbox, people
from storage.notices import Owed, Waiting
from storage.tables import Person

LINES = CARD_BUTTONS
"""In one message, each with its button; the rest is told at the next slot."""

AT_ONCE = 40
"""People told in one tick, danger apart: some 4 ms each, during which nobody else writes on SQLite. The next tick tells the others."""

APART = frozenset({"notice-legal"})
"""Lines that keep a message of their own (domain.md §2.8)."""


def tell_all(desk: Desk) -> None:
    """Say what is pending to whom may be told now. Killed before the commit, it said nothing; called again, it says nothing twice."""
    waiting = notices.waiting(desk.store, desk.now)
    if not waiting:
        return
    chats = people.private_chats(desk.store, [each.person.id for each in waiting])  # who is not there cannot be reached: it stays owed
    urgent = {each.person.id: each.person for each in waiting if each.urgent and each.person.id in chats}
    slots = _listening(desk, [each for each in waiting if each.calm and each.person.id in chats])
    calm = {each.person.id: each.person for each in waiting if each.person.id in slots}
    if not (urgent or calm):
        return
    first = [id for id, slot in slots.items() if slot.first]
    mine: defaultdict[tuple[int, bool], list[Owed]] = defaultdict(list)
    for owed in notices.owed(desk.store, desk.now, urgent_to=urgent, calm_to=calm, first_to=first):
        mine[owed.notice.person_id, owed.notice.urgent].append(owed)
    said: list[tuple[int, int]] = []
    for (id, is_urgent), lines in mine.items():
        if is_urgent:
            said += _say(desk, urgent[id], lines, chats[id], key=f"notices/{lines[0].notice.id}", priority=DANGER)
            continue
        together = [owed for owed in lines if owed.notice.key not in APART]
        said += _say(desk, calm[id], together, chats[id], key=slots[id].fact, priority=REMINDER) if together else []
        for owed in lines:
            if owed.notice.key in APART:
                said += _say(desk, calm[id], [owed], chats[id], key=f"notices/{owed.notice.id}", priority=REMINDER)
    notices.told_together(desk.store, said)


LISTED = "morning-"
"""What begins the key of a line of the morning list: after the reminders, in the same message, under a heading of its own."""


class Slot(NamedTuple):
    """What a person may be told now. fact: that this slot's message is. first: of the day, so that it tells the reminders too."""

    fact: str
    first: bool


def _listening(desk: Desk, waiting: Sequence[Waiting]) -> dict[int, Slot]:
    """Some of those who may be told things now: at work, and not told yet in this slot."""
    at = desk.town.local(desk.now)
    slot = slot_of(at)
    if slot is None or not waiting:
        return {}
    absent = absences.of_day(desk.store, at.date())
    heard = [each for each in waiting if not (each.person.quiet_until and each.person.quiet_until > desk.now)]
    chosen = digests.choices(desk.store, [MORNING]) if slot == SLOTS[0] else {}
    later = {id for (id, _), mine in chosen.items() if mine.at and mine.at > at.time()}
    here = [each for each in heard if each.person.id not in later and not away(absent, each.person.id, at.date())]
    at_work = [each for each in here if is_open(of_person(desk.town, each.person), desk.now)]
    days = {each.person.id: [slot_fact(each.person.id, at, turn) for turn in SLOTS if turn <= slot] for each in at_work}
    done = outbox.said_among(desk.store, [fact for facts in days.values() for fact in facts])
    slots = {id: Slot(facts[-1], first=done.isdisjoint(facts)) for id, facts in days.items() if facts[-1] not in done}
    some = (each for each in at_work if each.person.id in slots and (slots[each.person.id].first or each.calm > each.morning))
    return {each.person.id: slots[each.person.id] for each in islice(some, AT_ONCE)}


def _say(desk: Desk, person: Person, mine: Sequence[Owed], chat: str, *, key: str, priority: int) -> list[tuple[int, int]]:
    """One message of the oldest lines; return which were said, and in which outbox row."""
    lists = [owed for owed in mine if owed.notice.key.startswith(LISTED)]
    others = [owed for owed in mine if not owed.notice.key.startswith(LISTED)]
    first = others[: LINES - len(lists)]
    shown = [*first, *lists]
    with desk.speaking(person.language):
        lines = [_line(desk, owed) for owed in first]
        if len(others) + len(lists) > LINES:
            lines.append(desk.word("notices-more", count=len(mine) - LINES))
        if lists:
            lines += [*(["", desk.word("notices-yours")] if lines else []), *(_line(desk, owed) for owed in lists)]
        buttons = {button.act: button for owed in shown for button in _opens(owed)}
        said = "notices" if others else "digest-morning"
        reply = Reply(said, {"count": len(others), "lines": "\n".join(lines)}, choices=tuple(buttons.values()))
        row = desk.say(reply, to=Address.parse(chat), person=person, key=key, priority=priority)
    return [(owed.notice.id, row) for owed in shown] if row is not None else []


def _line(desk: Desk, owed: Owed) -> str:
    return desk.word("notices-line", text=desk.word(owed.notice.key, **filled(owed.notice.fill)))


def _opens(owed: Owed) -> list[Button]:
    """Its request, or the list that it counts."""
    if owed.reference:
        return [Button(f"requests.show:{owed.notice.request_id}", "button-plain", {"label": owed.reference})]
    if owed.notice.key.startswith(LISTED):
        name = owed.notice.key.removeprefix(LISTED)
        return [Button(f"digests.list:{name}", "button-digest-list", {"list": name})]
    return []
