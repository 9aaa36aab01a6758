"""Compares what people write: no accents, no case, no punctuation, abbreviations in full."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

SEPARATORS = re.compile(r"[\W_]+")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})


def fold(text: str, abbreviations: Mapping[str, str] | None = None) -> str:
    """Write « Bd de l'Égalité » as « boulevard de l egalite »: words separated by one space.

    abbreviations: whole words to replace, already folded: {"bd": "boulevard"}.
    """
    lower = unicodedata.normalize("NFKD", text).casefold()  # first letters of every shape become plain, then small
    decomposed = unicodedata.normalize("NFKD", lower).translate(LIGATURES)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = SEPARATORS.sub(" ", bare).split()
    if abbreviations:
        words = SEPARATORS.sub(" ", " ".join(abbreviations.get(word, word) for word in words)).split()
    return " ".join(words)
