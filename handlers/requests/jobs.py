"""What the clock does to requests: drafts nobody recorded are forgotten after a day, with their photos."""

from datetime import timedelta

from handlers.desk import Desk
from handlers.feature import Job
from handlers.requests.rules import DRAFT_LIFE
from storage import files, requests


def forget_drafts(desk: Desk) -> None:
    requests.drop_drafts(desk.store, desk.now - DRAFT_LIFE)
    files.drop_unused(desk.store, desk.now - DRAFT_LIFE - timedelta(hours=1))


JOBS = {"forget-drafts": Job(forget_drafts, every_s=600)}
