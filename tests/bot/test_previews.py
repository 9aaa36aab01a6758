"""`relais digest`, as an operator types it: what it would say, and the files behind it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from bot import previews
from bot.seeding.filling import fill
from config.settings import Settings
from handlers.digests.kinds import KINDS
from handlers.messages import Refusal
from storage.database import open_database
from tests.handlers.digests.seeded import NOW
from tests.scenes import CACHE, valmiere
from tests.sqlite import laid_at

AT = "2026-11-23T08:30"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    state = tmp_path / "state"
    state.mkdir()
    (state / "cache").symlink_to(CACHE, target_is_directory=True)
    settings = Settings(state_dir=state, database_url=laid_at(tmp_path / "relais.db"))  # type: ignore[call-arg]
    database = open_database(settings.database)
    fill(database, valmiere(), requests=300, people=32, days=60, seed=2, until=NOW, console=Console(quiet=True))
    database.close()
    return settings


def shown(settings: Settings, whom: str, at: str = AT, out: Path | None = None) -> str:
    console = Console(file=io.StringIO(), width=90)
    previews.show(settings, whom, at, out, console=console)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]  # the StringIO above


def test_each_kind_is_shown_whoever_there_is_to_read_it_and_its_files_are_written(settings: Settings, tmp_path: Path) -> None:
    for kind in KINDS:
        assert shown(settings, kind, out=tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {f"relais-{kind.replace('_', '-')}-2026-11-23.txt" for kind in KINDS} <= names
    assert {f"relais-sg-weekly-2026-11-23{end}" for end in (".xlsx", ".png", "-chiffres.csv", "-faits.csv")} <= names
    assert "relais-elected-weekly-2026-11-23-faits.csv" not in names
    assert "semaine 47" in (tmp_path / "out" / "relais-sg-weekly-2026-11-23.txt").read_text("utf-8")


@pytest.mark.parametrize(("whom", "at", "key"), [("personne", AT, "digest-for-whom"), ("sg_weekly", "demain", "due-no-moment")])
def test_what_cannot_be_shown_is_said(settings: Settings, whom: str, at: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        shown(settings, whom, at)
    assert refused.value.key == key
