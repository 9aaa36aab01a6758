"""Configuration faults on the terminal: where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from config.faults import Fault
from config.texts import words


def print_faults(console: Console, faults: Sequence[Fault], language: str) -> None:
    """All of them at once, in reading order; one line of praise when there is none."""
    for fault in faults:
        colour = "red" if fault.level == "fault" else "yellow"
        console.print(Text.assemble((fault.where, "bold"), "  ", (fault.what(language), colour)))
        if remedy := fault.remedy(language):
            console.print(Text(f"    → {remedy}"))
    wrong = sum(fault.level == "fault" for fault in faults)
    summary = words().say(language, "check-summary", {"faults": wrong, "warnings": len(faults) - wrong})
    console.print(Text(summary, style="bold red" if wrong else "bold green"))
