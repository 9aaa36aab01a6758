"""Taking back: a draft at any time, a record for ten minutes, by who made it."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Incoming, Refusal, Reply
from handlers.requests.drafts import own_draft
from handlers.requests.rules import OPEN, UNDO, may_undo
from storage import requests
from storage.tables import Request


def drop(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Throw the draft away."""
    request = own_draft(desk, int(argument))
    if not requests.change(desk.store, request, desk.now, state="cancelled"):
        raise Refusal("already-changed")
    return Reply("requests-dropped")


def cancel(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Take a record back, within ten minutes, by who made it."""
    request = requests.by_id(desk.store, int(argument))
    if request is None or request.author_id != desk.who.id:
        raise Refusal("request-unknown")
    return _cancel(desk, request)


def undo(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """/annuler: the last thing logged."""
    request = requests.latest_of(desk.store, desk.who.id, desk.now - UNDO)
    if request is None:
        raise Refusal("nothing-to-undo")
    if request.state == "draft":
        return drop(desk, _got, str(request.id))
    return _cancel(desk, request)


def _cancel(desk: Desk, request: Request) -> Reply:
    if request.state == "cancelled":
        raise Refusal("already-cancelled", reference=request.reference or "")
    if request.state not in OPEN or not may_undo(request.recorded_at, desk.now):
        raise Refusal("too-late-to-undo", reference=request.reference or "")
    if not requests.change(desk.store, request, desk.now, state="cancelled"):
        raise Refusal("already-changed")
    note(desk, "cancelled", request_id=request.id)
    return Reply("requests-cancelled", {"reference": request.reference or ""})
