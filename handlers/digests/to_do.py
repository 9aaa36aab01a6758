"""What a digest says is to be done: requests one by one while they are few, else how many, each opening what it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from config.entries import name_of
from handlers.digests.view import Line, Shelf, View, list_button, show_button
from handlers.measures.definitions import SMALL
from handlers.messages import Button, Value
from handlers.requests.life import ACTS
from storage.digests import Listed

DECISIONS: Mapping[str, tuple[str, ...]] = {
    "sg_weekly": ("decide", "dangers", "legal", "late"),
    "coordination_weekly": ("arbitrate", "dangers", "legal"),
    "dgs_monthly": ("escalated",),
}
"""What somebody is asked to decide, the most pressing list first."""
MOST_DECISIONS = 3
ONE_BY_ONE = {"dangers": 3, "legal": 2, "decide": 3}
"""How many are said each on its line, by list; of the others, only what is alone."""
CHASE = Button("digests.chase:", "button-digest-chase")
"""Asks the directions where those are that they did not take in time."""
WHERE = 3
"""Directions named in a line."""


def decisions(view: View) -> Iterator[Line]:
    """Three at most, whatever the lists; one that waits in two of them is said once."""
    found: dict[int, tuple[str, Listed]] = {}
    for name in DECISIONS[view.kind.id]:
        for request in view.listed(name):
            found.setdefault(request.id, (name, request))
    for name, request in islice(found.values(), MOST_DECISIONS):
        yield _one(view, name, request)


def waiting(view: View, name: str) -> Iterator[Line]:
    """A list: each of its requests while they are few, else how many and where. To be done today; of a week, good to know."""
    shelf: Shelf = "todo" if view.kind.every == "day" else "known"
    found = view.listed(name)
    if not found:
        return
    if len(found) <= ONE_BY_ONE.get(name, 1):
        yield from (_one(view, name, request)._replace(shelf=shelf) for request in found)
        return
    view.count(name, found)
    where = view.by_direction(found, WHERE) if name == "untaken" else ""
    values: dict[str, Value] = {"count": len(found), "where": where or "none"}
    opens = (list_button(name), *([CHASE] if name == "untaken" and view.kind.id == "sg_daily" else []))
    yield Line(shelf, view.desk.word(f"digest-many-{name}", **values), opens)


def _one(view: View, name: str, request: Listed) -> Line:
    desk, awaiting = view.desk, request.awaiting or {}
    values: dict[str, Value] = {
        "reference": request.reference,
        "service": view.service(request),
        "act": _wanted(view, awaiting) if awaiting else "none",
        "direction": view.direction(request.direction),
        "bounces": request.ping_pong,
        "due": _due(view, name, request),
        "past": str(_due(view, name, request) < view.on),
    }
    text = desk.word(f"digest-one-{name}", **values)
    return Line("todo", text, (show_button(request),))


def _wanted(view: View, awaiting: Mapping[str, Any]) -> str:
    """« Clore (Refus expliqué à l'usager) »: the act that waits, with its reason."""
    said, reason = view.desk.word(f"act-{awaiting['act']}"), awaiting["answers"].get("reason")
    of = next((ask.of for ask in ACTS[awaiting["act"]].asks if ask.what == "reason"), None)
    return f"{said} ({name_of(getattr(view.desk.town, of), reason)})" if of and reason else said


def _due(view: View, name: str, request: Listed) -> date:
    """The local day on which what it waits for is, or was, due."""
    if name == "legal" and request.legal_due_on:
        return request.legal_due_on
    due = request.taking_due_at if name == "untaken" else request.resolution_due_at
    return view.day_of(due) if due else view.on


def tensions(view: View) -> Iterator[Line]:
    """Where what is late is, three directions at most. For whoever reads figures only too."""
    late = Counter(each.direction or "" for each in view.everywhere("late"))
    for id, count in sorted(late.items(), key=lambda pair: (-pair[1], pair[0]))[:WHERE]:
        if count >= SMALL:
            yield Line("known", view.desk.word("digest-tension", direction=view.direction(id), count=count))
