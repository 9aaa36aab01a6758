"""What a copy says of itself, and what of a state folder belongs in it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from storage.database import StorageFault

FORMAT = 1
NAME = "manifest.json"
DATABASE, STATE = "database", "state"
"""The two folders of an archive."""

PLAIN_NAME = re.compile(r"[a-z_]{1,63}")
"""Of our tables and columns."""

COPY = ".backup"
"""How the name of a copy ends: one that lies in the state folder is in none that follow, or each would hold all before it."""
SET_ASIDE, PARTIAL = "before-", "restoring-"
WINDOWS = "windows"
LEFT_OUT = ("cache", "backup", "matrix", "running", WINDOWS)
"""Of a state folder, by first name. What is learned again; the copies' own work; Matrix' encryption sessions, which must never run
twice (a restored bot is a new device, signed with the same identity, which is in the database); the mark of a run under way;
the keys of survey windows, which must not outlive what they close."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """made_at: the moment of the snapshot. release, revision: of the program and of the schema. dialect: "sqlite" or "postgresql".

    city: what the town was called, where the log's chain begins; None when its files could not be read. counts: rows by table.
    columns: of a copy of PostgreSQL (storage/copies). files: by name, [length, SHA-256 hex].
    """

    format: int
    made_at: str
    release: str
    revision: str
    dialect: str
    city: str | None
    timezone: str
    counts: Mapping[str, int]
    columns: Mapping[str, Sequence[tuple[str, str]]]
    files: Mapping[str, tuple[int, str]]

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    def to_json(self) -> bytes:
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2)

    @classmethod
    def parse(cls, raw: bytes, where: str) -> Manifest:
        """Raises StorageFault: of a later form, or nonsense."""
        try:
            read: dict[str, Any] = orjson.loads(raw)
            if read["format"] > FORMAT:
                raise StorageFault("backup-newer", where=where)
            found = cls(**read)
            _ = found.at.astimezone(UTC), {name: (int(size), str(hash)) for name, (size, hash) in found.files.items()}
            names = [*found.columns, *(column for columns in found.columns.values() for column, _ in columns)]
            if not all(PLAIN_NAME.fullmatch(name) for name in names):
                raise ValueError(names)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StorageFault("backup-altered", where=where) from error
        return found


def state_files(state_dir: Path, *, database: Path | None) -> Iterator[Path]:
    """The files of a state folder that a copy takes, sorted. database: the SQLite file, which has a copy of its own."""
    for folder, names, files in os.walk(state_dir):
        here = Path(folder)
        if here == state_dir:
            names[:] = [name for name in names if name not in LEFT_OUT and not name.startswith((SET_ASIDE, PARTIAL))]
        names.sort()
        for name in sorted(files):
            path = here / name
            if (here == state_dir and name in LEFT_OUT) or (database and name.startswith(database.name) and here == database.parent):
                continue
            if path.is_file() and not path.is_symlink() and not name.endswith(COPY):
                yield path


def digest(path: Path) -> tuple[int, str]:
    """Length and SHA-256 of a file."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()
