"""Who you are: joining, inviting, roles, leaving, absences, what you must be told, settings, help."""

from handlers.feature import Command, Feature, Press, Step
from handlers.people import absence, chat, jobs, joining, leaving, on_call, quiet, roles
from handlers.people.permissions import roles_with
from handlers.people.rules import INVITERS, ROLE_GIVERS

ON_CALL = roles_with("on_call")

FEATURE = Feature(
    "people",
    commands=(
        Command(chat.help_lines, ("aide", "help"), listed=False),
        Command(joining.invite, ("inviter", "invite"), INVITERS, argument="text"),
        Command(absence.command, ("absence", "away")),
        Command(chat.settings, ("reglages", "settings")),
        Command(roles.role, ("role",), ROLE_GIVERS, argument="text"),
        Command(absence.team, ("relais", "delegate")),
        Command(on_call.command, ("astreinte", "oncall")),
        Command(leaving.command, ("retirer", "remove")),
        Command(quiet.command, ("pause", "quiet")),
        Command(joining.link, ("relier", "connect")),
        Command(chat.privacy, ("confidentialite", "privacy")),
        Command(chat.language, ("langue", "language"), argument="text"),
        Command(chat.start, ("start", "demarrer"), listed=False),
        Command(chat.ping, ("ping",), argument="text", listed=False),
    ),
    presses={
        "language": Press(chat.language),
        "help": Press(chat.help_lines),
        "become": Press(roles.become, ROLE_GIVERS),
        "give": Press(roles.give, ROLE_GIVERS),
        "confirm": Press(roles.confirm, ROLE_GIVERS),
        "decline": Press(roles.decline, ROLE_GIVERS),
        "leaver": Press(leaving.leaver, INVITERS),
        "remove": Press(leaving.remove),
        "relays": Press(leaving.relays, INVITERS),
        "hand": Press(leaving.hand, INVITERS),
        "days": Press(absence.days),
        "others": Press(absence.others),
        "relay": Press(absence.relay),
        "away": Press(absence.declare),
        "back": Press(absence.back),
        "turn": Press(on_call.turn, ON_CALL),
        "oncall": Press(on_call.declare, ON_CALL),
        "finish": Press(on_call.finish, ON_CALL),
        "quiet": Press(quiet.ask),
        "resume": Press(quiet.resume),
        "nothing": Press(roles.nothing),
    },
    steps={
        "days": Step(absence.days_said),
        "named": Step(absence.relay_named),
        "gone": Step(leaving.said),
        "quiet": Step(quiet.said),
    },
    jobs=jobs.JOBS,
    stranger=joining.arrive,
)
