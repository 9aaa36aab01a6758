"""The default town, read once, and copies of it to spoil."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.town import Town, bundled, load
from tests.config.folders import TownFolder


@pytest.fixture(scope="session")
def valmiere() -> Town:
    return load(bundled("valmiere"))


@pytest.fixture
def folder(tmp_path: Path) -> TownFolder:
    return TownFolder(tmp_path / "commune")
