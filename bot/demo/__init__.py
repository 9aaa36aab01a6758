"""`relais demo`: a whole day of a mairie de quartier in accelerated time, on the real application; then the prompt is yours."""

from __future__ import annotations

import asyncio
import sys
import termios
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

from bot.demo import summary, year
from bot.demo.picture import keep
from bot.demo.scenes import AFTERNOON, AFTERWARDS, MORNING, PICTURED, Scene
from bot.demo.stage import Stage
from bot.editions import CACHE
from bot.platforms.console import keyboard
from bot.progress import learning
from config.settings import Settings, judge_settings
from config.texts import words
from config.town import bundled, load_edition
from handlers.routing.loading import load_router
from storage.database import open_database

CHART = "demo-chart.png"
"""What the chart of the last scene is called, beside the picture."""
STATE = Settings.model_fields["state_dir"].default


def play(console: Console, *, picture: Path | None, pace: float, folder: Path | None = None) -> None:
    """Play the day, then hand over when somebody sits at a terminal.

    It always plays in the default town and in a new folder that is removed at the end: nothing of a running Relais is touched.
    picture: also draw some scenes to this file. pace: 1 for a reader, 0 without any pause. folder: where to play instead, and leave all.
    """
    settings, _faults = judge_settings()
    language = settings.language if settings else "fr"
    cache = (settings.state_dir if settings else STATE) / CACHE
    try:
        edition = load_edition(bundled("valmiere"), cache=cache)
        with learning(language) as progress:
            router = load_router(edition.town, cache, progress=progress)
        with nullcontext(folder) if folder else TemporaryDirectory(prefix="relais-demo-") as place:
            stage = Stage(Path(place), edition=edition, router=router, language=language, console=console, pace=pace)
            asyncio.run(_morning(stage))  # it ends in the middle of a word, and every task with it: nothing was stopped, nothing finished
            before = _after_the_cut(stage)
            asyncio.run(_afternoon(stage, console, before=before, picture=picture))
    except KeyboardInterrupt:
        console.print(Text(f"\n{words().say(language, 'demo-left')}"))
        return


async def _play(stage: Stage, scenes: Sequence[Scene]) -> None:
    for scene in scenes:
        stage.pictured = scene in PICTURED
        await scene(stage)


async def _morning(stage: Stage) -> None:
    await stage.opens()
    stage.lets_referents_in()
    stage.tell(Text(stage.word("demo-begin")))
    await _play(stage, MORNING)


def _after_the_cut(stage: Stage) -> int:
    """What a process that died left, read before anything is started again: how many requests."""
    stage.loses_power()
    database = open_database(stage.url)
    try:
        requests, answers = summary.how_many(database), summary.owed(database)
    finally:
        database.close()
    stage.chapter("12:04", "demo-back", requests=requests, answers=answers)
    return requests


async def _afternoon(stage: Stage, console: Console, *, before: int, picture: Path | None) -> None:
    await stage.opens()
    try:
        after = summary.how_many(stage.database)
        await stage.rest(1.4)
        await _play(stage, AFTERNOON)
        stage.chapter("17:00", "demo-day")
        rows = summary.recorded(stage.database)
        stage.tell(summary.by_direction(rows, stage.town, stage.language))
        stage.tell(summary.by_channel(rows, stage.town))
        stage.tell(Text(f"\n{stage.word('demo-nothing-lost', before=before, after=after)}", style="bold"))
        await _play(stage, AFTERWARDS)
        if picture is not None:
            stage.draws(picture)
        chart = await year.read(stage, console)
        if picture is not None:
            keep(picture.with_name(CHART), chart)
        if sys.stdin.isatty():
            stage.tell(Text(f"\n{stage.word('demo-your-turn')}"))
            termios.tcflush(sys.stdin, termios.TCIFLUSH)  # keys pressed while watching were not meant as requests
            await stage.hands_over(keyboard, to="awa")
    finally:
        await stage.closes()
