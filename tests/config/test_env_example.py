""".env.example: every setting is there, commented out, and each example is one that Relais accepts."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from config.settings import VARIABLES, judge_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
SETTING = re.compile(r"^#(RELAIS_\w+=.*)$", re.MULTILINE)


def test_every_setting_is_shown_once() -> None:
    names = [setting.partition("=")[0] for setting in SETTING.findall(EXAMPLE.read_text("utf-8"))]
    assert sorted(names) == sorted(VARIABLES)


def test_copied_as_it_is_it_changes_nothing() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []


def test_every_example_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("RELAIS_")]:
        monkeypatch.delenv(name)
    settings = tmp_path / ".env"
    settings.write_text("\n".join(SETTING.findall(EXAMPLE.read_text("utf-8"))), encoding="utf-8")
    settings.chmod(0o600)
    read, faults = judge_settings(settings)
    assert faults == []
    assert read is not None
    assert read.matrix_user == "@relais:example.org"
