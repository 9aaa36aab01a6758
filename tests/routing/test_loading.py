"""The router is trained once for a catalogue, elsewhere, and an interrupted or damaged training costs nothing but time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from config.town import Town
from handlers.routing import TrainingFailed, loading
from handlers.routing.loading import load_router
from handlers.routing.rules import suggest
from tests.routing.conftest import small


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)


@pytest.fixture(scope="session")
def small_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the small town's router."""
    folder = tmp_path_factory.mktemp("cache")
    load_router(small(), folder)
    return folder


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_second_start_reads_the_cache_and_starts_no_process(small_town: Town, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    shares: list[float] = []
    first = load_router(small_town, tmp_path / "cache", progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(files(tmp_path / "cache")) == 1

    request.getfixturevalue("no_process")
    again = load_router(small_town, tmp_path / "cache", progress=lambda share: pytest.fail("nothing to train"))
    assert suggest(again, "lampadaire cassé") == suggest(first, "lampadaire cassé")


def test_a_changed_catalogue_is_learned(small_town: Town, small_cache: Path, tmp_path: Path) -> None:
    voirie = small_town.domains["voirie"]
    pavement = voirie.services["voirie.trottoir"]
    pavement = pavement.model_copy(update={"phrases": (*pavement.phrases, "zorglub coincé devant chez moi")})
    voirie = voirie.model_copy(update={"services": {**voirie.services, "voirie.trottoir": pavement}})
    changed = small_town.model_copy(update={"domains": {**small_town.domains, "voirie": voirie}})
    cache = shutil.copytree(small_cache, tmp_path / "cache")

    assert suggest(load_router(small_town, cache), "zorglub")[0].nearest == ""
    best = suggest(load_router(changed, cache), "zorglub")[0]
    assert (best.service_id, best.nearest) == ("voirie.trottoir", "zorglub coincé devant chez moi")
    assert len(files(cache)) == 2


def test_a_broken_cache_is_trained_again_and_it_is_said(
    small_town: Town, small_cache: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = shutil.copytree(small_cache, tmp_path / "cache")
    (name,) = files(cache)
    whole = (cache / name).read_bytes()
    (cache / name).write_bytes(whole[: len(whole) // 2])
    assert suggest(load_router(small_town, cache), "lampadaire cassé")[0].service_id == "eclairage.lampadaire"
    assert "damaged" in caplog.text
    assert files(cache) == [name]
    assert len((cache / name).read_bytes()) == len(whole)


def test_a_killed_trainer_leaves_nothing_and_says_so(small_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    class Noted(popen):  # type: ignore[misc, valid-type]
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    with pytest.raises(TrainingFailed, match="exit code -9"):
        load_router(small_town, tmp_path, progress=lambda share: os.kill(started[-1].pid, signal.SIGKILL))
    assert files(tmp_path) == []


def test_an_interrupted_start_leaves_no_trainer_behind(small_town: Town, tmp_path: Path) -> None:
    def interrupt(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_router(small_town, tmp_path, progress=interrupt)
    assert files(tmp_path) == []


def test_what_killed_processes_left_and_older_routers_are_cleared(small_town: Town, tmp_path: Path) -> None:
    long_ago = time.time() - 10 * loading.LEFT_OVER_S
    for name in (".router-abc.tmp", *(f"router-{age}.npz" for age in range(5))):
        (tmp_path / name).write_bytes(b"old")
        os.utime(tmp_path / name, (long_ago, long_ago))
    (tmp_path / ".router-new.tmp").write_bytes(b"another process is writing")
    load_router(small_town, tmp_path)
    left = files(tmp_path)
    assert ".router-abc.tmp" not in left
    assert ".router-new.tmp" in left
    assert sum(name.endswith(".npz") for name in left) == loading.KEPT


def test_a_folder_that_cannot_be_written_is_an_os_error(small_town: Town, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(OSError, match="file"):
        load_router(small_town, tmp_path / "file" / "cache")
