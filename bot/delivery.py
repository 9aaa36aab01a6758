"""One delivery, tried once: what the platform must do, and what its answer means for the outbox."""

from __future__ import annotations

import asyncio
import logging
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.drawing import Undrawable
from bot.failpoints import fail_point
from bot.pace import Pacer
from bot.platforms import Moved, Outgoing, Platform, Undeliverable
from bot.references import reference
from bot.traces import where
from bot.writer import Writing
from handlers.messages import DRAWN, Address, Rendered
from storage import outbox, people, rooms
from storage.seal import Seal
from storage.tables import Outbox
from storage.unit import Scope, Unit

log = logging.getLogger(__name__)

DELIVERY_S = 12.0
"""The longest one delivery may take, well within a lease."""
FIRST_RETRY_S, LONGEST_RETRY_S = 1.0, 300.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """mark: what to write of the row, None when that is done. chat: what became of the whole chat, None when nothing did."""

    mark: dict[str, Any] | None = None
    chat: Literal["dead", "moved"] | None = None


class Delivery:
    """One platform's deliveries. look: called when a row put off is due again. trusted: whether this process may send at all."""

    def __init__(self, platform: Platform, writer: Writing, pacer: Pacer, *, seal: Seal, now: Callable[[], datetime],
                 look: Callable[[], None], trusted: Callable[[], bool] = lambda: True) -> None:
        self._platform = platform
        self._writer = writer
        self._pacer = pacer
        self._seal = seal
        self._now = now
        self._look = look
        self._trusted = trusted
        self._loop = asyncio.get_running_loop()

    async def attempt(self, row: Outbox, *, until: float = math.inf) -> Outcome:
        """Try it once. Raises only when the database cannot be told what the answer meant.

        until: when, by the loop's clock, our lease on it is too old to begin: a process that was frozen then leaves it alone.
        """
        if row.not_after is not None and self._now() >= row.not_after:
            return Outcome(marked(row, "dead", why="its time is over"))
        try:
            what = await self._outgoing(row)
            if what is None:
                return Outcome(marked(row, "dead", why="nothing to do it to"))
            fail_point("outbox.before-send")
            if self._loop.time() > until or not self._trusted() or self._pacer.paused:  # a pause may have been asked for meanwhile
                return Outcome(marked(row, "pending"))
            async with asyncio.timeout(DELIVERY_S):
                external = await self._shown(what, f"relais-{row.id}")
            fail_point("outbox.after-send")
        except Moved as moved:
            new = str(moved.to)
            await self._writer.run(lambda unit: self._move(unit, row, new))
            return Outcome(chat="moved")
        except Undeliverable as failure:
            return await self._failed(row, failure)
        except TimeoutError:
            return await self._failed(row, Undeliverable("took too long", uncertain=True))
        except Exception as error:
            log.error("delivery %s broke on our side:\n%s", row.id, where(error))
            return await self._failed(row, Undeliverable(type(error).__name__))
        shown = what.target if what.kind == "edit" else external  # an edit has an event of its own on Matrix: the card keeps its id
        return Outcome(marked(row, "sent", at=self._now(), external=shown))

    async def _shown(self, what: Outgoing, key: str) -> str | None:
        try:
            return await self._platform.deliver(what, key=key)
        except Undrawable as failure:  # nothing is lost: its text says the same figures
            log.error("%s: said in words, for its picture could not be drawn (%s)", key, failure)
            rest = tuple(file for file in what.body.attachments if file.media_type not in DRAWN)
            return await self._platform.deliver(replace(what, body=replace(what.body, attachments=rest)), key=f"{key}-words")

    async def _outgoing(self, row: Outbox) -> Outgoing | None:
        """What the platform must do, or None when there is nothing to do it to: the message it should change was never shown,
        or the room it should leave is one of ours after all (see `Desk.leave`)."""
        kind = row.kind
        if kind == "leave" and await self._writer.run(lambda unit: rooms.at(Scope(unit), row.chat) is not None):
            return None
        target: str | None = row.body.get("external") if row.body and kind == "redact" else None  # a person's message, no row of ours
        if row.target is not None:
            shown = (await self._writer.run(lambda unit: outbox.externals(unit, [row.target or 0]))).get(row.target)
            target = shown.external_id if shown is not None else None
            if target is None:
                if kind != "edit":
                    return None
                kind = "send"  # the card was lost on its way: show the newer one in its place
        body = Rendered.from_body(row.body) if row.body else Rendered("")
        return Outgoing(
            kind=kind,  # type: ignore[arg-type]  # the column holds only what Desk writes
            chat=Address.parse(row.chat),
            private=row.private,
            body=body,
            references=tuple(reference(self._seal, row.id, place, row.chat) for place in range(len(body.choices))),
            target=target,
            thread=row.thread,
            confidential=row.confidential,
        )

    async def _failed(self, row: Outbox, failure: Undeliverable) -> Outcome:
        if failure.dead_address:
            await self._writer.run(lambda unit: self._bury(unit, row, str(failure)))
            return Outcome(chat="dead")
        if failure.permanent and (row.kind == "edit" or (row.kind == "redact" and row.body)):
            # the card is gone from their screen: show the answer anew; or their message stays: say so
            log.info("delivery %s: %s; sent as a new message", row.id, failure)
            await self._writer.run(lambda unit: outbox.show_anew(unit, row.id, row.token))
            self._look()
            return Outcome()
        if failure.permanent:
            log.warning("delivery %s given up: %s", row.id, failure)
            return Outcome(marked(row, "dead", why=str(failure)))
        if failure.retry_after is not None:
            self._pacer.pause(failure.retry_after, None if failure.everywhere else row.chat)
        delay = failure.retry_after
        if delay is None:
            delay = min(LONGEST_RETRY_S, FIRST_RETRY_S * 2**row.tries) * random.uniform(0.8, 1.2)
        self._loop.call_later(delay, self._look)
        again = self._now() + timedelta(seconds=delay)
        return Outcome(marked(row, "pending", again=again, why=str(failure), tried=1, doubt=int(failure.uncertain)))

    def _bury(self, unit: Unit, row: Outbox, why: str) -> None:
        outbox.drop_dead_chat(unit, row.chat, why)
        store = Scope(unit)
        (people.lose_chat if row.private else rooms.forget)(store, row.chat)
        store.keep()

    def _move(self, unit: Unit, row: Outbox, new: str) -> None:
        outbox.mark(unit, [marked(row, "pending")])
        outbox.move_chat(unit, row.chat, new)
        store = Scope(unit)
        people.move_account_chat(store, row.chat, new)
        rooms.move(store, row.chat, new)
        store.keep()


def marked(row: Outbox, to: str, *, at: datetime | None = None, external: str | None = None, again: datetime | None = None,
             why: str | None = None, tried: int = 0, doubt: int = 0) -> dict[str, Any]:
    """What to write of a row: see storage.outbox.mark."""
    return {"row": row.id, "held": row.token, "to": to, "at": at, "external": external, "again_at": again, "why": why,
            "tried": tried, "doubt": doubt}
