"""Reading requests: mine, one, those that hold some words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Attachment, Incoming, Refusal, Reply
from handlers.people.permissions import grant_of, mairies_of, may
from handlers.requests import cards
from handlers.requests.correct import named
from handlers.requests.rules import OPEN, folded
from storage import requests
from storage.tables import Person, Request

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

PHOTOS_SHOWN = 1


def mine(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/mes: what I logged and is still open, newest first. argument: how many to skip."""
    skip = int(argument) if argument.isascii() and argument.isdigit() and len(argument) < 7 else 0  # a person may type anything after it
    found, total = requests.listed(
        desk.store, requests.of_author(desk.who.id), requests.in_states(OPEN), limit=cards.LIST_LINES, skip=skip
    )
    if not total:
        return Reply("nothing-open")
    more = f"requests.mine:{skip + cards.LIST_LINES}" if total > skip + cards.LIST_LINES else None
    return cards.listing(desk, found, total, key="requests-mine", more=more)


def see(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/voir REF: the card, with its photo in private."""
    request = named(desk, argument)
    _note_reading(desk, request)
    hashes = requests.photos(desk.store, request.id) if _got.private else []
    photos = tuple(Attachment(hash, "image/jpeg", 0) for hash in hashes[:PHOTOS_SHOWN])
    return cards.recorded(desk, request, photos=photos)


def show(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """A button that opens a request."""
    request = requests.by_id(desk.store, int(argument))
    if request is None or not may(desk.who, "read", request):
        raise Refusal("request-unknown")
    _note_reading(desk, request)
    return cards.recorded(desk, request)


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
    _note_reading(desk, *found)
    more = f"requests.found:{skip + cards.LIST_LINES}/{' '.join(words)}" if total > skip + cards.LIST_LINES else None
    return cards.listing(desk, found, total, key="requests-found", more=more)


def _note_reading(desk: Desk, *shown: Request) -> None:
    """Reading a sensitive request leaves a trace, whoever reads it."""
    for request in shown:
        if request.sensitive:
            note(desk, "read_sensitive", request_id=request.id)


def readable(person: Person) -> ColumnElement[bool]:
    """The requests that this person may read, sensitive ones among them only where the table says so."""
    read, sensitive = grant_of(person.role, "read"), grant_of(person.role, "read_sensitive")
    return requests.readable(
        read.scope if read else None, sensitive.scope if sensitive else None,
        person_id=person.id, mairies=mairies_of(person), direction=person.direction,
    )
