"""How figures are said, in any message: their value, of how many, and where and when they are of."""

from __future__ import annotations

from config.entries import name_of
from handlers.desk import Desk
from handlers.measures.definitions import OTHERS, SMALL, Figure
from handlers.measures.periods import Period
from handlers.messages import Refusal
from storage.measures import Perimeter


def withheld(desk: Desk, key: str = "figures-withheld") -> Refusal:
    """Why somebody whose role has figures sees none: an election is near (key), or they have no place yet."""
    return Refusal(key if desk.town.in_pre_election(desk.today) else "not-your-role")


def said(desk: Desk, figure: Figure) -> str | None:
    """« 82 % (n = 96) », « 7 sur 9, n trop faible », « < 5 »; None for what is better left unsaid."""
    unit, found = figure.measure.unit, figure.found
    if unit == "split":
        return None if figure.hidden else ", ".join(f"{part(desk, figure.measure.id, name)} {number}" for name, number in found.parts)
    if unit == "count":
        if figure.hidden:
            return desk.word("figure-small") if found.some is None else None
        return value(desk, figure) + _pairs(desk, figure)
    if figure.why == "early" and found.known_at:
        return desk.word("figure-early", on=found.known_at)
    if figure.hidden == "n" or (figure.hidden and figure.why == "few"):
        return desk.word("figure-few", some="none", n=0)
    if figure.hidden:
        return desk.word("figure-hidden", of=figure.hidden, n=found.n, least=found.n - SMALL + 1)
    if figure.why == "few":
        return desk.word("figure-few-of", n=found.n) if found.some is None else desk.word("figure-few", some=found.some, n=found.n)
    if figure.why == "none":
        return desk.word("figure-none", n=found.n)
    return desk.word("figure-of", said=value(desk, figure), n=found.n)


def value(desk: Desk, figure: Figure) -> str:
    """« 82 % », « 1,6 jour ouvré », « 27 »."""
    number = figure.value or 0.0
    match figure.measure.unit:
        case "share":
            return desk.word("figure-share", percent=round(100 * number))
        case "days":
            return desk.word("figure-days", value=round(number, 1))
        case "minutes":
            return desk.word("figure-minutes", value=round(number))
    return desk.word("figure-count", value=round(number))


def part(desk: Desk, id: str, name: str) -> str:
    """A part of a split: a door by which requests arrive, what a closing comes to, or a reason."""
    if name == OTHERS or id == "outcomes":
        return desk.word(f"outcome-{name}")
    return name_of(desk.town.channels if id == "channels" else {**desk.town.transfer_reasons, **desk.town.closing_reasons}, name)


def place(desk: Desk, perimeter: Perimeter) -> str:
    """Whose figures they are."""
    if perimeter.direction:
        return name_of(desk.town.directions, perimeter.direction)
    if perimeter.mairies is None:
        return desk.word("figures-everywhere")
    return ", ".join(name_of(desk.town.mairies, id) for id in perimeter.mairies)


def period_words(desk: Desk, period: Period) -> str:
    """« semaine 47, du 16 au 22 novembre 2026 », « 3e trimestre 2026 »."""
    return desk.word(f"period-{period.kind}", number=period.number, year=period.year, first=period.first, last=period.last)


def _pairs(desk: Desk, figure: Figure) -> str:
    """« (Voirie ↔ Eau 2) »: between which directions it went there and back."""
    pairs = [
        f"{' ↔ '.join(name_of(desk.town.directions, id) for id in pair.split('/'))} {number}" for pair, number in figure.found.parts
    ]
    return f" ({', '.join(pairs)})" if pairs else ""
