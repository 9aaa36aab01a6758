"""The fault mix of goal 6: what each bot loses and doubles when the network misbehaves."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import LoadServer, Process

MIX = ({"status": 429, "retry_after": 1}, {"status": 502}, {"reset": "before"}, {"reset": "after"})
SHARE, REDELIVERED = 0.02, 0.04


@dataclass(frozen=True, slots=True)
class Losses:
    """Of `asked` questions: how many were never answered, how many answers were shown twice, how often an answer was cut (the network
    took it, the bot could not know)."""

    asked: int
    lost: int
    doubled: int
    ambiguous: int


async def losses(server: LoadServer, command: Sequence[str], *, env: dict[str, str], chats: list[int], count: int, log: Path,
                 answer_to: str) -> Losses:
    """Ask `count` different questions, twenty at a time, under the mix. answer_to: what the answer to {word} looks like."""
    for fault in MIX:
        server.fail("sendMessage", probability=SHARE, times=None, **fault)
    server.updates.redelivered = REDELIVERED
    before = len(server.calls)
    bot = Process(command, env=env, log=log)
    words = [f"mot{number}" for number in range(count)]
    try:
        server.say(chats[0], "/ping debut")
        await asyncio.sleep(4)
        for start in range(0, count, 20):
            for chat, word in zip(chats, words[start : start + 20], strict=False):
                server.say(chat, f"/ping {word}")
            await asyncio.sleep(0.15)
        await _quiet(server)
    finally:
        await asyncio.to_thread(bot.stop)
        server.faults.clear()
        server.updates.redelivered = 0.0
    calls = [call for call in server.calls[before:] if call.method == "sendMessage"]
    shown = Counter(call.parameters["text"] for call in calls if call.accepted)
    cut = sum(call.accepted and call.fault is not None and call.fault.reset == "after" for call in calls)
    expected = [answer_to.format(word=word) for word in words]
    return Losses(count, sum(not shown[text] for text in expected), sum(max(0, shown[text] - 1) for text in expected), cut)


async def _quiet(server: LoadServer) -> None:
    """Until the bot has not tried anything for ten seconds: announced pauses add up, and what waits must have its chance."""
    tried = -1
    while tried != (tried := sum(call.method == "sendMessage" for call in server.calls)):
        await asyncio.sleep(10)
