"""/journal: what happened, function by function, for those whom the table of permissions lets read it."""

from __future__ import annotations

from handlers.audit.rules import KINDS
from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.people.permissions import ROLES, Grant, grant_of, mairies_of
from handlers.privacy.rules import mask
from handlers.requests.rules import says_something
from storage import events
from storage.unit import AnyRow

LINES = 8
LONGEST_REASON = 200
NO_REASON = "0"


def open_log(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """/journal: mine at once; others' after a written reason."""
    return _page(desk, before=None, reason=NO_REASON)


def reason(desk: Desk, got: Incoming, _argument: str) -> Reply:
    """Why somebody reads what others did: logged before the first line is shown, masked, since it stays."""
    _grant(desk)
    if not says_something(got.text):
        return _why()
    given = note(desk, "journal_read", reason=mask(got.text.strip(), desk.town.privacy_filters).text[:LONGEST_REASON])
    return _page(desk, before=None, reason=str(given))


def page(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """The next page. argument: "the last id shown/the event that holds the reason"."""
    before, _, given = argument.partition("/")
    return _page(desk, before=int(before), reason=given)


def _grant(desk: Desk) -> Grant:
    grant = grant_of(desk.who.role, "audit")
    if grant is None:
        raise Refusal("not-your-role")
    return grant


def _why() -> Reply:
    return Reply("journal-why", ask="audit.reason:0")


def _page(desk: Desk, *, before: int | None, reason: str) -> Reply:
    grant = _grant(desk)  # asked again at each page: a role may have changed since the first
    if grant.reason and reason == NO_REASON:
        return _why()
    found = events.page(
        desk.store, grant.scope, person_id=desk.who.id, mairies=mairies_of(desk.who), before=before, limit=LINES + 1
    )
    shown = found[:LINES]
    if not shown:
        return Reply("journal-empty")
    more = (Button(f"audit.page:{shown[-1].id}/{reason}", "button-more"),) if len(found) > LINES else ()
    lines = "\n".join(_line(desk, event) for event in shown)
    return Reply("journal-page", {"lines": lines, "scope": grant.scope}, choices=more, layout="list")


def _line(desk: Desk, event: AnyRow) -> str:
    """A function, never a name; what was done, never what it held."""
    role = f"role-{event.actor_role}" if event.actor_role in ROLES else f"actor-{event.actor_role}"
    what = f"event-{event.kind}" if event.kind in KINDS else "event-other"
    line = desk.word("journal-line", at=event.at, role=desk.word(role), what=desk.word(what))
    return f"{line} · {event.reference}" if event.reference else line
