"""`relais router train`, `rollback`, and the versions that `report` lists. A running bot takes a new version within seconds."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.prompt import Confirm
from rich.table import Table

from bot.editions import CACHE, town_at_rest
from bot.opening import database_of
from bot.operator import say
from bot.progress import learning as progressing
from bot.router.source import source_of
from bot.town_versions import TERMINAL, counter
from config.settings import Settings
from config.texts import words
from config.town import Town
from handlers.learning.lessons import taught
from handlers.learning.telling import outcome
from handlers.learning.versions import go_back, kept, number_of, target, written
from handlers.routing.loading import load_router, refit
from storage import learning
from storage.database import look_into
from storage.ids import Ids
from storage.tables import RouterVersion
from storage.unit import Scope, Unit


def train(settings: Settings, *, console: Console) -> None:
    """Learn from all that was decided, now, and say whether it is in force. Nothing is locked meanwhile."""
    town, cache = town_at_rest(settings), settings.state_dir / CACHE
    with database_of(settings, own=False) as database:
        source = source_of(database, town)
        with counter(database, settings) as here:
            at, id = here.now, here.store.next_id()
            lessons = taught(here.store, town, until=at)
        if not lessons:
            console.print(say("cli-router-nothing"), markup=False)
            return
        with progressing(settings.language) as progress:
            load_router(town, cache, source=source, progress=progress)  # what it is compared with
            found = refit(town, cache, lessons, former=source.model, model=id, progress=progress)
        file = kept(found)
        with counter(database, settings) as here:
            row = written(here.store, id, found, file=file, at=at, role=TERMINAL)
        with counter(database, settings) as here:
            key, values = outcome(row, number_of(here.store, id))
    console.print(say(key, **values), markup=False)


def rollback(settings: Settings, number: int | None, *, yes: bool, console: Console) -> bool:
    """Put an earlier version in force anew; the last other one when no number is given. Raises Refusal."""
    with database_of(settings, own=False) as database:
        with counter(database, settings) as here:
            to = target(here.store, number)
        if not yes and not Confirm.ask(say("cli-router-back", to=to.number), console=console, default=False):
            return False
        with counter(database, settings) as here:
            go_back(here.store, target(here.store, to.number), at=here.now, role=TERMINAL)
    console.print(say("router-version-back", to=to.number), markup=False)
    return True


def versions_at_rest(settings: Settings) -> list[RouterVersion]:
    return look_into(settings.database, lambda connection: learning.versions(Scope(Unit(connection, Ids(0))))) or []


def plain(rows: list[RouterVersion]) -> list[dict[str, Any]]:
    """The versions as data, the first is number 1."""
    return [
        {"number": number, "made_at": row.made_at, "used": row.used, "worse_on": row.why or None, "lessons": row.lessons,
         "figures": row.figures, "back_to": row.back_to if row.back_to >= 0 else None}
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip


def table_of(rows: list[RouterVersion], settings: Settings, town: Town) -> Table:
    """Newest first, the one in force in bold."""
    table = Table("", *(say(f"router-table-{column}") for column in ("made", "lessons", "decided", "new", "state")))
    in_force = next((row.id for row in reversed(rows) if row.used), 0)
    for number, row in reversed([*enumerate(rows, 1)]):
        right, before, asked = row.figures.get("new", (0, 0, 0))
        first, three, kept = row.figures.get("decided", (0, 0, 0))
        made = words(town.timezone).say(settings.language, "cli-town-moment", {"at": row.made_at})
        state = "back" if row.back_to >= 0 else row.why or "used"
        table.add_row(
            str(number), made, str(row.lessons), f"{first / kept:.0%} / {three / kept:.0%}" if kept else "–",
            say("router-table-of", right=right, before=before, asked=asked) if asked else "–",
            say("router-table-states", state=state, to=row.back_to),
            style="bold" if row.id == in_force else None,
        )  # fmt: skip
    return table
