"""The files of a town as bytes: read, packed, put in the place of others; and what was already read from the very same bytes."""

from __future__ import annotations

import io
import logging
import os
import re
import zipfile
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile

from config.faults import Fault, TownFaults

log = logging.getLogger(__name__)

READ_SUFFIXES = (".yaml", ".yml", ".geojson", ".json", ".csv")
SUBFOLDERS = ("services", "enquetes", "territoire")
HOLDS_SERVICES = re.compile(rb"^services\s*:", re.MULTILINE)
WRITTEN = (2026, 1, 1, 0, 0, 0)
"""The date of every packed file: the same files are the same bytes."""


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
    code = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return sha256(code + fingerprint(sources).encode()).hexdigest()


def fingerprint(sources: Mapping[str, bytes]) -> str:
    """Return a name for these files, whoever reads them, in whatever order they come: SHA-256, hex."""
    total = sha256()
    for name, raw in sorted(sources.items()):
        total.update(f"{name}\0{len(raw)}\0".encode())
        total.update(raw)
    return total.hexdigest()


def packed(sources: Mapping[str, bytes]) -> bytes:
    """All files in one, as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in sorted(sources.items()):
            archive.writestr(zipfile.ZipInfo(name, WRITTEN), raw, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpacked(files: bytes) -> dict[str, bytes]:
    """The files that `packed` put together; never an archive that somebody sent."""
    with zipfile.ZipFile(io.BytesIO(files)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def home_of(path: str, raw: bytes, known: Iterable[str]) -> str:
    """Say which file of a town a single file is for, from where it lies or from its bare name, as a messenger gives it.

    « voirie.yaml » and « /etc/ma-commune/services/voirie.yaml » are services/voirie.yaml when the town has it; a new one that holds
    services is put in services/. A name that nothing reads stays itself, and is judged so.
    """
    parts = PurePath(path).with_suffix(".yaml" if path.endswith(".yml") else PurePath(path).suffix).parts
    names = set(known)
    whole = next((name for start in range(len(parts)) if (name := "/".join(parts[start:])) in names), None)
    alike = [name for name in names if name.rpartition("/")[2] == parts[-1]]
    if whole or len(alike) == 1:
        return whole or alike[0]
    if len(parts) > 1 and parts[-2] in SUBFOLDERS:
        return "/".join(parts[-2:])
    return f"services/{parts[-1]}" if HOLDS_SERVICES.search(raw) else parts[-1]


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
