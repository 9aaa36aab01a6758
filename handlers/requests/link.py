"""The same thing told twice: a sentence joins a request that is there already; a recorded one repeats another, or has the same cause (T12).

Nothing is merged by itself (domain.md §2.5): each of these is a tap. A master has contacts, never a chain of duplicates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from handlers.desk import Desk
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.people.permissions import may
from handlers.requests import cards, nearby, rooms, sheet
from handlers.requests.acting import REFERENCE, change, happened, leading_reference, named, of
from handlers.requests.chat import new
from handlers.requests.correct import meant
from handlers.requests.drafts import own_draft, show
from handlers.requests.life import ACTS, OPEN, available, is_locked
from handlers.requests.rules import PHOTOS, may_undo
from storage import events, repeats, requests
from storage.tables import Event, Request, RequestContact, amend, fresh, moments_of

DUPLICATE = "doublon"
"""The closing reason of a duplicate, in the town's table: one of those never chosen by hand (`life.NOT_BY_HAND`)."""


# --- a sentence just said ---


def attach(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """« Rattacher à 0398 »: the draft becomes one more contact there, and nothing else. argument: "draft/master"."""
    draft_id, _, master_id = argument.partition("/")
    draft, master = own_draft(desk, int(draft_id)), _master(desk, of(desk, master_id))
    _may(desk, draft)
    if master.state == "closed":
        return _closed(desk, draft, master)
    _admits(draft, master)
    if not requests.change(desk.store, draft, desk.now, state="cancelled"):
        raise Refusal("already-changed")
    contact = _add_contact(desk, master, draft, draft=draft.id, photos=_share_photos(desk, draft, master))
    choices = (
        Button(f"requests.detach:{master.id}/{contact}", "button-detach"),
        Button(f"requests.show:{master.id}", "button-open"),
    )
    values: dict[str, Value] = {"reference": master.reference or "", "rank": master.contacts + 1, "tell": _tell(desk, master)}
    return Reply("link-attached", values, choices=choices)


def detach(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """« Annuler » after « Rattacher ». argument: "master/contact"."""
    master_id, _, contact_id = argument.partition("/")
    done = [each for each in events.of_request(desk.store, int(master_id), kinds=("contact",)) if each.data["contact"] == int(contact_id)]
    if not done:
        raise Refusal("button-unknown")
    return detached(desk, done[0])


def detached(desk: Desk, done: Event) -> Reply:
    """Undo an attachment, within ten minutes, by who made it: the contact goes, the draft is back. done: its "contact" event."""
    draft = requests.by_id(desk.store, done.data.get("draft", 0))
    if draft is None or done.actor_id != desk.who.id:
        raise Refusal("button-unknown")
    if not may_undo(done.at, desk.now):
        raise Refusal("link-too-late")
    _take_back(desk, done)
    if not requests.change(desk.store, draft, desk.now, state="draft"):
        raise Refusal("already-changed")
    amend(draft, state="draft", version=draft.version + 1)
    return show(desk, draft)


def stands(desk: Desk, done: Event) -> bool:
    """Whether this "contact" event is an attachment that nobody has undone; a duplicate's contact goes with its link."""
    return "draft" in done.data and repeats.contact(desk.store, done.data["contact"]) is not None


def _tell(desk: Desk, master: Request) -> str:
    """What the resident at the counter may be told, as things stand."""
    direction = desk.town.directions.get(master.direction or "")
    day = (master.announced_on if master.state == "dated" else master.wake_on) or desk.now.date()
    return desk.word(f"tell-{master.state}", reference=master.reference or "", direction=direction.name if direction else "", day=day)


def _share_photos(desk: Desk, draft: Request, master: Request) -> list[str]:
    """The draft's photos show the master's subject too, as far as it has room for them. The hashes of those it did not have."""
    held = requests.photos(desk.store, master.id)
    shared = [hash for hash in requests.photos(desk.store, draft.id) if hash not in held][: max(0, PHOTOS - len(held))]
    for hash in shared:
        requests.add_photo(desk.store, master.id, hash, desk.now)
    return shared


# --- a request already recorded ---


def command(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/lier REF offers what it looks like; /lier REF REF goes straight to the question."""
    reference, other = leading_reference(argument)
    request = meant(desk, reference or argument)
    _check(desk, request)
    return _how(desk, request, named(desk, other)) if reference and other else _which(desk, request)


def typed(desk: Desk, got: Incoming, argument: str) -> Reply | None:
    """The reference typed for « avec laquelle ? »; any other words are a new sentence."""
    if not REFERENCE.fullmatch(got.text.strip()):
        return new(desk, got, "")
    request = of(desk, argument)
    _check(desk, request)
    return _how(desk, request, named(desk, got.text))


def chosen(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """« Lier », then the other one. argument: "request", then "request/other"."""
    id, _, other = argument.partition("/")
    if other:
        return _how(desk, *_both(desk, argument))
    request = of(desk, id)
    _check(desk, request)
    return _which(desk, request)


def duplicate(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """T12: the request is closed and lives on as a contact of its master; one answer will do for both. argument: "request/master"."""
    request, master = _both(desk, argument)
    if master.state == "closed":
        return _closed(desk, request, master)
    _admits(request, master)
    carried, followers = repeats.contacts(desk.store, request.id), repeats.duplicates(desk.store, request.id)
    contact = _add_contact(desk, master, request, duplicate=request.id, carried=carried, followers=followers)
    _move(desk, carried, followers, master.id)
    columns = {"state": "closed", "closing_reason": DUPLICATE, "duplicate_of": master.id, "closed_at": desk.now, "contacts": 0,
               "reply_owed": None, "waits": False, "awaiting": None, "wake_on": None}
    change(desk, request, "link", columns, master=master.id, contact=contact)
    rooms.refresh(desk, request)
    return sheet.card(desk, request, said=desk.word("link-duplicate", reference=master.reference or "", count=master.contacts))


def related(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Two subjects, one cause (a leak, then the road that sinks): the state stays, one answer does for both. argument: "request/other"."""
    request, cause = _both(desk, argument)
    if cause.related_to and cause.related_to != request.id:
        cause = of(desk, str(cause.related_to))
    if request.id in (cause.id, cause.related_to) or request.related_to == cause.id:
        raise Refusal("link-already", reference=cause.reference or "")
    change(desk, request, "link", {"related_to": cause.id}, master=cause.id)
    return sheet.card(desk, request, said=desk.word("link-related", reference=cause.reference or ""))


def unlinked(desk: Desk, done: Event) -> None:
    """What undoing a "link" event takes back beside the request's own columns: its contact on the master."""
    for each in events.of_request(desk.store, done.data["master"], kinds=("contact",)):
        if each.data["contact"] == done.data.get("contact"):
            _take_back(desk, each)


def _which(desk: Desk, request: Request) -> Reply:
    """What it is likely the same as, or any reference typed."""
    found = nearby.alike(desk, request)
    lines = [desk.word("link-line", said=nearby.said(desk, likely), text=cards.gist(desk, likely.request)) for likely in found]
    choices = [
        Button(f"requests.linkto:{request.id}/{likely.request.id}", "button-plain", {"label": likely.request.reference or ""})
        for likely in found
    ]
    values: dict[str, Value] = {"reference": request.reference or "", "lines": cards.stacked(lines), "count": len(found)}
    return Reply("link-which", values, choices=(*choices, _back(request)), layout="list", ask=f"requests.linkto:{request.id}")


def _how(desk: Desk, request: Request, other: Request) -> Reply:
    """Is it the same, or only the same cause?"""
    master = _master(desk, other)
    _check(desk, request, master)
    if master.state == "closed":
        return _closed(desk, request, master)
    values = {"reference": request.reference or "", "other": master.reference or "", "text": cards.gist(desk, master)}
    choices = (
        Button(f"requests.duplicate:{request.id}/{master.id}", "button-duplicate", {"reference": master.reference or ""}),
        _related(request, master),
        _back(request),
    )
    return Reply("link-how", values, choices=choices)


def _closed(desk: Desk, request: Request, master: Request) -> Reply:
    """Its master is closed: to be opened again rather than joined, or else it is another one, of the same cause."""
    reopens = available(desk.who, ACTS["reopen"], master, desk.now)
    choices = [
        nearby.reopening(master) if reopens else None,
        _related(request, master) if request.reference else None,
        _back(request) if request.reference else Button(f"requests.record:{request.id}", "button-record"),
    ]
    return Reply("link-closed", {"other": master.reference or "", "at": master.closed_at or master.updated_at},
                 choices=tuple(button for button in choices if button))


def _related(request: Request, other: Request) -> Button:
    return Button(f"requests.related:{request.id}/{other.id}", "button-related", {"reference": other.reference or ""})


def _back(request: Request) -> Button:
    return Button(f"requests.show:{request.id}", "button-back")


# --- what both are made of ---


def _both(desk: Desk, argument: str) -> tuple[Request, Request]:
    """The request to change, and the master to look up to; each checked again at the press."""
    id, _, other_id = argument.partition("/")
    request, master = of(desk, id), _master(desk, of(desk, other_id))
    _check(desk, request, master)
    return request, master


def _master(desk: Desk, request: Request) -> Request:
    """The request itself, or the one that it was closed as a duplicate of."""
    return of(desk, str(request.duplicate_of)) if request.state == "closed" and request.duplicate_of else request


def _check(desk: Desk, request: Request, master: Request | None = None) -> None:
    """Raise the refusal that says why these two cannot be linked, or this one cannot be."""
    _may(desk, request)
    if request.state not in OPEN or is_locked(request):
        raise Refusal("act-not-now", reference=request.reference or "", what=happened(desk, request))
    if master is not None and master.id == request.id:
        raise Refusal("link-itself", reference=request.reference or "")
    if master is not None and master.state == "cancelled":
        raise Refusal("already-cancelled", reference=master.reference or "")


def _may(desk: Desk, request: Request) -> None:
    if not may(desk.who, "link", request):
        raise Refusal("not-your-role")
    if not nearby.is_on(desk, request):
        raise Refusal("link-not-yet")


def _admits(request: Request, master: Request) -> None:
    """Raise when this cannot become a contact of that: a danger, of something quiet, would alarm nobody any more."""
    if master.state not in OPEN:
        raise Refusal("already-cancelled", reference=master.reference or "")
    if request.danger and not master.danger:
        raise Refusal("link-danger-first", reference=master.reference or "")


def _add_contact(desk: Desk, master: Request, request: Request, *, carried: Sequence[int] = (), **facts: Any) -> int:
    """One more person reported it: counted on the master, who also takes over what was promised. Return the contact's id."""
    contact = fresh(RequestContact, id=desk.next_id(), request_id=master.id, channel=request.channel,
                    mairie=request.mairie or master.mairie, at=request.received_at)
    desk.add(contact)
    columns = {"contacts": master.contacts + 1 + len(carried), **dict(_taken_over(master, request))}
    change(desk, master, "contact", columns, contact=contact.id, carried=list(carried), **facts)
    return contact.id


def _taken_over(master: Request, request: Request) -> Iterator[tuple[str, object]]:
    """What the request was bound to, and the master is from now on: the elected official's interest, the earliest legal day."""
    if (request.elected or request.channel == "elu") and not master.elected:
        yield "elected", True
    if request.legal_due_on and (master.legal_due_on is None or request.legal_due_on < master.legal_due_on):
        yield "legal_due_on", request.legal_due_on


def _take_back(desk: Desk, done: Event) -> None:
    """One contact fewer, wherever it is counted now, as if it had never come; what else happened there since stays."""
    data = done.data
    contact = repeats.contact(desk.store, data["contact"])
    master = requests.by_id(desk.store, contact.request_id) if contact else None
    if contact is None or master is None:
        raise Refusal("link-undone-already")
    before = moments_of(Request, data["before"]) if master.id == done.request_id else {}
    change(desk, master, "undone", before | {"contacts": master.contacts - 1 - len(data["carried"])}, act="contact")
    repeats.drop_contact(desk.store, contact.id)
    if "duplicate" in data:
        _move(desk, data["carried"], data["followers"], data["duplicate"])
    repeats.drop_photos(desk.store, master.id, data.get("photos", ()))


def _move(desk: Desk, contacts: Sequence[int], duplicates: Sequence[int], to: int) -> None:
    """Contacts and duplicates of a request that became one itself, or is none any more: a duplicate never points to another."""
    repeats.move_contacts(desk.store, contacts, to)
    repeats.repoint(desk.store, duplicates, to, desk.now)
