"""A town in trouble: several people do several things while something breaks, then everything is counted."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from tests.faults.harness import PATIENCE_S, Bot, Life, settles
from tests.faults.ledger import Books, Count, Deed, compare
from tests.faults.people import Somebody, new_word, shown_in
from tests.matrix.wire import Wire
from tests.postgres import Postgres
from tests.telegram import people as telegram
from tests.telegram.server import BotApi

ANY_MOMENT = "any moment"
PASSAGES = {"act.handled": 2, "outbox.before-send": 3, "outbox.after-send": 3, "outbox.marked": 3}
"""How many passages of a point the few deeds of several people are sure to make; one where nothing is said, or for one person."""


class Happened(NamedTuple):
    """What a round did. times: how often its fault came about. figure: the worst of what was measured."""

    times: int
    figure: float | None = None


@dataclass(slots=True)
class Town:
    """One bot, the people it serves, and all that happened so far.

    api: Telegram's server; wire: between the bot and its homeserver; one of the two. postgres: the server of its database, if it has one.
    crowd: chats on Telegram that are only spoken to. long_s: how long a long run is. broken: what else went wrong.
    undone: acts that may have been undone behind webhooks, whose references are then passed over.
    """

    bot: Bot
    books: Books
    people: Sequence[Somebody]
    chance: random.Random
    api: BotApi | None = None
    wire: Wire | None = None
    postgres: Postgres | None = None
    long_s: float = 15.0
    crowd: list[telegram.Person | telegram.Group] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    unused: list[tuple[Somebody, Deed]] = field(default_factory=list)  # sentences neither recorded nor corrected yet
    poison: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    before: Count = field(default_factory=Count)  # what was counted before a page was turned
    in_a_row: int = 0
    undone: int = 0

    @property
    def telegram(self) -> BotApi:
        assert self.api
        return self.api

    @property
    def duty(self) -> str:
        return f"listen/{self.books.platform}"

    async def dies_once(self, point: str, **how: Any) -> bool:
        """A life in which everybody does something. False when it never came to its point, and was killed at rest.

        After two deaths in a row comes a quiet life: an act that is met by a third one while it is tried is put aside as the cause.
        """
        if point == "outbox.claimed":  # what is claimed is what an earlier death left
            await self.lives_quietly()
            await self.dies_once("outbox.before-send")
        if self.in_a_row == 2:
            await self.lives_quietly()
        self.in_a_row += 1
        passage = self.chance.randint(1, PASSAGES.get(point, 1) if len(self.people) > 1 else 1)
        life = self.bot.starts("" if point == ANY_MOMENT else f"{point}:{passage}", **how)
        await self.does_some(photo=point == "file.fetched")
        if point == ANY_MOMENT:
            await asyncio.sleep(self.chance.uniform(0.0, 0.4))
            reached = not self.books.is_settled(self.deeds)
        else:
            reached = await self._waits_for_death(life)
        if not life.is_over:
            life.signalled(signal.SIGKILL)
        await self.bot.dies(life)
        return reached

    async def lives_quietly(self, **how: Any) -> None:
        """All must arrive. Then it is stopped, or killed at rest: the next life begins with or without care."""
        self.in_a_row = 0
        life = self.bot.starts(**how)
        await self.settles()
        if self.chance.random() < 0.5:
            await life.is_stopped()
        else:
            await life.is_killed()

    async def settles(self, *, within_s: float = 60.0) -> None:
        await settles(self.books, self.deeds, self.bot, within_s=within_s)

    async def does_some(self, *, photo: bool = False) -> None:
        """Everybody does one thing, or two."""
        for person in self.people:
            for _ in range(self.chance.randint(1, 2)):
                self.deeds.append(await self._does_something(person, photo=photo))

    @asynccontextmanager
    async def talking(self, *, rest_s: float = 0.15) -> AsyncIterator[None]:
        """Meanwhile everybody goes on doing things."""
        over = asyncio.Event()

        async def talks(person: Somebody) -> None:
            while not over.is_set():
                self.deeds.append(await self._does_something(person, photo=False))
                await asyncio.sleep(rest_s * self.chance.uniform(0.5, 1.5))

        tasks = [asyncio.create_task(talks(person)) for person in self.people]
        try:
            yield
        finally:
            over.set()
            await asyncio.gather(*tasks)

    async def busy(self) -> None:
        """While they talk: until the bot, which may just have begun, has heard some more."""
        heard = len(self.books.inbox())
        async with asyncio.timeout(PATIENCE_S):
            while len(self.books.inbox()) < heard + len(self.people):
                await asyncio.sleep(0.02)

    async def records_some(self) -> None:
        """Each person has a request recorded; a bot is alive."""
        for person in self.people:
            said = await person.says(new_word(self.chance))
            self.deeds.append(said)
            await self.settles()
            self.deeds.append(await person.presses(said.word, self.books.card_of(said) or ""))
        await self.settles()

    def moves_clock(self, to: datetime) -> None:
        """The next life begins then. Drafts do not live a day: turn the page before you move it forward."""
        self.bot.late_s += (to - self.bot.now).total_seconds()

    async def turns_the_page(self) -> None:
        """Count what was done, and forget it: afterwards its traces may be gone by right."""
        await self.lives_quietly()
        count = await self._compared()
        for kept, found in zip(_lists(self.before), _lists(count), strict=True):
            kept += [fault for fault in found if fault not in kept]
        self.before.deeds += count.deeds
        self.deeds.clear()
        self.unused.clear()

    async def counts(self) -> Count:
        await self.turns_the_page()
        self.before.broken += self.broken
        return self.before

    async def _compared(self) -> Count:
        shown = [shown for person in self.people for shown in await person.shown()]
        for chat in self.crowd:
            shown += shown_in(self.telegram, chat)
        doubtful = Counter({row.id: row.uncertain for row in self.books.outbox()} if self.api else {})
        count = compare(self.books, self.deeds, shown, doubtful, passed_over=self.undone, poison=frozenset(self.poison))
        self.before.ambiguous = count.ambiguous
        return count

    async def _waits_for_death(self, life: Life) -> bool:
        """Whether it died of its point before everything was done."""
        async with asyncio.timeout(PATIENCE_S):
            while not life.is_over and not self.books.is_settled(self.deeds):
                await asyncio.sleep(0.02)
        return life.is_over

    async def _does_something(self, person: Somebody, *, photo: bool) -> Deed:
        word = new_word(self.chance)
        kind = "photo" if photo else self.chance.choice(("ping", "sentence", "photo", "press", "press", "edit"))
        if kind in ("press", "edit"):
            for place, (author, said) in enumerate(self.unused):
                card = self.books.card_of(said) if author is person else None
                if card is not None:
                    del self.unused[place]
                    return await (person.presses(said.word, card) if kind == "press" else person.corrects(said.word, word))
            kind = "sentence"
        if kind == "ping":
            return await person.pings(word)
        if kind == "photo":
            return await person.sends_photo(word)
        said = await person.says(word)
        self.unused.append((person, said))
        return said


def _lists(count: Count) -> tuple[list[str], list[str], list[str]]:
    return count.lost, count.doubled, count.broken
