"""Charts are drawn elsewhere: the process is started, started again, ended; what cannot be drawn is said in words."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.drawer import KINDER
from bot.drawing import ROOT, Drawing, Undrawable
from bot.platforms import Outgoing
from bot.platforms.matrix import rendering
from bot.platforms.telegram import TelegramPlatform
from bot.screen import Screen
from handlers.charts.keeping import shown
from handlers.charts.specs import Spec, hash_of, packed
from handlers.desk import Desk
from handlers.feature import Command, Feature
from handlers.messages import CHART, Address, Attachment, Choice, Incoming, Rendered, Reply
from tests.handlers.charts.made import DELAYS, FLOW, SIMPLE
from tests.scenes import Town, town
from tests.telegram.conftest import UNPACED, to
from tests.telegram.server import BotApi

PNG = b"\x89PNG\r\n"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else this machine does: how long a reader waits is another matter."""
    monkeypatch.setattr("bot.drawing.DRAW_S", 60.0)


@pytest.fixture
async def drawing(tmp_path: Path) -> AsyncIterator[Drawing]:
    made = Drawing(tmp_path)
    yield made
    await made.stop()


async def drawn(by: Drawing, spec: Spec) -> bytes:
    data = packed(spec)
    return await by.draw(hash_of(data), data)


async def test_a_process_of_its_own_draws_and_the_last_pictures_are_remembered(drawing: Drawing) -> None:
    assert drawing.pid is None
    first = await drawn(drawing, FLOW)
    child = drawing.pid
    assert first.startswith(PNG)
    assert child not in (None, os.getpid())
    assert await drawn(drawing, DELAYS) != first
    assert drawing.pid == child
    os.kill(child or 0, signal.SIGSTOP)  # it could not answer: what is remembered needs nobody
    assert await drawn(drawing, FLOW) == first


async def test_it_loads_nothing_but_what_draws_and_lets_the_bot_go_first_once_it_has_drawn(drawing: Drawing) -> None:
    script = "import sys; from handlers.charts import drawing; print(*sys.modules)"
    asked = await asyncio.create_subprocess_exec(sys.executable, "-c", script, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    loaded = {name.partition(".")[0] for name in (await asked.communicate())[0].decode().split()}
    assert loaded.isdisjoint({"sqlalchemy", "storage", "config", "bot", "pydantic"})
    await drawn(drawing, FLOW)
    await drawn(drawing, SIMPLE)  # the first was answered before
    assert os.getpriority(os.PRIO_PROCESS, drawing.pid or 0) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + KINDER)


async def test_a_killed_process_is_started_again(drawing: Drawing) -> None:
    await drawn(drawing, FLOW)
    child = drawing.pid
    os.kill(child or 0, signal.SIGKILL)
    assert (await drawn(drawing, SIMPLE)).startswith(PNG)
    assert drawing.pid not in (None, child)


async def test_what_cannot_be_drawn_says_so_and_the_next_one_is_drawn(drawing: Drawing) -> None:
    with pytest.raises(Undrawable):
        await drawing.draw("x", b'{"kind": "spiral", "spec": {}}')
    child = drawing.pid
    assert (await drawn(drawing, SIMPLE)).startswith(PNG)
    assert drawing.pid == child


async def test_what_takes_too_long_is_left_and_its_process_ended(drawing: Drawing, monkeypatch: pytest.MonkeyPatch) -> None:
    await drawn(drawing, FLOW)
    os.kill(drawing.pid or 0, signal.SIGSTOP)
    monkeypatch.setattr("bot.drawing.DRAW_S", 0.2)
    with pytest.raises(Undrawable):
        await drawn(drawing, SIMPLE)
    assert drawing.pid is None


async def test_who_waits_too_long_for_their_turn_is_told_in_words_and_what_is_remembered_waits_for_none(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await drawn(drawing, FLOW)
    os.kill(drawing.pid or 0, signal.SIGSTOP)
    first = asyncio.create_task(drawn(drawing, SIMPLE))
    await asyncio.sleep(0.05)
    monkeypatch.setattr("bot.drawing.DRAW_S", 0.2)
    with pytest.raises(Undrawable):
        await drawn(drawing, DELAYS)  # behind one that takes its time
    assert await drawn(drawing, FLOW) == before
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)


