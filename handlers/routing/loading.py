"""Brings a town's router: from its cache when the catalogue has not changed, else trained in a process of its own."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from handlers.routing import TrainingFailed, meaning
from handlers.routing.examples import Doubts, Lesson, Taught, beside, lesson_of
from handlers.routing.memory import doubts_of
from handlers.routing.model import Model
from handlers.routing.packing import Broken, unpack
from handlers.routing.rules import Router

if TYPE_CHECKING:
    from config.town import Town

KEPT = 5
"""Routers kept in the cache: the one in force and those used before, for whoever goes back to an earlier version or catalogue."""

CODE = ("features", "spelling", "examples", "model", "packing", "mixing", "sense", "meaning", "training")
"""What a router is made by."""

LEFT_OVER_S = 3600
"""A temporary file older than this was left by a process that was killed."""

Progress = Callable[[float], None]
_log = logging.getLogger(__name__)


class Source(NamedTuple):
    """The version in force, and what it learned from besides the catalogue. since: what was decided later is not in it, None for all.

    version: its id, 0 while there is none. model: what its file is named after, 0 for the catalogue alone.
    taught: reads what people decided until then; asked only when the file must be made again.
    """

    version: int = 0
    since: datetime | None = None
    model: int = 0
    taught: Callable[[], Iterable[Taught]] = tuple


ALONE = Source()
"""The catalogue alone."""


class Found(NamedTuple):
    """A file of the cache, read."""

    path: Path
    model: Model


class Refit(NamedTuple):
    """A router trained anew, on nobody's disk yet. lessons: how many different decisions it learned from.

    before: the figures of the router in force (`training.tried`), none when its file was made by an earlier release.
    """

    model: Model
    packed: bytes
    path: Path
    lessons: int
    before: Mapping[str, Sequence[int]]


def load_router(town: Town, cache: Path, *, source: Source = ALONE, progress: Progress = lambda share: None) -> Router:
    """Return the town's router, at once when `cache` holds it.

    cache: a folder, made if missing; a broken or older file in it is trained again.
    progress: called with the share done, 0 to 1, while training (ten seconds; forty where meanings are first read); never when the cache
    served.
    Raises TrainingFailed, OSError when the folder cannot be written.
    """
    layer = meaning.meaning()
    plain = lesson_of(town)
    full = replace(plain, meanings=True)
    paths = [_path(cache, each, source.model) for each in ((full,) if layer else (full, plain))]
    if found := _first(paths):
        found.path.touch()  # used last: `_clear` counts from there
        return replace(Router.of(found.model, meaning=layer), version=source.version, since=source.since)
    damaged = any(path.exists() for path in paths)
    if source.model:
        _log.info("version %s of the router cannot be read here: it is made again from the decisions still kept", source.model)
    newest = _newest(cache)
    lesson = beside(plain, source.taught(), _doubts_of(newest)) if source.model else plain
    lesson, packed = _trained(replace(lesson, meanings=bool(layer)), progress, former=newest if layer else None)
    path = _path(cache, replace(plain, meanings=lesson.meanings), source.model)
    _keep(path, packed)
    made = Router.of(unpack(packed), meaning=layer)
    return replace(made, version=source.version, since=source.since, rebuilt=damaged)


def refit(town: Town, cache: Path, taught: Iterable[Taught], *, former: int, model: int, progress: Progress = lambda share: None) -> Refit:
    """Learn the catalogue and what people decided, compared with the router in force (`Model.tried`); `keep` puts it on disk.

    former, model: what the file of the version in force is named after, and what this one's will be. Raises TrainingFailed.
    """
    layer = meaning.meaning()
    catalogue = lesson_of(town)
    paths = [_path(cache, replace(catalogue, meanings=meanings), former) for meanings in (True, False)]
    found = _first(paths)
    lesson = replace(beside(catalogue, taught, _doubts_of(found)), meanings=layer is not None)
    lesson, packed = _trained(lesson, progress, former=found, gently=True)
    path = _path(cache, replace(catalogue, meanings=lesson.meanings), model)
    return Refit(unpack(packed), packed, path, sum(example.taught for example in lesson.examples), found.model.tried if found else {})


def _doubts_of(found: Found | None) -> Doubts:
    return doubts_of(found.model) if found else lambda text, service: False


def keep(found: Refit) -> str:
    """Put it in the cache; return the file's name."""
    _keep(found.path, found.packed)
    return found.path.name


