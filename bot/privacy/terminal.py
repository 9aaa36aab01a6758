"""`relais privacy documents`: writes the documents, or says whether those written still tell what runs, and what is left to say."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.editions import town_at_rest
from bot.operator import say
from bot.platforms import Misconfigured
from bot.privacy.facts import facts_of
from bot.privacy.pages import Pack, changes, pack, state
from config.settings import Settings

COLOURS = {"missing": "red", "current": "green", "behind": "red", "edited": "red"}
MOST_CHANGES = 20


def write(settings: Settings, folder: Path, *, force: bool, console: Console) -> None:
    """Raises TownFaults; Misconfigured when somebody's own words would be lost."""
    today = _pack(settings)
    edited = [name for name, page in today.pages.items() if state(page, folder / name) == "edited"]
    if edited and not force:
        raise Misconfigured("cli-privacy-edited", files=", ".join(edited), folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in today.pages.items():
        (folder / name).write_text(page, "utf-8")
        console.print(Text.assemble((str(folder / name), "bold"), "  ", say(f"cli-privacy-{name.removesuffix('.md')}")))
    _left_open(today, console)


def check(settings: Settings, folder: Path, *, console: Console) -> bool:
    """Say of each document whether it is as it would be written now; False when one is not. Changes nothing. Raises TownFaults."""
    today = _pack(settings)
    states = {name: state(page, folder / name) for name, page in today.pages.items()}
    for name, found in states.items():
        console.print(Text.assemble((str(folder / name), "bold"), "  ", (say(f"cli-privacy-is-{found}"), COLOURS[found])))
        if found in ("behind", "edited"):
            lines = changes(today.pages[name], folder / name)
            for line in lines[:MOST_CHANGES]:
                console.print(Text(f"    {line}", style="dim"))
            if len(lines) > MOST_CHANGES:
                console.print(Text(f"    {say('cli-privacy-more', count=len(lines) - MOST_CHANGES)}", style="dim"))
    _left_open(today, console)
    return all(found == "current" for found in states.values())


def _pack(settings: Settings) -> Pack:
    return pack(facts_of(town_at_rest(settings), settings))


def _left_open(today: Pack, console: Console) -> None:
    """How many points are left to say, which, and where in gouvernance.yaml."""
    console.print(Text(say("cli-privacy-open", count=len(today.left_open)), style="bold yellow" if today.left_open else "bold green"))
    table = Table(box=None, pad_edge=False, show_header=False)
    for key, wanted in today.left_open.items():
        table.add_row(Text(key, style="bold"), Text(wanted))
    if today.left_open:
        console.print(table)
