"""What every command of the terminal shares: its words, its settings, and what a person must mend said as a sentence."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from config.texts import words

if TYPE_CHECKING:
    from rich.console import Console

    from config.faults import Fault
    from config.settings import Settings

LANGUAGE = "en" if os.environ.get("RELAIS_LANGUAGE", "fr").lower().startswith("en") else "fr"
BAD_SETUP = 2
"""Exit code when a person must mend something first."""
READ_ONLY, FULL = "storage-read-only", "storage-full"
UNWRITABLE = {errno.EACCES: READ_ONLY, errno.EPERM: READ_ONLY, errno.EROFS: READ_ONLY, errno.ENOSPC: FULL, errno.EDQUOT: FULL}
"""What the operating system says when nothing can be written, and the sentence for it."""


def say(key: str, **values: str | int | float) -> str:
    return words().say(LANGUAGE, key, values)


JSON = Annotated[bool, typer.Option("--json", help=say("cli-json"))]


def terminal(*, error: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=error, highlight=False)


def stop(message: str) -> NoReturn:
    """One clear message, and out."""
    terminal(error=True).print(message, style="bold red", markup=False)
    raise typer.Exit(BAD_SETUP)


def settings_or_stop() -> Settings:
    from config.faults import SettingsFaults
    from config.settings import read_settings

    try:
        return read_settings()
    except SettingsFaults as faults:
        show_faults(faults.faults)
        raise typer.Exit(BAD_SETUP) from None


def show_faults(faults: Sequence[Fault]) -> None:
    from bot.faults import print_faults

    print_faults(terminal(error=True), faults, LANGUAGE)


@contextmanager
def faults_said() -> Iterator[None]:
    """Turn what a person must mend into its sentence, never a stack trace."""
    from bot.platforms import Misconfigured
    from config.faults import TownFaults
    from handlers.messages import Refusal
    from handlers.routing import TrainingFailed
    from storage.database import StorageFault

    try:
        yield
    except TownFaults as faults:
        show_faults(faults.faults)
        raise typer.Exit(BAD_SETUP) from None
    except (StorageFault, Misconfigured, Refusal) as fault:
        stop(words().say(LANGUAGE, fault.key, fault.values))
    except TrainingFailed as failure:
        stop(say("cli-training-failed", why=str(failure)))
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        stop(say(UNWRITABLE[error.errno], where=str(error.filename or "")))
