"""Goal 11: one encrypted room on a real Synapse, Relais beside a bare matrix-nio echo."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from nio import AsyncClient, AsyncClientConfig, EnableEncryptionBuilder, RoomMessage, RoomMessageNotice, RoomMessageText

from tests.bench.load import PYTHON, Process, percentiles
from tests.bench.relais import COMMAND
from tests.matrix.homeserver import Homeserver, User
from tests.scenes import CACHE

PEER = Path(__file__).parent / "peers" / "bare_nio.py"


@dataclass(frozen=True, slots=True)
class MatrixFigures:
    """cpu_ms: the bot's processor time a message. p50: milliseconds from writing to reading the answer."""

    cpu_ms: float
    p50: float
    lost: int


class Phone:
    """Somebody's client, quick and simple: nio again, as it is the time of the bot that is measured."""

    def __init__(self, homeserver: Homeserver, user: User, folder: Path) -> None:
        config = AsyncClientConfig(encryption_enabled=True, pickle_key="bench")
        self.client = AsyncClient(homeserver.address, user.id, store_path=str(folder), config=config)
        self.user = user
        self.room = ""
        self.seen: list[str] = []
        self._heard = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def opens(self, bot: User) -> None:
        await self.client.login(self.user.password)
        for kind in (RoomMessageText, RoomMessageNotice):
            self.client.add_event_callback(self._hear, kind)
        made = await self.client.room_create(invite=[bot.id], initial_state=[EnableEncryptionBuilder().as_dict()])
        self.room = made.room_id
        self._task = asyncio.create_task(self.client.sync_forever(timeout=5_000, full_state=True))
        while True:
            await asyncio.sleep(0.2)
            room = self.client.rooms.get(self.room)
            if room and bot.id in room.users and bot.id not in room.invited_users:
                return

    async def _hear(self, _room: object, event: RoomMessage) -> None:
        if event.sender != self.client.user_id:
            self.seen.append(event.body)
            self._heard.set()

    async def writes(self, text: str) -> None:
        await self.client.room_send(self.room, "m.room.message", {"msgtype": "m.text", "body": text}, ignore_unverified_devices=True)

    async def asks(self, text: str, answer: str) -> float:
        began = time.perf_counter()
        await self.writes(text)
        while answer not in self.seen:
            self._heard.clear()
            await asyncio.wait_for(self._heard.wait(), 30)
        return (time.perf_counter() - began) * 1000

    async def closes(self) -> None:
        if self._task:
            self._task.cancel()
        await self.client.close()


async def matrix_goals(folder: Path, count: int) -> list[tuple[str, float, float]]:
    """(what, measured, at most)."""
    place = folder / "synapse"
    place.mkdir()
    homeserver = Homeserver(place)
    await asyncio.to_thread(homeserver.start)
    try:
        bare = await _bare(homeserver, folder, count)
        ours = await _ours(homeserver, folder, count)
    finally:
        await asyncio.to_thread(homeserver.stop)
    return [
        ("Matrix, encrypted: bot CPU a message ÷ bare matrix-nio", ours.cpu_ms / bare.cpu_ms, 2.0),
        ("Matrix, one at a time, p50 ÷ bare matrix-nio", ours.p50 / bare.p50, 1.2),
        ("Matrix, lost across a restart", ours.lost, 0),
    ]


async def _bare(homeserver: Homeserver, folder: Path, count: int) -> MatrixFigures:
    bot, person = homeserver.register("nio"), homeserver.register("anne")
    store = folder / "nio"
    store.mkdir()
    process = Process([PYTHON, str(PEER), homeserver.address, bot.id, bot.password, str(store)], env={}, log=folder / "matrix.log")
    phone = await _phone(homeserver, person, bot, folder)
    try:
        return await _measure(process, phone, count, "{word}", "{word}")
    finally:
        await phone.closes()
        await asyncio.to_thread(process.stop)


async def _ours(homeserver: Homeserver, folder: Path, count: int) -> MatrixFigures:
    bot, person = homeserver.register("relais"), homeserver.register("awa")
    state = folder / "matrix-state"
    shutil.copytree(CACHE, state / "cache")
    env = {"RELAIS_STATE_DIR": str(state), "RELAIS_MATRIX_HOMESERVER": homeserver.address, "RELAIS_MATRIX_USER": bot.id,
           "RELAIS_MATRIX_PASSWORD": bot.password, "RELAIS_MATRIX_PACE": "1000"}
    code = subprocess.run([sys.executable, "-m", "bot", "invite", "--role", "agent", "--mairie", "mq_tanneurs"], env={**os.environ, **env},
                          capture_output=True, text=True, check=True).stdout.strip()
    process = Process(COMMAND, env=env, log=folder / "matrix.log")
    phone = await _phone(homeserver, person, bot, folder)
    try:
        await phone.writes(code)
        await phone.asks("!ping debut", "pong debut")
        figures = await _measure(process, phone, count, "!ping {word}", "pong {word}")
        await asyncio.to_thread(process.stop)
        for number in range(20):
            await phone.writes(f"!ping absent{number}")
        process = Process(COMMAND, env=env, log=folder / "matrix.log")
        await asyncio.sleep(15)
        lost = sum(f"pong absent{number}" not in phone.seen for number in range(20))
        return MatrixFigures(figures.cpu_ms, figures.p50, lost)
    finally:
        await phone.closes()
        await asyncio.to_thread(process.stop)


async def _phone(homeserver: Homeserver, person: User, bot: User, folder: Path) -> Phone:
    store = folder / f"phone-{person.name.strip('@').partition(':')[0]}"
    store.mkdir()
    phone = Phone(homeserver, person, store)
    await asyncio.wait_for(phone.opens(bot), 60)
    await asyncio.sleep(1)
    return phone


async def _measure(process: Process, phone: Phone, count: int, asked: str, answered: str) -> MatrixFigures:
    for number in range(10):
        await phone.asks(asked.format(word=f"chaud{number}"), answered.format(word=f"chaud{number}"))
    cpu = process.cpu_s()
    times = [await phone.asks(asked.format(word=f"m{number}"), answered.format(word=f"m{number}")) for number in range(count)]
    return MatrixFigures((process.cpu_s() - cpu) / count * 1000, percentiles(times)[0], 0)
