"""What a draft's card says of what was kept out of its text, or should be, and what it offers to do about it."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.messages import Button
from handlers.privacy.rules import bare_label, masked_in, warnings
from storage.tables import Request


def lines(desk: Desk, request: Request) -> list[str]:
    filters = desk.town.privacy_filters
    masked = [desk.word(each) if each.startswith("masked-") else each for each in masked_in(request.text, filters)]
    warned = [bare_label(label) for label in warnings(request.text, filters)]
    return [
        desk.word("card-masked", what=", ".join(masked)) if masked else "",
        desk.word("card-sensitive", what=", ".join(warned)) if warned else "",
        desk.word("card-external", reference=request.external_reference) if request.external_reference else "",
    ]


def buttons(desk: Desk, request: Request) -> list[Button]:
    """At most two."""
    filters = desk.town.privacy_filters
    masked, warned = bool(masked_in(request.text, filters)), bool(warnings(request.text, filters))
    offered = (
        (warned, Button(f"requests.soften:{request.id}", "button-soften")),
        (masked and not request.external_reference, Button(f"requests.reference:{request.id}", "button-reference")),
    )
    return [button for wanted, button in offered if wanted]
