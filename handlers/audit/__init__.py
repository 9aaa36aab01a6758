"""The event log kept honest: chained, its head given to somebody else every day, and read by those it is about."""

from handlers.audit import jobs, journal
from handlers.feature import Command, Feature, Press, Step
from handlers.people.permissions import roles_with

READERS = roles_with("audit")

FEATURE = Feature(
    "audit",
    commands=(Command(journal.open_log, ("journal", "audit"), READERS),),
    presses={"page": Press(journal.page, READERS)},
    steps={"reason": Step(journal.reason)},
    jobs=jobs.JOBS,
    schedules=jobs.SCHEDULES,
)
