"""Twenty seeded worlds: whatever dies, fails, repeats or steps, what must hold holds (`make simulate` plays weeks, and thousands)."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.simulator.__main__ import play

SEEDS = range(1, 21)
LONG = 1
"""A seed that lives for three days, so that ladders are climbed; the others for a morning, at whose end all must have come right."""


@pytest.fixture(autouse=True)
def no_log() -> Iterator[None]:
    """Each trouble is logged, and there are thousands."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_must_hold_holds(seed: int) -> None:
    world = play(seed, days=3.0 if seed == LONG else 0.4)
    if seed == LONG:
        assert any(done for _, done in world.climbed.values()), "nobody was ever reminded: the ladder proves nothing here"


def test_a_seed_is_always_the_same_world() -> None:
    first, again = (play(7, days=0.4) for _ in range(2))
    assert list(first.story) == list(again.story)
    assert [network.copies for network in first.networks] == [network.copies for network in again.networks]


def test_an_invariant_that_does_not_hold_is_told_with_its_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, worlds in which nothing is looked at would pass too: here a network shows one message twice."""
    from tests.simulator import networks

    takes = networks.Network.takes

    def twice(self: networks.Network, what: networks.Outgoing, key: str, now: float) -> str | None:
        takes(self, what, key, now)
        return takes(self, what, key, now)

    monkeypatch.setattr(networks.Network, "takes", twice)
    with pytest.raises(AssertionError, match=r"seed 3, .*\n  9: telegram shows .* times, "):
        play(3, days=1.0)
