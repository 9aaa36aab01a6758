"""The nightly look at the file: at night only, once, beside the bot; damage is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.soundness import NightWatch
from handlers.desk import Desk
from handlers.gaps.damage import tell_damage
from storage.database import open_database
from tests.bot.backup.place import lives
from tests.scenes import MONDAY

NIGHT = MONDAY + timedelta(hours=15)  # midnight here


class Watched:
    """A town's file and its watch, at a moment that a test chooses."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "relais.db"
        lives(f"sqlite:///{self.file}", folder)
        self.now = MONDAY
        self.said: list[Callable[[Desk], None]] = []
        self.database = open_database(f"sqlite:///{self.file}")
        self.watch = NightWatch(self.database, zone="Europe/Paris", now=lambda: self.now, say=self._say)

    async def _say(self, what: Callable[[Desk], None]) -> None:
        self.said.append(what)

    def spoil(self) -> None:
        """Take an entry out of an index: its pages are well, and it no longer says what the table does."""
        with self.database.transaction() as connection:
            connection.exec_driver_sql("PRAGMA writable_schema = ON")
            other = "UPDATE sqlite_master SET sql = replace(sql, '(chat, id)', '(key, id)') WHERE name = 'ix_outbox_chat'"
            connection.exec_driver_sql(other)


async def test_a_sound_file_is_looked_at_in_silence(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    watched.now = NIGHT
    await watched.watch.look()
    assert watched.said == []
    watched.database.close()


async def test_damage_that_a_start_does_not_see_is_told_once_a_night(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    watched = Watched(tmp_path)
    watched.spoil()
    watched.database.close()
    await watched.watch.look()
    assert watched.said == [], "by day people wait for answers"
    for hours in (0, 1, 2):
        watched.now = NIGHT + timedelta(hours=hours)
        await watched.watch.look()
    assert watched.said == [tell_damage]
    assert "put the last sound copy back" in caplog.text
    watched.now = NIGHT + timedelta(hours=24)
    await watched.watch.look()
    assert watched.said == [tell_damage] * 2
    open_database(f"sqlite:///{watched.file}").close()  # a start, which checks pages only, lets it pass
