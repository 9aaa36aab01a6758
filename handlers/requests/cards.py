"""What a request looks like before it is recorded, the lists to choose from, and the lines that every card is made of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter

from config.catalogue import DelayClass, Service
from config.entries import Delay, cut, name_of
from handlers.desk import Desk
from handlers.directory.rules import needs_referent, state_of
from handlers.escalation.clocks import class_of
from handlers.messages import CARD_BUTTONS, Button, Reply, Value
from handlers.people.permissions import grant_of
from handlers.requests import kept_out, nearby, proposed, why
from handlers.requests.life import is_own
from handlers.routing.danger import alarm_of
from handlers.routing.verdict import Choice
from storage import directory, requests
from storage.tables import Request

LIST_LINES = 8
ALERTS = 3
"""The newest times a danger was said to people that its card shows."""
EMERGENCY = "15, 17, 18 ou 112"
"""Whom to phone about a danger that no entry of the town's table names."""
NEEDED, USEFUL, MENDING = range(3)
"""Which buttons of a card make room for which: other services before what is rarely wrong."""


def understood(desk: Desk, request: Request, *, photos: int = 0, erased: bool = False) -> Reply:
    """The draft as we understood it: one tap records it, another one corrects it. erased: the message it came from is being taken away."""
    offered = why.offered(desk, request)
    sure = request.service in desk.town.services  # another version of the town may have come since: it knows nothing of it then
    chosen = request.service if sure else next((each.service for each in offered), None)
    likely = next(iter(nearby.alike(desk, request)), None)
    dosed = proposed.line(desk, request)
    disagree = not sure and why.disagree(request)
    asked = why.question(desk, request, offered)
    alternatives = why.buttons(desk, request, offered, asked)
    key = "requests-understood" if sure else "requests-disagree" if disagree else "requests-unsure" if alternatives else "requests-unknown"
    lines = [
        "" if disagree or key == "requests-unknown" else destination(desk, chosen, request),
        dosed,
        nobody(desk, request),
        *(why.either(desk, request, offered) if disagree else why.lines(desk, request, chosen, offered)),
        desk.word("card-question", question=asked.text) if asked else "",
        place(desk, request),
        nearby.said(desk, likely) if likely else "",
        desk.word("card-photos", count=photos) if photos else "",
        *kept_out.lines(desk, request, erased=erased),
        instruction(desk, request.service),  # what to tell the resident, once we know what it is
    ]
    record = f"requests.record:{request.id}"
    alarm = alarm_of(request.text, desk.town) if request.danger is None else None
    denied = alarm is not None and not alarm.certain
    elsewhere = _its_mairie(desk, request)
    buttons = [
        (NEEDED, Button(f"requests.phoned:{request.id}", "act-called") if request.danger else None),
        (NEEDED, Button(f"requests.denied:{request.id}", "button-no-danger") if request.danger else None),
        (NEEDED, Button(f"requests.declared:{request.id}", "button-danger") if denied else None),
        (NEEDED, Button(record, "button-record") if sure else None),
        (NEEDED, nearby.button(desk, request, likely) if likely else None),
        *((USEFUL, button) for button in alternatives[: 3 - sure - (likely is not None)]),
        (NEEDED, None if sure else Button(record, "button-record-later")),
        (NEEDED, Button(f"requests.other:{request.id}", "button-other-service")),
        (NEEDED, Button(f"requests.delay:{request.id}", "button-delay") if dosed else None),
        *((NEEDED, button) for button in kept_out.buttons(desk, request)),
        (MENDING, Button(f"requests.place:{request.id}", "button-place")),
        (MENDING, elsewhere),
        (MENDING, Button(f"requests.channel:{request.id}", "button-channel")),
        (MENDING, Button(f"requests.mairie:{request.id}", "button-mairie") if sure and not elsewhere else None),
        (NEEDED, Button(f"requests.drop:{request.id}", "button-drop")),
    ]
    service = why.titled(desk, request, chosen)
    between = "rules" if len([each for each in offered[:2] if each.rules]) > 1 else "words"
    whole = stacked([desk.word("card-danger-ask") if denied else "", *lines])
    values: dict[str, Value] = {"service": service, "between": between, "lines": whole}
    if request.danger:
        known = desk.town.dangers.get(request.danger)
        key = "requests-danger"
        said = [known.instruction if known else "", desk.word("card-understood", service=service), *lines]
        values = {"call": known.call if known else EMERGENCY, "lines": stacked(said)}
    return Reply(key, values, choices=_fitted(buttons))


def _its_mairie(desk: Desk, request: Request) -> Button | None:
    """« Pour Les Cèdres »: where the place is in the quarter of another mairie than the one that logs it."""
    there = desk.town.mairies.get(request.quarter or "")
    if there is None or there.id == request.mairie:
        return None
    return Button(f"requests.mairie:{request.id}/{there.id}", "button-for-mairie", {"mairie": there.name})


def _fitted(offered: Iterable[tuple[int, Button | None]]) -> tuple[Button, ...]:
    """As many as a card holds, in their order: what does not fit may still be chosen under « Autre », or corrected once it is recorded."""
    shown = [(rank, place, button) for place, (rank, button) in enumerate(offered) if button]
    return tuple(button for _, _, button in sorted(sorted(shown, key=itemgetter(0, 1))[:CARD_BUTTONS], key=itemgetter(1)))


