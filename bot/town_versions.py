"""`relais town`: import files, list versions, go back, export, from the terminal. A running bot takes a new version within seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.prompt import Confirm
from rich.table import Table
from rich.text import Text

from bot.editions import CACHE
from bot.faults import print_faults
from bot.opening import database_of
from bot.platforms import Misconfigured
from config.faults import TownFaults
from config.settings import Settings
from config.sources import read_sources, unpacked
from config.texts import words
from config.town import Town, read_town
from handlers.messages import Refusal
from handlers.town import versions
from handlers.town.rules import Breakage
from handlers.town.versions import Import
from handlers.town.wording import breakage_lines, change_lines, counted
from storage import town as rows
from storage.database import Database
from storage.tables import Event
from storage.unit import Scope, Unit

TERMINAL = "terminal"
"""The actor's role of what was done by whoever holds the machine."""

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Counter:
    """One transaction at the terminal. files: those in force; town: what they make, None when it is no longer readable."""

    settings: Settings
    store: Scope
    now: datetime
    version: int | None
    files: Files
    town: Town | None

    def word(self, key: str, **values: str | int | float | datetime) -> str:
        return words(self.town.timezone if self.town else "Europe/Paris").say(self.settings.language, key, values)

    def note(self, kind: str, **data: object) -> None:
        self.store.add(Event(id=self.store.next_id(), at=self.now, kind=kind, actor_role=TERMINAL, data=data))


@contextmanager
def counter(database: Database, settings: Settings) -> Iterator[Counter]:
    """What is written is committed at the end. Raises TownFaults when the folder in force cannot be read at all."""
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        store = Scope(unit)
        id = rows.newest(store)
        row = rows.version(store, id) if id is not None else None
        files = unpacked(row.files) if row else read_sources(settings.town_folder)
        try:
            town = read_town(files, cache=settings.state_dir / CACHE)
        except TownFaults:  # written for another release, perhaps: it can be mended from here
            town = None
        yield Counter(settings, store, datetime.now(UTC), id, files, town)
        store.keep()
        unit.flush()


def import_files(settings: Settings, paths: Sequence[Path], *, yes: bool, console: Console) -> bool:
    """Show what the files change, ask, apply; False when nothing was. A folder with a commune.yaml is a whole town."""
    whole: Files | None = None
    sent: dict[str, bytes] = {}
    for path in paths:
        found = read_sources(path) if path.is_dir() else {path.as_posix(): _read(path)}
        if path.is_dir() and "commune.yaml" in found:
            whole = found
        else:
            sent |= found
    return _decide(settings, lambda here: (versions.placed(sent, here.files if whole is None else whole), 0), yes=yes, console=console)


def go_back(settings: Settings, number: int | None, *, yes: bool, console: Console) -> bool:
    """Apply an earlier version's files anew, as a version of its own; the last different one when no number is given."""

    def former(here: Counter) -> tuple[Files, int]:
        found, row = versions.before(here.store, number)
        console.print(here.word("cli-town-back-to", number=found), markup=False)
        return unpacked(row.files), found

    return _decide(settings, former, yes=yes, console=console)


def export(settings: Settings, folder: Path, *, console: Console) -> None:
    """Write the files in force to a new folder. Raises Misconfigured when it holds something."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Misconfigured("cli-town-export-where", folder=str(folder))
    with database_of(settings, own=False) as database, counter(database, settings) as here:
        for name, raw in here.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
        console.print(here.word("cli-town-exported", count=len(here.files), folder=str(folder)), markup=False)


def show_versions(settings: Settings, *, console: Console) -> None:
    with database_of(settings, own=False) as database, counter(database, settings) as here:
        applied = rows.applied(here.store)
        if not applied:
            console.print(here.word("cli-town-folder", folder=str(settings.town_folder)), markup=False)
            return
        roles = rows.roles_of(here.store, [each.proposed_by for each in applied if each.proposed_by])
        changes = rows.changes(here.store, [each.id for each in applied])
        table = Table("", here.word("cli-town-since"), here.word("cli-town-changes"), here.word("cli-town-by"), here.word("cli-town-files"))
        for each in reversed(applied):
            by = here.word(f"role-{roles[each.proposed_by]}") if each.proposed_by in roles else here.word("actor-terminal")
            since, what = here.word("cli-town-moment", at=each.applied_at), counted(here.word, versions.changes_of(changes[each.id]))
            table.add_row(str(each.number), since, what, by, each.digest[:12], style="bold" if each is applied[-1] else None)
        console.print(table)


def _decide(settings: Settings, files_of: Callable[[Counter], tuple[Files, int]], *, yes: bool, console: Console) -> bool:
    """Two transactions, with the question between them: nobody waits for an operator who thinks."""
    with database_of(settings, own=False) as database:
        with counter(database, settings) as here:
            files, back_to = files_of(here)
            what, base = versions.weigh(here.store, files, against=here.files, old=here.town), here.version
            outcome = _shown(here, what, console)
        if outcome is not None:
            return outcome
        if not yes and not _agreed(here.word("cli-town-apply"), console):
            console.print(here.word("town-refused"), markup=False)
            return False
        with counter(database, settings) as here:
            if here.version != base:
                raise Refusal("town-moved-on")
            return _applied(here, what, back_to=back_to, console=console)


def _shown(here: Counter, what: Import, console: Console) -> bool | None:
    """Show it; None when it may be applied, False when it may not, True when there is nothing to apply."""
    if what.faults:
        here.note("town_refused", why="faults", faults=len(what.faults))
        print_faults(console, what.faults, here.settings.language)
        return False
    if what.same:
        console.print(here.word("cli-town-same"), markup=False)
        return True
    console.print(Text(change_lines(here.word, what.changes, most=None)))
    console.print(Text(counted(here.word, what.changes, what.alone), style="bold"))
    return _refused(here, what.broken, console) if what.broken else None


def _refused(here: Counter, broken: Sequence[Breakage], console: Console) -> bool:
    here.note("town_refused", why="breaks", reasons=[breakage.key for breakage in broken])
    console.print(Text(here.word("cli-town-broken"), style="bold red"))
    console.print(Text(breakage_lines(here.word, broken, most=None)))
    return False


def _agreed(question: str, console: Console) -> bool:
    try:
        return Confirm.ask(question, console=console, default=False)
    except EOFError:  # a script that did not say --yes
        return False


def _applied(here: Counter, what: Import, *, back_to: int, console: Console) -> bool:
    tally = versions.tally(what.changes)
    id = versions.propose(here.store, what, base=here.version, by=None, now=here.now, back_to=back_to)
    here.note("town_proposed", version=id, counts=tally, back_to=back_to)
    if broken := versions.apply(here.store, id, folder=here.files, city=here.town.city if here.town else "", now=here.now):
        return _refused(here, broken, console)
    number = versions.number_of(here.store, id)
    here.note("town_back" if back_to else "town_applied", version=id, number=number, counts=tally, back_to=back_to)
    console.print(here.word("cli-town-applied", number=number), markup=False)
    return True


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Misconfigured("cli-town-unreadable", path=str(path), detail=error.strerror or type(error).__name__) from error
