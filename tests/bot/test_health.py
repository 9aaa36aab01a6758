"""The machines' door: closed by default, alive, ready when all is well, and figures without anybody in them."""

from __future__ import annotations

import re
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.metrics import Figure, Sample, exposition
from bot.platforms import Misconfigured
from bot.watch import Operators
from storage.database import Database
from tests.bot.test_alarm import goes_wrong
from tests.conftest import CANARY
from tests.scenes import Town, town

HERE = Operators(metrics=("127.0.0.1", 0))
LINE = re.compile(r'(?P<name>[a-z_]+)(\{(?P<labels>[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*)\})? (?P<value>[0-9.e+-]+)')


@pytest.fixture
async def scene(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url, operators=HERE) as t:
        awa = t.person(CANARY.replace("-", ""))
        await awa.says(f"lampadaire cassé {CANARY} rue Pasteur")
        await awa.presses("Enregistrer")
        await t.passes(minutes=1)
        yield t


async def asked(t: Town, path: str, method: str = "GET") -> tuple[int, str]:
    assert t.app._health is not None
    async with aiohttp.ClientSession() as session:
        async with session.request(method, f"http://127.0.0.1:{t.app._health.port}{path}") as answer:
            return answer.status, await answer.text()


async def test_it_lives_and_is_ready_while_all_is_well(scene: Town) -> None:
    assert await asked(scene, "/healthz") == (200, "ok\n")
    assert await asked(scene, "/readyz") == (503, "starting\n")
    await scene.app.watch.round()
    assert await asked(scene, "/readyz") == (200, "ok\n")
    goes_wrong(scene)
    await scene.app.watch.round()
    assert await asked(scene, "/readyz") == (503, "said-nowhere\n")
    assert await asked(scene, "/healthz") == (200, "ok\n")


async def test_a_verdict_grown_old_is_none(scene: Town) -> None:
    await scene.app.watch.round()
    scene.clock.time += timedelta(minutes=4)
    assert await asked(scene, "/readyz") == (503, "stale\n")


async def test_the_figures_can_be_read_and_name_nobody(scene: Town) -> None:
    await scene.app.watch.round()
    status, text = await asked(scene, "/metrics")
    assert status == 200
    values = {}
    for line in text.splitlines():
        if not line.startswith("# "):
            read = LINE.fullmatch(line)
            assert read, line
            values[line.rpartition(" ")[0]] = float(read["value"])
    assert values["relais_auditor_green"] == values["relais_database_up"] == 1
    assert values['relais_requests{state="sent"}'] == 1
    assert values['relais_task_well{task="audit.chain"}'] == 1
    assert values["relais_people"] == values["relais_people_reachable"] == 1
    assert set(re.findall(r'[{,]([a-z_]+)="', text)) <= {"state", "network", "class", "task", "check", "level"}
    assert CANARY not in text
    assert CANARY.replace("-", "") not in text.lower()


async def test_figures_are_given_while_the_database_is_away(tmp_path: Path) -> None:
    async with town(tmp_path, operators=HERE) as t:
        assert t.app._health is not None
        t.app._health._database = Database(f"sqlite:///{tmp_path}/nowhere/relais.db")
        status, text = await asked(t, "/metrics")
    assert (status, "relais_database_up 0" in text, "relais_requests" in text) == (200, True, False)


async def test_it_answers_nothing_else(scene: Town) -> None:
    assert (await asked(scene, "/"))[0] == 404
    assert (await asked(scene, "/metrics", "POST"))[0] == 405


async def test_nothing_listens_unless_it_is_asked_to(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        assert t.app._health is None


async def test_an_address_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        place = Town(tmp_path, operators=Operators(metrics=("127.0.0.1", taken.getsockname()[1])))
        with pytest.raises(Misconfigured) as refused:
            await place.opens()
        await place.closes()
    assert refused.value.key == "metrics-port"


def test_what_a_label_may_not_hold_is_escaped() -> None:
    text = exposition(iter([Figure("relais_x", "X.", [Sample(1.5, {"task": 'a"b\\c\nd'}), Sample(2)])]))
    assert text == '# HELP relais_x X.\n# TYPE relais_x gauge\nrelais_x{task="a\\"b\\\\c\\nd"} 1.5\nrelais_x 2\n'

