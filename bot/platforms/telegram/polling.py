"""Long polling: a batch is asked for only after the one before is committed, because asking is what acknowledges it."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, TelegramError

from bot.platforms.telegram.failures import TOKEN_REFUSED_S
from bot.platforms.telegram.http import Flood
from bot.platforms.telegram.reading import ALLOWED

log = logging.getLogger(__name__)

POLL_S = 50
MARGIN_S = 15
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 10.0
CONFLICT_S = 5.0


class Pauses:
    """How long to wait after each failure in a row: doubling, with some chance in it, back to short after a success."""

    def __init__(self) -> None:
        self._next = FIRST_PAUSE_S

    def reset(self) -> None:
        self._next = FIRST_PAUSE_S

    async def wait(self, at_least: float = 0.0) -> None:
        pause, self._next = self._next, min(self._next * 2, LONGEST_PAUSE_S)
        await asyncio.sleep(max(at_least, pause * random.uniform(0.8, 1.2)))


async def poll(bot: Bot, keep: Callable[[list[Any]], Awaitable[bool]], heard: Callable[[], Awaitable[None]]) -> None:
    """Hand over batches for ever. keep: commits a batch and says whether it could; if not, the same batch comes again.
    heard: called after each batch that was taken, an empty one too.

    The offset follows the last batch, not the highest id ever seen: after a week of silence ids may start again lower.
    """
    offset, pauses = None, Pauses()
    while True:
        try:
            batch = await _batch(bot, offset)
        except TelegramError as trouble:
            await pauses.wait(_reported(trouble))
            continue
        if batch and not await keep(batch):
            await pauses.wait()
            continue
        pauses.reset()
        await heard()
        offset = _next_offset(batch, offset)


async def _batch(bot: Bot, offset: int | None) -> list[Any]:
    # Two underscores: do_api_request turns this into "getUpdates", and does not warn that it would rather build objects of it.
    asked = {"offset": offset, "timeout": POLL_S, "limit": 100, "allowed_updates": ALLOWED}
    batch = await bot.do_api_request("get__updates", asked, read_timeout=POLL_S + MARGIN_S)
    if not isinstance(batch, list):
        raise TelegramError("getUpdates: not a list")
    return batch


def _next_offset(batch: list[Any], offset: int | None) -> int | None:
    numbers = [update["update_id"] for update in batch if isinstance(update, dict) and type(update.get("update_id")) is int]
    return max(numbers) + 1 if numbers else offset


def _reported(trouble: TelegramError) -> float:
    """Say it in the log; return the least pause."""
    if isinstance(trouble, Conflict):
        log.warning("telegram: another process asks for the updates of this bot, or a webhook is set: only one may; waiting")
        return CONFLICT_S
    if isinstance(trouble, (InvalidToken, EndPointNotFound)):
        log.error("telegram: the token is refused; a person must put it right")
        return TOKEN_REFUSED_S
    if isinstance(trouble, Flood):
        return trouble.seconds or 0.0
    log.warning("telegram: unreachable (%s: %s); trying again", type(trouble).__name__, trouble.message)
    return 0.0
