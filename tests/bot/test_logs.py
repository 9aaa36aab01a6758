"""The log: one line a record, allow-listed fields, and never what people write, whoever logs it."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.logs import FIELDS, log_to_terminal, mind_the_loop
from handlers.desk import Desk
from handlers.feature import Feature, Job, Press
from handlers.messages import Incoming, Reply
from tests.conftest import CANARY
from tests.scenes import town

QUOTED = "rutabaga-20e7"
"""What another library quotes: not the canary, which no record may hold, whatever is written of it."""
KNOWN = {"at", "level", "logger", "said", "place", "template", "trace", *FIELDS}


@pytest.fixture(params=["json", "text"])
def log(request: pytest.FixtureRequest) -> Iterator[tuple[str, io.StringIO]]:
    """What is written on standard error, in each form, at the most talkative level."""
    written = io.StringIO()
    level = logging.getLogger().level
    handler = log_to_terminal(request.param, level=logging.DEBUG, stream=written)
    yield request.param, written
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(level)


def lines(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_one_line_of_known_fields() -> None:
    written = io.StringIO()
    handler = log_to_terminal("json", stream=written)
    more = {"row": 42, "text": CANARY, "act": {"said": CANARY}}
    logging.getLogger("bot.sender").warning("delivery %s given up:\n%s", 42, "blocked", extra=more)
    logging.getLogger().removeHandler(handler)
    (line,) = lines(written)
    assert line.pop("at")
    assert str(line.pop("place")).startswith("test_logs.py:")
    assert line == {
        "level": "WARNING", "logger": "bot.sender", "said": "delivery 42 given up:\nblocked", "row": 42,
        "template": "delivery %s given up:\n%s",
    }  # fmt: skip


def test_what_other_libraries_quote_is_not_written(log: tuple[str, io.StringIO]) -> None:
    logging.getLogger("nio.crypto").error(f"cannot decrypt {QUOTED}")
    logging.getLogger("aiohttp.server").error("error handling %s", QUOTED)
    try:
        raise ValueError(QUOTED)
    except ValueError:
        logging.getLogger("somebody.else").exception("%s broke", QUOTED)
        logging.getLogger("bot.sender").exception("delivery %s broke", 7)
    text = log[1].getvalue()
    assert QUOTED not in text
    assert "test_logs.py" in text
    assert "ValueError" in text
    assert "delivery 7 broke" in text


async def test_an_error_nobody_awaited_is_said_by_its_kind(log: tuple[str, io.StringIO]) -> None:
    mind_the_loop()

    async def breaks() -> None:
        raise LookupError(CANARY)

    task = asyncio.ensure_future(breaks())
    await asyncio.sleep(0)
    del task
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(lambda: 1 / 0)
    await asyncio.sleep(0.01)
    text = log[1].getvalue()
    assert CANARY not in text
    assert "LookupError in the event loop" in text
    assert "ZeroDivisionError in the event loop" in text


def stumbles(_desk: Desk, got: Incoming, _argument: str) -> Reply:
    raise RuntimeError(f"cannot read {got.text}")


def grinds(_desk: Desk) -> None:
    raise RuntimeError(CANARY)


async def test_what_people_write_in_a_scene_reaches_no_line(log: tuple[str, io.StringIO], tmp_path: Path) -> None:
    """An act that breaks three times and is set aside, a job that breaks, a delivery that breaks: all is logged, nothing is quoted."""
    form, written = log
    mill = Feature("mill", said=Press(stumbles), jobs={"grind": Job(grinds, every_s=10)})
    async with town(tmp_path, features=(mill,)) as t:
        awa = t.person("awa")
        await awa.says(f"fuite {CANARY} rue Pasteur")
        t.platform.failing.append(RuntimeError(CANARY))
        await awa.says(f"encore {CANARY}")
        with pytest.raises(RuntimeError):
            await t.app.ticks.call("mill.grind")
        await t.app.watch.round()
    text = written.getvalue()
    assert CANARY not in text
    assert "quarantined after 3 tries" in text
    if form == "json":
        every = lines(written)
        assert len(every) > 5
        assert {name for line in every for name in line} <= KNOWN
