"""/bilan: what passes between a mairie and a direction, both sides on one page, in the same words for whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from config.entries import name_of
from handlers.desk import Desk
from handlers.measures.definitions import FEWEST, figure
from handlers.measures.formulas import Material
from handlers.measures.periods import Kind, Period, of, period_in
from handlers.measures.reading import material
from handlers.measures.saying import period_words, said
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.people.permissions import grant_of, mairies_of, roles_with
from handlers.people.rules import plain
from handlers.requests.rules import named
from storage.measures import Perimeter

READERS = roles_with("scorecard")
SIDES = {"direction": ("taking", "promises", "done", "refusals"), "mairie": ("complete", "aimed", "alone", "first_reply")}
"""Four lines each: neither side weighs more."""
KINDS = ("month", "quarter")
"""A week between two places is too few requests to say anything."""


class Pair(NamedTuple):
    """Whose page. mairie: "" for all of them. As text « mq_tanneurs/m_voirie/month/2026-11-01 »."""

    mairie: str
    direction: str
    period: Period

    @classmethod
    def parse(cls, text: str) -> Pair:
        mairie, direction, period = text.split("/", 2)
        return cls(mairie, direction, Period.parse(period))

    def __str__(self) -> str:
        return f"{self.mairie}/{self.direction}/{self.period}"


def command(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/bilan; /bilan voirie T3; /bilan voirie Le Plateau octobre."""
    words, period = _read(desk, argument)
    if period.kind not in KINDS:
        raise Refusal("scorecard-which-period")
    if period.first > desk.today:
        raise Refusal("figures-to-come")
    mairies, directions = _mairies(desk), _directions(desk)
    here = named(words, desk.town.mairies, [id for id in mairies if id])
    mairie = here[0] if len(here) == 1 else mairies[0]
    found = directions if len(directions) == 1 else named(words, desk.town.directions, directions)
    if len(found) == 1:
        return _page(desk, Pair(mairie, found[0], period))
    buttons = tuple(_to(Pair(mairie, id, period), name_of(desk.town.directions, id)) for id in found or directions)
    return Reply("scorecard-which", {"known": str(bool(found or not words))}, choices=buttons, layout="list")


def show(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Période précédente], [Les Tanneurs], [Au trimestre]…"""
    return _page(desk, Pair.parse(argument))


def how(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Comment c’est compté]: the eight lines, and back."""
    pair = Pair.parse(argument)
    lines = (desk.word("figure-how", name=desk.word(f"measure-{id}"), how=desk.word(f"how-{id}")) for ids in SIDES.values() for id in ids)
    return Reply("figures-how", {"lines": "\n".join(lines)}, choices=(Button(f"measures.card:{pair}", "button-scorecard"),))


def _read(desk: Desk, argument: str) -> tuple[str, Period]:
    """What is named, and the period that ends the words; without one, last month."""
    words = argument.split()
    for start in range(len(words)):
        period = period_in(plain("".join(words[start:])), desk.today)
        if period:
            return " ".join(words[:start]), period
    return argument, of("month", desk.today).before


# --- whose ---


def _mairies(desk: Desk) -> Sequence[str]:
    """The mairies somebody may read the page of, the usual one first; "" is all of them together."""
    grant = grant_of(desk.who.role, "scorecard")
    if grant is None:
        raise Refusal("not-your-role")
    if grant.scope != "mairie":
        return ["", *desk.town.mairies]
    own = [mairie for mairie in mairies_of(desk.who) if mairie in desk.town.mairies]
    if not own:
        raise Refusal("not-your-role")
    return own


def _directions(desk: Desk) -> Sequence[str]:
    """A référent's own; else those that mairies hand requests to, the mairies' own work apart."""
    grant = grant_of(desk.who.role, "scorecard")
    if grant is not None and grant.scope == "direction":
        if desk.who.direction is None:
            raise Refusal("not-your-role")
        return [desk.who.direction]
    served = {service.direction for service in desk.town.services.values() if service.competence != "mairie_quartier"}
    return [id for id, direction in desk.town.directions.items() if id in served and direction.sending == "messagerie"]


# --- what is said ---


def _page(desk: Desk, pair: Pair) -> Reply:
    mairies = _mairies(desk)
    if pair.mairie not in mairies or pair.direction not in _directions(desk):
        raise Refusal("not-your-role")
    between = Perimeter((pair.mairie,) if pair.mairie else None, pair.direction)
    found = material(desk.store, desk.town, between, pair.period, desk.now)
    values: dict[str, Value] = {
        "mairie": _mairie(desk, pair.mairie), "direction": name_of(desk.town.directions, pair.direction),
        "period": period_words(desk, pair.period), "running": str(found.until < found.end),
        "theirs": "\n".join(_line(desk, id, found) for id in SIDES["direction"]),
        "ours": "\n".join(_line(desk, id, found) for id in SIDES["mairie"]),
    }
    return Reply("scorecard", values, choices=tuple(_buttons(desk, pair, mairies)), layout="list")


def _buttons(desk: Desk, pair: Pair, mairies: Sequence[str]) -> Iterator[Button]:
    period = pair.period
    yield Button(f"measures.card:{pair._replace(period=period.before)}", "button-figures-before")
    if period.following.first <= desk.today:
        yield Button(f"measures.card:{pair._replace(period=period.following)}", "button-figures-after")
    other: Kind = "quarter" if period.kind == "month" else "month"
    yield Button(f"measures.card:{pair._replace(period=of(other, period.first))}", "button-scorecard-kind", {"kind": other})
    yield Button(f"measures.card_how:{pair}", "button-figures-how")
    yield from (_to(pair._replace(mairie=each), _mairie(desk, each)) for each in mairies if each != pair.mairie)


def _to(pair: Pair, label: str) -> Button:
    return Button(f"measures.card:{pair}", "button-plain", {"label": label})


def _mairie(desk: Desk, id: str) -> str:
    return name_of(desk.town.mairies, id) if id else desk.word("scorecard-everywhere")


def _line(desk: Desk, id: str, found: Material) -> str:
    return desk.word("scorecard-line", name=desk.word(f"measure-{id}"), said=_said(desk, id, found))


def _said(desk: Desk, id: str, found: Material) -> str:
    """« 82 % (n = 96) »; under ten, nothing but how many there are."""
    shown = figure(id, found)
    if shown.n < FEWEST:
        return desk.word("figure-few-of", n=shown.n)
    told = said(desk, shown) or ""
    return desk.word("figure-of", said=told, n=shown.n) if shown.measure.unit == "split" else told
