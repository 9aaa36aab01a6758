"""What an act still has to be told: the question, the answer read from words or from the command, and what was understood said back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from config.replies import ReplyKind, states_acceptance
from handlers.desk import Desk
from handlers.escalation.ladder import quiet_until
from handlers.messages import Button, Refusal, Reply, Value
from handlers.moments import Unclear, day_in
from handlers.requests.life import REFUSALS, Act, Answers, Ask, reasons_for
from handlers.requests.replies import Filled, choose, fields_of, fill, is_written, opening_hours, orientation
from handlers.requests.rules import named, says_something
from storage import requests
from storage.tables import Request

DAYS_AHEAD = (1, 3, 7, 14, 30)
"""The days offered as buttons; any other is typed."""
ORIENTED = "oriente"
"""The closing reason of what is not ours: the resident is told where to go, or that their letter is passed on."""
KINDS = ("acknowledgement", "holding", "final")
TOLD = ("template", "words", "none")


def question(desk: Desk, act: Act, request: Request, answers: Answers, ask: Ask, *, again: bool = False) -> Reply:
    """Ask it, with buttons where there is a choice, and words where they say more. again: what was typed was not understood."""
    so_far = "/".join([str(request.id), *(f"{name}={value}" for name, value in answers.items())])
    if ask.what == "text":
        return _our_words(desk, act, request, answers, so_far)
    choices = tuple(
        Button(f"requests.{act.name}:{so_far}/{ask.what}={value}", key, fill) for value, key, fill in _choices(desk, act, request, ask)
    )
    key = f"ask-{ask.what}-{act.name}" if ask.what in ("reason", "words", "day") else f"ask-{ask.what}"
    typed = ask.what in ("direction", "day", "words")
    values: dict[str, Value] = {"reference": request.reference or "", "again": desk.word("ask-again") if again else ""}
    return Reply(
        key, values, choices=(*choices, Button(f"requests.show:{request.id}", "button-back")), layout="list",
        ask=f"requests.answer:{act.name}/{so_far}/?{ask.what}" if typed else None,
    )


def _our_words(desk: Desk, act: Act, request: Request, answers: Answers, so_far: str) -> Reply:
    """The reply as our template says it: to copy into the official channel, or to say in one's own words."""
    filled = prepared(desk, act, request, answers)
    own = so_far.replace("/told=template", "/told=words")
    choices = (
        Button(f"requests.{act.name}:{so_far}/text=ours", f"button-copied-{act.name}"),
        Button(f"requests.{act.name}:{own}", "button-own-words"),
        Button(f"requests.show:{request.id}", "button-back"),
    )
    key = "ask-text-blanks" if filled.missing else "ask-text"
    return Reply(key, {"reference": request.reference or "", "text": filled.text, "blanks": ", ".join(filled.missing)}, choices=choices)


def prepared(desk: Desk, act: Act, request: Request, answers: Answers) -> Filled:
    """The words of the town's template for this answer, with what is known of the request."""
    town, reason = desk.town, answers.get("reason", "")
    final: ReplyKind = "refused" if reason in REFUSALS else orientation(request, town) if reason == ORIENTED else "done"
    early: Mapping[str, ReplyKind] = {"acknowledgement": "acknowledgement", "holding": "holding"}
    kind = early.get(answers.get("kind", ""), final)
    newest = {each.kind: each.text for each in requests.notes(desk.store, request.id)}
    hold = town.hold_reasons.get(request.hold_reason or "")
    known = town.contacts.get(request.direction or "")
    contact = {"tel": known.phone or "", "horaires": opening_hours(known.hours) if known.hours else ""} if known else {}
    fields = fields_of(request, town, kind, today=desk.today, contact={name: each for name, each in contact.items() if each},
                       result=newest.get("result"), reason=hold.resident_words if hold else None)
    return fill(choose(town, kind, request.service), fields, written=is_written(request, town))


