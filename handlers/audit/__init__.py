"""The event log kept honest: chained, and its head given to somebody else every day."""

from handlers.audit import jobs
from handlers.feature import Feature

FEATURE = Feature("audit", jobs=jobs.JOBS)