async def test_it_ends_when_nothing_is_asked_of_it(tmp_path: Path) -> None:
    made = Drawing(tmp_path, idle_s=0.05)
    await drawn(made, FLOW)
    for _ in range(200):
        if made.pid is None:
            break
        await asyncio.sleep(0.02)
    assert made.pid is None
    assert (await drawn(made, SIMPLE)).startswith(PNG)
    await made.stop()


async def test_it_knows_no_secret_of_ours(drawing: Drawing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAIS_TELEGRAM_TOKEN", "123:secret")
    await drawn(drawing, SIMPLE)
    assert b"RELAIS" not in Path(f"/proc/{drawing.pid}/environ").read_bytes()


# --- from a handler to a screen ---


def with_chart(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    return shown(desk, FLOW)


CHARTS = Feature("charts", commands=(Command(with_chart, ("graphique", "chart"), listed=False),))


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, features=(CHARTS,)) as place:
        yield place


async def test_a_chart_is_kept_as_data_and_opened_as_a_picture(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/graphique")
    chart = awa.messages[next(reversed(awa.messages))].body.attachments[0]
    assert (chart.media_type, chart.shown_as, chart.name) == (
        CHART, "image/png", "les-fermetures-rattrapent-les-arrivees-depuis-trois-semaines.png")
    assert t.app.filing.drawing.pid is None  # a network that shows no picture has none drawn
    assert (await t.app.filing.open(chart)).startswith(PNG)
    assert "s. 47 : 118 arrivées, 121 closes, 95 ouvertes" in awa.last.replace("\xa0", " ")


async def test_when_it_cannot_be_drawn_its_figures_are_said(t: Town) -> None:
    awa = t.person("awa")
    t.platform.failing.append(Undrawable("broken"))
    await awa.says("/graphique")
    last = awa.messages[next(reversed(awa.messages))].body
    assert (last.attachments, "118 arrivées" in last.text) == ((), True)


async def test_what_is_no_longer_kept_is_said_in_words(t: Town) -> None:
    with pytest.raises(Undrawable):
        await t.app.filing.open(Attachment("f" * 64, CHART, 1))


async def test_telegram_shows_a_photo_with_the_same_in_words(t: Town) -> None:
    chart, text = await _of(t)
    async with BotApi() as api:
        platform = TelegramPlatform(api.token, open_attachment=t.app.filing.open, api_base=api.base, pace=UNPACED)
        await platform.start()
        try:
            awa = api.person("Awa")
            awa.writes("/start")
            await platform.deliver(to(awa, text, attachments=(chart,)), key="1")
        finally:
            await platform.stop()
        sent = api.sent[-1]
        assert (sent.method.lower(), sent.parameters["caption"]) == ("sendphoto", text)
        assert awa.sees[-1].text == text


async def _of(t: Town) -> tuple[Attachment, str]:
    awa = t.person("awa")
    await awa.says("/graphique")
    body = awa.messages[next(reversed(awa.messages))].body
    return body.attachments[0], body.text


def test_matrix_says_it_under_the_picture_and_the_choices_after_it() -> None:
    chart = Attachment("0" * 64, CHART, 10, "courbe.png")
    body = Rendered("Arrivées 118", attachments=(chart,), choices=(Choice("Liste", "x:"),))
    caption = rendering.caption(body)
    assert caption is not None
    assert caption["body"] == "Arrivées 118"
    assert [content["body"] for content in rendering.messages(rendering.uncaptioned(body))] == ["1 Liste"]
    assert rendering.messages(rendering.uncaptioned(Rendered("Arrivées 118", attachments=(chart,)))) == []
    assert rendering.caption(Rendered("Photo", attachments=(Attachment("0" * 64, "image/jpeg", 1),))) is None


def test_the_console_names_the_picture() -> None:
    page = io.StringIO()
    console = Console(file=page, width=90)
    body = Rendered("Arrivées 118", attachments=(Attachment("0" * 64, CHART, 10, "courbe.png"),))
    Screen(console).show("awa", Outgoing("send", Address("console", "awa"), True, body), False)
    assert "[image : courbe.png]" in page.getvalue().replace("\xa0", " ")

