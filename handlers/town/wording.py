"""How an import is put into words: how much changes, what changes line by line, what speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from config.differences import Change, Detail, counts
from config.faults import Fault
from handlers.town.rules import Breakage

Word = Callable[..., str]
"""Desk.word, or the terminal's: a key, and what fills it."""

MOST_FAULTS = 8
MOST_CHANGES = 30
LONGEST = 300
SIGNS = {"added": "+", "removed": "−", "changed": "~"}


def counted(word: Word, changes: Iterable[Change], alone: int = 0) -> str:
    """« 3 ajouts, 1 retrait, 2 sans référent »."""
    of = counts(changes)
    parts = [
        word("town-added", count=of["added"]) if of["added"] else "",
        word("town-removed", count=of["removed"]) if of["removed"] else "",
        word("town-changed", count=of["changed"]) if of["changed"] else "",
        word("town-alone", count=alone) if alone else "",
    ]
    return ", ".join(part for part in parts if part) or word("town-unchanged")


def change_lines(word: Word, changes: Sequence[Change], most: int | None = MOST_CHANGES) -> str:
    """Each change on its line, under its table; « et N autres » when there are more. most: None for all of them."""
    lines: list[str] = []
    table = ""
    for change in changes[:most]:
        if change.what != table:
            lines.append(f"{change.what} :")
            table = change.what
        lines.append(_line(change))
    return "\n".join(lines + _more(word, len(changes) - len(changes[:most])))


def fault_lines(word: Word, language: str, faults: Sequence[Fault]) -> str:
    """Where, what and what to do, for the first eight."""
    lines = [
        word("town-fault", where=fault.where, what=fault.what(language), remedy=fault.remedy(language)) for fault in faults[:MOST_FAULTS]
    ]
    return "\n".join(lines + _more(word, len(faults) - MOST_FAULTS))


def breakage_lines(word: Word, broken: Sequence[Breakage], most: int | None = MOST_FAULTS) -> str:
    lines = [word(breakage.key, **breakage.values) for breakage in broken[:most]]
    return "\n".join(lines + _more(word, len(broken) - len(lines)))


def _line(change: Change) -> str:
    names = " · ".join(name for name in (change.id, change.name) if name)
    details = " ; ".join(map(_detail, change.detail))
    line = f"{SIGNS[change.kind]} {names}{f' : {details}' if details else ''}"
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _detail(detail: Detail) -> str:
    """« direction m_voirie → m_proprete », « mots_cles − gravier », « formulations gros trou »."""
    was, now = ", ".join(detail.before), ", ".join(detail.after)
    arrow = f"{was} → {now}" if was and now else f"− {was}" if was else now
    return f"{detail.key} {arrow}".strip()


def _more(word: Word, left: int) -> list[str]:
    return [word("town-more", count=left)] if left > 0 else []
