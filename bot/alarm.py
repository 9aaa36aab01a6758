"""The operators' room: one message when the auditor turns red, one when it is green again, at most one an hour in between.

What was said last is in the database, so that neither a restart nor a second process says it twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.auditor.checks import Verdict
from bot.auditor.look import Finding
from handlers.desk import DANGER, Desk
from handlers.messages import Address, Reply
from storage import alarms

AGAIN = timedelta(hours=1)
CALM = timedelta(minutes=3)
"""How long it is green before it is said: what comes and goes would otherwise ring each minute."""
LINES = 4


def is_owed(last: alarms.Said | None, verdict: Verdict, green_for: timedelta) -> str | None:
    """What there is to say: "red", "green", or nothing. last: what was said last. green_for: how long it has been green."""
    was_red = last is not None and last.kind == "red"
    if verdict.is_green:
        return "green" if was_red and green_for >= CALM else None
    return "red" if not was_red or last is None or verdict.at - last.at >= AGAIN else None


def tell(desk: Desk, verdict: Verdict, rooms: Sequence[Address], green_for: timedelta) -> None:
    """Owe the message, if one is owed now."""
    last = alarms.last(desk.store)
    kind = is_owed(last, verdict, green_for)
    if kind is None or not rooms:
        return
    number = (last.number if last else 0) + 1
    room = _room(rooms, verdict.red)
    desk.say(_words(desk, verdict, kind), to=room, key=alarms.key(number, kind), priority=DANGER)
    alarms.keep(desk.store, number)


def _room(rooms: Sequence[Address], red: Sequence[Finding]) -> Address:
    """One on a network that does not fail itself, if there is one."""
    failing = {found.platform for found in red}
    return next((room for room in rooms if room.platform not in failing), rooms[0])


def _words(desk: Desk, verdict: Verdict, kind: str) -> Reply:
    if kind == "green":
        return Reply("alarm-green", {"at": verdict.at})
    zone, red = desk.town.timezone, verdict.red
    lines = [_line(desk, found, zone) for found in red[:LINES]]
    if len(red) > LINES:
        lines.append(desk.word("alarm-more", count=len(red) - LINES))
    return Reply("alarm-red", {"lines": "\n".join(lines), "at": verdict.at})


def _line(desk: Desk, found: Finding, zone: str) -> str:
    what, remedy = found.what(desk.language, zone), found.remedy(desk.language, zone)
    if found.since is None:
        return desk.word("alarm-line", what=what, remedy=remedy)
    return desk.word("alarm-line-since", what=what, remedy=remedy, since=found.since)
