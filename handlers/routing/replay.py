"""Past requests proposed again under changed rules: which would have been proposed otherwise, and whether a person had chosen so. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from handlers.routing.rules import Suggestion
from handlers.routing.verdict import Verdict, decide, where

if TYPE_CHECKING:
    from config.town import Town

Sided = Literal["better", "worse", "other"]


class Past(NamedTuple):
    """A request as it was recorded. text: masked, without the labels. quarter: its place's mairie. service, direction: what it became."""

    reference: str
    text: str
    place: str | None
    quarter: str | None
    service: str | None
    direction: str | None


class Moved(NamedTuple):
    """A request that would be proposed otherwise. before, after: what is preferred, or the choices that contradict each other, or none
    where we would not know. sided: better when what it became is only preferred after, worse when only before."""

    reference: str
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    sided: Sided


def replay(past: Iterable[Past], before: Town, after: Town, suggest: Callable[[str], Sequence[Suggestion]]) -> Iterator[Moved]:
    """Yield each request whose proposal the change moves, in their order. suggest: the router in force, for both."""
    for each in past:
        suggestions = suggest(each.text)
        was, now = (_verdict(each, town, suggestions) for town in (before, after))
        if shown(was) != shown(now):
            became = (each.service or "", each.direction or "")
            yield Moved(each.reference, shown(was), shown(now), _rules(was, now), _sided(became, was, now))


def shown(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """The service and direction preferred; the two that contradict each other; nothing where we do not know."""
    if verdict.disagree:
        return tuple((each.service, each.direction) for each in verdict.choices[:2])
    return ((verdict.best.service, verdict.best.direction),) if verdict.best else ()


def _verdict(past: Past, town: Town, suggestions: Sequence[Suggestion]) -> Verdict:
    return decide(town, suggestions, past.text, where(town, past.text, place=past.place, mairie=past.quarter))


def _rules(was: Verdict, now: Verdict) -> tuple[str, ...]:
    """The rules that make the difference: those heard on one side only, or all that are heard where they differ in what they do."""
    one, other = (dict.fromkeys(rule for each in verdict.choices for rule in each.rules) | ({verdict.aside.rule: None} if verdict.aside
                  and verdict.aside.rule else {}) for verdict in (was, now))
    return tuple(rule for rule in (*one, *other) if (rule in one) != (rule in other)) or tuple(other)


def _sided(became: tuple[str, str], was: Verdict, now: Verdict) -> Sided:
    before, after = shown(was) == (became,), shown(now) == (became,)
    return "other" if before == after else "better" if after else "worse"
