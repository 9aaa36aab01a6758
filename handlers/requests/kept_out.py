"""What a draft's card says of what was kept out of its text, or should be, and what it offers to do about it."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.messages import Button
from handlers.privacy.rules import bare_label, masked_in, warnings
from storage.tables import Request


def lines(desk: Desk, request: Request, *, erased: bool) -> list[str]:
    """erased: the message that held it is being taken away."""
    filters = desk.town.privacy_filters
    masked = [desk.word(each) if each.startswith("masked-") else each for each in masked_in(request.text, filters)]
    warned = [bare_label(label) for label in warnings(request.text, filters)]
    return [
        desk.word("card-masked", what=", ".join(masked)) if masked else "",
        desk.word("card-sensitive", what=", ".join(warned)) if warned else "",
        desk.word("card-external", reference=request.external_reference) if request.external_reference else "",
        desk.word("card-erased") if erased else "",
    ]


def buttons(desk: Desk, request: Request) -> list[Button]:
    """At most three."""
    filters = desk.town.privacy_filters
    masked, warned = bool(masked_in(request.text, filters)), bool(warnings(request.text, filters))
    offered = (
        (warned, Button(f"requests.soften:{request.id}", "button-soften")),
        (masked and not request.external_reference, Button(f"requests.reference:{request.id}", "button-reference")),
        ((masked or warned) and erasable(desk, request) is not None, Button(f"requests.erase:{request.id}", "button-erase")),
    )
    return [button for wanted, button in offered if wanted]


def erasable(desk: Desk, request: Request) -> str | None:
    """The platform's id of the message that a draft came from, if it was written here and the bot may take it away; else None."""
    chat, _, message = (request.source or "").rpartition("/")
    got = desk.got
    here = got is not None and got.private and str(got.chat) == chat and got.chat.platform in desk.hall.erasers
    return message if here else None
