"""Measures the masking of personal data and prints a table: what survives of it, and how often something else is taken for it.

Run as `python -m tests.privacy.report`. Everything it reads is in the repository, or made from it under fixed seeds.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from config.town import bundled, load
from handlers.privacy.rules import mask
from tests.privacy.generated import CLEAN_GOAL, GOALS, Measure, lines_of, measure, sentences


def report(console: Console) -> None:
    town = load(bundled("valmiere"))

    def masked(text: str) -> str:
        return mask(text, town.privacy_filters).text

    learnt, aside = measure("development", masked), measure("kept_aside", masked)
    table = Table("personal data masked, nothing of it left", "to learn from", "kept aside", "goal", title="Masking")
    for kind, goal in GOALS.items():
        table.add_row(kind, share(learnt, kind), share(aside, kind), f"≥ {goal:.0%}")
    table.add_row("sentences of which only the data went", f"{learnt.exact:.1%}", f"{aside.exact:.1%}", "≥ 95%")
    table.add_section()
    phrases = [phrase for service in town.services.values() for phrase in service.phrases]
    table.add_row("clean sentences touched", touched(lines_of("sentences/clean_development.txt"), masked),
                  touched(lines_of("clean.txt"), masked), f"≤ {CLEAN_GOAL:.0%}")
    table.add_row("the catalogue's sentences touched", touched(phrases, masked), "", "")
    texts = [sentence.typed for sentence in sentences("kept_aside")]
    start = time.process_time()
    for text in texts:
        masked(text)
    table.add_row("time of one sentence, µs", "", f"{(time.process_time() - start) / len(texts) * 1e6:.0f}", "")
    console.print(table)


def share(of: Measure, kind: str) -> str:
    return f"{of.recall(kind):.1%} of {of.wanted[kind]}"


def touched(lines: list[str], masked: Callable[[str], str]) -> str:
    return f"{sum(masked(line) != line for line in lines) / len(lines):.1%} of {len(lines)}"


if __name__ == "__main__":
    report(Console(width=110))
