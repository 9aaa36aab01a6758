"""A recorded request as somebody sees it: what is known of it, what may be done now. Each role sees its own share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from handlers.desk import Desk
from handlers.escalation.clocks import CLOCKS, is_suspended, stopped_at
from handlers.escalation.effects import DUE
from handlers.messages import Attachment, Button, Reply
from handlers.people.permissions import allowed, may
from handlers.requests import cards, nearby, proposed
from handlers.requests.asking import sendable
from handlers.requests.life import OPEN, acts_for, is_locked
from handlers.requests.rules import CORRECTABLE
from storage import requests
from storage.tables import Request

SHOWN_FIRST = 5
"""Acts shown on the card; the others are behind « Autres actions » (at most eight buttons in all)."""
SINCE = {"to_qualify": "recorded_at", "sent": "sent_at", "taken": "taken_at", "done": "done_at", "closed": "closed_at"}
"""The column that says since when a request is in a state; the others have changed last."""


def card(desk: Desk, request: Request, *, said: str = "", photos: tuple[Attachment, ...] = (), edits: bool | None = None) -> Reply:
    """The sheet. said: what was just done, first. Only what the viewer's share of it holds: all, no free words, or its state alone."""
    grant = allowed(desk.who, "read", request)
    # whoever has just moved their own request to another mairie still sees what they did
    view = grant.view if grant else "full" if request.author_id == desk.who.id else "status"
    lines = [said, *cards.danger_lines(desk, request)]
    if view == "full":
        lines.append(desk.word("card-text", text=request.text))
        lines.append(desk.word("card-external", reference=request.external_reference) if request.external_reference else "")
    if view != "status":
        waits = cards.nobody(desk, request) if request.state in CORRECTABLE else ""
        lines += [cards.destination(desk, request.service, request), waits, cards.place(desk, request)]
    if view == "full" and request.state in CORRECTABLE:
        lines.append(proposed.line(desk, request))
    lines += _progress(desk, request)
    if view == "full":
        lines += [*_words(desk, request), cards.instruction(desk, request.service) if request.state in CORRECTABLE else ""]
    buttons = _buttons(desk, request) if view != "status" else ()
    values = {"reference": request.reference or "", "lines": cards.stacked(lines), "service": cards.service_name(desk, request.service)}
    return Reply("requests-recorded", values, choices=tuple(buttons), attachments=photos if view == "full" else (), edits=edits)


def since(request: Request) -> datetime:
    return getattr(request, SINCE.get(request.state, "updated_at"), None) or request.recorded_at or request.updated_at


def _progress(desk: Desk, request: Request) -> Iterator[str]:
    """Where it stands, one fact a line."""
    town = desk.town
    yield desk.word("card-state", state=desk.word(f"state-{request.state}"), at=since(request))
    if request.arbitration:
        yield desk.word(f"card-arbitration-{request.arbitration}")
    elif request.ping_pong:
        yield desk.word("card-ping-pong", count=request.ping_pong)
    if request.state == "on_hold" and request.wake_on:
        reason = town.hold_reasons.get(request.hold_reason or "")
        yield desk.word("card-hold", reason=reason.name if reason else "", day=request.wake_on)
    if request.announced_on and request.state in ("dated", "done"):
        yield desk.word("card-announced", day=request.announced_on)
    if request.closing_reason:
        closed = town.closing_reasons.get(request.closing_reason)
        yield desk.word("card-closing-reason", reason=closed.name if closed else request.closing_reason)
    yield _due(desk, request)
    yield cards.legal(desk, request)
    if request.reply_owed:
        yield desk.word("card-reply-owed", kind=desk.word(f"reply-{request.reply_owed}"))
    if request.waits and request.awaiting:
        asked = request.awaiting
        yield desk.word("card-awaiting", what=desk.word(f"act-{asked['act']}"), role=desk.word(f"role-{asked['role']}"))
    if request.contacts:
        yield desk.word("card-contacts" if request.state == "closed" else "card-to-tell", count=request.contacts)
    yield from _linked(desk, request)
    if request.reopened:
        yield desk.word("card-reopened", count=request.reopened)
    if request.elected:
        yield desk.word("card-elected")


def _due(desk: Desk, request: Request) -> str:
    """The promise that comes next, or the oldest one that waits."""
    running = {due: clock for clock in reversed(CLOCKS) if (due := getattr(request, DUE[clock]))
               and not stopped_at(request, clock) and not is_suspended(request, clock)}
    if not running or request.state in ("closed", "cancelled"):
        return ""
    due = min(running)
    key = "card-due-late" if due < desk.now else "card-due"
    return desk.word(key, clock=desk.word(f"clock-{running[due]}"), due=due)


def _linked(desk: Desk, request: Request) -> Iterator[str]:
    """What it repeats, and what it has the same cause as; by its reference only to those who may read it."""
    repeated = request.duplicate_of if request.state == "closed" else None
    for kind, id in (("duplicate", repeated), ("related", request.related_to)):
        other = requests.by_id(desk.store, id) if id else None
        if other is not None and allowed(desk.who, "read", other):
            yield desk.word(f"card-{kind}", reference=other.reference or "")
        elif other is not None:
            yield desk.word(f"card-{kind}-elsewhere")


def _words(desk: Desk, request: Request) -> Iterator[str]:
    """The newest words of each kind: the result, the question, the answers given to the resident."""
    newest = {each.kind: each for each in requests.notes(desk.store, request.id)}
    for each in sorted(newest.values(), key=lambda each: each.id):
        yield desk.word(f"card-note-{each.kind}", text=each.text)


def _buttons(desk: Desk, request: Request) -> list[Button]:
    """What may be done now. What does not fit is behind « Autres actions »."""
    whole = [*_deciding(desk, request), *_acts(desk, request), *_mending(desk, request)]
    if len(whole) <= SHOWN_FIRST + 2:
        return whole
    return [*whole[: SHOWN_FIRST + 1], Button(f"requests.more:{request.id}", "button-more-acts")]


def more(desk: Desk, request: Request) -> Reply:
    """Every act that did not fit on the card."""
    rest = [*_deciding(desk, request), *_acts(desk, request), *_mending(desk, request)][SHOWN_FIRST + 1 :]
    return Reply("requests-more", {"reference": request.reference or ""},
                 choices=(*rest, Button(f"requests.show:{request.id}", "button-back")), layout="list")


def _deciding(desk: Desk, request: Request) -> Iterator[Button]:
    if request.waits and may(desk.who, "decide", request):
        yield Button(f"requests.decide:{request.id}/yes", "button-grant")
        yield Button(f"requests.decide:{request.id}/no", "button-decline")


def _acts(desk: Desk, request: Request) -> Iterator[Button]:
    for act in acts_for(desk.who, request, desk.now):
        mine_already = act.name == "take_over" and request.holder_id == desk.who.id
        if not mine_already and (act.name != "send" or sendable(desk, request)):
            yield Button(f"requests.{act.name}:{request.id}", f"act-{act.name}")


def _mending(desk: Desk, request: Request) -> Iterator[Button]:
    if may(desk.who, "correct", request) and request.state in CORRECTABLE:
        yield Button(f"requests.correct:{request.id}", "button-correct")
        yield Button(f"requests.place:{request.id}", "button-place")
        if proposed.line(desk, request):
            yield Button(f"requests.delay:{request.id}", "button-delay")
    if may(desk.who, "link", request) and request.state in OPEN and not is_locked(request) and nearby.is_on(desk, request):
        yield Button(f"requests.linkto:{request.id}", "button-link")
    if request.ladder:
        yield Button(f"escalation.why:{request.id}", "button-why")
