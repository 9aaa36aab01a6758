"""The default town and its router, and a town small enough to be learned in a test."""

from __future__ import annotations

import pytest

from config.town import Town, bundled, load
from handlers.routing.rules import Router
from tests import scenes


@pytest.fixture(scope="session")
def town() -> Town:
    return load(bundled("valmiere"))


@pytest.fixture(scope="session")
def router() -> Router:
    """The default town's router, kept between runs: training takes a quarter of a minute."""
    return scenes.router()


def small() -> Town:
    """Two domains only: trained in two seconds."""
    whole = load(bundled("valmiere"))
    return whole.model_copy(update={"domains": {id: whole.domains[id] for id in ("voirie", "eclairage")}})


@pytest.fixture
def small_town() -> Town:
    return small()
