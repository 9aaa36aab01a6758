"""Is a copy sound: what SQLite says of its structure, the rows counted again, the chain of the log read again with the keys it brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.auditing import Verdict, examined_in
from bot.backup.manifest import STATE, Manifest
from bot.backup.reading import sqlite_of
from storage.copies import faults_of, sqlite_counts
from storage.database import open_database
from storage.seal import Seal


@dataclass(frozen=True, slots=True)
class Findings:
    """structure: what SQLite found wrong. missing: {table: [rows said, rows found]} where they differ.

    verdict: of the log; None when it could not be read, or nobody knows where it begins (the town had a fault).
    """

    structure: list[str]
    missing: Mapping[str, tuple[int, int]]
    verdict: Verdict | None

    @property
    def sound(self) -> bool:
        return not self.structure and not self.missing and (self.verdict is None or self.verdict.sound)

    @property
    def first(self) -> str:
        """The first thing wrong with the structure or the rows."""
        return next(iter([*self.structure, *(f"{name}: {said} ≠ {there}" for name, (said, there) in self.missing.items())]), "")


def examine(folder: Path, manifest: Manifest, *, language: str) -> Findings:
    """Of an unpacked copy, which is changed by it: its schema is brought up to date, as a restore would. Raises StorageFault."""
    found = shape_of(folder, manifest, whole=True)
    return found if not found.sound else replace(found, verdict=_log_of(folder, sqlite_of(folder, manifest), manifest, language))


def shape_of(folder: Path, manifest: Manifest, *, whole: bool) -> Findings:
    """Structure and rows alone; the copy is not changed. whole: indexes against their tables too. Raises StorageFault."""
    file = sqlite_of(folder, manifest)
    if structure := faults_of(file, whole=whole):
        return Findings(structure, {}, None)
    found = sqlite_counts(file)
    missing = {name: (said, found.get(name, 0)) for name, said in manifest.counts.items() if found.get(name, 0) != said}
    return Findings([], missing, None)


def _log_of(folder: Path, file: Path, manifest: Manifest, language: str) -> Verdict | None:
    if manifest.city is None:
        return None
    database = open_database(f"sqlite:///{file}")
    try:
        return examined_in(database, Seal(folder / STATE / "keys"), city=manifest.city, given=None, language=language)
    finally:
        database.close()
