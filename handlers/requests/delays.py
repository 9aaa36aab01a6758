"""Why this delay, and another one: Relais proposes, a person chooses. Nothing is chosen below a danger."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.escalation.responsiveness import choices, score
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.people.permissions import may
from handlers.requests import cards, proposed, rooms, sheet
from handlers.requests.acting import change
from handlers.requests.correct import of
from handlers.requests.drafts import show
from handlers.requests.life import ACTS, available
from storage import requests
from storage.tables import Request, amend


def explain(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """The five criteria with their reasons, and the classes that may be chosen instead."""
    request = of(desk, argument)
    found, classes = score(request, desk.town), desk.town.delay_classes
    now, suggested = classes.get(request.delay or ""), classes.get(found.proposed or "")
    lines = [
        desk.word("delay-is-proposed", delay=proposed.named(desk, suggested)) if suggested else "",
        desk.word("delay-is-chosen", delay=proposed.named(desk, now)) if request.delay_chosen and now else "",
        *proposed.why(desk, found),
        desk.word("delay-uncounted"),
        _what_may_be_done(desk, request),
    ]
    buttons = [Button(f"requests.delay_to:{request.id}/{each.id}", "button-plain", {"label": proposed.named(desk, each)})
               for each in choices(request, request.delay, desk.town) if _may_choose(desk, request)]
    if danger := _danger(desk, request):
        buttons.append(danger)
    back = Button(f"requests.back:{request.id}", "button-back")
    values: dict[str, Value] = {"count": found.total, "lines": cards.stacked(lines)}
    return Reply("requests-delay", values, choices=(*buttons, back), layout="list")


def _what_may_be_done(desk: Desk, request: Request) -> str:
    if not _may_choose(desk, request):
        return ""
    if request.danger:
        return desk.word("delay-of-danger")
    return desk.word("delay-choose" if choices(request, request.delay, desk.town) else "delay-of-service")


def _danger(desk: Desk, request: Request) -> Button | None:
    """The faster way, which is no delay: the telephone first."""
    if request.reference is None:
        return None if request.danger else Button(f"requests.declared:{request.id}", "button-danger")
    return Button(f"requests.danger:{request.id}", "act-danger") if available(desk.who, ACTS["danger"], request, desk.now) else None


def _may_choose(desk: Desk, request: Request) -> bool:
    """Whoever may correct it, drafts too: an elected official sees why, and does not choose (domain.md §0.5)."""
    return may(desk.who, "correct", request)


def back(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """The card again, drafted or recorded."""
    return show(desk, of(desk, argument))


def choose(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """A person's choice: kept, whatever is proposed afterwards. Its clocks count from now."""
    id, _, class_id = argument.partition("/")
    request = of(desk, id)
    if not _may_choose(desk, request):
        raise Refusal("not-your-role")
    if class_id == request.delay and request.delay_chosen:
        return show(desk, request)
    if class_id not in {each.id for each in choices(request, request.delay, desk.town)}:
        raise Refusal("button-unknown" if class_id not in desk.town.delay_classes else "delay-not-below-danger")
    kept = {"delay": class_id, "delay_chosen": True}
    if request.reference is None:
        if not requests.change(desk.store, request, desk.now, **kept):
            raise Refusal("already-changed")
        amend(request, **kept, version=request.version + 1)
        return show(desk, request)
    suggested = score(request, desk.town).proposed or ""
    change(desk, request, "delay_chosen", kept, from_delay=request.delay or "", to_delay=class_id, proposed=suggested)
    rooms.refresh(desk, request)
    return sheet.card(desk, request, said=desk.word("done-delay_chosen", delay=proposed.named(desk, desk.town.delay_classes[class_id])))
