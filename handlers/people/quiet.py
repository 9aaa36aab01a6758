"""/pause: no message until a moment that one chooses; danger apart."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.moments import Unclear, moment_in
from handlers.people.absence import BACK
from handlers.people.rules import plain
from storage import people


def command(desk: Desk, got: Incoming, argument: str) -> Reply:
    """/pause jusqu’à lundi 9h; /pause fin; alone: asked."""
    return _until(desk, argument) if argument else ask(desk, got, argument)


def ask(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    until = desk.who.quiet_until
    if until is None or until <= desk.now:
        return Reply("quiet-until-when", ask="people.quiet:", edits=False)
    again = (Button("people.resume:", "button-resume"),)
    return Reply("quiet-now", {"until": until}, choices=again, ask="people.quiet:", edits=False)


def said(desk: Desk, got: Incoming, _argument: str) -> Reply:
    return _until(desk, got.text)


def resume(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    return _resume(desk)


def _resume(desk: Desk) -> Reply:
    people.change_person(desk.store, desk.who.id, quiet_until=None)
    return Reply("quiet-ended")


def _until(desk: Desk, text: str) -> Reply:
    """« lundi » alone is Monday 8:15, as moments.py reads it."""
    if plain(text) in BACK:
        return _resume(desk)
    try:
        found = moment_in(text, now=desk.now, zone=desk.town.timezone)
    except Unclear as unclear:
        raise Refusal(unclear.key) from None
    if found is None:
        raise Refusal("quiet-how")
    people.change_person(desk.store, desk.who.id, quiet_until=found.at)
    return Reply("quiet", {"until": found.at})
