"""Reads the words that put the telephone before the form. Pure; the town's expressions are found by `expressions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from handlers.routing.expressions import Watch, found, watch
from handlers.routing.features import POLITE, STOP_WORDS, tidy, words_of

if TYPE_CHECKING:
    from config.catalogue import Danger
    from config.town import Town

REACH = 5
"""A negation counts up to so many words before what it denies: « pas de fumée », « exercice incendie »."""


class Alarm(NamedTuple):
    """A danger that a text speaks of.

    certain: False when a negation precedes it, or when one of its words is a slip away from what was typed: do not raise the alarm, ask.
    """

    danger: Danger
    certain: bool


def danger_of(text: str, town: Town) -> Danger | None:
    """Return the danger a text surely speaks of, None without one. « fumée noire à l'école » is feu_explosion."""
    alarm = alarm_of(text, town)
    return alarm.danger if alarm and alarm.certain else None


def alarm_of(text: str, town: Town) -> Alarm | None:
    """Return the danger a text speaks of, surely or perhaps. Of several, the one whose words say most; then the town's order."""
    seen: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    for each in found(_watch(town), text):
        seen[not (each.denied or each.slipped)].append((-each.size, each.subject))
    for certain in (True, False):
        if seen[certain]:
            return Alarm([*town.dangers.values()][min(seen[certain])[1]], certain)
    return None


def _watch(town: Town) -> Watch:
    """A town's dangers, prepared once."""
    return town.once("dangers", lambda: watch(
        [*town.dangers.values()], negations=town.danger_negations, abbreviations=town.abbreviations, reach=REACH,
        ordinary=_ordinary(town) | STOP_WORDS | POLITE))


def _ordinary(town: Town) -> frozenset[str]:
    """The words of the town's catalogue: « pierre » is no mistyped « tierce »."""
    services = town.services.values()
    texts = [text for service in services for text in (service.name, *service.keywords, *service.phrases, *service.questions)]
    return frozenset(word.plain for text in texts for word in words_of(tidy(text)))
