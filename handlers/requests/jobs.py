"""What the clock does to requests: wakes what was put on hold, minds dangers nobody phoned about, forgets drafts after a day."""

from __future__ import annotations

from datetime import timedelta

from handlers.desk import Desk
from handlers.escalation.calendars import of_direction
from handlers.escalation.working_time import working_days_between
from handlers.feature import Job
from handlers.notices import tell
from handlers.requests import alert, rooms, telling
from handlers.requests.acting import change
from handlers.requests.drafts import keep
from handlers.requests.life import ACTS, ARBITRATING, CALLING
from handlers.requests.rules import DRAFT_LIFE
from storage import files, gaps, requests

UNUSED_FILES_KEPT = DRAFT_LIFE + timedelta(hours=1)
"""Those that no request shows: after the draft that they came with."""


def forget_drafts(desk: Desk) -> None:
    requests.drop_drafts(desk.store, desk.now - DRAFT_LIFE)
    files.drop_unused(desk.store, desk.now - UNUSED_FILES_KEPT)


def wake(desk: Desk) -> None:
    """What was put on hold until today is in hand again, and its pilot is told."""
    for request in requests.waking(desk.store, desk.today):
        change(desk, request, "woken", {"state": "taken", "hold_reason": None, "wake_on": None})
        rooms.refresh(desk, request)
        telling.woken(desk, request)


def escalate(desk: Desk) -> None:
    """An arbitration that the coordination could not settle in two working days goes to the DGS."""
    calendar = of_direction(desk.town, None)
    for request in requests.unsettled(desk.store, desk.now - timedelta(days=ARBITRATING)):
        since = desk.town.local(request.arbitration_at or desk.now).date()
        if working_days_between(calendar, since, desk.today) > ARBITRATING:
            change(desk, request, "escalate", {"arbitration": "escalated"})
            telling.announce(desk, request, ACTS["escalate"], {})


def mind_dangers(desk: Desk) -> None:
    """Dangers nobody phoned about: those left as drafts for fifteen minutes are recorded, and all are said to the next in turn."""
    _announce_anew(desk)  # first: a step that came due before the restore is not said besides
    for request in requests.draft_dangers(desk.store, desk.now - CALLING):
        keep(desk, request, None)
        tell(desk, request.author_id, f"danger-kept/{request.id}", "notice-danger-kept", request_id=request.id, urgent=True,
             reference=request.reference or "")
    for request in requests.alerts(desk.store):
        alert.mind(desk, request)


def _announce_anew(desk: Desk) -> None:
    """After a restore, dangers that nobody is known to have phoned about are said once more: nobody knows who heard of them."""
    for gap in gaps.restored_since(desk.store, desk.now - ANNOUNCING):
        for request in requests.uncalled_dangers(desk.store, gap.ends_at or desk.now):
            alert.raised(desk, request, anew=f"/restored-{gap.id}")


ANNOUNCING = timedelta(minutes=5)
"""For how long after the first start that is tried."""

JOBS = {
    "forget-drafts": Job(forget_drafts, every_s=600),
    "wake": Job(wake, every_s=60),
    "escalate": Job(escalate, every_s=600),
    "mind-dangers": Job(mind_dangers, every_s=10),
}
