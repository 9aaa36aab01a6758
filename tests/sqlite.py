"""A migrated, empty SQLite base to copy: making the tables takes longer than most tests do."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from storage.database import Database, open_database


@cache
def migrated() -> Path:
    """An empty base with every table; made once in a process, removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="relais-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    open_database(f"sqlite:///{folder}/relais.db").close()
    return folder / "relais.db"


def laid_at(file: Path) -> str:
    """The address of a base here: the one that is there, or a copy of the empty one."""
    if not file.exists():
        shutil.copy(migrated(), file)
    return f"sqlite:///{file}"


def opened_at(file: Path) -> Database:
    return open_database(laid_at(file))
