"""What may be done once a text held more about somebody than a request needs: note where their contact is kept, take words out, erase."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.messages import Incoming, Refusal, Reply
from handlers.privacy import rules
from handlers.requests import cards, kept_out
from handlers.requests.chat import new
from handlers.requests.correct import asked_about, change, of
from handlers.requests.drafts import own_draft, rewrite, show
from handlers.requests.rules import external_reference
from storage import requests
from storage.tables import amend


def soften(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Take out the words that the town warns of."""
    request = own_draft(desk, int(argument))
    rewrite(desk, request, rules.soften(request.text, desk.town.privacy_filters))
    return show(desk, request)


def erase(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Take away the person's own message that held the data, where the network lets us."""
    request = own_draft(desk, int(argument))
    message = kept_out.erasable(desk, request)
    if message is None:
        raise Refusal("button-unknown")
    desk.erase(message, otherwise=Reply("erase-failed"))
    if not requests.change(desk.store, request, desk.now, source=None):  # no message to correct it by any more
        raise Refusal("already-changed")
    amend(request, source=None)
    return cards.understood(desk, request, photos=cards.photos_of(desk, request), erased=True)


def ask_reference(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Ask for the number that the official tool gave: the contact stays there."""
    request = of(desk, argument)
    return Reply("requests-which-reference", ask=f"requests.reference:{request.id}", edits=False)


def noted(desk: Desk, got: Incoming, argument: str) -> Reply | None:
    """The reference, if it is one."""
    request = asked_about(desk, argument)
    if request is None:
        return new(desk, got, "")
    reference = external_reference(got.text, desk.town.privacy_filters)
    if reference is None:
        raise Refusal("reference-refused")
    return change(desk, request, "external_reference", external_reference=reference)
