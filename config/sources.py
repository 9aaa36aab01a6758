"""The files of a town as bytes, and what was already read from the very same bytes."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from config.faults import Fault, TownFaults

log = logging.getLogger(__name__)

READ_SUFFIXES = (".yaml", ".yml", ".geojson", ".json", ".csv")


def read_sources(folder: Path) -> dict[str, bytes]:
    """Return the content of each file that a town may hold, by its path in the folder. Raises TownFaults when one cannot be read."""
    if not folder.is_dir():
        raise TownFaults([Fault(str(folder), None, "check-no-folder")])
    faults, sources = [], {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix not in READ_SUFFIXES or path.is_dir():
            continue
        try:
            sources[name] = path.read_bytes()
        except OSError as error:
            faults.append(Fault(name, None, "check-unreadable", {"detail": error.strerror or type(error).__name__}))
    if faults:
        raise TownFaults(faults)
    return sources


def digest(sources: Mapping[str, bytes]) -> str:
    """Return a name for these bytes as read by this very code: a new version of Relais judges a town again."""
    total = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        total.update(path.read_bytes())
    for name, raw in sources.items():
        total.update(f"{name}\0{len(raw)}\0".encode())
        total.update(raw)
    return total.hexdigest()


def kept(name: str, cache: Path) -> bytes | None:
    """Return what was kept under this name, None when nothing was or it cannot be read."""
    try:
        return _file(name, cache).read_bytes()
    except OSError:
        return None


def keep(name: str, content: bytes, cache: Path) -> None:
    """Keep a result for the next start, whole or not at all. A folder that cannot be written costs the next start some time, no more."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=cache, prefix="town-", suffix=".part", delete=False) as part:
            part.write(content)
        os.replace(part.name, _file(name, cache))
    except OSError as error:
        log.info("the town was not kept for the next start: %s", error.strerror)
        return
    for old in cache.glob("town-*.json"):
        if old != _file(name, cache):
            old.unlink(missing_ok=True)


def _file(name: str, cache: Path) -> Path:
    return cache / f"town-{name[:32]}.json"
