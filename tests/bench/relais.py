"""Relais as a bench sees it: the real `relais run`, its settings, people let in by real codes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.load import LoadServer, Process

PACE = 100_000
PING = ["/ping bonjour"]
SENTENCES = [
    "gros trou devant l'école rue des Lilas",
    "lampadaire éteint depuis une semaine rue Pasteur",
    "des encombrants déposés au pied de l'immeuble place du Marché",
    "une dame demande comment refaire sa carte d'identité",
    "le bac jaune n'a pas été ramassé rue du Moulin",
    "fuite d'eau sur le trottoir devant le 12 rue Haute",
    "voiture ventouse rue du Port depuis trois semaines",
    "nid de frelons dans le square",
]


def environment(state: Path, server: LoadServer, *, database: str | None = None, pace: int = PACE) -> dict[str, str]:
    return {
        "RELAIS_STATE_DIR": str(state),
        "RELAIS_TELEGRAM_TOKEN": server.token,
        "RELAIS_TELEGRAM_API_BASE": server.base,
        "RELAIS_TELEGRAM_PACE": str(pace),
        **({"RELAIS_DATABASE_URL": database} if database else {}),
    }


COMMAND = [sys.executable, "-m", "bot", "run"]


def codes(env: dict[str, str], count: int) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "invite", "--role", "agent", "--mairie", "mq_tanneurs", "--count", str(count)],
        env={**os.environ, **env}, capture_output=True, text=True, check=True,
    )
    return done.stdout.split()


async def let_in(server: LoadServer, env: dict[str, str], chats: list[int], log: Path) -> None:
    """Everybody joins with a code of their own."""
    invited = await asyncio.to_thread(codes, env, len(chats))
    bot = Process(COMMAND, env=env, log=log)
    try:
        await asyncio.wait_for(asyncio.gather(*(server.say(chat, code) for chat, code in zip(chats, invited, strict=True))), 60)
    finally:
        await asyncio.to_thread(bot.stop)
