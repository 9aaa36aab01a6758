"""Takes residents' personal data out of a text before it is stored. Pure, linear in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from handlers.privacy.names import names
from handlers.privacy.numbers import birth_dates, cards, emails, ibans, plates, social_security, telephones
from handlers.routing.features import clean

if TYPE_CHECKING:
    from config.catalogue import PrivacyFilter

Span = tuple[int, int]

LABELS = {
    "email": "[courriel masqué]",
    "iban": "[IBAN masqué]",
    "nir": "[numéro de sécurité sociale masqué]",
    "card": "[carte bancaire masquée]",
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
    "card": cards,
    "birth": birth_dates,
    "phone": telephones,
    "plate": plates,
    "name": names,
}

FOUND_BY_US = frozenset(("telephone", "courriel", "plaque", "nir", "iban", "nom_civilite"))
"""Filters of a town's file that name what Relais finds by itself: of these only the exceptions count."""
_DIGIT = re.compile(r"\d")
LONGEST = 4096
"""Characters that a town's own patterns read: what a bad one costs is then bounded in length, and nothing longer is kept."""

Filters = Mapping[str, "PrivacyFilter"]


class Masked(NamedTuple):
    """text: safe to store. found: what stands masked in it, when something was taken out now: see `masked_in`."""

    text: str
    found: tuple[str, ...]


def mask(text: str, filters: Filters) -> Masked:
    """Replace personal data by what it was: « Mme Durand, 06 12 34 56 78 » gives « Mme [nom masqué], [téléphone masqué] ».

    filters: the town's, its own « masquer » on top of ours. Masking again finds nothing. Names without a civility are not seen.
    """
    left_alone, read = _left_alone(*filters.values()), _read(text)
    masked = _replaced(_without_ours(read, left_alone), filters, "masquer")
    if masked == read:
        return Masked(text, ())
    masked = _without_ours(masked, left_alone)
    return Masked(masked, masked_in(masked, filters))


def masked_in(text: str, filters: Filters) -> tuple[str, ...]:
    """What was taken out of a text, once each, in order: keys of texts (« masked-phone »), or the words of a town's own label."""
    words = {filter.label: bare_label(filter.label) for filter in filters.values()}
    words |= {label: f"masked-{kind}" for kind, label in LABELS.items()}
    return tuple(dict.fromkeys(words[label] for label in _labels(tuple(words)).findall(text)))


def warnings(text: str, filters: Filters) -> tuple[str, ...]:
    """The labels of the town's « avertir » filters that the text meets: « [santé] », in the order of the file."""
    return tuple(filter.label for filter in _own(filters, "avertir") if _replaced_by(filter, text, filters) != text)


def soften(text: str, filters: Filters) -> str:
    """Replace what `warnings` speaks of by its label."""
    return _replaced(text, filters, "avertir")


def without_labels(text: str, filters: Filters) -> str:
    """What people said themselves: « téléphone masqué » speaks of no telephone that is out of order."""
    return _every_label(filters).sub(" ", text)


def bare_label(label: str) -> str:
    """« [numéro d'allocataire masqué] » gives « numéro d'allocataire »."""
    return re.sub(r" masquée?s?$", "", label.strip("[]"))


def _read(text: str) -> str:
    """As the router reads it, letter for letter: nothing invisible parts a number, whatever the keyboard its digits come from."""
    return text if text.isascii() else _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), clean(text))


def _own(filters: Filters, action: str) -> list[PrivacyFilter]:
    return [filter for id, filter in filters.items() if filter.action == action and id not in FOUND_BY_US]


def _replaced(text: str, filters: Filters, action: str) -> str:
    """Apply the town's own filters of an action."""
    for filter in _own(filters, action):
        text = _replaced_by(filter, text, filters)
    return text


def _replaced_by(filter: PrivacyFilter, text: str, filters: Filters) -> str:
    """Apply one to what no label covers yet."""
    left_alone = _left_alone(filter)

    def written(found: re.Match[str]) -> str:
        return filter.label if found[0] and _bare(found[0]) not in left_alone else found[0]

    pieces = _every_label(filters).split(text[:LONGEST])  # every second one is a label
    pieces[::2] = [_pattern(filter.pattern).sub(written, piece) for piece in pieces[::2]]
    return "".join(pieces) + text[LONGEST:]


def _left_alone(*filters: PrivacyFilter) -> frozenset[str]:
    return frozenset(_bare(each) for filter in filters for each in filter.exceptions)


def _every_label(filters: Filters) -> re.Pattern[str]:
    return _labels((*LABELS.values(), *(filter.label for filter in filters.values())))


@cache
def _labels(labels: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"({'|'.join(map(re.escape, sorted(labels, key=len, reverse=True)))})")


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _bare(text: str) -> str:
    """Letters and digits alone, so that « 0800 47 33 33 » is the « 0 800 473 333 » of an exception."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _without_ours(text: str, left_alone: frozenset[str]) -> str:
    while items := _items(text, left_alone):
        text = _written(text, items)  # a shorter text may bring a number next to the word that announces it: look again
    return text


def _items(text: str, left_alone: frozenset[str]) -> list[tuple[Span, str]]:
    """Find what to replace, in the order of the text; where two kinds overlap the first of LABELS wins."""
    taken: list[tuple[Span, str]] = []
    for kind, find in _FINDERS.items():
        spans = sorted(span for span in find(text) if not left_alone or _bare(text[slice(*span)]) not in left_alone)
        taken = _merged(taken, spans, kind)
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


def _written(text: str, items: list[tuple[Span, str]]) -> str:
    pieces, position = [], 0
    for (start, end), kind in items:
        pieces += [text[position:start], LABELS[kind]]
        position = end
    return "".join([*pieces, text[position:]])
