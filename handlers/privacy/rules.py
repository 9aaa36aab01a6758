"""Takes residents' personal data out of a text before it is stored. Pure, linear in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from handlers.privacy.names import names
from handlers.privacy.numbers import birth_dates, emails, ibans, plates, social_security, telephones

Span = tuple[int, int]

LABELS = {
    "email": "[courriel masqué]",
    "iban": "[IBAN masqué]",
    "nir": "[numéro de sécurité sociale masqué]",
    "birth": "[date de naissance masquée]",
    "phone": "[téléphone masqué]",
    "plate": "[plaque masquée]",
    "name": "[nom masqué]",
}
"""What is written in place, by kind; the town's catalogue uses the same labels. French: it becomes part of the request."""

_FINDERS: dict[str, Callable[[str], Iterator[Span]]] = {
    "email": emails,
    "iban": ibans,
    "nir": social_security,  # before telephones: « 2 06 12 34 … » holds one
    "birth": birth_dates,
    "phone": telephones,
    "plate": plates,
    "name": names,
}


class Masked(NamedTuple):
    """text: safe to store. found: what was taken out now, as keys of texts (« masked-phone »), each once, in the order of the text."""

    text: str
    found: tuple[str, ...]


def mask(text: str) -> Masked:
    """Replace personal data by what it was: « Mme Durand, 06 12 34 56 78 » gives « Mme [nom masqué], [téléphone masqué] ».

    Masking again finds nothing. Names without a civility are not seen.
    """
    found: list[str] = []
    while items := _items(text):
        found += [kind for _, kind in items]
        text = _replaced(text, items)  # a shorter text may bring a number next to the word that announces it: look again
    return Masked(text, tuple(f"masked-{kind}" for kind in dict.fromkeys(found)))


def _items(text: str) -> list[tuple[Span, str]]:
    """Find what to replace, in the order of the text; where two kinds overlap the first of LABELS wins."""
    taken: list[tuple[Span, str]] = []
    for kind, find in _FINDERS.items():
        taken = _merged(taken, sorted(find(text)), kind)
    return taken


def _merged(taken: list[tuple[Span, str]], spans: list[Span], kind: str) -> list[tuple[Span, str]]:
    """Add the spans that touch nothing taken; both lists are in order, so one walk is enough."""
    merged: list[tuple[Span, str]] = []
    following = iter([*taken, ((len_max := 1 << 62, len_max), "")])
    current = next(following)
    for span in spans:
        while current[0][1] <= span[0]:
            merged.append(current)
            current = next(following)
        if span[1] <= current[0][0] and (not merged or merged[-1][0][1] <= span[0]):
            merged.append((span, kind))
    if current[1]:
        merged.append(current)
    return merged + [item for item in following if item[1]]


def _replaced(text: str, items: list[tuple[Span, str]]) -> str:
    pieces, position = [], 0
    for (start, end), kind in items:
        pieces += [text[position:start], LABELS[kind]]
        position = end
    return "".join([*pieces, text[position:]])
