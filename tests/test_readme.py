"""The READMEs and docs say what is there: commands, targets, settings, links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_group

from bot.cli import app
from bot.failpoints import NAMES
from config.settings import VARIABLES
from handlers import features

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.fr.md"]
PAGES = [*READMES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", READMES, ids=name)
def test_every_command_is_in_the_table_with_its_other_name(page: Path) -> None:
    rows = [line for line in page.read_text("utf-8").splitlines() if line.startswith("| `")]
    for feature in features():
        for command in feature.commands:
            if command.names[0] != "start":  # Telegram's own
                assert any(all(f"`{word}" in row for word in command.names) for row in rows), command.names


@pytest.mark.parametrize("page", READMES, ids=name)
def test_the_table_has_no_command_that_does_not_exist(page: Path) -> None:
    known = {word for feature in features() for command in feature.commands for word in command.names}
    rows = [line for line in page.read_text("utf-8").splitlines() if line.startswith("| `")]
    told = {word.split()[0] for row in rows for word in re.findall(r"`([^`]+)`", row.split("|")[1])}
    assert told <= known


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_make_target_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE)) <= targets


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_of_the_terminal_exists(page: Path) -> None:
    known = set(get_group(app).commands)
    assert set(re.findall(r"(?:`|bin/|^)relais ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)) <= known


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_setting_exists(page: Path) -> None:
    assert set(re.findall(r"\bRELAIS_[A-Z_]*[A-Z]\b", page.read_text("utf-8"))) <= set(VARIABLES)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_the_page_on_delivery_names_every_fail_point() -> None:
    assert set(re.findall(r"\*\*([a-z]+\.[a-z-]+)\*\*", (ROOT / "docs" / "delivery.md").read_text("utf-8"))) == set(NAMES)


def test_both_readmes_show_the_same_picture_and_chapters() -> None:
    english, french = (page.read_text("utf-8") for page in READMES)
    for text in (english, french):
        assert "(docs/demo.svg)" in text
    assert len(re.findall(r"^## ", english, re.MULTILINE)) == len(re.findall(r"^## ", french, re.MULTILINE))
