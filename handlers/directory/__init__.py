"""Who does what: the card of a service, a direction, a function or an activity; the directory; the hand-over of a function."""

import handlers.people.permissions as table  # people first: they call `handover` when a function changes hands
from handlers.directory import chat, entries, handover, jobs
from handlers.feature import Command, Feature, Press

KEEPERS = table.roles_with("directory")
OWNERS = table.roles_with("directory", "confirm")

FEATURE = Feature(
    "directory",
    commands=(
        Command(chat.who, ("quifait", "who"), argument="text"),
        Command(chat.delays, ("delai", "sla"), argument="text"),
        Command(entries.command, ("annuaire", "directory"), OWNERS, argument="text"),
        Command(handover.command, ("passation", "handover"), argument="text"),
    ),
    presses={
        "card": Press(chat.show),
        "delay": Press(chat.show_delay),
        "receipt": Press(chat.receipt_of),
        "entries": Press(entries.overview, KEEPERS),
        "group": Press(entries.group, KEEPERS),
        "entry": Press(entries.entry, OWNERS),
        "confirm": Press(entries.confirm, OWNERS),
        "gaps": Press(entries.gaps, KEEPERS),
    },
    jobs=jobs.JOBS,
)
