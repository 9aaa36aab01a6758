"""The digests: to each reader, at their hour, what waits for them, three figures and what is good to know; the files behind it.

`kinds` is the one table of them, `schedule` says when, `pages` what is read; both first are pure.
"""

from handlers.digests import chat, jobs
from handlers.feature import Command, Feature, Press

FEATURE = Feature(
    "digests",
    commands=(Command(chat.command, ("digest",), argument="text"),),
    presses={name: Press(run) for name, run in chat.PRESSES.items()},
    jobs=jobs.JOBS,
)
