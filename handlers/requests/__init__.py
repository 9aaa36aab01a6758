"""Requests, from the first sentence to the record: log, correct, read."""

from handlers.feature import Command, Feature, Press, Step
from handlers.people.rules import LOGGERS, READERS
from handlers.requests import chat, correct, jobs, meeting, read, undo

FEATURE = Feature(
    "requests",
    commands=(
        Command(read.mine, ("mes", "mine"), LOGGERS),
        Command(read.see, ("voir", "show"), READERS, argument="reference"),
        Command(read.search, ("chercher", "search"), READERS, argument="text"),
        Command(correct.command, ("corriger", "fix"), LOGGERS, argument="reference"),
        Command(undo.undo, ("annuler", "undo"), LOGGERS),
        Command(meeting.begin, ("reunion", "meeting"), frozenset({"mission", "sg"})),
    ),
    presses={
        "record": Press(chat.record, LOGGERS),
        "drop": Press(undo.drop, LOGGERS),
        "cancel": Press(undo.cancel, LOGGERS),
        "correct": Press(correct.menu, LOGGERS),
        "other": Press(correct.other, LOGGERS),
        "domain": Press(correct.domain, LOGGERS),
        "choose": Press(correct.choose, LOGGERS),
        "channel": Press(correct.channel, LOGGERS),
        "mairie": Press(correct.mairie, LOGGERS),
        "place": Press(correct.place, LOGGERS),
        "show": Press(read.show, READERS),
        "mine": Press(read.mine, LOGGERS),
        "found": Press(read.search_page, READERS),
    },
    steps={
        "word": Step(correct.word),
        "place": Step(correct.placed),
        "caption": Step(chat.caption),
        "meeting": Step(meeting.lines),
    },
    jobs=jobs.JOBS,
    said=Press(chat.new, LOGGERS),
    edited=Press(chat.edited, LOGGERS),
)
