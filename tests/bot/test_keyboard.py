"""`relais console` and the prompt after the demo: a real terminal, a pipe, a file, and Ctrl-C."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

RELAIS = (sys.executable, "-m", "bot")


def hear_ctrl_c() -> None:
    """As at a real terminal: what a shell starts in the background, a test run for instance, has it ignored and passes that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A program that believes somebody sits in front of it."""

    def __init__(self, *arguments: str, folder: Path, temporary: Path | None = None) -> None:
        ours, theirs = pty.openpty()
        self._screen = ours
        self.seen = ""
        environment = {**os.environ, "RELAIS_STATE_DIR": str(folder), "COLUMNS": "80", "TERM": "dumb"}
        if temporary:
            environment["TMPDIR"] = str(temporary)
        self.process = subprocess.Popen(
            [*RELAIS, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True,
            preexec_fn=hear_ctrl_c,
        )
        os.close(theirs)
        os.set_blocking(ours, False)

    def types(self, line: str) -> None:
        os.write(self._screen, f"{line}\n".encode())

    def shows(self, text: str, *, within: float = 60.0) -> bool:
        """Whether this comes on the screen in time."""
        end = time.monotonic() + within
        while text not in self.seen and time.monotonic() < end:
            try:
                self.seen += os.read(self._screen, 65536).decode(errors="replace")
            except BlockingIOError:
                time.sleep(0.02)
            except OSError:  # the program is gone
                break
        return text in self.seen

    def ends(self, *, within: float = 15.0) -> int | None:
        """Its exit code. Its screen is read meanwhile: a program that nobody reads waits for ever to finish its sentence."""
        end = time.monotonic() + within
        while self.process.poll() is None and time.monotonic() < end:
            self.shows("\0", within=0.1)
        return self.process.poll()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._screen)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A folder of its own, with the router learned already."""
    (tmp_path / "cache").symlink_to(Path(".relais/cache").absolute(), target_is_directory=True)
    return tmp_path


@pytest.fixture
def console(state: Path) -> Iterator[Terminal]:
    terminal = Terminal("console", folder=state)
    yield terminal
    terminal.close()


def test_a_sentence_typed_at_the_terminal_is_answered_and_recorded(console: Terminal) -> None:
    assert console.shows("awa › ")
    console.types("lampadaire éteint rue Carnot")
    assert console.shows("Compris : Lampadaire isolé en panne")
    console.types("1")
    assert console.shows("MQ-26-0001") or console.shows("-0001 ·", within=1)
    console.types(":quitter")
    assert console.ends() == 0


def test_ctrl_c_ends_at_once_without_waiting_for_enter(console: Terminal) -> None:
    assert console.shows("awa › ")
    console.process.send_signal(signal.SIGINT)
    assert console.ends() == 0
    assert not console.shows("Traceback", within=0.2)


def test_the_end_of_a_pipe_is_the_end_of_the_talk(state: Path) -> None:
    said = "@awa banc cassé rue du Lavoir\n1\n@karim aide"  # the last line without its end
    done = subprocess.run([*RELAIS, "console"], input=said.encode(), capture_output=True, timeout=60,
                          env={**os.environ, "RELAIS_STATE_DIR": str(state)})
    assert done.returncode == 0, done.stderr.decode()
    assert "Mobilier urbain cassé" in done.stdout.decode()
    assert "Aide (référent de direction)" in done.stdout.decode()
    assert re.search(r"─ Karim ─.*\n.*│ aide ", done.stdout.decode()), "it is shown as Karim's, who says it"


def test_a_file_may_speak_too(state: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("/ping un\n\n/ping deux\n", encoding="utf-8")
    with script.open() as file:
        done = subprocess.run([*RELAIS, "console"], stdin=file, capture_output=True, timeout=60,
                              env={**os.environ, "RELAIS_STATE_DIR": str(state)})
    assert done.returncode == 0, done.stderr.decode()
    assert "pong un" in done.stdout.decode()
    assert "pong deux" in done.stdout.decode()
