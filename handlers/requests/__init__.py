"""Requests, from the first sentence to the answer given: log, correct, act, read."""

from handlers.feature import Command, Feature, Press, Step
from handlers.people.permissions import roles_with
from handlers.people.rules import LOGGERS, READERS
from handlers.requests import acting, alarm, chat, correct, details, discretion, jobs, link, meeting, read, rooms, undo
from handlers.requests.life import ACTS, Act


def _roles(act: Act) -> frozenset[str]:
    """Whoever the table gives the act somewhere; the row decides."""
    also = {"close": ("refuse",), "take": ("take_over",), "lower": ("take_over",)}  # whoever is on call may lower a danger (T14)
    return roles_with(act.needs, *also.get(act.name, ()))


FEATURE = Feature(
    "requests",
    commands=(
        Command(read.mine, ("mes", "mine"), READERS),
        Command(read.see, ("voir", "show"), READERS, argument="reference"),
        Command(read.search, ("chercher", "search"), READERS, argument="text"),
        Command(read.team, ("equipe", "team"), roles_with("see_team")),
        Command(read.elected, ("suivi", "watch"), roles_with("follow_elected")),
        Command(details.begin, ("nouveau", "new"), LOGGERS),
        Command(details.photo, ("photo",), LOGGERS),
        Command(details.place, ("lieu", "place"), LOGGERS),
        Command(details.remind, ("rappel", "snooze"), READERS),
        Command(correct.command, ("corriger", "fix"), LOGGERS, argument="reference"),
        *(Command(acting.command(act), names, _roles(act), argument="reference") for act in ACTS.values() for names in act.commands),
        Command(link.command, ("lier", "link"), roles_with("link"), argument="reference"),
        Command(undo.undo, ("annuler", "undo"), READERS),
        Command(meeting.begin, ("reunion", "meeting"), frozenset({"mission", "sg"})),
        Command(rooms.bind, ("salon", "room"), roles_with("rooms")),
    ),
    presses={
        "record": Press(chat.record, LOGGERS),
        "phoned": Press(alarm.phoned, LOGGERS),
        "denied": Press(alarm.denied, LOGGERS),
        "declared": Press(alarm.declared, LOGGERS),
        "drop": Press(undo.drop, LOGGERS),
        "correct": Press(correct.menu, LOGGERS),
        "other": Press(correct.other, LOGGERS),
        "domain": Press(correct.domain, LOGGERS),
        "choose": Press(correct.choose, LOGGERS),
        "channel": Press(correct.channel, LOGGERS),
        "mairie": Press(correct.mairie, LOGGERS),
        "place": Press(correct.place, LOGGERS),
        "received": Press(details.received, LOGGERS),
        "requester": Press(details.requester, LOGGERS),
        "reference": Press(discretion.ask_reference, LOGGERS),
        "soften": Press(discretion.soften, LOGGERS),
        "erase": Press(discretion.erase, LOGGERS),
        "attach": Press(link.attach, roles_with("link")),
        "detach": Press(link.detach, roles_with("link")),
        "linkto": Press(link.chosen, roles_with("link")),
        "duplicate": Press(link.duplicate, roles_with("link"), stale=acting.since),
        "related": Press(link.related, roles_with("link"), stale=acting.since),
        "show": Press(read.show, READERS),
        "more": Press(read.more, READERS),
        "mine": Press(read.mine, READERS),
        "team": Press(read.team, roles_with("see_team")),
        "elected": Press(read.elected, roles_with("follow_elected")),
        "found": Press(read.search_page, READERS),
        "decide": Press(acting.decide, roles_with("decide"), stale=acting.since),
        **{act.name: Press(acting.entrance(act), _roles(act), stale=acting.since) for act in ACTS.values()},
    },
    steps={
        "word": Step(correct.word),
        "place": Step(correct.placed),
        "reference": Step(discretion.noted),
        "linkto": Step(link.typed),
        "caption": Step(chat.caption),
        "meeting": Step(meeting.lines),
        "answer": Step(acting.answered),
        "why": Step(read.why),
        "received": Step(details.received_on),
        "remind": Step(details.remind_when),
    },
    jobs=jobs.JOBS,
    said=Press(chat.new, LOGGERS),
    edited=Press(chat.edited, LOGGERS),
)
