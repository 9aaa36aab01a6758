"""Faults that are played by tests of their own, which the campaign runs at its sizes: calendars, upgrades, backups, damage, silence."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
SIZES = {"COPIES": "50", "EXAMPLES": "200", "MANY": "10000"}


class Played(NamedTuple):
    """How a file of tests went. failed: the names of the tests that did; skipped: how many could not be played here."""

    passed: int
    failed: list[str]
    skipped: int


async def play(files: tuple[str, ...], *, seed: int, sizes: dict[str, str] = SIZES) -> Played:
    with tempfile.TemporaryDirectory(prefix="relais-suite-") as folder:
        report = Path(folder) / "report.xml"
        options = ["-q", f"--junitxml={report}", f"--hypothesis-seed={seed}", f"--basetemp={folder}/tmp", "--timeout=0"]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "pytest", *options, *files, cwd=ROOT, env={**os.environ, **sizes}, stdout=PIPE, stderr=STDOUT
        )
        said, _ = await process.communicate()
        if not report.exists():
            return Played(0, [f"{' '.join(files)} cannot be played: {said.decode()[-500:]}"], 0)
        return read(ElementTree.parse(report).getroot())


def read(report: ElementTree.Element) -> Played:
    """From pytest's report in JUnit's form."""
    failed, skipped, passed = [], 0, 0
    for case in report.iter("testcase"):
        trouble = [child for child in case if child.tag in ("failure", "error")]
        if trouble:
            failed.append(f"{case.get('classname')}::{case.get('name')}: {trouble[0].get('message', '')[:300]}")
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
    return Played(passed, failed, skipped)
