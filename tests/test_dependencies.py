"""docs/dependencies.md names every dependency, with the licence that its own package declares."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
RUNTIME, TESTS = PROJECT["dependencies"], PROJECT["optional-dependencies"]["dev"]
OLD_SPELLINGS = {"APL 2": "Apache-2.0", "MIT License": "MIT OR Apache-2.0",
                 "License agreement for matplotlib versions 1.3.0 and later": "PSF-2.0"}
"""What fluent.runtime, uvloop and matplotlib call their licences; uvloop's classifiers name both, matplotlib's text is Python's."""


def named(requirements: list[str]) -> set[str]:
    return {re.match(r"[A-Za-z0-9._-]+", requirement)[0] for requirement in requirements}  # type: ignore[index]


def told(section: str) -> dict[str, str]:
    """Package to licence, as the table of this section says."""
    text = PAGE.partition(f"## {section}")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:3]] for line in text.splitlines() if line.startswith("| ")]
    return {package: licence for package, licence in rows if package != "package"}


def declared(package: str) -> str:
    about = metadata(package)
    said = about.get("License-Expression") or (about.get("License") or "").strip().partition("\n")[0]
    return "ISC" if said.startswith("Internet Systems Consortium") else OLD_SPELLINGS.get(said, said)


@pytest.mark.parametrize(("section", "requirements"), [("To run", RUNTIME), ("To test", TESTS)])
def test_every_dependency_is_told_and_no_other(section: str, requirements: list[str]) -> None:
    assert set(told(section)) == named(requirements)


@pytest.mark.parametrize(("package", "licence"), [*told("To run").items(), *told("To test").items()])
def test_the_licence_is_the_one_the_package_declares(package: str, licence: str) -> None:
    try:
        assert declared(package) == licence
    except PackageNotFoundError:
        pytest.skip(f"{package} is not installed on this system")
