"""The documents of French law (config/texts/fr/documents), and how what they leave open is filled.

They are in French only: a French authority keeps its register and informs its staff in French, and a translation would bind nobody.
In a form, {k} is a fact and {dpo:how to reach the DPO} a point that the town answers; « [si telegram] » keeps its line, or, alone on it,
the lines up to « [fin] », when that is so; « [sauf telegram] » when it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "texts" / "fr" / "documents"
CONDITION = re.compile(r"\[(si|sauf) ([a-z_]+)\] ?")
END = "[fin]"
TO_SAY = "**À compléter : {}**"


class Point:
    """What only a town can say. given: its words, None until it says them. left_open: where it is noted, by its key, until then."""

    def __init__(self, key: str, given: str | None, left_open: dict[str, str]) -> None:
        self.key = key
        self._given = given
        self._left_open = left_open

    def __format__(self, wanted: str) -> str:
        """The town's words, safe in a table of Markdown; else what is wanted, told to be wanting."""
        if self._given is not None:
            return " ".join(self._given.split()).replace("|", "\\|")
        self._left_open.setdefault(self.key, wanted)
        return TO_SAY.format(wanted)


def form(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text("utf-8")


def fill(text: str, facts: Mapping[str, str | Point], so: Mapping[str, bool]) -> str:
    """Fill a form. so: what is the case, and what is not. Raises KeyError for a fact or a case that is not there."""
    kept = "\n".join(_kept(text.splitlines(), so)).format_map(facts)
    return re.sub(r"\n{3,}", "\n\n", kept).strip() + "\n"


def _kept(lines: list[str], so: Mapping[str, bool]) -> Iterator[str]:
    around: list[bool] = []
    for line in lines:
        if line == END:
            around.pop()
            continue
        found = CONDITION.match(line)
        is_so = found is None or so[found[2]] == (found[1] == "si")
        if found and found.end() == len(line):
            around.append(is_so)
        elif is_so and all(around):
            yield line[found.end() :] if found else line