def directions(desk: Desk, request: Request, choices: Iterable[Choice]) -> Reply:
    """Two rules name two directions for the service: which one?"""
    act = "choose" if request.reference else "record"
    chosen = [*choices]
    lines = [desk.word("card-either", what=why.where_to(desk, each), why=why.reasons(desk, each)) for each in chosen]
    buttons = tuple(
        Button(f"requests.{act}:{request.id}/{each.service}/{each.direction}", "button-plain",
               {"label": desk.town.directions[each.direction].name})
        for each in chosen
    )
    return Reply("requests-which-direction", {"service": service_name(desk, chosen[0].service), "lines": stacked(lines)},
                 choices=buttons, layout="list")


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
        desk.word("list-line", reference=request.reference or "", text=gist(desk, request), state=desk.word(f"state-{request.state}"))
        for request in found
    )
    buttons = [Button(f"requests.show:{request.id}", "button-plain", {"label": request.reference or ""}) for request in found]
    if more:
        buttons.append(Button(more, "button-more"))
    return Reply(key, {"lines": lines, "total": total}, choices=tuple(buttons), layout="list")


def danger_lines(desk: Desk, request: Request) -> list[str]:
    """Who to phone first, and whether somebody did."""
    if request.danger is None:
        return []
    known = desk.town.dangers.get(request.danger)
    call = desk.word("card-danger", call=known.call if known else EMERGENCY, instruction=known.instruction if known else "")
    told = [desk.word("card-alerted", at=datetime.fromisoformat(at), who=", ".join(desk.word(f"role-{role}") for role in roles))
            for at, roles in (request.alert or {}).get("said", ())[-ALERTS:]]
    return [call, desk.word("card-called", at=request.called_at) if request.called_at else desk.word("card-not-called"), *told]


def gist(desk: Desk, request: Request) -> str:
    """A few words of it for a list: its service alone for whoever reads less than all, or must say why they read it."""
    read, sensitive = grant_of(desk.who.role, "read"), grant_of(desk.who.role, "read_sensitive")
    whole = read is not None and read.view == "full" and not (request.sensitive and sensitive and sensitive.reason)
    return cut(request.text, 70) if whole else service_name(desk, request.service)


def service_name(desk: Desk, service: str | None) -> str:
    known = desk.town.services.get(service or "")
    return known.name if known else desk.word("card-no-service")


def destination(desk: Desk, service_id: str | None, request: Request) -> str:
    service = desk.town.services.get(service_id or "")
    if service is None:
        return desk.word("card-no-service")
    town, competence, direction = desk.town, service.competence, service.direction
    there = request if request.reference or request.service == service.id else why.offer_of(desk, request, service.id)
    if there is not None and there.direction in town.directions:  # where it is now or a rule says, which need not be its service's own
        competence, direction = there.competence or competence, there.direction or direction
    return desk.word(
        "card-destination",
        competence=name_of(town.competences, competence),
        direction=name_of(town.directions, direction),
        delay=delay(desk, _class(desk, service, request).first_answer),
        channel=name_of(desk.town.channels, request.channel),
        mairie=name_of(desk.town.mairies, request.mairie) if request.mairie else desk.word("card-no-mairie"),
    )


def _class(desk: Desk, service: Service, request: Request) -> DelayClass:
    """The class it has now; what a service it does not have yet would bring."""
    same = request.service == service.id and request.delay in desk.town.delay_classes
    return class_of(desk.town, request) if same else desk.town.delay_classes[service.delay]


def nobody(desk: Desk, request: Request) -> str:
    """A warning where its direction has nobody there to take it, or where that direction's entry of the directory is stale."""
    town = desk.town
    direction, competence = town.directions.get(request.direction or ""), town.competences.get(request.competence or "")
    if direction is None or competence is None or not competence.can_be_sent or is_own(request) or not needs_referent(town, direction.id):
        return ""
    standing = directory.standing(desk.store, direction.id, desk.today)
    if not standing.referents:
        return desk.word("card-no-referent")
    return desk.word("card-stale-entry") if state_of(standing.seen_at, standing.confirmed_at, desk.now) == "stale" else ""


def commitment(desk: Desk, request: Request) -> str:
    """« Première réponse sous 2 jours ouvrés »; "" while no class of delay is known."""
    known = desk.town.delay_classes.get(request.delay or "")
    return desk.word("card-commitment", delay=delay(desk, known.first_answer)) if known else ""


def delay(desk: Desk, term: Delay) -> str:
    """« 2 jours ouvrés »."""
    return desk.word(f"delay-{term.unit.replace('_', '-')}", count=term.amount)


def place(desk: Desk, request: Request) -> str:
    if not request.place and request.lat is None:
        needed = request.service in desk.town.services and desk.town.services[request.service or ""].place_required
        if request.quarter:
            quarter = name_of(desk.town.mairies, request.quarter)
            return desk.word("card-place-quarter-needed" if needed else "card-place-quarter", mairie=quarter)
        return desk.word("card-place-missing") if needed else ""
    place = request.place or desk.word("card-pin")
    if request.quarter and request.quarter != request.mairie:
        return desk.word("card-place-elsewhere", place=place, mairie=name_of(desk.town.mairies, request.quarter))
    return desk.word("card-place", place=place)


def instruction(desk: Desk, service_id: str | None) -> str:
    service = desk.town.services.get(service_id or "")
    return desk.word("card-instruction", text=service.agent_instruction) if service and service.agent_instruction else ""


def legal(desk: Desk, request: Request) -> str:
    """When the law may count, while it is open: for the service to check, and never what silence means."""
    due = request.legal_due_on
    return desk.word("card-legal", on=f"{due:%d/%m}") if due and request.state not in ("closed", "cancelled") else ""


def photos_of(desk: Desk, request: Request) -> int:
    return len(requests.photos(desk.store, request.id))


def stacked(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)
