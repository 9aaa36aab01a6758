"""The door for confidential acts: read and handled in memory, never stored; on error nothing of them is kept."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.acts import Act, Hands
from bot.waiting import Waiting
from storage import inbox
from storage.tables import Inbox, Outbox
from storage.unit import Unit

log = logging.getLogger(__name__)

DRAIN_S = 30.0
"""How long a confidential act waits for what is before it in its chat."""


class Door:
    """One platform's door."""

    def __init__(self, hands: Hands, waiting: Waiting) -> None:
        self._hands = hands
        self._waiting = waiting
        self._inside: set[str] = set()  # updates handled in memory right now

    async def handle(self, act: Act) -> None:
        """Wait until its chat is quiet, then handle it in memory. On error nothing of it is kept, and the person is told to start again."""
        if act.update_id in self._inside:
            return  # the same one again, while we are at it
        self._inside.add(act.update_id)
        try:
            await self._in_memory(act, str(act.got.chat))
        finally:
            self._inside.discard(act.update_id)

    async def _in_memory(self, act: Act, chat: str) -> None:
        quiet = await self._waiting.drained(chat, within_s=DRAIN_S)
        known = await self._hands.writer.run(lambda unit: self.know(unit, act), lane=chat)
        if known is None:
            return
        row, broken_off = known
        if quiet and not broken_off:
            try:
                await self._hands.handled(replace(act, row=row))
                return
            except Exception as error:
                log.error("confidential act %s failed: %s", row, type(error).__name__)

        def close(unit: Unit) -> list[Outbox]:
            inbox.finish(unit, row, self._hands.dispatch.now())
            return self._hands.apology(unit, act, "not-recorded", "")

        self._hands.offer(await self._hands.writer.run(close, lane=chat))

    def know(self, unit: Unit, act: Act) -> tuple[int, bool] | None:
        """Note that this act came, and nothing of it; return its row, and whether a process died at it. None: it is settled."""
        before = inbox.states(unit, act.platform, [act.update_id]).get(act.update_id)
        if before is not None and before.state == "locked":
            inbox.change(unit, before.id, state="done", payload=None)
            return int(before.id), False
        if before is not None:
            return (int(before.id), True) if before.state == "done" and before.done_at is None else None
        now = self._hands.dispatch.now()
        row = Inbox(id=unit.ids.next(), platform=act.platform, external_id=act.update_id, state="done", received_at=now)
        unit.keep([row])
        return row.id, False
