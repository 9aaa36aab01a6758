"""What the clock forgets: wrong codes after a day, steps nobody answered."""

from datetime import timedelta

from handlers.desk import Desk
from handlers.feature import Job
from storage import conversations, people


def forget(desk: Desk) -> None:
    people.forget_tries(desk.store, desk.now - timedelta(days=1))
    conversations.forget_expired(desk.store, desk.now)


JOBS = {"forget": Job(forget, every_s=600)}
