"""What anybody may ask of Relais itself: their settings and language, help, and the operator's ping."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.messages import Button, Incoming, Reply, Value
from handlers.people.rules import AT_WORK_THERE, LOGGERS, plain
from storage import absences, people

LANGUAGES = ("fr", "en")


def settings(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """/reglages: what is mine to choose, as it now is, and where it is changed."""
    coming = absences.of_person(desk.store, desk.who.id, desk.today)
    quiet = desk.who.quiet_until
    lines = [
        desk.word("settings-language", language=desk.word(f"language-{desk.who.language}")),
        desk.word("settings-quiet", until=quiet) if quiet and quiet > desk.now else desk.word("settings-not-quiet"),
        desk.word("settings-absence", first=coming[0].first_on, last=coming[0].last_on) if coming else desk.word("settings-no-absence"),
    ]
    buttons = (
        Button("people.language:", "button-language"),
        Button("people.quiet:", "button-quiet"),
        Button("people.days:", "button-absence"),
    )
    return Reply("settings", {"lines": "\n".join(lines)}, choices=buttons)


def language(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/langue: choose, or say which one directly."""
    wanted = argument.strip().lower()[:2]
    if wanted in LANGUAGES:
        return _speak(desk, wanted)
    return Reply("language-which", choices=tuple(Button(f"people.language:{code}", f"language-{code}") for code in LANGUAGES))


def _speak(desk: Desk, code: str) -> Reply:
    people.change_person(desk.store, desk.who.id, language=code)
    desk.language = code
    return Reply("language-set")


def privacy(desk: Desk, got: Incoming, _argument: str) -> Reply:
    """/confidentialite: what is kept of me, who sees it, the network included, and whom I may turn to."""
    town, who = desk.town, desk.who
    officer = town.governance.officer
    values: dict[str, Value] = {"network": got.chat.platform, "officer": f"{officer.name}, {officer.email}" if officer else "none"}
    if town.surveys is None or who.role not in AT_WORK_THERE or not town.is_on("enquetes", who.mairie):
        return Reply("privacy", values)
    return Reply("privacy-asked", {**values, "k": town.surveys.k, "words": str(town.surveys.in_words_on(got.chat.platform))})


def help_lines(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/aide: at most eight lines, those of this role; then, by a button or « /aide tout », every command they may use."""
    whole = plain(argument) in ("tout", "all")
    names = desk.hall.commands_of(desk.who.role) if whole else desk.hall.menu_of(desk.who.role)
    lines = "\n".join(f"{desk.prefix}{name} · {desk.word('help-' + name)}" for name in names)
    if whole:
        return Reply("help-all", {"lines": lines, "role": desk.word(f"role-{desk.who.role}")})
    key = "help" if desk.who.role in LOGGERS else "help-without-logging"
    rest = Button("people.help:tout", "button-help-all")
    return Reply(key, {"lines": lines, "role": desk.word(f"role-{desk.who.role}")}, choices=(rest,))


def start(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """/start from somebody known: Telegram sends it when the chat is opened again."""
    return Reply("welcome-back", {"name": desk.who.name})


def ping(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/ping mot: the whole path, there and back."""
    return Reply("pong", {"word": argument[:100]})
