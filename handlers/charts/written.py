"""Numbers as each language writes them. Pure."""

from __future__ import annotations


def number(value: float, language: str, *, decimals: int = 0) -> str:
    """« 3 512 », « 1,6 »: thin spaces that do not break, and a comma, in French."""
    said = f"{value:,.{decimals}f}"
    return said.replace(",", "\u202f").replace(".", ",") if language == "fr" else said


def percent(share: float, language: str) -> str:
    return f"{round(100 * share)}\u202f%" if language == "fr" else f"{round(100 * share)}%"
