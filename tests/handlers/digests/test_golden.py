"""What each digest says, word for word, in both languages. To rewrite them on purpose: python -m tests.handlers.digests.test_golden"""

from __future__ import annotations

import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from handlers.digests.kinds import KINDS, LINES_OF_ELECTED, Kind
from storage.database import Database
from tests.handlers.digests.seeded import WITH_FIGURES, desk_at, made, read

GOLDEN = Path(__file__).parent / "golden"
CASES = [(kind.id, language) for kind in WITH_FIGURES for language in ("fr", "en")]


def said(database: Database, folder: Path, kind: Kind, language: str) -> str:
    """The title, the text, and the buttons under it."""
    with desk_at(database, folder, language=language) as desk:
        shown = desk.rendered(read(desk, kind).reply)
    return f"{shown.title}\n{shown.text}\n\n{' '.join(f'[{choice.label}]' for choice in shown.choices)}\n"


@pytest.mark.parametrize(("id", "language"), CASES)
def test_a_digest_says_this(seeded: tuple[Database, Path], id: str, language: str) -> None:
    assert said(*seeded, KINDS[id], language) == (GOLDEN / f"{id}.{language}.txt").read_text("utf-8")


@pytest.mark.parametrize("kind", WITH_FIGURES, ids=lambda kind: kind.id)
def test_it_holds_on_a_phone_names_nobody_and_its_lines_open(seeded: tuple[Database, Path], kind: Kind) -> None:
    with desk_at(*seeded) as desk:
        found = read(desk, kind)
        shown = desk.rendered(found.reply)
        names = {person.name for person in _everybody(*seeded)}
    text = f"{shown.title}\n{shown.text}"
    assert len(text) <= kind.most
    assert len(shown.choices) <= 8
    if "elu" in kind.roles:
        assert len(text.splitlines()) <= LINES_OF_ELECTED
    assert not [name for name in names if name in text]
    assert {*re.findall(r"MQ-\d\d-\d{4}", text)} <= {choice.label for choice in shown.choices}
    assert len(re.findall(r"^\d\. ", text, re.MULTILINE)) <= (3 if kind.every != "day" else 99)


@pytest.mark.parametrize(
    ("id", "now", "first"),
    [("sg_weekly", datetime(2026, 11, 2, 7, 30, tzinfo=UTC), "Les Tanneurs · semaine 44"),  # the first days after the clocks went back
     ("sg_weekly", datetime(2027, 1, 4, 7, 30, tzinfo=UTC), "Les Tanneurs · semaine 53"),
     ("coordination_weekly", datetime(2027, 1, 11, 7, 30, tzinfo=UTC), "Toutes les mairies de quartier · semaine 1"),
     ("dgs_monthly", datetime(2027, 1, 4, 7, 30, tzinfo=UTC), "Proximité · décembre 2026"),
     ("sg_daily", datetime(2027, 1, 4, 7, 15, tzinfo=UTC), "Les Tanneurs · lundi 4 janvier")],
)
def test_odd_weeks_and_empty_ones_make_sense(seeded: tuple[Database, Path], id: str, now: datetime, first: str) -> None:
    with desk_at(*seeded, now) as desk:
        shown = desk.rendered(read(desk, KINDS[id]).reply)
    assert shown.title == first
    assert shown.text
    assert "None" not in shown.text
    assert "none" not in shown.text


def _everybody(database: Database, _folder: Path) -> list[object]:
    from storage import people
    from storage.unit import Scope, Unit

    with database.reading() as connection:
        return list(people.active(Scope(Unit(connection, database.ids))))


def rewrite() -> None:
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        database = made(Path(place))
        for id, language in CASES:
            (GOLDEN / f"{id}.{language}.txt").write_text(said(database, Path(place), KINDS[id], language), "utf-8")
        database.close()


if __name__ == "__main__":
    sys.exit(rewrite())


