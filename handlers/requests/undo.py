"""Taking back: a draft at any time; the last act for ten minutes, by who did it."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.messages import Incoming, Refusal, Reply
from handlers.notices import drop as drop_notices
from handlers.requests import link, rooms, sheet
from handlers.requests.acting import WORDY, change, go_on, happened
from handlers.requests.drafts import own_draft
from handlers.requests.life import ACTS
from handlers.requests.rules import UNDO
from storage import events, requests
from storage.tables import Event, Request, moments_of

FINAL = frozenset({"danger", "called", "lower", "cancel"})
"""Acts that others may have acted on within the minute: they are not taken back, another act answers them."""
UNDOABLE = ("recorded", "corrected", "delay_chosen", "contact", "link", *(name for name in ACTS if name not in FINAL))


def drop(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Throw the draft away."""
    request = own_draft(desk, int(argument))
    if not requests.change(desk.store, request, desk.now, state="cancelled"):
        raise Refusal("already-changed")
    return Reply("requests-dropped")


def undo(desk: Desk, got: Incoming, _argument: str) -> Reply:
    """/annuler: what I did last, a draft or an act, within ten minutes."""
    since = desk.now - UNDO
    latest = requests.latest_of(desk.store, desk.who.id, since)
    for event in events.latest_by(desk.store, desk.who.id, UNDOABLE, since):
        if latest is not None and latest.state == "draft" and event.id < latest.id:
            break
        request = requests.by_id(desk.store, event.request_id) if event.request_id else None
        if request is None or request.state == "cancelled" or event.data.get("what") in WORDY:
            continue  # taken back already, or words that the log does not hold: the act before it, then
        if event.kind == "contact":
            if not link.stands(desk, event):
                continue
            return link.detached(desk, event)
        return go_on(desk, ACTS["cancel"], request, {}) if event.kind == "recorded" else _restore(desk, request, event)
    if latest is not None and latest.state == "draft":
        return drop(desk, got, str(latest.id))
    raise Refusal("nothing-to-undo")


def _restore(desk: Desk, request: Request, event: Event) -> Reply:
    """Put back the columns as they were, if nothing happened since."""
    if request.version != event.data["version"]:
        raise Refusal("act-not-now", reference=request.reference or "", what=happened(desk, request))
    change(desk, request, "undone", moments_of(Request, event.data["before"]), act=event.kind)
    if event.kind == "link":
        link.unlinked(desk, event)
    requests.drop_notes(desk.store, request.id, desk.who.id, event.at)
    drop_notices(desk, request.id, version=event.data["version"])
    rooms.refresh(desk, request)
    return sheet.card(desk, request, said=desk.word("done-undone", what=desk.word(f"event-{event.kind}")))
