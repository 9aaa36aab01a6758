"""People hear once of what Relais does not know: at their slot, rooms and administrators at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.backup.archive import Made, make
from bot.backup.restoring import restore
from handlers.feature import Job
from handlers.gaps.damage import tell_damage
from storage import gaps, rooms
from storage.tables import Request
from storage.unit import Scope, Unit
from tests.bot.backup.place import PRIVATE, forget_set_aside, settings
from tests.handlers.digests.acts import at, chooses, digests_of, logs, wakes
from tests.scenes import Chat, Town, town, unasked

GAP = "Relais a été rétabli d’après une copie du 23/11/2026 à 09:30 ; ce qui a été dit entre 09:30 et 10:10 n’est plus ici"
TO_ADMINS = "Relais rétabli"


class Disaster:
    """A town whose bot is copied, lives on, and is put back."""

    def __init__(self, place: Town) -> None:
        self.town = place
        self.url = place.url or f"sqlite:///{place.folder}/relais.db"
        self.made: Made | None = None

    def is_copied(self) -> None:
        folder = self.town.folder
        self.made = make(settings(self.url, folder), folder.parent / "copies", now=self.town.clock.now(), whole=True)

    async def strikes(self, after: timedelta = timedelta(minutes=40)) -> None:
        """The bot dies, its copy is put back, it starts again: so long after the copy."""
        assert self.made
        await self.town.closes()
        self.town.clock.time = self.made.manifest.at + after
        restore(self.made.file, PRIVATE, database_url=self.url, state_dir=self.town.folder, now=self.town.clock.now(), force=True)
        await self.town.opens()
        for _ in range(2):  # who is told is decided by one job, said by another
            await self.town.passes(seconds=10)


def shown(chat: Chat) -> set[str]:
    return set(chat.messages)


async def at_half_past_nine(t: Town) -> None:
    await t.passes(minutes=30)


@pytest.fixture
async def t(tmp_path: Path, database_url: str):  # type: ignore[no-untyped-def]
    url = None if database_url.startswith("sqlite") else database_url
    async with town(tmp_path / "state", database_url=url) as place:
        yield place
    forget_set_aside(database_url)


async def test_what_was_said_after_the_copy_is_asked_for_again_and_nothing_else_is_said(t: Town) -> None:
    """F18: a copy, more acts, a restore. Nobody sees anything of before the restore once more."""
    awa, petit, ada = t.person("awa"), t.person("petit", "sg"), t.person("ada", "admin", None)
    karim = t.person("karim", "direction", None, "m_voirie")
    await at_half_past_nine(t)
    await awa.says("gros trou rue des Lilas")
    await awa.presses("Enregistrer")
    disaster = Disaster(t)
    disaster.is_copied()
    await awa.says("lampadaire cassé rue Pasteur")
    await awa.presses("Enregistrer")
    await karim.says("/prendre 0001")
    await t.passes(minutes=20)
    before = {chat.name: shown(chat) for chat in (awa, petit, ada, karim)}
    last = {chat.name: len(chat.messages) for chat in (awa, petit, ada, karim)}
    await disaster.strikes()
    for chat in (awa, petit, karim):
        new = [what for id, what in chat.messages.items() if id not in before[chat.name]]
        assert len(new) == 1, (chat.name, [what.body.text for what in new])
        assert GAP in new[0].body.text
        assert len(chat.messages) == last[chat.name] + 1
    new = [what for id, what in ada.messages.items() if id not in before["ada"]]
    told, anchor = sorted(new, key=lambda what: what.body.title != TO_ADMINS)
    assert (told.body.title, anchor.body.title) == (TO_ADMINS, "Empreinte du registre"), "the log is another one: so is its anchor"
    assert "MQ-26-0001 est le dernier connu, le prochain sera MQ-26-0104" in told.body.text
    for _ in range(3):
        await t.passes(hours=4)
        assert sum(GAP in text for text in awa.heard) == 1
    await awa.says("lampadaire cassé rue Pasteur")
    await awa.presses("Enregistrer")
    assert "MQ-26-0104" in awa.last


async def test_a_room_hears_of_it_too(t: Town) -> None:
    t.person("awa")
    with t.database.transaction() as connection:
        store = Scope(Unit(connection, t.database.ids))
        rooms.bind(store, address="scene:salon", direction="m_voirie", by=1, now=t.clock.now())
        store.keep()
    await at_half_past_nine(t)
    disaster = Disaster(t)
    disaster.is_copied()
    await disaster.strikes()
    assert [text for text in t._people["salon"].heard if GAP in text]


async def test_outside_working_hours_people_are_left_alone_and_administrators_know(t: Town) -> None:
    awa, ada = t.person("awa"), t.person("ada", "admin", None)
    await t.passes(hours=11)  # eight in the evening
    disaster = Disaster(t)
    disaster.is_copied()
    await disaster.strikes()
    assert awa.heard == []
    assert any(TO_ADMINS in text for text in ada.heard)
    await t.passes(hours=12)
    assert "20:00 et 20:40 n’est plus ici" in awa.last


async def test_a_danger_nobody_is_known_to_have_phoned_about_is_said_anew_once(t: Town) -> None:
    awa, petit = t.person("awa"), t.person("petit", "sg")
    await at_half_past_nine(t)
    await awa.says("odeur de gaz rue des Lilas")
    await t.passes(minutes=16)
    assert [row.danger for row in t.rows(Request)] != [None]  # type: ignore[attr-defined]
    alerts = [text for text in petit.heard if "gaz" in text.lower() or "danger" in text.lower()]
    assert alerts
    disaster = Disaster(t)
    disaster.is_copied()
    known = shown(petit)
    await disaster.strikes()
    await t.passes(seconds=30)
    await t.passes(minutes=5)

    def again() -> list[str]:
        return [what.body.text for id, what in petit.messages.items() if id not in known and GAP[:30] not in what.body.text]

    assert len(again()) == 1, "\n\n".join(again())
    assert "danger signalé" in again()[0]
    await t.passes(minutes=11)
    assert len(again()) == 2, "still nobody phoned: its turns go on from there"


async def test_lines_still_owed_wait_for_the_next_slot(t: Town) -> None:
    """This slot's message left after the copy: the restored bot does not know, and does not say it twice in a morning."""
    awa, karim = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    await awa.says("gros trou rue des Lilas")
    await awa.presses("Enregistrer")
    disaster = Disaster(t)
    disaster.is_copied()  # before the line « arrived » is told
    await t.passes(minutes=5)
    told = len([text for text in karim.heard if "MQ-26-0001" in text])
    assert told == 1
    await disaster.strikes()
    assert len([text for text in karim.heard if "MQ-26-0001" in text]) == 1
    await t.passes(hours=5)
    assert len([text for text in karim.heard if "MQ-26-0001" in text]) == 2, "it is still true: said once, in the afternoon"


