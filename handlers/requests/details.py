"""Details of a request that seldom need a word: the day it was received, who asked (a kind, never a person); and one's own reminder."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.desk import Desk
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.moments import Unclear, day_in, moment_in
from handlers.notices import tell
from handlers.requests import cards
from handlers.requests.acting import leading_reference, named, of
from handlers.requests.chat import new
from handlers.requests.correct import change, meant, placed
from handlers.requests.correct import of as correctable

RECEIVED = 60
"""Days back that a request may have been received (domain.md §2.3, T1)."""


def begin(desk: Desk, got: Incoming, argument: str) -> Reply | None:
    """/nouveau: the next sentence is a request, or the one that follows the command."""
    return new(desk, replace(got, text=argument), "") if argument else Reply("requests-begin")


def photo(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """/photo: for the last request."""
    request = meant(desk, "")
    return Reply("requests-send-photo", {"reference": request.reference or ""})


def place(desk: Desk, got: Incoming, argument: str) -> Reply | None:
    """/lieu: of the last request, in words after the command or in the next message."""
    request = meant(desk, "")
    if argument:
        return placed(desk, replace(got, text=argument), str(correctable(desk, str(request.id)).id))
    return Reply("requests-which-place", ask=f"requests.place:{correctable(desk, str(request.id)).id}")


def received(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Ask which day it was received."""
    request = correctable(desk, argument)
    return Reply("requests-received-when", {"most": RECEIVED}, ask=f"requests.received:{request.id}")


def received_on(desk: Desk, got: Incoming, argument: str) -> Reply:
    """The day it was received: the legal term counts from it. At noon, for nobody noted the hour; today keeps its own."""
    request = correctable(desk, argument)
    try:
        found = day_in(got.text, today=desk.today, past=True)
    except Unclear as unclear:
        raise Refusal(unclear.key) from None
    if found is None:
        return Reply("requests-received-when", {"most": RECEIVED}, ask=f"requests.received:{request.id}")
    if found.on > desk.today:
        raise Refusal("date-future")
    if found.on < desk.today - timedelta(days=RECEIVED):
        raise Refusal("date-too-old", most=RECEIVED)
    if found.on == desk.town.local(request.received_at).date():
        return change(desk, request, "received", received_at=request.received_at)
    noon = datetime.combine(found.on, time(12), ZoneInfo(desk.town.timezone))
    return change(desk, request, "received", received_at=min(noon, desk.now))


def requester(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Who asked, as a kind: a resident, an association, a shop…"""
    id, _, kind = argument.partition("/")
    request = correctable(desk, id)
    if not kind:
        known = desk.town.requesters.values()
        buttons = tuple(Button(f"requests.requester:{request.id}/{each.id}", "button-plain", {"label": each.name}) for each in known)
        return Reply("requests-which-requester", choices=buttons, layout="list")
    if kind not in desk.town.requesters:
        raise Refusal("button-unknown")
    return change(desk, request, "requester", requester=kind)


def remind(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/rappel REF quand: a line for oneself at that moment. It moves no deadline."""
    reference, rest = leading_reference(argument)
    if reference is None:
        raise Refusal("which-request", command="rappel")
    return _reminder(desk, str(named(desk, reference).id), rest)


def remind_when(desk: Desk, got: Incoming, argument: str) -> Reply:
    """The moment typed after « rappel »."""
    return _reminder(desk, argument, got.text)


def _reminder(desk: Desk, id: str, text: str) -> Reply:
    request = of(desk, id)
    try:
        found = moment_in(text, now=desk.now, zone=desk.town.timezone)
    except Unclear as unclear:
        raise Refusal(unclear.key) from None
    if found is None:
        return Reply("reminder-when", {"reference": request.reference or ""}, ask=f"requests.remind:{request.id}")
    tell(desk, desk.who.id, f"reminder/{request.id}/{found.at.isoformat()}", "notice-reminder", request_id=request.id,
         not_before=found.at, reference=request.reference or "", service=cards.service_name(desk, request.service))
    return Reply("reminder-set", {"reference": request.reference or "", "at": found.at})
