"""The stages: each story runs on every one of them, unchanged."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.journeys.console import Console
from tests.journeys.matrix import Crowd, Matrix
from tests.journeys.stage import Network, Stage, on_stage
from tests.journeys.telegram import Telegram
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Phones

EVERYWHERE = ["console", "telegram", pytest.param("matrix", marks=[pytest.mark.synapse, pytest.mark.node])]

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
    return lambda *names: on_stage(tmp_path, *map(network, names))


@pytest.fixture(params=EVERYWHERE)
async def s(request: pytest.FixtureRequest, stage: NewStage) -> AsyncIterator[Stage]:
    """The stage of a story that is the same everywhere."""
    async with stage(request.param) as one:
        yield one
