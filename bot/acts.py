"""An act on its way from a platform: handled with others in one transaction, and what it owes offered once that is committed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.dispatch import Dispatch
from bot.failpoints import fail_point
from bot.writer import Writing
from handlers.desk import Desk
from handlers.messages import Incoming, Reply
from storage import inbox
from storage.tables import Inbox, Outbox, fresh
from storage.unit import AnyRow, Scope, Unit

STOP_S = 2.0


@dataclass(slots=True)
class Act:
    """An update on its way. row: its inbox row when it was stored, None while it only lives in memory."""

    platform: str
    update_id: str
    got: Incoming
    row: int | None = None

    @property
    def lanes(self) -> Sequence[str]:
        return str(self.got.chat), str(self.got.sender)


def acts_handler(dispatch: Dispatch) -> Callable[[Unit, Sequence[Act]], list[list[Outbox]]]:
    """What the writer calls with the acts of a group: each handled, and its inbox row finished, in the unit's one transaction."""

    def handle(unit: Unit, acts: Sequence[Act]) -> list[list[Outbox]]:
        now = dispatch.now()
        if stored := [act.row for act in acts if act.row is not None]:
            inbox.lock(unit, stored)
        met = {name: inbox.states(unit, name, [act.update_id for act in acts if act.platform == name])
               for name in {act.platform for act in acts}}
        known = dispatch.look_up(unit, [act.got for act in acts], now)
        owed: list[list[Outbox]] = []
        for act in acts:
            before = met[act.platform].get(act.update_id)
            if before is not None and _is_settled(act, before):
                owed.append([])
                continue
            owed.append(dispatch.handle(unit, act.got, known, now))
            row = act.row or (before.id if before is not None else None)
            if row is not None:
                inbox.finish(unit, row, now)
            else:
                unit.keep([fresh(Inbox, id=unit.ids.next(), platform=act.platform, external_id=act.update_id, state="done",
                                 received_at=now, done_at=now)])
        fail_point("act.handled")
        return owed

    return handle


def _is_settled(act: Act, before: AnyRow) -> bool:
    """Whether the act whose row this is needs nothing more."""
    if act.row is None:  # the same update again: the network did not hear that we have it
        return bool(before.state != "locked")
    # A try of it was committed, and the database died before it could say so. (A confidential act is done from the start, untried.)
    return bool(before.state == "done" and before.tries)


class Hands:
    """Handles the acts of one platform. offer: takes what is owed to the network, once it is committed."""

    def __init__(self, dispatch: Dispatch, writer: Writing, offer: Callable[[Sequence[Outbox]], None]) -> None:
        self.dispatch = dispatch
        self.writer = writer
        self.offer = offer
        self._under_way: set[asyncio.Future[Any]] = set()

    def handle(self, act: Act) -> asyncio.Future[Any]:
        """Queue an act. What it owes is offered as soon as it is committed, whether or not somebody still waits for it then."""
        future = self.writer.handle(act)
        self._under_way.add(future)
        future.add_done_callback(self._handled)
        return future

    def _handled(self, future: asyncio.Future[Any]) -> None:
        self._under_way.discard(future)
        if future.exception() is None:
            self.offer(future.result())

    async def handled(self, act: Act) -> None:
        """Handle it, and wait. Raises what its handler raised. Cancelling the wait leaves the act alone: it is committed all the same."""
        future = self.handle(act)
        await asyncio.wait([future])
        future.result()

    async def stop(self, within_s: float = STOP_S) -> None:
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=within_s)

    def apology(self, unit: Unit, act: Act, key: str, code: str) -> list[Outbox]:
        """Owe somebody known, in private, a word about an act that could not be handled."""
        now = self.dispatch.now()
        account, person = self.dispatch.look_up(unit, [act.got], now).callers.get(str(act.got.sender), (None, None))
        if person is None or not act.got.private:
            return []
        store = Scope(unit)
        desk = Desk(self.dispatch.hall, store, now, got=act.got, person=person, account=account)
        desk.say(Reply(key, {"code": code}), key=f"{key}/{act.platform}/{act.update_id}")
        store.keep()
        return desk.outbox
