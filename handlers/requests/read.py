"""Reading requests: what I have in hand, one, those that hold some words, my team's, those an elected official follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from handlers.desk import Desk
from handlers.escalation.responsiveness import Share, urgent_share
from handlers.events import note
from handlers.messages import Attachment, Button, Incoming, Refusal, Reply
from handlers.people.permissions import allowed, mairies_of
from handlers.readable import open_to, readable
from handlers.requests import cards, sheet
from handlers.requests.acting import of, write
from handlers.requests.correct import meant
from handlers.requests.life import WITH_ITS_PILOT
from handlers.requests.rules import folded, says_something
from storage import requests
from storage.tables import Request

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

PHOTOS_SHOWN = 1
WEEK = timedelta(days=7)


def mine(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/mes: what is mine to move, newest first: of a direction, what it was sent; of others, what they logged or have in hand."""
    person = desk.who
    conditions = [open_to(person)]
    if person.role == "direction":
        conditions.append(requests.in_states(WITH_ITS_PILOT))
    elif person.role in ("coordination", "dgs"):
        conditions.append(requests.to_arbitrate(("open", "escalated") if person.role == "coordination" else ("escalated",)))
    else:
        conditions.append(requests.of_person(person.id))
    return _page(desk, "requests-mine", "mine", conditions, argument, nothing="nothing-open")


def team(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/equipe: the open requests of the mairie, those that wait for the secrétaire général first."""
    conditions = [open_to(desk.who)]
    page = _page(desk, "requests-team", "team", conditions, argument, nothing="nothing-open-team")
    share, _ = _week(desk)
    if argument or not share.is_too_much or "lines" not in page.values:
        return page
    said = desk.word("urgent-share", percent=share.percent, urgent=share.urgent, total=share.total)
    again = Button("requests.urgent:", "button-urgent")
    return replace(page, values={**page.values, "lines": f"{said}\n{page.values['lines']}"}, choices=(*page.choices, again))


def urgent(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """The urgent ones of the week that the points say least for, to be read again together. Nobody's name, nobody's fault."""
    share, rows = _week(desk)
    doubted = [rows[id] for id in share.questionable]
    if not doubted:
        return Reply("nothing-urgent")
    lines = [
        desk.word("urgent-line", reference=each.reference or "", points=sum((each.scoring or {}).values()), text=cards.gist(desk, each))
        for each in doubted
    ]
    buttons = tuple(Button(f"requests.show:{each.id}", "button-plain", {"label": each.reference or ""}) for each in doubted)
    return Reply("requests-urgent", {"lines": "\n".join(lines), "count": len(doubted)}, choices=buttons, layout="list")


def _week(desk: Desk) -> tuple[Share, dict[int, Request]]:
    """How much of the last seven days is urgent in the person's own mairies, of what they may read."""
    mine = mairies_of(desk.who)
    recorded = requests.recorded_since(desk.store, mine, desk.now - WEEK) if mine else []
    rows = {request.id: request for request in recorded if allowed(desk.who, "read", request)}
    return urgent_share(rows.values(), desk.town.delay_classes), rows


def elected(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/suivi: the requests that an elected official brought or follows."""
    person = desk.who
    own = [requests.of_person(person.id)] if person.role == "cabinet" else []
    return _page(desk, "requests-followed", "elected", [requests.followed(), readable(person), *own], argument, nothing="nothing-followed")


def _page(desk: Desk, key: str, press: str, conditions: list[ColumnElement[bool]], argument: str, *, nothing: str) -> Reply:
    skip = int(argument) if argument.isascii() and argument.isdigit() and len(argument) < 7 else 0  # a person may type anything after it
    found, total = requests.listed(desk.store, *conditions, limit=cards.LIST_LINES, skip=skip)
    if not total:
        return Reply(nothing)
    more = f"requests.{press}:{skip + cards.LIST_LINES}" if total > skip + cards.LIST_LINES else None
    return cards.listing(desk, found, total, key=key, more=more)


def see(desk: Desk, got: Incoming, argument: str) -> Reply:
    """/voir REF: the card, with its photo in private."""
    request = meant(desk, argument)
    return shown(desk, str(request.id), photos=got.private)


def show(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """A button that opens a request."""
    return shown(desk, argument)


def why(desk: Desk, got: Incoming, argument: str) -> Reply:
    """The written reason for reading a sensitive request: kept with the reading."""
    if not says_something(got.text):
        return _ask_why(of(desk, argument))
    write(desk, of(desk, argument), "reading", got.text.strip())
    return shown(desk, argument, reasoned=True)


def _ask_why(request: Request) -> Reply:
    return Reply("ask-why-sensitive", {"reference": request.reference or ""}, ask=f"requests.why:{request.id}")


def shown(desk: Desk, id: str, *, photos: bool = False, reasoned: bool = False) -> Reply:
    """The card. Reading a sensitive request is noted, and asks whoever is not of the mairie or the direction for a reason first."""
    request = of(desk, id)
    if request.sensitive:
        grant = allowed(desk.who, "read_sensitive", request)
        if grant and grant.reason and not reasoned:
            return _ask_why(request)
        note(desk, "read_sensitive", request_id=request.id)
    hashes = requests.photos(desk.store, request.id) if photos else []
    return sheet.card(desk, request, photos=tuple(Attachment(hash, "image/jpeg", 0) for hash in hashes[:PHOTOS_SHOWN]))


def more(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """The acts that did not fit on the card."""
    return sheet.more(desk, of(desk, argument))


def search(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/chercher mots: every word, anywhere in the text or place of what I may read."""
    words = folded(argument).split()[:6]
    if not words:
        raise Refusal("search-what")
    return found_page(desk, words, 0)


def search_page(desk: Desk, _got: Incoming, argument: str) -> Reply:
    skip, _, words = argument.partition("/")
    return found_page(desk, words.split(), int(skip))


def found_page(desk: Desk, words: list[str], skip: int) -> Reply:
    found, total = requests.listed(desk.store, readable(desk.who), *requests.holding(words), limit=cards.LIST_LINES, skip=skip)
    if not total:
        return Reply("nothing-found", {"words": " ".join(words)})
    more = f"requests.found:{skip + cards.LIST_LINES}/{' '.join(words)}" if total > skip + cards.LIST_LINES else None
    return cards.listing(desk, found, total, key="requests-found", more=more)
