"""The stages: each story runs on every one of them, unchanged."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clock import Clock
from tests.journeys.console import Console
from tests.journeys.matrix import Crowd, Matrix
from tests.journeys.stage import Network, Stage, on_stage
from tests.journeys.telegram import Telegram
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Phones

EVERYWHERE = ["console", "telegram", pytest.param("matrix", marks=[pytest.mark.synapse, pytest.mark.node])]

PARIS = ZoneInfo("Europe/Paris")

NewNetwork = Callable[[str], Network]


@pytest.fixture(scope="session")
def crowd(homeserver: Homeserver, phones: Phones) -> Crowd:
    return Crowd(homeserver, phones)


@pytest.fixture
def network(request: pytest.FixtureRequest, tmp_path: Path) -> NewNetwork:
    def make(name: str) -> Network:
        match name:
            case "console":
                return Console(tmp_path / "photos")
            case "telegram":
                return Telegram()
            case "telegram-webhook":
                return Telegram(webhook=True)
            case "telegram-real-rates":
                return Telegram(real_rates=True)
            case "matrix":
                return Matrix(request.getfixturevalue("crowd"))
        raise LookupError(name)

    return make


NewStage = Callable[..., AbstractAsyncContextManager[Stage]]


@pytest.fixture
def stage(network: NewNetwork, tmp_path: Path) -> NewStage:
    """`async with stage("telegram", "console") as s`: the first network is where people are unless they say otherwise."""
    return lambda *names, **how: on_stage(tmp_path, *map(network, names), **how)


@pytest.fixture(params=EVERYWHERE)
async def s(request: pytest.FixtureRequest, stage: NewStage) -> AsyncIterator[Stage]:
    """The stage of a story that is the same everywhere."""
    async with stage(request.param) as one:
        yield one


class Hours:
    """The wall clock of the bot, set forward. To be there before a stage whose people are answered at its hour."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._ahead = timedelta(0)
        monkeypatch.setattr(Clock, "now", lambda _: self._now())

    def becomes(self, day: date, at: time) -> None:
        self._ahead = datetime.combine(day, at, PARIS) - datetime.now(UTC)

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Hours:
    return Hours(monkeypatch)


def open_days(s: Stage, *places: str, among: int = 14) -> list[date]:
    """The next ones of these mairies and directions, from tomorrow on."""
    closed = {day for place in places for day in s.app.hall.town.closed_days(place)}
    tomorrow = datetime.now(PARIS).date() + timedelta(days=1)
    days = (tomorrow + timedelta(days=ahead) for ahead in range(among))
    return [day for day in days if day.weekday() < 5 and day not in closed]
