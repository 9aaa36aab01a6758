"""`relais rules try`: what changed files would have proposed for past requests. Nothing is applied, and no words of a request are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from bot.opening import database_of, router_of
from bot.platforms import Misconfigured
from bot.progress import learning
from bot.town_versions import counter
from config.entries import short_name
from config.settings import Settings
from config.sources import read_sources
from config.town import Town, read_town
from handlers.privacy.rules import without_labels
from handlers.routing.replay import Moved, Past, replay
from handlers.routing.rules import suggest
from handlers.routing.verdict import HEARD
from handlers.town import versions
from storage import past as recorded

Word = Callable[..., str]

SHOWN = 40
"""Lines of the table; `--json` gives them all."""


def print_replay(console: Console, settings: Settings, paths: Sequence[Path], *, most: int, as_json: bool) -> None:
    """Raises TownFaults when the files make no town."""
    with database_of(settings, own=False) as database, counter(database, settings) as here:
        before, files = here.town, versions.placed(_sent(paths), here.files)
        rows = recorded.requests(here.store, most)
    if before is None:
        raise Misconfigured("cli-rules-no-town")
    after = read_town(files)
    past = [Past(each.reference, without_labels(each.text, before.privacy_filters), each.place, each.quarter, each.service, each.direction)
            for each in rows]
    with learning(settings.language) as progress:
        router = router_of(settings, before, progress=progress)
    moved = list(replay(past, before, after, lambda text: suggest(router, text, n=HEARD)))
    counts = {name: sum(each.sided == name for each in moved) for name in ("better", "worse", "other")}
    if as_json:
        found = {"replayed": len(past), "moved": len(moved), **counts, "requests": [each._asdict() for each in moved]}
        console.file.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    if moved:
        console.print(_table(here.word, moved, before, after))
    console.print(here.word("cli-rules-tried", replayed=len(past), moved=len(moved), **counts), markup=False)
    if len(moved) > SHOWN:
        console.print(here.word("cli-rules-more", shown=SHOWN), markup=False)


def _sent(paths: Sequence[Path]) -> dict[str, bytes]:
    sent: dict[str, bytes] = {}
    for path in paths:
        try:
            sent |= read_sources(path) if path.is_dir() else {path.as_posix(): path.read_bytes()}
        except OSError as error:
            raise Misconfigured("cli-town-unreadable", path=str(path), detail=error.strerror or type(error).__name__) from error
    return sent


def _table(word: Word, moved: Sequence[Moved], before: Town, after: Town) -> Table:
    table = Table(show_lines=True)
    for column in ("request", "before", "after", "rules", "sided"):
        table.add_column(word(f"cli-rules-{column}"))
    for each in moved[:SHOWN]:
        table.add_row(each.reference, _said(word, each.before, before), _said(word, each.after, after), ", ".join(each.rules),
                      word(f"cli-rules-{each.sided}"))
    return table


def _said(word: Word, shown: tuple[tuple[str, str], ...], town: Town) -> str:
    """« Nid-de-poule › Voirie »; both of what contradicts itself; « je ne sais pas »."""
    lines = [f"{short_name(town.services[service].name)} › {short_name(town.directions[direction].name)}" for service, direction in shown]
    if len(lines) > 1:
        return "\n".join([word("cli-rules-either"), *lines])
    return lines[0] if lines else word("cli-rules-unknown")