async def test_a_network_that_forgot_what_it_kept_too_long_is_told_where_it_is_spoken(t: Town) -> None:
    awa = t.person("awa")
    await at_half_past_nine(t)
    t.platform.keeps = timedelta(hours=24)  # type: ignore[attr-defined]
    assert t.platform.store
    await t.platform.store([], checkpoint="heard")
    await t.passes(hours=23)
    await t.platform.store([], checkpoint="heard")
    await t.passes(hours=1)
    assert not [text for text in awa.heard if "n’a pas reçu" in text]
    await t.passes(hours=49)
    await t.platform.store([], checkpoint="heard")
    await t.passes(seconds=10)
    await t.passes(seconds=10)
    assert [text for text in awa.heard if "n’a pas reçu" in text and "sur Scene entre le 24/11/2026 à 08:30 et le 25/11/2026" in text]
    for _ in range(2):
        await t.platform.store([], checkpoint="heard")
        await t.passes(hours=5)
    assert sum("n’a pas reçu" in text for text in awa.heard) == 1


async def test_who_is_not_on_that_network_hears_nothing(t: Town) -> None:
    awa = t.person("awa")
    await at_half_past_nine(t)
    with t.database.transaction() as connection:
        unit = Unit(connection, t.database.ids)
        gaps.note(unit, "telegram", since=t.clock.now() - timedelta(days=3), until=t.clock.now() - timedelta(days=1))
        unit.flush()
    await t.passes(seconds=10)
    assert awa.heard == []


@pytest.mark.parametrize("after", [timedelta(minutes=40), timedelta(hours=14)])
async def test_a_digest_that_may_have_left_after_the_copy_is_not_said_twice_nor_said_to_be_missing(t: Town, after: timedelta) -> None:
    t.serves(unasked().town)
    at(t, 23, 8)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    chooses(t, "petit", "sg_weekly", off=True)
    at(t, 23, 8, 15)
    await wakes(t)
    await logs(awa)
    await awa.says("/danger 1")
    at(t, 24, 8, 10)
    disaster = Disaster(t)
    disaster.is_copied()
    at(t, 24, 8, 15)
    await wakes(t)
    await disaster.strikes(after)
    t.serves(unasked().town)
    await wakes(t)
    assert len(digests_of(petit)) == 1
    at(t, 25, 8, 15)
    await wakes(t)
    assert len(digests_of(petit)) == 2
    assert "n’est pas parti" not in petit.last


async def test_damage_found_at_night_is_said_to_administrators_once_a_day(t: Town) -> None:
    awa, ada = t.person("awa"), t.person("ada", "admin", None)
    for hours in (1, 24, 1):
        await t.app.run_job(Job(tell_damage, every_s=0))
        await t.app.settle()
        await t.passes(hours=hours)
    assert sum("abîmée" in text for text in ada.heard) == 2
    assert not any("abîmée" in text for text in awa.heard)
