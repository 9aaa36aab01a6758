"""A progress bar for the one long piece of work at a first start: learning the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from config.texts import words


@contextmanager
def learning(language: str) -> Iterator[Callable[[float], None]]:
    """Give a function to call with the share done, 0 to 1. Nothing is shown until it is called: a cached model is instant."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(words().say(language, "cli-learning"), total=1.0)

    def show(share: float) -> None:
        if not bar.live.is_started:
            bar.start()
        bar.update(task, completed=share)

    try:
        yield show
    finally:
        bar.stop()
