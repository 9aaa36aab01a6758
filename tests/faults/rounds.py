"""Rounds of deaths: several people do several things while the bot dies again and again, then everything is counted."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.failpoints import NAMES
from tests.faults.harness import PATIENCE_S, Bot, Life, settles
from tests.faults.ledger import Books, Count, Deed, compare
from tests.faults.people import Somebody, new_word

ANY_MOMENT = "any moment"
POINTS = (*NAMES, ANY_MOMENT)
PASSAGES = {"act.handled": 2, "outbox.before-send": 3, "outbox.after-send": 3, "outbox.marked": 3}
"""How many passages of a point the few deeds of several people are sure to make; one where nothing is said, or for one person."""


@dataclass(slots=True)
class Town:
    """One bot, the people it serves, and all that happened so far."""

    bot: Bot
    books: Books
    people: Sequence[Somebody]
    chance: random.Random
    deeds: list[Deed] = field(default_factory=list)
    held: Counter[int] = field(default_factory=Counter)
    unused: list[tuple[Somebody, Deed]] = field(default_factory=list)  # sentences neither recorded nor corrected yet
    in_a_row: int = 0

    async def dies_once(self, point: str) -> bool:
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
        life = self.bot.starts("" if point == ANY_MOMENT else f"{point}:{passage}")
        for person in self.people:
            for _ in range(self.chance.randint(1, 2)):
                self.deeds.append(await self._does_something(person, photo=point == "file.fetched"))
        if point == ANY_MOMENT:
            await asyncio.sleep(self.chance.uniform(0.0, 0.4))
            reached = not self.books.is_settled(self.deeds)
        else:
            reached = await self._waits_for_death(life)
        if not life.is_over:
            life.signalled(signal.SIGKILL)
        await self.bot.dies(life)
        self.held.update(self.books.under_way())
        return reached

    async def lives_quietly(self) -> None:
        """All must arrive. Then it is stopped, or killed at rest: the next life begins with or without care."""
        self.in_a_row = 0
        life = self.bot.starts()
        await settles(self.books, self.deeds, self.bot)
        if self.chance.random() < 0.5:
            await life.is_stopped()
        else:
            await life.is_killed()

    async def counts(self) -> Count:
        await self.lives_quietly()
        return compare(self.books, self.deeds, [shown for person in self.people for shown in await person.shown()], self.held)

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
        self.unused.append((person, await person.says(word)))
        return self.unused[-1][1]
