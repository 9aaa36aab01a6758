"""Doing an act of `life`: may it be done, what is still to be asked, done once, noted, shown, told to whom it concerns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from handlers.desk import Desk
from handlers.escalation.effects import effects as timed
from handlers.escalation.effects import overtaken
from handlers.events import note
from handlers.feature import Handler
from handlers.messages import Incoming, Refusal, Reply
from handlers.notices import drop as drop_notices
from handlers.notices import drop_lines
from handlers.people.permissions import allowed, may
from handlers.privacy.rules import mask
from handlers.requests import alert, asking, rooms, sheet, telling
from handlers.requests.effects import Columns, effects
from handlers.requests.life import ACTS, Act, Answers, available, fits, grant_for, missing, waits_for
from handlers.requests.rules import reference_in
from storage import events, requests
from storage.tables import Person, Request, RequestNote, amend, fresh

REFERENCE = re.compile(r"(?:[A-Za-z]{1,6}[- ]?\d{2}[- ])?\d{1,6}(?=\s|$)", re.ASCII)
FACTS = {"reason": "reason", "day": "day", "told": "told", "kind": "reply"}
"""The answers that the event keeps, and the names it keeps them under. Words are kept beside it."""
WORDY = frozenset({"text", "search", "place", "awaiting", "waits", "external_reference"})
"""Columns that hold what somebody typed: the log, which nothing is ever taken out of, never does."""
WORDS = 600
"""Characters of what somebody writes with an act."""


def entrance(act: Act) -> Handler:
    """What receives the act's button. argument: "id/name=value/…": the request, and what was answered so far."""

    def press(desk: Desk, got: Incoming, argument: str) -> Reply:
        id, *pairs = argument.split("/")
        request = of(desk, id)
        if rooms.is_overtaken(desk, got, request):
            return since(desk, got, argument)
        return go_on(desk, act, request, dict(pair.split("=", 1) for pair in pairs))

    return press


def command(act: Act) -> Handler:
    """What receives the act's command: « attente 0412 usager jusqu'au 05/12 »."""

    def typed(desk: Desk, _got: Incoming, argument: str) -> Reply:
        reference, rest = leading_reference(argument)
        if reference is None:
            raise Refusal("which-request", command=act.commands[0][0])
        request = named(desk, reference)
        return go_on(desk, act, request, asking.read(desk, act, request, rest) if rest else {})

    return typed


def leading_reference(argument: str) -> tuple[str | None, str]:
    """The reference that a command's argument begins with, and what follows it: « 0412 usager » is ("0412", "usager")."""
    found = REFERENCE.match(argument.strip())
    return (found.group(), argument.strip()[found.end() :].strip()) if found else (None, argument)


def answered(desk: Desk, got: Incoming, argument: str) -> Reply | None:
    """The words typed for what an act asked. argument: "act/id/name=value/…/?what"."""
    name, id, *pairs, asked = argument.split("/")
    act, so_far = ACTS[name], dict(pair.split("=", 1) for pair in pairs)
    request = of(desk, id)
    check(desk, act, request, so_far)
    ask = next(ask for ask in act.asks if ask.what == asked.lstrip("?"))
    value = asking.understood(desk, act, request, ask, got.text.strip())
    if value is None:
        return asking.question(desk, act, request, so_far, ask, again=True)
    return go_on(desk, act, request, {**so_far, ask.what: value})


