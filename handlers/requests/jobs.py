"""What the clock does to requests: wakes what was put on hold, minds dangers nobody phoned about, forgets drafts after a day."""

from __future__ import annotations

from datetime import timedelta

from handlers.desk import Desk
from handlers.feature import Job
from handlers.notices import tell
from handlers.requests import cards, rooms, telling
from handlers.requests.acting import change
from handlers.requests.asking import local_day, today
from handlers.requests.drafts import keep
from handlers.requests.life import ACTS, ARBITRATING, CALLING
from handlers.requests.rules import DRAFT_LIFE, working_days
from storage import files, gaps, people, requests


def forget_drafts(desk: Desk) -> None:
    requests.drop_drafts(desk.store, desk.now - DRAFT_LIFE)
    files.drop_unused(desk.store, desk.now - DRAFT_LIFE - timedelta(hours=1))


def wake(desk: Desk) -> None:
    """What was put on hold until today is in hand again, and its pilot is told."""
    for request in requests.waking(desk.store, today(desk)):
        change(desk, request, "woken", {"state": "taken", "hold_reason": None, "wake_on": None})
        rooms.refresh(desk, request)
        telling.woken(desk, request)


def escalate(desk: Desk) -> None:
    """An arbitration that the coordination could not settle in two working days goes to the DGS."""
    closed = {day.on for day in desk.town.exceptional_days if not day.directions}
    for request in requests.unsettled(desk.store, desk.now - timedelta(days=ARBITRATING)):
        since = local_day(desk, request.arbitration_at or desk.now)
        if working_days(since, today(desk), closed) > ARBITRATING:
            change(desk, request, "escalate", {"arbitration": "escalated"})
            telling.announce(desk, request, ACTS["escalate"], {})


def mind_dangers(desk: Desk) -> None:
    """A danger without « J'ai appelé » for fifteen minutes: recorded if it was left a draft, and said to everybody who answers for it."""
    for request in requests.uncalled_dangers(desk.store, desk.now - CALLING):
        author = people.person(desk.store, request.author_id)
        if request.state == "draft":
            if author is None or not request.mairie:
                continue
            keep(desk, request, None)
            tell(desk, author.id, f"danger-kept/{request.id}", "notice-danger-kept", request_id=request.id, urgent=True,
                 reference=request.reference or "", service=cards.service_name(desk, request.service))
        if author is not None:
            tell(desk, author.id, f"danger-called/{request.id}/{request.danger_at}", "notice-danger-call", request_id=request.id,
                 urgent=True, reference=request.reference or "", service=cards.service_name(desk, request.service))
        telling.danger(desk, request, fact="/uncalled")


def announce_anew(desk: Desk) -> None:
    """After a restore, dangers that nobody is known to have phoned about are said once more. Younger ones are yet to be minded."""
    for gap in gaps.restored_since(desk.store, desk.now - ANNOUNCING):
        for request in requests.uncalled_dangers(desk.store, gap.starts_at - CALLING):
            telling.danger(desk, request, fact=f"/restored/{gap.id}")


ANNOUNCING = timedelta(minutes=5)
"""For how long after the first start that is tried."""

JOBS = {
    "forget-drafts": Job(forget_drafts, every_s=600),
    "wake": Job(wake, every_s=60),
    "escalate": Job(escalate, every_s=600),
    "mind-dangers": Job(mind_dangers, every_s=20),
    "announce-anew": Job(announce_anew, every_s=20),
}