def _choices(desk: Desk, act: Act, request: Request, ask: Ask) -> Iterator[tuple[str, str, dict[str, Value]]]:
    """Yield (value, key of the label, what fills it)."""
    town = desk.town
    if ask.what == "reason":
        table = getattr(town, ask.of)
        for id in reasons_for(act, request, list(table)):
            yield id, "button-plain", {"label": table[id].name}
    elif ask.what == "direction":
        for id in directions_for(desk, request):
            yield id, "button-plain", {"label": town.directions[id].name}
    elif ask.what == "day":
        for days in DAYS_AHEAD:
            if days <= ask.most:
                day = desk.today + timedelta(days=days)
                yield day.isoformat(), "button-day", {"day": day}
    elif ask.what == "kind":
        yield from ((kind, f"reply-{kind}", {}) for kind in KINDS)
    elif ask.what == "told":
        yield from ((told, f"told-{told}", {}) for told in TOLD if told != "template" or town.is_on("reponses", request.mairie))


def sendable(desk: Desk, request: Request) -> bool:
    """Whether its service is known, and somebody we can send to is competent for it."""
    competence = desk.town.competences.get(request.competence or "")
    known = request.service is not None and competence is not None and competence.can_be_sent
    return known and desk.town.is_on("transmission", request.mairie)


def directions_for(desk: Desk, request: Request) -> list[str]:
    """Where it may go instead: the directions of the other suggestions first, then all that work with Relais."""
    town = desk.town
    near = [each.get("direction") or town.services[each["service"]].direction
            for each in request.proposal if each["service"] in town.services]
    ours = [id for id, direction in town.directions.items() if direction.sending == "messagerie"]
    return [id for id in dict.fromkeys([*near, *ours]) if id in ours and id != request.direction]


def understood(desk: Desk, act: Act, request: Request, ask: Ask, text: str) -> str | None:
    """The answer that the typed words give, None when they give none. Raises a refusal that says why for a day that cannot be."""
    match ask.what:
        case "words":
            if states_acceptance(text):
                raise Refusal("words-never-acceptance")
            return text if says_something(text) else None
        case "day":
            return _day(desk, ask, text)
        case "direction":
            found = named(text, desk.town.directions, directions_for(desk, request))
            return found[0] if len(found) == 1 else None
    return None


def _day(desk: Desk, ask: Ask, text: str) -> str | None:
    try:
        found = day_in(text, today=desk.today)
    except Unclear as unclear:
        raise Refusal(unclear.key) from None
    if found is None:
        return None
    if found.on <= desk.today:
        raise Refusal("date-past")
    if found.on > desk.today + timedelta(days=ask.most):
        raise Refusal("date-too-late", most=ask.most)
    return found.on.isoformat()


def read(desk: Desk, act: Act, request: Request, rest: str) -> dict[str, str]:
    """What a command already says after the reference: « usager jusqu'au 05/12 » is a reason and a day. The rest is its words."""
    answers: dict[str, str] = {}
    for ask in act.asks:
        if ask.what == "day" and (on := _day(desk, ask, rest)):
            found = day_in(rest, today=desk.today)
            answers["day"], rest = on, found.rest if found else rest
        elif ask.what == "reason":
            table = getattr(desk.town, ask.of)
            reasons = named(rest, table, reasons_for(act, request, list(table)))
            if len(reasons) == 1:
                answers["reason"] = reasons[0]
        elif ask.what == "direction":
            directions = named(rest, desk.town.directions, directions_for(desk, request))
            if len(directions) == 1:
                answers["direction"] = directions[0]
    words = next((ask for ask in act.asks if ask.what == "words" and ask.when is None), None)
    if words and says_something(rest):
        answers["words"] = rest
    return answers


def said(desk: Desk, act: Act, request: Request, answers: Answers) -> str:
    """What was done, said back with what was understood: « Datée : lundi 30 novembre 2026. »"""
    town = desk.town
    reason = next((getattr(town, ask.of).get(answers.get("reason")) for ask in act.asks if ask.what == "reason"), None)
    direction = town.directions.get(request.direction or "")
    if act.name == "transfer" and request.arbitration == "open":
        return desk.word("done-transfer-locked")
    return desk.word(
        f"done-{act.name}",
        reason=reason.name if reason else "",
        direction=direction.name if direction else "",
        day=date.fromisoformat(answers["day"]) if "day" in answers else "",
        bounces=request.ping_pong,
        kind=desk.word(f"reply-{answers['kind']}") if "kind" in answers else "",
        until=quiet_until(town, request) or "",
    )
