"""How the answers to a turning question spread: one question a window, for the whole town, where the level of the whole is shown too.

One, because each spread is one more mean over other people: were all four shown in every window, and did they all say the same as the core,
two years of them would name the most loaded of a team in one case out of four (docs/surveys.md). And of half the answers, drawn by lot:
nobody can know whether theirs, or anybody's, is among them (amplification by subsampling: Balle, Barthe, Gaboardi, NeurIPS 2018).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import ceil
from random import Random
from statistics import median_low
from typing import NamedTuple

from config.surveys import Bank
from handlers.surveys.publishing import FLOOR, detailed
from handlers.surveys.rules import THEMES
from storage.ballots import Vote


class Share(NamedTuple):
    """Those who answered from one degree to another, the same or the next. tenths: of all who answered, 1 to 9."""

    first: str
    last: str
    tenths: int


class Spread(NamedTuple):
    """text: the question as it was asked. shares: along its scale, ten tenths together. most: its options that enough people chose."""

    question: str
    text: str
    shares: tuple[Share, ...] = ()
    most: tuple[str, ...] = ()


def spread(bank: Bank, votes: Sequence[Vote], shown_before: Mapping[str, date], chance: Random, *, k: int = FLOOR) -> Spread | None:
    """The turning question of which this window says how its answers spread; None when there is none.

    shown_before: of each question once shown, the end of its last window. What was shown least recently goes first: its dimension, then the
    question. It takes max(11, k) people who answered, secrétaires généraux left out, and as many drawn. A question that
    merges into nothing is nothing, which tells that its answers were few or alike, and no other takes its place.
    """
    answered = dict(_answered(bank, votes, detailed(k)))
    if not answered:
        return None
    known = sorted((day, id) for id, day in shown_before.items() if id in bank.questions)
    shown_of = {bank.questions[id].dimension: day for day, id in known}
    id = min(answered, key=lambda each: (shown_of.get(bank.questions[each].dimension, date.min), shown_before.get(each, date.min), each))
    question, places = bank.questions[id], answered[id]
    labels = [label for _, label in bank.answers(question)]
    if bank.scales[question.scale].kind == "options":
        most = tuple(labels[place] for place, count in Counter(places).most_common() if count >= detailed(k))
        return Spread(id, question.text, most=most) if most else None
    drawn = chance.sample(places, (len(places) + 1) // 2)
    parts = merged(drawn, len(labels), k=k) if len(drawn) >= detailed(k) else []
    shares = tuple(Share(labels[first], labels[last], tenths) for first, last, tenths in parts)
    return Spread(id, question.text, shares) if shares else None


def _answered(bank: Bank, votes: Sequence[Vote], least: int) -> Iterator[tuple[str, list[int]]]:
    """Of each turning question that enough people answered, the place of each person's answer: the middle one of several."""
    leaders = {vote.token for vote in votes if vote.leads}
    given: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for vote in votes:
        if (place := _place(bank, vote)) is not None:
            given[vote.question][vote.token].append(place)
    for id, people in given.items():
        if len(people.keys() - leaders) >= least:
            yield id, sorted(median_low(places) for places in people.values())


def _place(bank: Bank, vote: Vote) -> int | None:
    question = bank.questions.get(vote.question)
    if question is None or question.when == "noyau" or question.id == THEMES:
        return None
    return next((place for place, (value, _) in enumerate(bank.answers(question)) if value == vote.answer), None)


def merged(places: Sequence[int], degrees: int, *, k: int = FLOOR) -> list[tuple[int, int, int]]:
    """Merge a scale's neighbouring degrees until each part holds a tenth of the people, and k + 1: whoever reads may be one of them.

    Returns (first place, last place, tenths), tenths that make ten; nothing for a single part, which would tell all answers.
    """
    counts, least = Counter(places), max(k + 1, ceil(len(places) / 10))
    parts: list[tuple[int, int]] = []
    first = held = 0
    for place in range(degrees):
        held += counts[place]
        if held >= least:
            parts.append((first, held))
            first, held = place + 1, 0
    if len(parts) < 2:
        return []
    parts[-1] = (parts[-1][0], parts[-1][1] + held)  # too few to stand alone
    ends = [*(start - 1 for start, _ in parts[1:]), degrees - 1]
    tenths = _tenths([people for _, people in parts])
    return [(start, end, tenth) for (start, _), end, tenth in zip(parts, ends, tenths, strict=True)]


def _tenths(people: Sequence[int]) -> list[int]:
    """Each part in tenths, the largest remainders rounded up (Hamilton), the first ones first."""
    total = sum(people)
    tenths = [10 * each // total for each in people]
    rests = sorted(range(len(people)), key=lambda part: -(10 * people[part] % total))
    for part in rests[: 10 - sum(tenths)]:
        tenths[part] += 1
    return tenths
