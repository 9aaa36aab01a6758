"""`relais doctor`: everything that can be wrong, looked at now, in one page: settings, files, database, all that the auditor sees."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection, make_url
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from bot.auditor.checks import Auditor
from bot.auditor.duties import hours_of
from bot.auditor.look import Finding
from bot.clock import Clock
from bot.editions import town_at_rest, version_faults
from config.checking import check
from config.faults import TownFaults
from config.settings import Settings, judge_settings
from config.texts import Value, words
from config.town import Town, bundled, load
from handlers import features
from storage.database import REVISION, Database, StorageFault, fault, look_into
from storage.seal import Seal

Level = Literal["red", "warning", "info", "well"]
MARKS = {"red": ("✗", "bold red"), "warning": ("!", "yellow"), "info": ("·", "dim"), "well": ("✓", "green")}
WIDTH = 80
SECTIONS = ("settings", "files", "database", "work", "versions")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at. section: of the report. ids: rows concerned."""

    section: str
    level: Level
    what: str
    remedy: str = ""
    key: str = ""
    ids: tuple[str, ...] = ()


class Examination:
    """One examination, in one language. settings: None when they cannot be read; the rest is then left out."""

    def __init__(self, settings: Settings | None, language: str) -> None:
        self._settings = settings
        self._language = language

    def lines(self) -> list[Line]:
        found = list(self._configuration())
        if self._settings is not None:
            found += self._files(self._settings)
            found += self._database(self._settings)
        return [*found, *self._versions()]

    def _line(self, section: str, level: Level, key: str, **values: Value) -> Line:
        remedy = words().attribute(self._language, key, "remedy", values) or ""
        return Line(section, level, words().say(self._language, key, values), remedy, key)

    def _configuration(self) -> Iterator[Line]:
        every = [*check(), *version_faults()]
        for each in every:
            level: Level = "red" if each.level == "fault" else "warning"
            yield Line("settings", level, f"{each.where} : {each.what(self._language)}", each.remedy(self._language), each.key)
        if not every:
            yield self._line("settings", "well", "doctor-settings-well")

    def _files(self, settings: Settings) -> Iterator[Line]:
        folder = settings.state_dir.expanduser()
        if not folder.is_dir():
            yield self._line("files", "warning", "doctor-no-state-folder", folder=str(folder))
            return
        keys = folder / "keys"
        open_ones = [path for path in (folder, keys, *keys.glob("*.key"), *folder.glob("*.db*")) if path.exists() and _is_open(path)]
        for path in open_ones:
            level: Level = "red" if path.suffix == ".key" else "warning"
            yield self._line("files", level, "doctor-open-to-others", path=str(path))
        if not any(keys.glob("root-*.key")):
            yield self._line("files", "warning", "doctor-no-key", folder=str(keys))
        elif not open_ones:
            yield self._line("files", "well", "doctor-files-well")
        yield self._line("files", "info", "doctor-disk", megabytes=shutil.disk_usage(folder).free // (1024 * 1024))

    def _database(self, settings: Settings) -> Iterator[Line]:
        """The auditor's own look, thorough, from outside: nothing is made, migrated or marked."""
        trouble = _trouble(settings.database)
        if trouble is not None:
            yield self._line("database", "red", trouble.key, **trouble.values)
            return
        town = _town(settings)
        database = Database(settings.database)
        try:
            seal = Seal(folder) if any((folder := settings.state_dir.expanduser() / "keys").glob("root-*.key")) else None
            auditor = Auditor(
                database, lambda: town, seal, settings.state_dir.expanduser(), schedules=hours_of(features()), thorough=True
            )
            verdict = auditor.look(Clock().now())
            with database.reading() as connection:
                yield from self._facts(connection)
        except StorageFault as bent:
            yield self._line("database", "red", bent.key, **bent.values)
            return
        finally:
            database.close()
        for each in verdict.findings:
            yield self._finding(each, town.timezone)
        if verdict.is_green:
            yield self._line("work", "well", "doctor-work-well")

    def _finding(self, found: Finding, zone: str) -> Line:
        what = found.what(self._language, zone)
        if found.since is not None:
            what = words(zone).say(self._language, "doctor-since", {"what": what, "since": found.since})
        return Line("work", found.level, what, found.remedy(self._language, zone), found.key, found.ids)

    def _facts(self, connection: Connection) -> Iterator[Line]:
        if connection.dialect.name == "postgresql":
            server = str(connection.execute(sql("SHOW server_version")).scalar_one())
            size = connection.execute(sql("SELECT pg_database_size(current_database())")).scalar_one()
        else:
            server = sqlite3.sqlite_version
            size = connection.exec_driver_sql("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").scalar_one()
        yield self._line("database", "info", "doctor-database", kind=connection.dialect.name, version=server,
                         megabytes=round(int(size) / (1024 * 1024), 1), revision=REVISION)

    def _versions(self) -> Iterator[Line]:
        yield self._line("versions", "info", "doctor-versions", relais=version("relais"), python=platform.python_version(),
                         system=platform.system())


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _trouble(url: str) -> StorageFault | None:
    """Why the database cannot be looked into, None when it can."""
    if look_into(url, lambda connection: connection.execute(sql("SELECT version_num FROM alembic_version")).scalar()) == REVISION:
        return None
    at = make_url(url)
    if at.get_backend_name() == "sqlite":
        return _trouble_of_a_file(Path(at.database or ""))
    return StorageFault("storage-unreachable", where=at.render_as_string(hide_password=True))


def _trouble_of_a_file(file: Path) -> StorageFault:
    if not file.exists():
        return StorageFault("doctor-no-database", where=str(file))
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return StorageFault("storage-damaged", where=str(file))
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, DBAPIError) as error:
        return fault(error, str(file))
    return StorageFault("doctor-other-release", where=str(file), found=str(found[0] if found else ""), needed=REVISION)


def _town(settings: Settings) -> Town:
    """The town in force; the one that comes with Relais when its own cannot be read, which was said already."""
    try:
        return town_at_rest(settings)
    except TownFaults:
        return load(bundled("valmiere"))


def examine(console: Console, *, language: str, as_json: bool) -> bool:
    """Print the report; True when nothing is red."""
    settings, _ = judge_settings()
    lines = Examination(settings, language).lines()
    green = not any(line.level == "red" for line in lines)
    if as_json:
        told: dict[str, Any] = {"green": green, "lines": lines}
        console.file.write(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode() + "\n")
        return green
    _print(console, lines, language)
    return green


def _print(console: Console, lines: Sequence[Line], language: str) -> None:
    for section in SECTIONS:
        mine = [line for line in lines if line.section == section]
        if mine:
            console.print(Text(words().say(language, f"doctor-section-{section}"), style="bold"))
        page = Table.grid(padding=(0, 1))
        for line in mine:
            mark, style = MARKS[line.level]
            page.add_row(Text(mark, style=style), Text(line.what, style=style if line.level == "red" else ""))
            if line.remedy and line.level in ("red", "warning"):
                page.add_row("", Text(f"→ {line.remedy}", style="dim"))
        console.print(page, width=WIDTH)
    red = sum(line.level == "red" for line in lines)
    warnings = sum(line.level == "warning" for line in lines)
    summary = words().say(language, "doctor-summary", {"red": red, "warnings": warnings})
    console.print(Text(summary, style="bold red" if red else "bold green"), width=WIDTH)