def since(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """A button of a card that changed since: what happened meanwhile, and the card as it is now."""
    request = of(desk, argument.partition("/")[0])
    return sheet.card(desk, request, said=happened(desk, request), edits=False)


def of(desk: Desk, id: str) -> Request:
    """The request, if this person may read it. A reference that does not exist and one of others are answered alike."""
    request = requests.by_id(desk.store, int(id))
    if request is None or not request.reference or not allowed(desk.who, "read", request):
        raise Refusal("request-unknown")
    return request


def named(desk: Desk, text: str) -> Request:
    """The request that a reference names, under the same condition."""
    town = desk.town
    reference = reference_in(text, town.reference_prefix, desk.now, town.timezone)
    request = requests.by_reference(desk.store, reference) if reference else None
    if request is None or not allowed(desk.who, "read", request):
        raise Refusal("request-unknown")
    return request


def go_on(desk: Desk, act: Act, request: Request, answers: Answers) -> Reply:
    """Ask what is missing, or do it."""
    check(desk, act, request, answers)
    ask = missing(act, answers)
    if ask is not None:
        return asking.question(desk, act, request, answers, ask)
    return do(desk, act, request, answers)


def check(desk: Desk, act: Act, request: Request, answers: Answers) -> None:
    """Raise the refusal that says why not: not theirs, or something happened meanwhile."""
    reason = answers.get("reason")
    if act.name == "send" and not asking.sendable(desk, request):
        raise Refusal("not-sendable")
    if available(desk.who, act, request, desk.now, reason=reason):
        return
    if grant_for(desk.who, act, request, reason=reason) and not fits(act, request, desk.now):
        raise Refusal("act-not-now", reference=request.reference or "", what=happened(desk, request))
    raise Refusal("not-your-role")


def happened(desk: Desk, request: Request) -> str:
    """« Prise en charge par la direction à 10:42 »: the last thing done to it, by function, never by name."""
    last = events.last_of(desk.store, request.id)
    if last is None:
        return ""
    return desk.word("happened", what=desk.word(f"event-{last.kind}"), role=desk.word(f"role-{last.actor_role}"), at=last.at)


def do(desk: Desk, act: Act, request: Request, answers: Answers) -> Reply:
    """Do it, or put it to the secrétaire général where the table says so."""
    grant = available(desk.who, act, request, desk.now, reason=answers.get("reason"))
    if grant is None:
        raise Refusal("not-your-role")
    if waits_for(desk.who, act, request, grant):
        return _ask_leave(desk, act, request, answers)
    told = carry_out(desk, act, request, answers)
    if request.state == "cancelled":
        return Reply("requests-cancelled", {"reference": request.reference or ""})
    said = asking.said(desk, act, request, answers)
    return sheet.card(desk, request, said=" ".join(filter(None, (said, telling.delivery(desk, told)))))


def carry_out(desk: Desk, act: Act, request: Request, answers: Answers) -> list[Person]:
    """The change, its event, its words, its notices, the direction's card: all in this commit. Raises when somebody was quicker.

    Return whom it will be told to.
    """
    if act.via and request.state in act.via:
        carry_out(desk, ACTS[act.via[request.state]], request, {})
    reasons = desk.town.transfer_reasons
    counts = act.name == "transfer" and reasons[answers["reason"]].counts_as_ping_pong
    columns = effects(act, request, answers, now=desk.now, who=desk.who, counts=counts)
    facts = facts_of(request, answers)
    if "direction" in columns:
        columns["competence"] = competence_of(desk, request, str(columns["direction"]))
    change(desk, request, act.name, columns, **facts)
    words = answers.get("words") or (asking.prepared(desk, act, request, answers).text if "text" in answers else "")
    if words:
        write(desk, request, act.note or "reason", words, kind=answers.get("kind"))
    if request.state in ("closed", "cancelled"):
        drop_notices(desk, request.id)
    told = telling.announce(desk, request, act, answers)
    if act.name == "danger":
        alert.raised(desk, request)
    elif act.name in ("called", "lower"):
        alert.over(desk, request)
    rooms.refresh(desk, request)
    return told


def facts_of(request: Request, answers: Answers) -> dict[str, Any]:
    """What the event keeps of the answers; the request is as it was before the act."""
    facts: dict[str, Any] = {name: answers[asked] for asked, name in FACTS.items() if asked in answers}
    if "direction" in answers:
        facts |= {"from_direction": request.direction or "", "to_direction": answers["direction"]}
    return facts


def change(desk: Desk, request: Request, kind: str, columns: Columns, **facts: Any) -> None:
    """Write the columns if nobody was quicker, and the event that says what they were: `/annuler` reads it back.

    Its clocks and ladder follow; reminders of a promise that was kept, or replaced, are silenced in the same commit.
    """
    columns = {**columns, **(timed(desk.town, request, columns, desk.now) if kind != "undone" else {})}
    before = {name: as_was(getattr(request, name)) for name in columns if name not in WORDY}
    came_from = request.state
    if not requests.change(desk.store, request, desk.now, **columns):
        raise Refusal("already-changed")
    for clock in overtaken(request, columns):
        drop_lines(desk, request.id, f"rung/{request.id}/{clock}/")
    amend(request, **columns, version=request.version + 1, updated_at=desk.now)
    moved: dict[str, Any] = {"from": came_from, "to": request.state, "before": before, "version": request.version}
    note(desk, kind, request_id=request.id, **moved, **facts)


def as_was(value: object) -> object:
    """A column as an event keeps it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def write(desk: Desk, request: Request, note_kind: str, words: str, *, kind: str | None = None) -> None:
    """Keep words beside the event, masked: the log holds facts only."""
    is_reply = note_kind == "final"
    text = mask(words, desk.town.privacy_filters).text[:WORDS]  # masked before it is cut: half a number would not be seen
    desk.add(fresh(
        RequestNote, id=desk.next_id(), request_id=request.id, kind=kind or note_kind, text=text,
        channel=request.channel if is_reply else None, author_id=desk.who.id, author_role=desk.who.role, direction=desk.who.direction,
        at=desk.now,
    ))


def competence_of(desk: Desk, request: Request, direction: str) -> str | None:
    """Whose work it becomes with this direction: the mairie's own, the City's, the Metropolis'."""
    if direction in own_directions(desk):
        return "mairie_quartier"
    if direction not in desk.town.directions:
        raise Refusal("button-unknown")  # the town did without it meanwhile
    authority = desk.town.directions[direction].authority
    return authority if authority in desk.town.competences else request.competence


def own_directions(desk: Desk) -> set[str]:
    """The directions that are the mairies themselves: those of the services in their competence."""
    return {service.direction for service in desk.town.services.values() if service.competence == "mairie_quartier"}


# --- what waits for the secrétaire général ---


def _ask_leave(desk: Desk, act: Act, request: Request, answers: Answers) -> Reply:
    if request.waits:
        raise Refusal("already-awaiting", reference=request.reference or "")
    kept = {name: mask(value, desk.town.privacy_filters).text for name, value in answers.items()}
    awaiting = {"act": act.name, "answers": kept, "role": desk.who.role, "person": desk.who.id}
    change(desk, request, "asked", {"waits": True, "awaiting": awaiting}, act=act.name)
    telling.ask(desk, request, act)
    return sheet.card(desk, request, said=desk.word("leave-asked", what=desk.word(f"act-{act.name}")))


def decide(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """The secrétaire général answers what was put to them. argument: "id/yes" or "id/no"."""
    id, _, answer = argument.partition("/")
    request = of(desk, id)
    if not may(desk.who, "decide", request):
        raise Refusal("not-your-role")
    if not request.waits or not request.awaiting:
        raise Refusal("act-not-now", reference=request.reference or "", what=happened(desk, request))
    asked: Mapping[str, object] = request.awaiting
    act = ACTS[str(asked["act"])]
    change(desk, request, "granted" if answer == "yes" else "declined", {"waits": False, "awaiting": None}, act=act.name)
    telling.answer(desk, request, act, person=int(str(asked["person"])), granted=answer == "yes")
    if answer != "yes":
        return sheet.card(desk, request, said=desk.word("leave-declined"))
    given = asked["answers"]
    answers = {str(name): str(value) for name, value in given.items()} if isinstance(given, Mapping) else {}
    if not fits(act, request, desk.now):
        raise Refusal("act-not-now", reference=request.reference or "", what=happened(desk, request))
    carry_out(desk, act, request, answers)
    return sheet.card(desk, request, said=asking.said(desk, act, request, answers))
