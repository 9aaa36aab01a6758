"""What Relais does not know and cannot ask the networks for: said once to everybody who may have spoken to it meanwhile."""

from handlers.feature import Feature
from handlers.gaps import jobs

FEATURE = Feature("gaps", jobs=jobs.JOBS)
