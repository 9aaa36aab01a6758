"""`relais` as an operator types it: a process each time, with its own arguments, environment, folder, streams and exit code.

`python -m tests.terminal` is the parent of these processes. It has imported the libraries and our own modules once, and forks a command
in some milliseconds: importing them takes longer than most commands do. What reads the environment when it is imported is imported by each
command itself. A cold command is a new interpreter; each family of commands has a test that starts one, so that none can count on what the
parent has imported.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from subprocess import CompletedProcess

from bot import failpoints

ROOT = Path(__file__).parent.parent
PATIENCE_S = 120.0
EARLIER = (
    "alembic.command", "apscheduler.schedulers.asyncio", "bot.at_the_console", "bot.backup.terminal", "bot.doctor", "bot.due",
    "bot.faults", "bot.invitations", "bot.opening", "bot.platforms.telegram", "bot.privacy.pages", "bot.progress", "bot.routes",
    "bot.status", "bot.town_versions", "config.checking", "psycopg", "pydantic_settings.main", "rich.console",
    "sqlalchemy.dialects.postgresql.psycopg", "sqlalchemy.dialects.sqlite", "typer",
)  # fmt: skip
ITS_OWN = ("bot.cli", "bot.operator")
"""They choose the language when they are imported."""


def types(*words: str, env: Mapping[str, str], folder: Path | None = None, said: str = "", together: bool = False, cold: bool = False,
          within_s: float = PATIENCE_S) -> CompletedProcess[str]:  # fmt: skip
    """Type `relais` and these words in a folder; wait for its end. said: on standard input. together: both outputs in one, as on a screen.

    env: the whole environment. Raises subprocess.TimeoutExpired, the command killed.
    """
    command = [sys.executable, "-m", "bot", *words]
    if cold:
        error = subprocess.STDOUT if together else subprocess.PIPE
        return subprocess.run(command, env=dict(env), cwd=folder, input=said, stdout=subprocess.PIPE, stderr=error, text=True,
                              timeout=within_s, check=False)  # fmt: skip
    with tempfile.TemporaryFile() as typed, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        typed.write(said.encode())
        typed.seek(0)
        streams = [typed.fileno(), out.fileno(), (out if together else err).fileno()]
        code = _forked(command, {"words": words, "env": dict(env), "folder": str(folder or Path.cwd())}, streams, within_s)
        shown = [(stream.seek(0), stream.read().decode())[1] for stream in (out, err)]
    return CompletedProcess(command, code, shown[0], None if together else shown[1])


def _forked(command: list[str], what: Mapping[str, object], streams: list[int], within_s: float) -> int:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            socket.send_fds(_parent(), [json.dumps(what).encode()], [*streams, theirs.fileno()])
        ours.settimeout(within_s)
        answers = ours.makefile()
        pid = int(answers.readline())
        try:
            return int(answers.readline())
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired(command, within_s) from None


@cache
def _parent() -> socket.socket:
    """Our end of the line to it. It ends with this process."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # a fork wants a parent with one thread
    process = subprocess.Popen([sys.executable, "-m", "tests.terminal", str(theirs.fileno())], cwd=ROOT, env=environment,
                               pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)  # fmt: skip
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def serve(line: socket.socket) -> None:
    """Fork what is asked, until nobody can ask any more. In a fork, return when it is ready to be `relais`."""
    for name in EARLIER:
        import_module(name)
    assert not {*ITS_OWN} & {*sys.modules}
    gc.freeze()  # a fork that looks for garbage would copy all this, and again at its end
    while True:
        asked, streams, _, _ = socket.recv_fds(line, 1 << 20, 4)
        if not asked:
            sys.exit()
        if os.fork() == 0:
            line.close()
            _wait_for_a_fork(answers=streams.pop())
            return _become(streams, **json.loads(asked))
        for each in streams:
            os.close(each)
        with suppress(ChildProcessError):  # none is left
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _wait_for_a_fork(answers: int) -> None:
    """Fork; in the parent say which process it is, wait for its end, say its exit code, and never return."""
    child = os.fork()
    if child:
        os.write(answers, f"{child}\n".encode())
        _, status = os.waitpid(child, 0)
        with suppress(BrokenPipeError):  # nobody waits any more
            os.write(answers, f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os._exit(0)
    os.close(answers)


def _become(streams: list[int], *, words: list[str], env: dict[str, str], folder: str) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    failpoints.arm(env.get("FAIL_POINT", ""))
    sys.argv[1:] = words


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
