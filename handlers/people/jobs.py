"""What the clock does for people: what they are owed is told, what nobody answers any more is forgotten."""

from datetime import timedelta

from handlers.desk import Desk
from handlers.feature import Job
from handlers.people import on_call
from handlers.people.telling import tell_all
from storage import conversations, people

WRONG_CODES_KEPT = timedelta(days=1)


def forget(desk: Desk) -> None:
    """Wrong codes after a day, steps nobody answered."""
    people.forget_tries(desk.store, desk.now - WRONG_CODES_KEPT)
    conversations.forget_expired(desk.store, desk.now)


JOBS = {
    "forget": Job(forget, every_s=600),
    "tell": Job(tell_all, every_s=10, point="notices.folded"),
    "mind-turns": Job(on_call.mind, every_s=60),
}
