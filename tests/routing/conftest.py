"""A trained router for the tests, kept between runs: training takes a quarter of a minute."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.town import Town, bundled, load
from handlers.routing.loading import load_router
from handlers.routing.rules import Router

CACHE = Path(__file__).parents[1] / ".cache"


@pytest.fixture(scope="session")
def town() -> Town:
    return load(bundled("valmiere"))


@pytest.fixture(scope="session")
def router(town: Town) -> Router:
    """The default town's router. Its cache is named after its content, so an old one is never used."""
    CACHE.mkdir(exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n")
    return load_router(town, CACHE)


def small() -> Town:
    """Two domains only: trained in two seconds."""
    whole = load(bundled("valmiere"))
    return whole.model_copy(update={"domains": {id: whole.domains[id] for id in ("voirie", "eclairage")}})


@pytest.fixture
def small_town() -> Town:
    return small()
