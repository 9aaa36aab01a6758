"""The contents page of the slice: what people may ask of the clocks and the ladder, and what the clock does to them."""

from handlers.escalation import chat, jobs
from handlers.feature import Command, Feature, Press
from handlers.people.rules import READERS

FEATURE = Feature(
    "escalation",
    commands=(Command(chat.command, ("relances", "reminders"), READERS, argument="reference"),),
    presses={"why": Press(chat.why, READERS), "receipt": Press(chat.explain, READERS)},
    jobs=jobs.JOBS,
)
