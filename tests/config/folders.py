"""A copy of the default town that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from config.faults import Fault, TownFaults
from config.town import bundled, load


class TownFolder:
    """Somebody at the town hall edits these files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        shutil.copytree(bundled("valmiere"), path)

    def edit(self, file: str, old: str, new: str) -> int:
        """Replace the first occurrence and return its line, from 1."""
        text = (self.path / file).read_text("utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        (self.path / file).write_text(text.replace(old, new, 1), "utf-8")
        return text[: text.index(old)].count("\n") + 1

    def write(self, file: str, text: str | bytes) -> None:
        (self.path / file).write_bytes(text.encode() if isinstance(text, str) else text)

    def faults(self) -> list[Fault]:
        with pytest.raises(TownFaults) as caught:
            load(self.path)
        return caught.value.faults

    def only_fault(self) -> Fault:
        faults = self.faults()
        assert len(faults) == 1, "\n".join(map(str, faults))
        return faults[0]
