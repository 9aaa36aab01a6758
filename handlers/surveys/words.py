"""What people wrote: kept for the whole when enough of them did, shuffled, and read by the coordination alone, where nobody else can."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta
from random import SystemRandom

from handlers.desk import Desk
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.surveys.publishing import FLOOR, detailed
from storage import surveys
from storage.ballots import Vote
from storage.tables import Publication, Window

WORDS = "words"
"""The kind of a publication that holds the sentences of a question, beside those of groups."""
READERS = frozenset({"coordination"})
DELAY_DAYS = 7
"""At least, between the end of a window and the day its sentences may be read."""
ON_A_PAGE = 8


def later(shown_after: int) -> int:
    """How many days after the end of a window sentences may be read."""
    return max(DELAY_DAYS, shown_after)


def kept(votes: Collection[Vote], questions: Iterable[str], *, k: int = FLOOR) -> dict[str, list[str]]:
    """The sentences of each question that enough people wrote for, secrétaires généraux not counted, one of each person, in no order.

    Who leads is known by the core, answered or passed on the same day: a sentence itself says nothing of its author.
    """
    leaders = {vote.token for vote in votes if vote.leads}
    said: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for vote in votes:
        if vote.answer:
            said[vote.question][vote.token] = vote.answer
    found = {question: [*said[question].values()] for question in questions if len(said[question].keys() - leaders) >= detailed(k)}
    for sentences in found.values():
        SystemRandom().shuffle(sentences)
    return found


def publication(window: Window, question: str, sentences: list[str], shown_after: int) -> Publication:
    shown, shown_on = json.dumps(sentences), window.ends_on + timedelta(days=later(shown_after))
    return Publication(window_id=window.id, kind=WORDS, group_id=question, mairies=[], shown=shown, shown_on=shown_on)


# --- reading them ---


def button(desk: Desk) -> tuple[Button, ...]:
    """[Paroles], for who may read them, where there are any."""
    found = _readable(desk) if desk.who.role in READERS else []
    return (Button(f"surveys.words:{found[0][0].id}/0", "button-words"),) if found else ()


def read(desk: Desk, got: Incoming, argument: str) -> Reply:
    """[Paroles], and [Suite]. argument: the window and the page."""
    if not got.encrypted:
        raise Refusal("words-not-here")
    window_id, page = map(int, argument.split("/"))
    found = [(window, row) for window, row in _readable(desk) if window.id == window_id]
    pages = [(row.group_id, part) for _, row in found for part in _parts(json.loads(row.shown or "[]"))]
    if page >= len(pages):
        raise Refusal("button-stale")
    window, (question, sentences) = found[0][0], pages[page]
    values: dict[str, Value] = {
        "question": desk.town.questions[question].text, "lines": "\n".join(f"– {each}" for each in sentences),
        "first": window.starts_on, "last": window.ends_on - timedelta(days=1), "page": page + 1, "pages": len(pages),
    }
    more = (Button(f"surveys.words:{window_id}/{page + 1}", "button-more"),) if page + 1 < len(pages) else ()
    return Reply("words-page", values, choices=more, edits=False)


def _readable(desk: Desk) -> list[tuple[Window, Publication]]:
    """What may be read today, the newest window first."""
    return surveys.results_of(desk.store, [f"{WORDS}/{question}" for question in desk.town.open_questions()], desk.today)


def _parts(sentences: list[str]) -> list[list[str]]:
    return [sentences[start : start + ON_A_PAGE] for start in range(0, len(sentences), ON_A_PAGE)]
