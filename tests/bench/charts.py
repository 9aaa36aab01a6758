"""What charts cost: a drawing, warm, and what the bot's loop feels while twenty are drawn beside it."""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from bot.drawing import Drawing
from handlers.charts.specs import hash_of, packed
from tests.bench.goals import Goal
from tests.handlers.charts.made import EVERY

CHARTS = 20
TICK_S = 0.005


class Costs(NamedTuple):
    """first: seconds from nothing to a picture. warm: median seconds of a picture. quiet, busy: p99 of the loop's lateness, ms."""

    first: float
    warm: float
    quiet: float
    busy: float


async def charts(folder: Path) -> Costs:
    drawing = Drawing(folder / "matplotlib")
    quiet = await _lateness(asyncio.sleep(3))
    times: list[float] = []
    busy = await _lateness(_draw(drawing, times))
    await drawing.stop()
    return Costs(times[0], statistics.median(times[1:]), quiet, busy)


def chart_goals(costs: Costs) -> list[Goal]:
    return [Goal("charts", "a chart, warm, seconds", costs.warm, 0.5),
            Goal("charts", "the loop's lateness while 20 are drawn, p99, ms more than without", costs.busy - costs.quiet, 10)]


async def _draw(drawing: Drawing, times: list[float]) -> None:
    for number in range(CHARTS):
        spec = EVERY[number % len(EVERY)]
        data = packed(replace(spec, head=replace(spec.head, note=f"n = {number}")))  # none is remembered
        began = time.perf_counter()
        await drawing.draw(hash_of(data), data)
        times.append(time.perf_counter() - began)


async def _lateness(work: object) -> float:
    """p99 of how late a tick of five milliseconds is, in ms, as long as the work lasts."""
    late: list[float] = []
    task = asyncio.ensure_future(work)  # type: ignore[call-overload]  # a coroutine
    while not task.done():
        began = time.perf_counter()
        await asyncio.sleep(TICK_S)
        late.append((time.perf_counter() - began - TICK_S) * 1_000)
    await task
    return statistics.quantiles(late, n=100)[98]
