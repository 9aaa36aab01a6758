"""Who you are: joining, inviting, linking accounts, language, help."""

from handlers.feature import Command, Feature, Press
from handlers.people import chat, jobs
from handlers.people.rules import INVITERS

FEATURE = Feature(
    "people",
    commands=(
        Command(chat.help_lines, ("aide", "help"), listed=False),
        Command(chat.invite, ("inviter", "invite"), INVITERS, argument="text"),
        Command(chat.link, ("relier", "link")),
        Command(chat.language, ("langue", "language"), argument="text"),
        Command(chat.start, ("start", "demarrer"), listed=False),
        Command(chat.ping, ("ping",), argument="text", listed=False),
    ),
    presses={"language": Press(chat.choose_language), "help": Press(chat.help_lines)},
    jobs=jobs.JOBS,
    stranger=chat.arrive,
)
