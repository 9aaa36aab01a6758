"""The pacer against a network that counts by its own clock: never over a limit, whatever the delays; and never lazy."""

from __future__ import annotations

import heapq
import random
from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pace import Pacer
from bot.platforms import Pace

TELEGRAM = Pace(per_second=30, private_interval_s=1.0, group_per_minute=20)


class Simulation:
    """A sender and a network in simulated time. delay: seconds one way, drawn for each message and each answer."""

    def __init__(self, pace: Pace, delay: Callable[[], float], *, at_once: int = 64) -> None:
        self.now = 0.0
        self.pacer = Pacer(pace, lambda: self.now)
        self.delay = delay
        self.at_once = at_once
        self.arrived: list[tuple[float, str]] = []

    def plays(self, messages: list[tuple[str, bool]]) -> float:
        """Send all, as the sender does: whatever may leave leaves, then wait for the next moment. Returns how long it took."""
        waiting = list(messages)
        under_way: list[tuple[float, int, str, bool]] = []  # by the moment of their answer
        number = 0
        while waiting or under_way:
            soonest = under_way[0][0] if under_way else float("inf")
            kept = []
            for chat, private in waiting:
                wait = self.pacer.wait(chat, private=private) if len(under_way) < self.at_once else None
                if wait == 0:
                    self.pacer.left(chat, private=private)
                    arrival = self.now + self.delay()
                    self.arrived.append((arrival, chat))
                    number += 1
                    heapq.heappush(under_way, (arrival + self.delay(), number, chat, private))
                    soonest = min(soonest, under_way[0][0])
                else:
                    kept.append((chat, private))
                    if wait is not None:
                        soonest = min(soonest, self.now + wait)
            waiting = kept
            if not waiting and not under_way:
                break
            assert soonest < float("inf"), "nothing under way, and nothing may ever leave"
            assert soonest >= self.now
            self.now = max(soonest, self.now + 1e-6)
            while under_way and under_way[0][0] <= self.now:
                _, _, chat, private = heapq.heappop(under_way)
                self.pacer.answered(chat, private=private)
        return self.now


def most_in_any(times: list[float], span: float) -> int:
    """The fullest window of this length, wherever it begins."""
    times = sorted(times)
    most = first = 0
    for last, time in enumerate(times):
        while times[first] <= time - span:
            first += 1
        most = max(most, last - first + 1)
    return most


def by_chat(arrived: list[tuple[float, str]]) -> Iterator[tuple[str, list[float]]]:
    chats = defaultdict(list)
    for time, chat in arrived:
        chats[chat].append(time)
    yield from chats.items()


delays = st.sampled_from(["instant", "steady", "jitter", "heavy tail", "bursts"])


def delay_of(kind: str, chance: random.Random) -> Callable[[], float]:
    return {
        "instant": lambda: 0.0,
        "steady": lambda: 0.05,
        "jitter": lambda: chance.uniform(0.0, 0.4),
        "heavy tail": lambda: min(20.0, chance.paretovariate(1.2) * 0.02),
        "bursts": lambda: 0.001 if chance.random() < 0.9 else 3.0,
    }[kind]


@settings(max_examples=250, deadline=None)
@given(kind=delays, seed=st.integers(0, 2**32), people=st.integers(1, 80), groups=st.integers(0, 4), each=st.integers(1, 4))
def test_no_limit_of_telegram_is_ever_broken_whatever_the_delays(kind: str, seed: int, people: int, groups: int, each: int) -> None:
    chance = random.Random(seed)
    messages = [(f"person {n}", True) for n in range(people) for _ in range(each)]
    messages += [(f"group {n}", False) for n in range(groups) for _ in range(chance.randint(1, 25))]
    chance.shuffle(messages)
    simulation = Simulation(TELEGRAM, delay_of(kind, chance))
    simulation.plays(messages)
    assert len(simulation.arrived) == len(messages)
    assert most_in_any([time for time, _ in simulation.arrived], 1.0) <= 30
    for chat, times in by_chat(simulation.arrived):
        if chat.startswith("person"):
            assert most_in_any(times, 1.0) <= 1, chat
        else:
            assert most_in_any(times, 60.0) <= 20, chat


@pytest.mark.parametrize("latency", [0.0, 0.001, 0.01])
def test_a_broadcast_goes_at_97_percent_of_the_limit_or_more(latency: float) -> None:
    simulation = Simulation(TELEGRAM, lambda: latency)
    took = simulation.plays([(f"person {n}", True) for n in range(1_500)])
    # the first thirty leave at once: 1,500 take 49 seconds at the very limit
    assert (1_500 - 30) / took >= 0.97 * 30


def test_somebody_alone_hears_one_message_a_second() -> None:
    simulation = Simulation(TELEGRAM, lambda: 0.01)
    took = simulation.plays([("awa", True)] * 11)
    assert 10.0 <= took <= 10.6


def test_a_group_hears_twenty_at_once_then_waits_its_minute() -> None:
    simulation = Simulation(TELEGRAM, lambda: 0.01)
    took = simulation.plays([("group", False)] * 40)
    assert 60.0 <= took <= 61.0


def test_a_slow_account_is_paced_over_more_than_a_second() -> None:
    simulation = Simulation(Pace(0.5, None, None), lambda: 0.0)
    took = simulation.plays([(f"room {n}", True) for n in range(6)])
    assert most_in_any([time for time, _ in simulation.arrived], 2.0) <= 1
    assert took <= 10.6


def test_without_limits_everything_leaves_at_once() -> None:
    simulation = Simulation(Pace(None, None, None), lambda: 0.01, at_once=10_000)
    assert simulation.plays([("awa", True)] * 500) <= 0.021


class Watch:
    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


def test_a_pause_stops_one_chat_or_everything_and_ends() -> None:
    watch = Watch()
    pacer = Pacer(TELEGRAM, watch)
    pacer.pause(5, "awa")
    assert pacer.wait("awa", private=True) == pytest.approx(5, abs=0.01)
    assert pacer.wait("karim", private=True) == 0
    pacer.pause(3)
    assert pacer.paused
    assert pacer.wait("karim", private=True) == pytest.approx(3, abs=0.01)
    watch.time += 3.01
    assert not pacer.paused
    assert pacer.wait("karim", private=True) == 0
    assert pacer.wait("awa", private=True) == pytest.approx(2, abs=0.02)


def test_a_shorter_pause_does_not_cut_a_longer_one() -> None:
    watch = Watch()
    pacer = Pacer(TELEGRAM, watch)
    pacer.pause(60)
    pacer.pause(1)
    watch.time += 30
    assert pacer.paused


def test_forgetting_what_is_idle_forgets_no_limit() -> None:
    watch = Watch()
    pacer = Pacer(TELEGRAM, watch)
    pacer.left("awa", private=True)
    pacer.answered("awa", private=True)
    pacer.left("karim", private=True)
    pacer.pause(10, "ines")
    pacer.forget_idle()
    assert pacer.wait("awa", private=True) == pytest.approx(1, abs=0.01)
    assert pacer.wait("karim", private=True) is None  # not before its answer
    assert pacer.wait("ines", private=True) == pytest.approx(10, abs=0.01)
    watch.time += 11
    pacer.answered("karim", private=True)
    watch.time += 2
    pacer.forget_idle()
    assert not pacer._chats
    assert [pacer.wait(chat, private=True) for chat in ("awa", "karim", "ines")] == [0, 0, 0]