def _keep(path: Path, packed: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, packed)
    _clear(path.parent, keep=path)


def _newest(cache: Path) -> Found | None:
    """Find the router of the last training: its meanings need not be read again."""
    return _first(sorted(cache.glob("router-*.npz"), key=_age), named=False)


def _trained(lesson: Lesson, progress: Progress, *, former: Found | None, gently: bool = False) -> tuple[Lesson, bytes]:
    """Train; without meanings when it fails with them. Returns what was learned from, too."""
    try:
        return lesson, _train(lesson, progress, former=former, gently=gently)
    except TrainingFailed:
        if not lesson.meanings:
            raise
        _log.warning("meanings could not be learned from; the router is trained on words and letters alone", exc_info=True)
        lesson = replace(lesson, meanings=False)
        return lesson, _train(lesson, progress, former=former, gently=gently)


def _path(cache: Path, lesson: Lesson, model: int) -> Path:
    """Name a router after all that makes it: the catalogue, the code that learns from it, and the version that it is of.

    Not after what people decided: words that are erased with their request would ask for a training at the next start.
    """
    digest = sha256(lesson.as_json())
    for source in CODE:
        digest.update(Path(__file__).with_name(f"{source}.py").read_bytes())
    return cache / f"router-{digest.hexdigest()[:32]}{f'-{model}' if model else ''}.npz"


def _first(paths: Iterable[Path], *, named: bool = True) -> Found | None:
    """Read the first sound one of these files. named: as this release names them; it is no fault if others cannot be read."""
    for path in paths:
        try:
            return Found(path, unpack(path.read_bytes()))
        except FileNotFoundError:
            continue
        except Broken as damage:
            if named:
                _log.warning("%s is damaged (%s): the router is trained again", path.name, damage)
    return None


def _train(lesson: Lesson, progress: Progress, *, former: Found | None, gently: bool) -> bytes:
    """Run the training and return what it made; gently: after everything else, since messages flow meanwhile.

    Nothing is on disk until all of it is here, so a kill leaves no half file."""
    root = Path(__file__).parents[2]  # from a checkout as well as installed: `-m` finds our packages in the working folder
    command = [sys.executable, "-m", "handlers.routing.training", *(["--gently"] if gently else ()),
               *([str(former.path.resolve())] if former else ())]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(command, cwd=root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            packed = _converse(process.stdin, process.stdout, lesson=lesson, progress=progress)
        except BaseException:
            process.kill()  # Ctrl-C while training: leave no child behind
            raise
        if process.wait() != 0 or packed is None:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip().splitlines()
            raise TrainingFailed(f"training the router: exit code {process.returncode}: {said[-1] if said else 'it said nothing'}")
    return packed


def _converse(to: IO[bytes], back: IO[bytes], *, lesson: Lesson, progress: Progress) -> bytes | None:
    """Give the lesson, follow the progress, return the model; None when the trainer stopped before its end."""
    try:
        to.write(lesson.as_json())
        to.close()
    except BrokenPipeError:
        return None
    for line in back:
        said, _, size = line.decode().strip().partition(" ")
        if said == "model":
            packed = back.read(int(size))
            return packed if len(packed) == int(size) else None
        progress(int(said) / 100)
    return None


def _write(path: Path, data: bytes) -> None:
    """Write all or nothing: a reader, or a crash, sees the old file or the new one."""
    handle, name = tempfile.mkstemp(prefix=".router-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _clear(cache: Path, *, keep: Path) -> None:
    """Remove routers of former catalogues, and what killed processes left."""
    former = sorted((path for path in cache.glob("router-*.npz") if path != keep), key=_age)
    left = [path for path in cache.glob(".router-*.tmp") if _age(path) > LEFT_OVER_S]
    for path in former[KEPT - 1 :] + left:
        path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:  # another process cleared it first
        return 0.0
