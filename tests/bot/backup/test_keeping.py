"""Which copies are kept, when another one is due, and that a real one is made by another process while the bot goes on."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.backup import keeping
from bot.backup.keeping import Keeper, Last, copies_in, drop_old, last, save_last, seen, to_drop
from bot.backup.reading import unpack
from config.settings import Settings
from tests.bot.backup.place import PRIVATE, PUBLIC, lives, owes, settings

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


def every_five_minutes(days: int) -> list[datetime]:
    return [NOON - timedelta(minutes=5 * number) for number in range(days * 288)]


def test_two_days_of_every_copy_and_thirty_of_one_a_day() -> None:
    made = every_five_minutes(40)
    kept = sorted(set(made) - to_drop(made, NOON))
    close = [each for each in kept if NOON - each <= timedelta(hours=48)]
    far = [each for each in kept if NOON - each > timedelta(hours=48)]
    assert len(close) == 48 * 12 + 1
    assert len(far) == 28, "the 25th begins before those 48 hours"
    assert len({each.date() for each in kept}) == 30
    assert kept[0].date() == (NOON - timedelta(days=29)).date()
    assert all(each.hour == 0 and each.minute == 0 for each in far)


@given(some.lists(some.integers(0, 100 * 24 * 60), max_size=60), some.integers(1, 48))
def test_what_is_kept_does_not_depend_on_how_often_one_tidies(ages: list[int], steps: int) -> None:
    """Dropped day by day or all at once: the same copies are left. And the newest one always is."""
    made = {NOON - timedelta(minutes=age) for age in ages}
    at_once = made - to_drop(made, NOON)
    left: set[datetime] = set()
    for number in range(steps, -1, -1):
        then = NOON - timedelta(hours=2 * number)
        left |= {each for each in made if each <= then}
        left -= to_drop(left, then)
    assert left == at_once
    assert not made or max(made) in left


def test_only_our_own_files_are_tidied_away(tmp_path: Path) -> None:
    old, new = "relais-20260101T000000Z.backup", "relais-20261127T115500Z.backup"
    strangers = ["relais-20260101T000000Z.backup.txt", "photo.jpg", "relais-2026.backup", "relais-20269901T000000Z.backup"]
    for name in (old, new, *strangers):
        (tmp_path / name).touch()
    stale, under_way = tmp_path / ".relais-a.backup.part", tmp_path / ".relais-b.backup.part"
    for path in (stale, under_way):
        path.touch()
    os.utime(stale, (0, 0))
    os.utime(under_way, (NOON.timestamp(), NOON.timestamp()))
    drop_old(tmp_path, NOON)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([new, under_way.name, *strangers])


def test_a_folder_that_is_not_there_holds_no_copies(tmp_path: Path) -> None:
    assert copies_in(tmp_path / "nowhere") == {}


# --- when one is due ---


@pytest.fixture
def place(tmp_path: Path, database_url: str) -> Settings:
    lives(database_url, tmp_path / "state")
    return settings(database_url, tmp_path / "state", backup_folder=tmp_path / "copies")


def is_due(place: Settings, now: datetime) -> bool:
    assert place.backup_folder
    return Keeper(place, place.backup_folder)._is_due(now)


def noted(place: Settings, *, looks: str | None = None, verified: datetime | None = NOON) -> None:
    assert place.backup_folder
    place.backup_folder.mkdir(exist_ok=True)
    (place.backup_folder / "x.backup").touch()
    looks = seen(place) if looks is None else looks
    save_last(place, Last(NOON.isoformat(), verified.isoformat() if verified else None, "x.backup", looks))


def test_the_first_one_is_due_at_once(place: Settings) -> None:
    assert is_due(place, NOON)


def test_one_is_due_when_something_changed_and_five_minutes_are_nearly_over(place: Settings) -> None:
    noted(place, looks="otherwise")
    assert not is_due(place, NOON + timedelta(minutes=4))
    assert is_due(place, NOON + timedelta(minutes=4, seconds=30))


def test_what_did_not_change_is_not_copied_again_but_known_to_be_safe(place: Settings) -> None:
    noted(place)
    assert not is_due(place, NOON + timedelta(hours=3))
    after = last(place)
    assert after
    assert (after.at, after.verified_at) == ((NOON + timedelta(hours=3)).isoformat(), NOON.isoformat())


async def test_a_change_is_seen(place: Settings, tmp_path: Path) -> None:
    before = await asyncio.to_thread(seen, place)
    owes(place.database, tmp_path / "state")
    async with asyncio.timeout(20):
        while await asyncio.to_thread(seen, place) == before:
            await asyncio.sleep(0.1)


def test_a_whole_check_is_due_every_day_whether_something_changed_or_not(place: Settings) -> None:
    noted(place)
    assert is_due(place, NOON + timedelta(hours=20))
    noted(place, verified=None)
    assert is_due(place, NOON + timedelta(minutes=5))


def test_a_copy_that_is_gone_is_made_again(place: Settings) -> None:
    noted(place)
    assert place.backup_folder
    (place.backup_folder / "x.backup").unlink()
    assert is_due(place, NOON)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"at": 1}'])
def test_a_note_that_makes_no_sense_is_no_note(place: Settings, content: bytes) -> None:
    noted(place)
    (place.state_dir / keeping.LAST).write_bytes(content)
    assert last(place) is None


# --- a real one ---


def in_the_environment(place: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("RELAIS_")]:
        monkeypatch.delenv(name)
    values = {"DATABASE_URL": place.database.replace("+psycopg", ""), "STATE_DIR": str(place.state_dir),
              "BACKUP_FOLDER": str(place.backup_folder), "BACKUP_PUBLIC_KEY": PUBLIC}
    for name, value in values.items():
        monkeypatch.setenv(f"RELAIS_{name}", value)


async def test_another_process_makes_it_and_notes_it(place: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_environment(place, monkeypatch)
    assert place.backup_folder
    await Keeper(place, place.backup_folder).look()
    note = orjson.loads((place.state_dir / "backup" / "last.json").read_bytes())
    assert set(note) >= {"at", "verified_at", "file"}
    assert note["at"] == note["verified_at"]
    manifest = unpack(place.backup_folder / note["file"], PRIVATE, tmp_path / "open")
    assert manifest.made_at == note["at"]
    assert manifest.counts["request"] == 3
    assert [path.name for path in (place.state_dir / "backup").iterdir()] == ["last.json"]


async def test_a_failure_is_said_in_the_log_and_the_bot_goes_on(
    place: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_environment(place, monkeypatch)
    assert place.backup_folder
    place.backup_folder.write_text("a file where the folder should be")
    await Keeper(place, place.backup_folder).look()
    assert "no backup (exit" in caplog.text
    assert last(place) is None


async def test_a_bot_that_stops_takes_the_copy_under_way_with_it(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_environment(place, monkeypatch)
    assert place.backup_folder
    looking = asyncio.create_task(Keeper(place, place.backup_folder).look())
    await asyncio.sleep(0.5)
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    await asyncio.sleep(2.0)
    assert last(place) is None
    assert list(place.backup_folder.glob("*")) == []
    assert list((place.state_dir / "backup").glob("copy-*")) == []
