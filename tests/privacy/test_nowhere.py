"""What was masked lives nowhere but in the sealed inbox until its act is handled: no table, no free page, no write-ahead log, no log."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PIL import Image

from handlers.messages import RemoteFile
from storage.tables import Inbox, Request
from tests.conftest import CANARY
from tests.postgres import Postgres
from tests.scenes import Town, town

DATA = ("Topinambour", "06 98 71 23 45", f"{CANARY}@exemple.fr", "FR76 3000 6000 0112 3456 7890 189", "FG-456-HJ")
HELD = f"gros trou rue des Lilas, voir Mme {DATA[0]}, {DATA[1]}, {DATA[2]}, RIB {DATA[3]}, voiture {DATA[4]}"
PIECES = (*DATA, "98 71 23", CANARY, "0112 3456", "456-HJ")


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG):
        yield


@pytest.fixture
async def t(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url, can_erase=True) as place:
        yield place


class Search:
    """Every file, every row and the log, for any of what was typed."""

    def __init__(self, t: Town, postgres: Postgres | None, log: pytest.LogCaptureFixture) -> None:
        self.t, self.postgres, self.log = t, postgres, log

    def finds(self) -> list[str]:
        kept = {path.name: path.read_bytes().decode("latin-1") for path in self.t.folder.rglob("*") if path.is_file()}
        kept["log"] = "\n".join(record.getMessage() for record in self.log.records if not record.name.startswith(("sqlalchemy", "asyncio")))
        if self.postgres:
            kept["tables"] = self.postgres.rows_as_text(self.t.url)
        assert any("gros trou rue des Lilas" in content for content in kept.values()), "the search is blind"
        return [f"{piece} in {place}" for place, content in kept.items() for piece in PIECES if piece in content]


@pytest.fixture
def search(t: Town, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Search:
    return Search(t, request.getfixturevalue("postgres") if t.url.startswith("postgresql") else None, caplog)


async def test_a_sentence_recorded(t: Town, search: Search) -> None:
    awa = t.person("awa")
    await awa.says(HELD)
    await awa.presses("Enregistrer")
    assert search.finds() == []


async def test_a_sentence_corrected_placed_erased_and_referred_to(t: Town, search: Search) -> None:
    awa = t.person("awa")
    message = await t.hears("awa", text="gros trou rue des Lilas")
    await t.hears("awa", text=HELD, edits=message)
    await awa.presses("Noter la référence")
    await awa.says(DATA[4])
    await awa.presses("Lieu")
    await awa.says(f"chez Mme {DATA[0]}, {DATA[1]}")
    await awa.presses("Effacer mon message")
    await awa.presses("Enregistrer")
    assert search.finds() == []


async def test_a_meeting_and_a_sentence_refused(t: Town, search: Search) -> None:
    petit = t.person("petit", "sg")
    await petit.says(f"/reunion {HELD}")
    await petit.says("fin")
    await t.hears("petit", text=HELD, forwarded=True)
    assert search.finds() == []


async def test_a_sentence_that_waits_for_its_photo_is_sealed_until_it_is_handled(
    t: Town, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa = t.person("awa")
    await awa.says("gros trou rue des Lilas")
    arrived, real = asyncio.Event(), t.platform.fetch

    async def slow(file: RemoteFile) -> bytes:
        await arrived.wait()
        return await real(file)

    monkeypatch.setattr(t.platform, "fetch", slow)
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 10, 10)).save(out, "JPEG")
    sending = asyncio.create_task(t.hears("awa", text=HELD, photos=[out.getvalue()]))
    while not (waiting := t.rows(Inbox, state="fetching")):
        await asyncio.sleep(0.01)
    [row] = waiting
    assert all(piece.encode() in t.seal.open(row.payload, f"inbox/scene/{row.external_id}") for piece in DATA)  # type: ignore[attr-defined]
    assert search.finds() == []
    arrived.set()
    await sending
    assert "[nom masqué]" in t.rows(Request)[-1].text  # type: ignore[attr-defined]
    assert [row.payload for row in t.rows(Inbox) if row.payload] == []  # type: ignore[attr-defined]
    assert search.finds() == []
