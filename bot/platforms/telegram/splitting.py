"""Texts cut to Telegram's lengths, counted in UTF-16 units: between paragraphs, else lines, else words, never within a character."""

from __future__ import annotations

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
BREAKS = ("\n\n", "\n", " ")


def units(text: str) -> int:
    """Length as Telegram counts it: one for most characters, two for those beyond the basic plane (emoji)."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` units that joined give it back. Cuts after a paragraph, else a line, else a word, else anywhere.

    A cut is only taken in the second half of what fits, so that a short first line does not make a short first message.
    split("one two", 4) == ["one ", "two"]
    """
    parts = []
    while units(text) > limit:
        fits = _fitting(text, limit)
        cut = next((end for mark in BREAKS if (end := text.rfind(mark, fits // 2, fits) + len(mark)) > fits // 2), fits)
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]


def _fitting(text: str, limit: int) -> int:
    """How many characters of a longer text fit; at least one, so that cutting always ends."""
    if text[:limit].isascii():
        return limit
    size = 0
    for index, character in enumerate(text[: limit + 1]):
        size += 2 if character > "\uffff" else 1
        if size > limit:
            return max(index, 1)
    return min(len(text), limit)
