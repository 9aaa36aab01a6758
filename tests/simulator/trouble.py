"""What goes wrong in a simulated world: drawn from its seed, one thing at a time, or everything at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.simulator.networks import Weather
from tests.simulator.people import PEOPLE

if TYPE_CHECKING:
    from tests.simulator.world import World


class Trouble:
    """Of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.chance = world.chance

    def happens(self) -> None:
        kinds = (self._dies, self._dies_in_a_statement, self._bad_weather, self._goes_down, self._statement_fails, self._disk_full,
                 self._clock_steps, self._restarts, self._chat_dies, self._forgets, self._storm)  # fmt: skip
        self.chance.choices(kinds, (3, 3, 4, 2, 4, 1, 1, 2, 0.3, 1, 12))[0]()

    def _dies(self) -> None:
        self.world.tells("(it will be killed)")
        self.world.crowd.does_something()
        self.world.loop.dies_after(self.chance.randint(1, 400))

    def _dies_in_a_statement(self) -> None:
        self.world.tells("(it will be killed in a transaction)")
        self.world.crowd.does_something()
        self.world.disk.kills_after(self.chance.randint(1, 60))

    def _storm(self) -> None:
        """Everything at once, while many talk; now and then the process dies in the middle of it."""
        self.world.counts["storms"] += 1
        for network in self.world.networks:
            network.weather = Weather(0.1, 0.2, 0.05, 0.1, 0.7, down_until=network.weather.down_until, slow_s=2.0)
            self.world.soon(60, lambda network=network: setattr(network, "weather", Weather()))  # type: ignore[misc]
        for _ in range(self.chance.randint(4, 10)):
            self.world.soon(self.chance.uniform(0, 20), self.world.crowd.does_something)
        if self.chance.random() < 0.6:
            self.world.soon(self.chance.uniform(1, 25), lambda: self.world.loop.dies_after(self.chance.randint(1, 30)))

    def _bad_weather(self) -> None:
        network = self.chance.choice(self.world.networks)
        share = self.chance.choice((0.02, 0.1, 0.3))
        network.weather = Weather(*(self.chance.choice((0, share)) for _ in range(5)), slow_s=self.chance.choice((0.2, 1.0, 5.0)))
        self.world.counts["weathers"] += 1
        self.world.tells(f"{network.name}: {network.weather}")
        self._in_a_while(lambda: setattr(network, "weather", Weather(down_until=network.weather.down_until)))
        self.world.crowd.does_something()

    def _goes_down(self) -> None:
        network, hours = self.chance.choice(self.world.networks), self.chance.choice((0.01, 0.2, 1, 5))
        network.weather.down_until = self.world.now + hours * 3600
        self.world.counts["outages"] += 1
        self.world.tells(f"{network.name} is down for {hours} h")

    def _statement_fails(self) -> None:
        for _ in range(self.chance.choice((1, 1, 3, 10))):
            self.world.disk.fails_after(self.chance.randint(1, 80), self.chance.choice(("SQLITE_BUSY", "SQLITE_IOERR", "SQLITE_FULL")))
        self.world.counts["failing statements"] += 1
        self.world.tells("statements fail")
        self.world.crowd.does_something()

    def _disk_full(self) -> None:
        self.world.disk.full = True
        self.world.counts["full disks"] += 1
        self.world.tells("the disk is full")
        self.world.crowd.does_something()
        self.world.soon(self.chance.choice((5, 60, 300)), lambda: setattr(self.world.disk, "full", False))

    def _forgets(self) -> None:
        self.world.disk.forgetful = 0.1
        self.world.counts["lost commits"] += 1
        self.world.tells("commits are said to have failed")
        self.world.crowd.does_something()
        self.world.soon(self.chance.choice((60, 300)), lambda: setattr(self.world.disk, "forgetful", 0.0))

    def _clock_steps(self) -> None:
        step = self.chance.choice((timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1), -self.world.clock.off))
        self.world.clock.off += step
        self.world.counts["clock steps"] += 1
        self.world.tells(f"the clock is put by {step}")

    def _restarts(self) -> None:
        self.world.counts["stops"] += 1
        self.world.stopping = True

    def _chat_dies(self) -> None:
        network = self.chance.choice(self.world.networks)
        chat = f"{network.name}:{self.chance.choice([name for name, who in PEOPLE.items() if who.network == network.name])}"
        network.dead.add(chat)
        self.world.counts["dead chats"] += 1
        self.world.tells(f"{chat} blocks the bot")
        self._in_a_while(lambda: network.dead.discard(chat))

    def _in_a_while(self, do: Callable[[], None]) -> None:
        self.world.soon(self.chance.choice((60, 600, 3600)), do)
