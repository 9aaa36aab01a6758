"""`relais console`: the bot in this terminal, for a trial, an operator, or a script on standard input."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

from rich.console import Console

from bot.opening import Opened, app_of, opened
from bot.platforms.console import ConsolePlatform, keyboard, spoken
from bot.progress import learning
from bot.running import run as live
from bot.screen import Screen
from config.settings import Settings
from config.texts import words
from storage import people
from storage.tables import Account, Person
from storage.unit import Scope, Unit

TRIAL = (("awa", "agent"), ("karim", "direction"), ("petit", "sg"))
"""Who is let in on an empty base, so that a newcomer can talk within a minute: an agent, a direction's contact, an SG."""


def talk(settings: Settings, *, who: str, trial: bool, console: Console) -> None:
    """Until the end of input. Raises TownFaults, StorageFault."""
    with opened(settings, own=True) as base:
        if trial:
            let_trial_people_in(base)
        screen = Screen(console)

        async def go() -> None:
            with learning(settings.language) as progress:
                app = app_of(base, progress=progress, watched=False)
            platform: ConsolePlatform
            platform = ConsolePlatform(_lines(screen, lambda: platform.who), screen.show, who=who)
            platform.settle = app.settle
            screen.note(words().say(settings.language, "cli-console-hello", {"town": base.town.city, "who": who}))
            await live(app, [platform])

        asyncio.run(go())


async def _lines(screen: Screen, who: Callable[[], str]) -> AsyncIterator[str]:
    """Typed lines; those of a script are shown too, as nobody saw them typed."""
    async for line in keyboard(lambda: f"{who()} › "):
        if not sys.stdin.isatty():
            speaker, said = spoken(line.strip(), who())
            if said:
                screen.said(speaker, said)
        yield line


def let_trial_people_in(base: Opened) -> None:
    """On an empty base only, and for the console only."""
    now = datetime.now(UTC)
    with base.database.transaction() as connection:
        unit = Unit(connection, base.database.ids)
        store = Scope(unit)
        if people.how_many(store):
            return
        mairie, direction = next(iter(base.town.mairies)), next(iter(base.town.directions))
        mairie = "mq_tanneurs" if "mq_tanneurs" in base.town.mairies else mairie
        direction = "m_voirie" if "m_voirie" in base.town.directions else direction
        for name, role in TRIAL:
            person = Person(
                id=store.next_id(), name=name.capitalize(), role=role, mairie=mairie if role != "direction" else None,
                direction=direction if role == "direction" else None, language=base.settings.language, joined_at=now,
            )
            store.add(person)
            store.add(Account(address=f"console:{name}", person_id=person.id, chat=f"console:{name}"))
        store.keep()
        unit.flush()
