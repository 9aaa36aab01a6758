"""Ten thousand damaged updates: each is read rightly typed, ignored, or refused with a ValueError, and quickly."""

from __future__ import annotations

import copy
import time
from collections import Counter
from contextlib import suppress
from datetime import datetime
from random import Random
from typing import Any

import orjson

from bot.platforms.telegram.reading import read
from handlers.messages import Address, Incoming, Location, RemoteFile
from tests.telegram.conftest import listening, platform_for
from tests.telegram.server import BotApi
from tests.telegram.test_reading import EXPECTED, NOBODY, message, pressed

SEED = 20261122
JUNK: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63 - 1, -(2**63), 1.5, 1e308, -0.0, "", "0", "true", "\x00", "\u202e", "🚮" * 2000,
    "a" * 100_000, "/" * 5_000, "/a@" * 5_000, [], [[]], {}, {"id": 5}, [{"file_id": 5}], "' OR 1=1 --", "=cmd()", "../../etc/passwd",
]  # fmt: skip


def slots(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Every place in the update that can be changed: a container and its key."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found.append((value, key))
        slots(inner, found)
    return found


def damage(update: Any, random: Random, names: list[str]) -> Any:
    """One to four changes: removed, replaced, exchanged, renamed, wrapped, added, or bytes of the JSON turned."""
    if random.random() < 0.1:
        raw = bytearray(orjson.dumps(update))
        for _ in range(random.randint(1, 4)):
            raw[random.randrange(len(raw))] = random.randrange(256)
        try:
            return orjson.loads(bytes(raw))
        except orjson.JSONDecodeError:
            return {"unparsable": True}
    for _ in range(random.randint(1, 4)):
        places = slots(update, [])
        if not places:
            return update
        holder, key = random.choice(places)
        match random.randrange(6):
            case 0:
                del holder[key]
            case 1:
                holder[key] = copy.deepcopy(random.choice(JUNK))
            case 2:
                other, other_key = random.choice(places)
                holder[key] = (
                    copy.deepcopy(other[other_key]) if other_key in (other if isinstance(other, dict) else range(len(other))) else None
                )
            case 3 if isinstance(holder, dict):
                holder[random.choice(names)] = holder.pop(key)
            case 4:
                holder[key] = random.choice([[holder[key]], {"id": holder[key]}, str(holder[key])])
            case _ if isinstance(holder, dict):
                holder[random.choice(names)] = copy.deepcopy(random.choice(JUNK))
    return update


def is_sound(said: Incoming) -> bool:
    """Every field of the type it promises, with what its kind needs."""
    texts = (said.id, said.kind, said.text, said.sender_name, *said.chat, *said.sender)
    optional = (said.message, said.about, said.press, said.unsupported, said.moved_to, said.thread)
    return (
        all(type(text) is str for text in texts)
        and all(text is None or type(text) is str for text in optional)
        and all(type(place) is Address and place.id.lstrip("-").isdigit() for place in (said.chat, said.sender))
        and type(said.private) is bool
        and all(
            type(file) is RemoteFile and type(file.ref) is str and file.ref and type(file.size) in (int, type(None)) for file in said.files
        )
        and (said.location is None or (type(said.location) is Location and all(type(x) is float for x in said.location)))
        and (said.at is None or (type(said.at) is datetime and said.at.tzinfo is not None))
        and (said.kind != "press" or (said.press is not None and said.about is not None))
        and (said.kind != "edit" or said.about is not None)
        and (said.kind != "moved" or said.moved_to is not None)
    )


WHOLE = [update for _, update, _ in EXPECTED] + [update for _, update in NOBODY] + [message(text="trou"), pressed()]
NAMES = sorted({key for update in WHOLE for _, key in slots(update, []) if isinstance(key, str)})


def damaged(random: Random) -> Any:
    """One more damaged update."""
    return damage(copy.deepcopy(random.choice(WHOLE)), random, NAMES)


def test_ten_thousand_mutations_are_all_accounted_for() -> None:
    random = Random(SEED)
    counts: Counter[str] = Counter()
    slowest = 0.0
    for _ in range(10_000):
        update = damaged(random)
        start = time.perf_counter()
        try:
            said = read("77", update, "relais_bot")
        except ValueError:
            counts["refused"] += 1
        else:
            assert said is None or is_sound(said), orjson.dumps(update)
            counts["ignored" if said is None else "read"] += 1
        slowest = max(slowest, time.perf_counter() - start)
    assert counts.total() == 10_000
    assert min(counts["refused"], counts["ignored"], counts["read"]) > 500, counts
    assert slowest < 0.25


async def test_damaged_updates_do_not_hold_up_the_others(api: BotApi) -> None:
    random, awa = Random(SEED), api.person("Awa")
    async with listening(platform_for(api)) as inbox:
        for number in range(1_000):
            broken = damaged(random)
            if isinstance(broken, dict):
                api.push_unchecked(broken | {"update_id": number})
            if number % 100 == 0:
                awa.writes(f"n° {number}")
        await api.until(lambda: api.updates.confirmed and not api.updates.pending, timeout=20)
    texts = []
    for raw in inbox.raw:
        with suppress(ValueError):
            if (said := inbox.platform.read(raw)) is not None:
                texts.append(said.text)
    assert [text for text in texts if text.startswith("n° ")] == [f"n° {number}" for number in range(0, 1_000, 100)]
    assert len({raw.id for raw in inbox.raw}) == len(inbox.raw)
