"""The last scene: a town with a year behind it. On a Monday morning the secrétaire générale reads her week, and looks at its chart."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from rich.console import Console

from bot.demo.stage import DAY, Stage
from bot.seeding.filling import fill
from storage.database import open_database

LATER = 21
"""Days after the first: a Monday too."""
COMES, READS = "08:20", "08:30"
REQUESTS, PEOPLE, SEED = 6000, 48, 43
"""Enough for a mairie's week to say something; with this seed, hers is the busiest."""


async def read(day: Stage, console: Console) -> bytes:
    """Play it, on a stage of its own in the day's folder; return the chart, a PNG."""
    stage = Stage(day.folder / "year", edition=day.edition, router=day.router, language=day.language, console=console, pace=day.pace)
    stage.chapter(COMES, "demo-year", day=LATER)
    await asyncio.to_thread(_lives, stage, console)
    await stage.opens()
    try:
        stage.brief = True
        await stage.says("claire", stage.code("sg"))
        stage.brief = False
        stage.chapter(READS, "demo-week", day=LATER)
        await stage.is_told("claire", "digests.tell")
        stage.chapter("08:31", "demo-chart", day=LATER)
        await stage.taps("claire", "restitution.chart")
        [chart] = stage.heard("claire").attachments
        return await stage.app.filing.open(chart)
    finally:
        await stage.closes()


def _lives(stage: Stage, console: Console) -> None:
    """A year of made-up requests, until a moment before she comes."""
    until = datetime.combine(DAY + timedelta(days=LATER), time.fromisoformat(COMES), ZoneInfo(stage.town.timezone))
    stage.folder.mkdir()
    with closing(open_database(stage.url)) as database:
        fill(database, stage.town, requests=REQUESTS, people=PEOPLE, days=365, seed=SEED, until=until, console=console)
