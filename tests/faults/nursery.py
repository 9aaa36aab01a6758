"""The parent of the bots under test: it has imported everything once, and forks one in some milliseconds.

`python -m tests.faults.nursery` reads one JSON command a line and answers with one: see `Nursery` in harness.py, its other end.
It has neither event loop nor threads, so that a fork is a clean copy.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import selectors
import signal
import sys
import time
import traceback
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import ModuleType
from typing import Any

import uvloop

from bot import duties, failpoints, shares
from bot.app import App
from bot.clock import Clock, Ticks
from bot.editions import CACHE
from bot.logs import log_to_terminal
from bot.opening import platforms_of
from bot.router.learner import Learner
from bot.running import run
from bot.watch import NO_OPERATORS
from config.settings import read_settings
from handlers import features
from handlers.desk import Desk
from handlers.feature import Command, Feature, Job
from handlers.messages import Incoming, Reply
from storage import shares as kept_shares
from storage.database import open_database
from storage.seal import Seal
from tests.faults.birth import Birth
from tests.scenes import router, unasked, valmiere

LATER = (
    "PIL.JpegImagePlugin", "PIL.PngImagePlugin", "alembic.command", "apscheduler.schedulers.asyncio", "bot.platforms.matrix",
    "bot.platforms.telegram", "psycopg", "sqlalchemy.dialects.postgresql.psycopg", "sqlalchemy.dialects.sqlite",
)  # fmt: skip
"""What a bot imports on its way, here already."""


HASTENED: dict[ModuleType, tuple[str, ...]] = {
    duties: ("TTL_S", "RENEW_S", "TRUST_S", "END_S", "AGAIN_S", "LOOK_S"), shares: ("TRUST_S", "HOLD_S"), kept_shares: ("TTL_S",),
}
"""How long others wait for a process that says nothing more."""


class LateClock(Clock):
    """Ahead of the others by some seconds."""

    def __init__(self, ahead: timedelta) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


class HastyTicks(Ticks):
    """Each tick at least this often: nobody waits an hour for a purge."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def every(self, seconds: float, tick: Callable[[], Awaitable[None]], *, name: str) -> None:
        super().every(min(seconds, self._seconds), tick, name=name)


def boum(_desk: Desk, _got: Incoming, _argument: str) -> Reply | None:
    """An act that kills the process each time it is handled."""
    os.kill(os.getpid(), signal.SIGKILL)
    return None


POISON = Feature("poison", commands=(Command(boum, ("boum",)),))


def mill(seconds: float) -> Feature:
    """A job that keeps the writer busy: a sweep of a large log, a database that does not answer."""
    return Feature("mill", jobs={"grind": Job(lambda desk: time.sleep(seconds), every_s=1)})


def shorten(name: str, value: object) -> None:
    """Give a constant of ours another value in every module that holds it, since nobody waits forty seconds for a lease."""
    holders = [module for module in list(sys.modules.values()) if module.__name__.startswith(("bot", "handlers")) and hasattr(module, name)]
    if not holders:
        raise LookupError(f"no module holds {name}")
    for module in holders:
        setattr(module, name, value)


def live(birth: Birth) -> None:
    """The same parts as `relais run`, with the town and the router that the parent has read."""
    settings = read_settings(None)
    database = open_database(settings.database)
    database.own()
    if birth.lease_s:
        shorten("LEASE", timedelta(seconds=birth.lease_s))
        shorten("DELIVERY_S", birth.lease_s * 0.6)
    for module, names in HASTENED.items():
        for name in names:
            setattr(module, name, getattr(module, name) / birth.haste)
    app = App(
        database,
        edition=unasked(),
        router=router(),
        seal=Seal(settings.state_dir / "keys"),
        state_dir=settings.state_dir,
        clock=LateClock(timedelta(seconds=birth.late_s)),
        features=(*([POISON] if birth.poison else []), *([mill(birth.mill_s)] if birth.mill_s else []), *features()),
        operators=NO_OPERATORS,
        ticks=HastyTicks(birth.tick_s) if birth.tick_s else None,
    )
    app.learner = Learner(database, app.hall, cache=settings.state_dir / CACHE, now=app.clock.now, is_ours=app.keeps_time, say=app.say)
    failpoints.arm(birth.point)
    asyncio.run(run(app, platforms_of(app, settings)))
    database.close()


def bear(birth: Birth) -> int:
    """Fork; in the child never return."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        output = os.open(birth.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        for name in [name for name in os.environ if name.startswith("RELAIS_")]:
            del os.environ[name]
        os.environ.update(birth.environment)
        if birth.file_limit is not None:
            import resource

            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write past the limit then fails, as on a full disk
            resource.setrlimit(resource.RLIMIT_FSIZE, (birth.file_limit, resource.RLIM_INFINITY))
        log_to_terminal()
        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
        live(birth)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - the answer to whoever drives us


def reap(alive: set[int]) -> None:
    """Tell of every child that died since."""
    while alive:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        alive.discard(pid)
        tell(died=pid, code=os.waitstatus_to_exitcode(status))


def serve() -> None:
    """Until standard input ends; then every bot still alive dies too."""
    for module in LATER:
        import_module(module)
    features()
    valmiere()
    router()
    gc.freeze()  # a bot that looks for garbage would copy all this
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    ready = selectors.DefaultSelector()
    ready.register(woken, selectors.EVENT_READ)
    ready.register(0, selectors.EVENT_READ)
    alive: set[int] = set()
    tell(ready=True)
    unread = b""
    while True:
        for key, _ in ready.select():
            read = os.read(key.fd, 65536)
            if key.fd == woken:
                reap(alive)
                continue
            if not read:
                for pid in alive:
                    os.kill(pid, signal.SIGKILL)
                return
            *lines, unread = (unread + read).split(b"\n")
            for line in lines:
                pid = bear(Birth(**json.loads(line)))
                alive.add(pid)
                tell(born=pid)


if __name__ == "__main__":
    serve()
