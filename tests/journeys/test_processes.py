"""The same first story through the real commands, `relais run` and `relais invite`, stopped and killed between the steps."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import NewNetwork
from tests.journeys.stage import CACHE, Network
from tests.journeys.test_first_sentence import SENTENCE

START_S = 40.0


class Machine:
    """A machine on which an operator runs Relais: an environment, a state folder, what was printed."""

    def __init__(self, folder: Path, network: Network) -> None:
        self.state = folder / "state"
        self.state.mkdir()
        CACHE.mkdir(parents=True, exist_ok=True)
        (self.state / "cache").symlink_to(CACHE)
        self.folder = folder
        self.network = network
        self.output = folder / "output"
        self._process: asyncio.subprocess.Process | None = None

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RELAIS_")}
        written = {f"RELAIS_{name.upper()}": _written(value) for name, value in self.network.settings().items()}
        return kept | written | {"RELAIS_STATE_DIR": str(self.state)} | more

    async def relais(self, *words: str) -> str:
        """A command that ends; what it printed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, cwd=self.folder, env=self.environment(), stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await process.communicate()
        assert process.returncode == 0
        return printed.decode()

    async def runs(self, **more: str) -> None:
        """`relais run`, until it says that it runs."""
        before = self.printed.count("Relais tourne")
        with self.output.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self.folder, env=self.environment(**more), stdout=output, stderr=output
            )
        async with asyncio.timeout(START_S):
            while self.printed.count("Relais tourne") == before:
                assert self._process.returncode is None, self.printed
                await asyncio.sleep(0.02)

    async def ends(self, how: signal.Signals) -> int:
        """Send it a signal; its exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(how)
        return await asyncio.wait_for(self._process.wait(), START_S)

    @property
    def printed(self) -> str:
        return self.output.read_text() if self.output.exists() else ""

    def requests(self) -> list[tuple[Any, ...]]:
        with sqlite3.connect(f"file:{self.state / 'relais.db'}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT reference, state, text FROM request").fetchall()


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)


@pytest.mark.parametrize("where", ["telegram-real-rates", pytest.param("matrix", marks=[pytest.mark.synapse, pytest.mark.node])])
async def test_a_request_survives_a_stop_and_a_kill_of_the_real_process(where: str, network: NewNetwork, tmp_path: Path) -> None:
    chat = network(where)
    await chat.opens()
    machine = Machine(tmp_path, chat)
    try:
        await machine.runs()
        code = (await machine.relais("invite", "--role", "agent", "--mairie", "mq_tanneurs")).strip()
        awa = await chat.arrives("awa")
        await awa.says(code)
        await awa.hears("Bienvenue", "Les Tanneurs")
        await awa.says(SENTENCE)
        await awa.hears("Compris : Nid-de-poule")
        assert await machine.ends(signal.SIGTERM) == 0
        assert not (machine.state / "running").exists()
        await machine.runs(RELAIS_MATRIX_PASSWORD="")  # only the first login needs it
        await awa.presses("Enregistrer")
        await awa.hears("MQ-26-0001", SENTENCE)
        await machine.ends(signal.SIGKILL)
        await awa.asks("mes")
        await machine.runs()
        await awa.hears("1 demande ouverte", "MQ-26-0001")
        assert await machine.ends(signal.SIGINT) == 0
        assert machine.requests() == [("MQ-26-0001", "sent", SENTENCE)]
        for secret in (code, SENTENCE, "école", *filter(None, [getattr(chat, "api", None) and chat.api.token])):  # type: ignore[attr-defined]
            assert secret not in machine.printed
        assert "Traceback" not in machine.printed
    finally:
        sys.stdout.write(machine.printed[-4000:])  # shown when the story ends badly
        await machine.ends(signal.SIGKILL)
        await chat.closes()


async def test_two_hundred_codes_are_printed_one_a_line(network: NewNetwork, tmp_path: Path) -> None:
    machine = Machine(tmp_path, network("console"))
    lines = (await machine.relais("invite", "--role", "agent", "--mairie", "mq_tanneurs", "--count", "200")).splitlines()
    assert len(set(lines)) == 200
    assert all(len(line) == 19 and line.count("-") == 3 for line in lines)
