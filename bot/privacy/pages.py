"""The documents as pages: written from the facts, kept on disk with a mark by which what somebody changed by hand is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff
from hashlib import sha256
from pathlib import Path
from typing import Literal

from bot.privacy.facts import Facts
from config.forms import fill, form

NAMES = ("notice", "registre", "aipd")
MARK = re.compile(r"\n<!-- relais privacy documents : ([0-9a-f]{64}) -->\n\Z")
PIECES = re.compile(r"\n|(?<=[.;:|]) ")

State = Literal["missing", "current", "behind", "edited"]
"""behind: as Relais wrote it, of a configuration that changed since. edited: not as Relais wrote it."""


@dataclass(frozen=True, slots=True)
class Pack:
    """pages: text by file name. left_open: what the town still has to say, by its key in gouvernance.yaml."""

    pages: Mapping[str, str]
    left_open: Mapping[str, str]


def pack(facts: Facts) -> Pack:
    pages = {f"{name}.md": _marked(fill(form(name), facts.values, facts.so)) for name in NAMES}
    return Pack(pages, facts.left_open)


def state(page: str, path: Path) -> State:
    """What a page on disk is, beside the one of today."""
    if not path.exists():
        return "missing"
    there = path.read_text("utf-8")
    if there == page:
        return "current"
    return "behind" if there == _marked(MARK.sub("", there)) else "edited"


def changes(page: str, path: Path) -> list[str]:
    """The pieces of sentences that went (-) and came (+): lines are long, and most of one stays."""
    before, after = (PIECES.split(MARK.sub("", text)) for text in (path.read_text("utf-8"), page))
    found = [*unified_diff(before, after, n=0, lineterm="")][2:]
    return [f"{line[0]} {line[1:]}" for line in found if not line.startswith("@@")]


def _marked(text: str) -> str:
    return f"{text}\n<!-- relais privacy documents : {sha256(text.encode()).hexdigest()} -->\n"
