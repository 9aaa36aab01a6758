"""Progress bars for the long pieces of work: learning the catalogue at a first start, reading the audit chain again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from config.texts import words


@contextmanager
def learning(language: str) -> Iterator[Callable[[float], None]]:
    """Give a function to call with the share done, 0 to 1. Nothing is shown until it is called: a cached model is instant."""
    with counting(language, "cli-learning", 1.0) as show:
        yield show


@contextmanager
def counting(language: str, key: str, total: float) -> Iterator[Callable[[float], None]]:
    """Give a function to call with how much of the total is done. Nothing is shown until it is called, nor once all is done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(words().say(language, key), total=total)

    def show(done: float) -> None:
        if not bar.live.is_started:
            bar.start()
        bar.update(task, completed=done)

    try:
        yield show
    finally:
        bar.stop()
