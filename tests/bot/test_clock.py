"""Ticks: called again and again, one at a time, in the event loop, whatever becomes of one."""

from __future__ import annotations

import asyncio
import logging
import threading
from datetime import UTC

import pytest

from bot.clock import Clock, Ticks
from tests.conftest import CANARY


def test_the_clock_is_aware_and_utc() -> None:
    assert Clock().now().tzinfo is UTC


async def test_a_tick_is_called_again_and_again_in_the_event_loop() -> None:
    ticks, threads, three = Ticks(), [], asyncio.Event()

    async def tick() -> None:
        threads.append(threading.current_thread())
        if len(threads) == 3:
            three.set()

    ticks.every(0.02, tick, name="here")
    ticks.start()
    await asyncio.wait_for(three.wait(), 10)
    ticks.stop()
    assert set(threads) == {threading.main_thread()}


async def test_a_slow_tick_is_never_running_twice() -> None:
    ticks, running, most, done = Ticks(), 0, 0, asyncio.Event()

    async def tick() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.1)
        running -= 1
        done.set()

    ticks.every(0.02, tick, name="here")
    ticks.start()
    await asyncio.wait_for(done.wait(), 10)
    await asyncio.sleep(0.1)
    ticks.stop()
    assert most == 1


async def test_a_tick_that_fails_is_called_again_and_says_nothing_that_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    ticks, calls, twice = Ticks(), 0, asyncio.Event()

    async def tick() -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            twice.set()
        raise ValueError(f"cannot handle {CANARY}")

    ticks.every(0.02, tick, name="here")
    ticks.start()
    with caplog.at_level(logging.ERROR, logger="bot"):
        await asyncio.wait_for(twice.wait(), 10)
    ticks.stop()
    assert "failed; it will be called again" in caplog.text
    assert CANARY not in caplog.text


async def test_stopping_ends_the_ticks() -> None:
    ticks, calls = Ticks(), 0

    async def tick() -> None:
        nonlocal calls
        calls += 1

    ticks.every(0.01, tick, name="here")
    ticks.start()
    await asyncio.sleep(0.1)
    ticks.stop()
    seen = calls
    await asyncio.sleep(0.1)
    assert calls <= seen + 1  # one may have been on its way
    Ticks().stop()  # never started: nothing to stop
