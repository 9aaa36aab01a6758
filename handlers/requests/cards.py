"""What a request looks like to people: the understood card, the recorded card, and the lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable

from config.entries import Delay
from handlers.desk import Desk
from handlers.messages import Attachment, Button, Reply
from handlers.people.permissions import may
from handlers.requests.rules import OPEN, may_undo
from handlers.routing.danger import danger_of
from storage import requests
from storage.tables import Request

LIST_LINES = 8


def understood(desk: Desk, request: Request, *, masked: tuple[str, ...] = (), photos: int = 0) -> Reply:
    """The draft as we understood it: one tap records it, another one corrects it."""
    best, *others = [suggestion["service"] for suggestion in request.proposal if suggestion["service"] in desk.town.services]
    chosen = request.service or best
    lines = [
        _destination(desk, chosen, request),
        _why(desk, request, chosen),
        _place(desk, request),
        desk.word("card-photos", count=photos) if photos else "",
        desk.word("card-masked", what=", ".join(desk.word(kind) for kind in masked)) if masked else "",
        _instruction(desk, request.service),  # what to tell the resident, once we know what it is
    ]
    sure = request.service is not None
    alternatives = [id for id in [best, *others] if id != chosen or not sure][: 2 if sure else 3]
    record = f"requests.record:{request.id}"
    buttons = [
        Button(record, "button-record") if sure else None,
        *(Button(f"{record}/{id}", "button-service", {"service": _short(desk, id)}) for id in alternatives),
        Button(f"requests.other:{request.id}", "button-other-service"),
        Button(f"requests.place:{request.id}", "button-place"),
        Button(f"requests.channel:{request.id}", "button-channel"),
        Button(f"requests.mairie:{request.id}", "button-mairie") if sure else Button(record, "button-record-later"),
        Button(f"requests.drop:{request.id}", "button-drop"),
    ]
    key = "requests-understood" if sure else "requests-unsure"
    values = {"service": desk.town.services[chosen].name, "lines": _lines(danger_lines(desk, request.text) + lines)}
    return Reply(key, values, choices=tuple(button for button in buttons if button))


def recorded(desk: Desk, request: Request, *, photos: tuple[Attachment, ...] = ()) -> Reply:
    """A request that exists: what is known of it, and what may be done now."""
    lines = [
        desk.word("card-text", text=request.text),
        _destination(desk, request.service, request),
        _place(desk, request),
        desk.word("card-state", state=desk.word(f"state-{request.state}"), at=request.recorded_at or request.received_at),
        _legal(desk, request),
        _instruction(desk, request.service),
    ]
    mine = may(desk.who, "correct", request) and request.state in OPEN
    undo = request.author_id == desk.who.id and may_undo(request.recorded_at, desk.now)
    buttons = [
        Button(f"requests.correct:{request.id}", "button-correct") if mine else None,
        Button(f"requests.place:{request.id}", "button-place") if mine else None,
        Button(f"requests.cancel:{request.id}", "button-undo") if mine and undo else None,
    ]
    values = {"reference": request.reference or "", "lines": _lines(lines), "service": service_name(desk, request.service)}
    return Reply("requests-recorded", values, choices=tuple(button for button in buttons if button), attachments=photos)


def domains(desk: Desk, request_id: int) -> Reply:
    """« Autre »: every domain; typing a word is the shortcut."""
    buttons = tuple(
        Button(f"requests.domain:{request_id}/{domain.id}", "button-plain", {"label": domain.name})
        for domain in desk.town.domains.values()
        if any(service.domain == domain.id for service in desk.town.services.values())
    )
    return Reply("requests-which-domain", choices=buttons, layout="list", ask=f"requests.word:{request_id}")


def services(desk: Desk, request_id: int, ids: Iterable[str], key: str) -> Reply:
    buttons = tuple(
        Button(f"requests.choose:{request_id}/{id}", "button-plain", {"label": desk.town.services[id].name}) for id in ids
    )
    return Reply(key, choices=buttons, layout="list", ask=f"requests.word:{request_id}")


def mairies(desk: Desk, request_id: int, *, then_record: str = "") -> Reply:
    """Which mairie: asked when we cannot know. then_record: the service to record with at once, "" to go back to the card."""
    buttons = tuple(
        Button(f"requests.mairie:{request_id}/{m.id}/{then_record}", "button-plain", {"label": m.name}) for m in desk.town.mairies.values()
    )
    return Reply("requests-which-mairie", choices=buttons, layout="list")


def listing(desk: Desk, found: list[Request], total: int, *, key: str, more: str | None) -> Reply:
    """One page of requests, each opened by its button. more: the act that shows the next page, or None."""
    lines = "\n".join(
        desk.word("list-line", reference=request.reference or "", text=_cut(request.text, 70), state=desk.word(f"state-{request.state}"))
        for request in found
    )
    buttons = [Button(f"requests.show:{request.id}", "button-plain", {"label": request.reference or ""}) for request in found]
    if more:
        buttons.append(Button(more, "button-more"))
    return Reply(key, {"lines": lines, "total": total}, choices=tuple(buttons), layout="list")


def danger_lines(desk: Desk, text: str) -> list[str]:
    """Who to phone first, when the words speak of a danger."""
    danger = danger_of(text, desk.town)
    return [desk.word("card-danger", call=danger.call, instruction=danger.instruction)] if danger else []


def service_name(desk: Desk, service: str | None) -> str:
    known = desk.town.services.get(service or "")
    return known.name if known else desk.word("card-no-service")


def _destination(desk: Desk, service_id: str | None, request: Request) -> str:
    service = desk.town.services.get(service_id or "")
    if service is None:
        return desk.word("card-no-service")
    return desk.word(
        "card-destination",
        competence=desk.town.competences[service.competence].name,
        direction=desk.town.directions[service.direction].name,
        delay=delay(desk, desk.town.delay_classes[service.delay].first_answer),
        channel=desk.town.channels[request.channel].name,
        mairie=desk.town.mairies[request.mairie].name if request.mairie else desk.word("card-no-mairie"),
    )


def delay(desk: Desk, term: Delay) -> str:
    """« 2 jours ouvrés »."""
    return desk.word(f"delay-{term.unit.replace('_', '-')}", count=term.amount)


def _why(desk: Desk, request: Request, service_id: str) -> str:
    """The words that decided, and the nearest example, when the choice is ours; nothing when a person chose."""
    suggestion = next((suggestion for suggestion in request.proposal if suggestion["service"] == service_id), None)
    if suggestion is None:
        return ""
    words = ", ".join(desk.word("quoted", text=word) for word in suggestion["words"])
    near = _cut(suggestion["nearest"], 80)
    match bool(words), bool(near):
        case True, True:
            return desk.word("card-why", words=words, near=near)
        case True, False:
            return desk.word("card-why-words", words=words)
        case False, True:
            return desk.word("card-why-near", near=near)
    return ""


def _place(desk: Desk, request: Request) -> str:
    if not request.place and request.lat is None:
        needed = request.service in desk.town.services and desk.town.services[request.service or ""].place_required
        return desk.word("card-place-missing") if needed else ""
    place = request.place or desk.word("card-pin")
    if request.quarter and request.quarter != request.mairie:
        return desk.word("card-place-elsewhere", place=place, mairie=desk.town.mairies[request.quarter].name)
    return desk.word("card-place", place=place)


def _instruction(desk: Desk, service_id: str | None) -> str:
    service = desk.town.services.get(service_id or "")
    return desk.word("card-instruction", text=service.agent_instruction) if service and service.agent_instruction else ""


def _legal(desk: Desk, request: Request) -> str:
    """When the law may count, while it is open: for the service to check, and never what silence means."""
    due = request.legal_due_on
    return desk.word("card-legal", on=f"{due:%d/%m}") if due and request.state not in ("closed", "cancelled") else ""


def photos_of(desk: Desk, request: Request) -> int:
    return len(requests.photos(desk.store, request.id))


def _short(desk: Desk, service_id: str) -> str:
    """A service's name for a button: what is before the first comma or bracket, on one line of a phone."""
    return _cut(desk.town.services[service_id].name.partition(",")[0].partition(" (")[0], 32)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)
