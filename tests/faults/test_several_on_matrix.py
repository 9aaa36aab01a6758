"""Several processes and one Matrix account: one hears and speaks, and another goes on, with its device or with one of its own."""

from __future__ import annotations

import asyncio
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import NewBot, on_matrix
from tests.faults.harness import Bot, settles
from tests.faults.ledger import Books, compare
from tests.faults.people import OnMatrix
from tests.faults.several import HASTE, TAKEOVER_S, Watch
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Person, Phones

pytestmark = [
    pytest.mark.postgres, pytest.mark.synapse, pytest.mark.node, pytest.mark.parametrize("database", ["postgresql"], indirect=True),
]  # fmt: skip

DUTY = "listen/matrix"


@pytest.fixture
def watch(database: str) -> Iterator[Watch]:
    watch = Watch(database)
    yield watch
    watch.close()


async def is_known(bot: Bot) -> None:
    """Until its new device is published, and people's phones had a moment to hear of it."""
    async with asyncio.timeout(TAKEOVER_S):
        while "is cross-signed" not in bot.log:
            await asyncio.sleep(0.1)
    await asyncio.sleep(2.0)


@pytest.mark.parametrize(("how", "folder"), [("killed", "shared"), ("frozen", "shared"), ("stopped", "its own"), ("frozen", "its own")])
async def test_the_other_process_goes_on(
    how: str, folder: str, database: str, homeserver: Homeserver, phones: Phones, new_bot: NewBot, watch: Watch, tmp_path: Path
) -> None:
    books = Books(database, "matrix")
    relais = homeserver.register(f"relais-{how}-{len(folder)}")
    awa = await Person.at(phones, homeserver, homeserver.register(f"awa-{how}-{len(folder)}"), bot=relais.id)
    books.lets_in("Awa", f"matrix:{awa.id}")
    here, there = tmp_path / "here", tmp_path / "here" if folder == "shared" else tmp_path / "there"
    here.mkdir()
    one = new_bot(database, folder=here, **on_matrix(homeserver, relais))
    first = one.starts(late_s=0.0, haste=HASTE)
    await watch.sees(first.pid, within_s=15, duty=DUTY)
    room = OnMatrix(awa, await awa.invites_bot())
    deeds = [await room.pings("avant")]
    await settles(books, deeds, one)
    if here != there:  # another machine: the same keys, and no device
        there.mkdir()
        shutil.copytree(here / "keys", there / "keys")
    other = new_bot(database, folder=there, **on_matrix(homeserver, relais))
    second = other.starts(late_s=0.0, haste=HASTE)
    first.signalled({"killed": signal.SIGKILL, "stopped": signal.SIGTERM, "frozen": signal.SIGSTOP}[how])
    await watch.sees(second.pid, within_s=TAKEOVER_S, duty=DUTY)
    if here != there:
        await is_known(other)  # what is said to its phone before that is for the old device, and answered with a word of help
    deeds.append(await room.pings("apres"))
    await settles(books, deeds, other, within_s=40)
    event = await awa.hears(room.room, "pong apres")
    assert event["shield"] == 0  # its device is signed by the same identity
    if how == "frozen":
        first.signalled(signal.SIGCONT)
    deeds.append(await room.says("reverbere"))
    await settles(books, deeds, other, within_s=40)
    count = compare(books, deeds, await room.shown())
    assert (count.faults, count.ambiguous) == ([], 0)
    assert not second.is_over
    owner = watch.owner(DUTY)
    assert owner is not None
    assert owner[1] == second.pid
    books.close()
    await awa.hangs_up()
