"""`relais figures`: the sums that figures are read from, counted again from the requests; Relais may run meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import typer

from bot.operator import faults_said, say, settings_or_stop, terminal

if TYPE_CHECKING:
    from rich.console import Console

    from config.town import Town
    from storage.database import Database
    from storage.unit import Scope

T = TypeVar("T")
figures = typer.Typer(help=say("cli-figures"), no_args_is_help=True, rich_markup_mode=None)


@figures.callback()
def several() -> None:
    """Without it, one command alone would take the place of its group."""


@figures.command(help=say("cli-figures-recount"))
def recount() -> None:
    from bot.clock import Clock
    from bot.opening import opened

    settings = settings_or_stop()
    with faults_said(), opened(settings, own=False) as base:
        count_again(base.database, base.town, Clock().now(), console=terminal())


def count_again(database: Database, town: Town, now: datetime, *, console: Console) -> None:
    """What is not folded yet is read besides: figures are right at any moment. Cut short, Relais folds the rest by itself."""
    from rich.progress import Progress

    from handlers.measures import folding
    from storage import rollups

    _in_one(database, lambda store: folding.start_again(store, town, now))
    total = left = _in_one(database, rollups.left)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(say("figures-recounting"), total=total)
        while left:
            began = time.monotonic()
            folded = _in_one(database, lambda store: folding.fold(store, town, now, folding.AT_ONCE))
            left = _in_one(database, rollups.left) if folded else 0  # what others hold, they fold themselves
            progress.update(task, completed=total - left)
            time.sleep(time.monotonic() - began)  # half of the time is for who writes meanwhile
    console.print(say("figures-recounted", count=total))


def _in_one(database: Database, work: Callable[[Scope], T]) -> T:
    from storage.unit import Scope, Unit  # not for who only asks for help

    with database.transaction() as connection:
        store = Scope(unit := Unit(connection, database.ids))
        done = work(store)
        store.keep()
        unit.flush()
    return done
