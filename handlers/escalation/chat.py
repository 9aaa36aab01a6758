"""Why a date, and why somebody was, or was not, reminded: what people ask of the clocks and the ladder of a request."""

from __future__ import annotations

from collections.abc import Iterator

from config.escalation import When
from handlers.desk import Desk
from handlers.escalation import ladder, receipts
from handlers.escalation.clocks import CLOCKS, Clock, begun_at, calendar_of, delay_of, is_suspended, pauses_of, stopped_at
from handlers.escalation.counting import receipt
from handlers.escalation.effects import DUE
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.people.permissions import allowed
from handlers.requests.rules import reference_in
from storage import events, notices, requests
from storage.tables import Event, Request

COMING = 4
"""Steps to come that are shown; the others are counted."""
BEFORE = 6
"""Steps taken that are shown, the newest."""


def why(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """The clocks of a request, where each stands, who was told and who will be. argument: its id."""
    request = _readable(desk, requests.by_id(desk.store, int(argument)))
    lines = [_clock(desk, request, clock) for clock in CLOCKS]
    legal = desk.word("why-legal", due=request.legal_due_on) if request.legal_due_on else ""
    shown = [line for line in (*lines, legal) if line]
    told = list(_told(desk, request))
    coming = list(_coming(desk, request))
    text = "\n".join([*shown, "", desk.word("why-told"), *(told or [desk.word("why-told-nobody")]), "", desk.word("why-coming"), *coming])
    buttons = [Button(f"escalation.receipt:{request.id}/{clock}", "button-receipt", {"clock": desk.word(f"clock-{clock}")})
               for clock in CLOCKS if getattr(request, DUE[clock])]
    return Reply("why", {"reference": request.reference or "", "lines": text},
                 choices=(*buttons, Button(f"requests.show:{request.id}", "button-back")))


def command(desk: Desk, got: Incoming, argument: str) -> Reply:
    """/relances REF: the same, for the reference."""
    reference = reference_in(argument, desk.town.reference_prefix, desk.now, desk.town.timezone)
    if reference is None:
        raise Refusal("which-request", command="relances")
    return why(desk, got, str(_readable(desk, requests.by_reference(desk.store, reference)).id))


def explain(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """How a due date was computed, slot by slot. argument: "id/clock"."""
    id, _, name = argument.partition("/")
    request = _readable(desk, requests.by_id(desk.store, int(id)))
    clock: Clock | None = next((each for each in CLOCKS if each == name), None)
    began = begun_at(request, clock) if clock else None
    due = getattr(request, DUE[clock]) if clock else None
    if clock is None or began is None or due is None:
        raise Refusal("button-unknown")
    back = (Button(f"escalation.why:{request.id}", "button-back"),)
    reference, said = request.reference or "", desk.word(f"clock-{clock}")
    if clock == "resolution" and request.announced_on:
        return Reply("receipt-announced", {"reference": reference, "clock": said, "due": due, "day": request.announced_on}, choices=back)
    found = receipt(calendar_of(desk.town, request), began, delay_of(request, clock), pauses_of(request, clock))
    lines = receipts.lines(desk, found)
    if found.due != due:  # the town changed its calendar since: what was promised stands
        lines.append(desk.word("receipt-promised-before", due=due))
    return Reply("receipt", {"reference": reference, "clock": said, "due": due, "lines": "\n".join(lines)}, choices=back)


def _readable(desk: Desk, request: Request | None) -> Request:
    grant = allowed(desk.who, "read", request) if request and request.reference else None
    if request is None or grant is None or grant.view == "status":
        raise Refusal("request-unknown")
    return request


def _clock(desk: Desk, request: Request, clock: Clock) -> str:
    """« Résolution : pour le 26/11 à 17:00 », and whether it was met, is paused, or runs late."""
    due, name, stopped = getattr(request, DUE[clock]), desk.word(f"clock-{clock}"), stopped_at(request, clock)
    if stopped:
        return desk.word("why-met" if due is None or stopped <= due else "why-met-late", clock=name, at=stopped)
    if due is None:
        return desk.word("why-not-dated", clock=name) if request.ladder else ""
    if is_suspended(request, clock):
        return desk.word("why-paused", clock=name, reason=desk.word("why-arbitration" if request.held_at is None else "why-held"))
    return desk.word("why-late" if due < desk.now else "why-due", clock=name, due=due)


def _told(desk: Desk, request: Request) -> Iterator[str]:
    """The steps taken, by function, and what became of their lines: said, waiting for a morning, or no longer true."""
    owed = notices.of_request(desk.store, request.id, f"rung/{request.id}/")
    taken = events.of_request(desk.store, request.id, kinds=("reminded",))
    for event in taken[-BEFORE:]:
        lines = [each for each in owed if each.fact.startswith(f"rung/{request.id}/{event.data['clock']}/{event.data['step']}/")]
        state = next((each for each in ("told", "pending", "superseded") if any(line.state == each for line in lines)), "grouped")
        yield desk.word("why-step-taken", at=event.at, to=_functions(desk, event.data["reached"]),
                        instead=_instead(desk, event), what=_moment(desk, event.data["clock"], event.data["when"]),
                        state=desk.word(f"why-state-{state}"))


def _instead(desk: Desk, event: Event) -> str:
    """Whom somebody else stood in for, when nobody could be told there."""
    missing = [each for each in event.data["to"] if each not in event.data["reached"]]
    return _functions(desk, missing) if missing else "none"


def _coming(desk: Desk, request: Request) -> Iterator[str]:
    """The next steps; or why there is none."""
    coming = ladder.pending(desk.town, request)
    quiet = ladder.quiet_until(desk.town, request)
    if quiet and quiet > desk.now:
        yield desk.word("why-minded", at=request.minded_at or desk.now, until=quiet)
    if request.state == "closed":
        yield desk.word("why-closed")
    elif not coming:
        yield desk.word("why-nothing")
    for step in coming[:COMING]:
        what = _moment(desk, step.clock, step.when.written)
        yield desk.word("why-step-coming", at=step.at, to=_functions(desk, step.to), what=what, pace=step.pace)
    if len(coming) > COMING:
        yield desk.word("why-more", count=len(coming) - COMING)


def _functions(desk: Desk, functions: tuple[str, ...] | list[str]) -> str:
    return ", ".join(desk.word(f"function-{each}") for each in functions)


def _moment(desk: Desk, clock: str, written: str) -> str:
    """« 2 jours ouvrés après (résolution) »."""
    when = When.parse(written)
    kind = "due" if when == When("share", 100) else when.kind
    said = desk.word(f"why-when-{kind}", count=when.amount, unit=when.after.unit if when.after else "")
    return desk.word("why-moment", clock=desk.word(f"clock-{clock}"), when=said)
