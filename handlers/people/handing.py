"""When a post changes hands, whoever has it now is given its pack: what is open, promised, owed, and who does what."""

from __future__ import annotations

from handlers.desk import DIGEST, Desk
from handlers.directory.handover import handover_pack
from handlers.messages import Address
from handlers.people.permissions import Holder
from storage import people
from storage.tables import Person


def hand_over(desk: Desk, post: Holder, to: Person) -> None:
    """Say the pack of a post to somebody, in private; nothing when no account of theirs can be reached: `passation` gives it later."""
    chat = people.private_chat(desk.store, to.id)
    if chat is None:
        return
    with desk.speaking(to.language):
        for page in handover_pack(desk, post):
            desk.say(page, to=Address.parse(chat), person=to, priority=DIGEST)
