"""Named places where a test may kill the process: each is in the code, none does anything unless asked."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.failpoints import NAMES
from handlers import features

ROOT = Path(__file__).parents[2]


def test_each_name_is_a_place_and_each_place_has_a_name() -> None:
    placed = {name for file in (ROOT / "bot").rglob("*.py") for name in re.findall(r'fail_point\("([^"]+)"\)', file.read_text("utf-8"))}
    jobs = {job.point for feature in features() for job in feature.jobs.values() if job.point}
    assert placed | jobs == set(NAMES)


def passes(times: int, setting: str | None) -> subprocess.CompletedProcess[str]:
    code = f"from bot.failpoints import fail_point\nfor n in range({times}):\n    print(n, flush=True)\n    fail_point('outbox.claimed')"
    env = {**os.environ, **({"FAIL_POINT": setting} if setting else {})}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_nothing_happens_unless_asked() -> None:
    assert passes(3, None).returncode == 0


@pytest.mark.parametrize(("setting", "reached"), [("outbox.claimed", 1), ("outbox.claimed:3", 3)])
def test_the_process_dies_at_the_asked_passage_as_by_kill_9(setting: str, reached: int) -> None:
    done = passes(5, setting)
    assert done.returncode == -signal.SIGKILL
    assert len(done.stdout.splitlines()) == reached


def test_another_place_lets_it_live() -> None:
    assert passes(3, "outbox.marked").returncode == 0
