"""The ladder: who is told of a request, and when, as its clocks run; and how long an acknowledgement keeps it quiet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, NamedTuple, get_args

import orjson
from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from config.entries import Delay, Entry, Term
from config.faults import nearest

Function = Literal["pilote", "direction", "mairie", "sg", "chef_direction", "coordination", "dgs"]
"""Whom a rung tells, by function: whoever has the request in hand, the référents of its direction, those who answer for it there,
whoever logged it or follows it in its mairie, and the roles above."""

FUNCTIONS: tuple[str, ...] = get_args(Function)
CLOCKS: Mapping[str, str] = {"prise_en_charge": "taking", "premiere_reponse": "answer", "resolution": "resolution", "legale": "legal"}
EVERY_CLOCK = ("taking", "answer", "resolution")


class When(NamedTuple):
    """The moment of a rung: a share of the delay (« 80 % »), a delay after it (« +2 jo »), days before it (« -15 j »), or postponements.

    amount: per cent; the delay's own amount; days; or how many.
    """

    kind: Literal["share", "after", "before", "postponements"]
    amount: int
    after: Delay | None = None

    @classmethod
    def parse(cls, text: Any) -> When:
        """Read « +2 jo » as When("after", 2, Delay(2, "working_days"))."""
        written = str(text).strip()
        if found := re.fullmatch(r"(\d{1,3})\s*%", written):
            amount = int(found[1])
            if 1 <= amount <= 100:
                return cls("share", amount)
        elif found := re.fullmatch(r"\+\s*(.+)", written):
            delay = Delay.parse(found[1])
            if delay.amount:
                return cls("after", delay.amount, delay)
        elif found := re.fullmatch(r"-\s*(\d{1,2})\s*j", written):
            return cls("before", int(found[1]))
        elif found := re.fullmatch(r"(\d)\s*reports?", written):
            return cls("postponements", int(found[1]))
        raise PydanticCustomError("check-rung-moment", "moment", {"given": written})

    @property
    def written(self) -> str:
        """As the town writes it: « 80 % », « +2 jo », « -15 j », « 2 reports »."""
        match self.kind:
            case "share":
                return f"{self.amount} %"
            case "after":
                return f"+{self.after.written}" if self.after else ""
            case "before":
                return f"-{self.amount} j"
        return f"{self.amount} report{'s' if self.amount > 1 else ''}"


CALENDARS = ("responsable", "mairie", "24_7")
Pace = Literal["matin", "hebdomadaire", "mensuel"]
"""In the next morning message; in Monday's; grouped for the month."""


def _one_of(given: Any, allowed: tuple[str, ...], kind: str) -> str:
    if given not in allowed:
        raise PydanticCustomError("check-ladder-word", "word", {
            "given": str(given), "kind": kind, "near": nearest(str(given), allowed), "allowed": ", ".join(allowed)})
    return str(given)


def _several(given: Any) -> Any:
    """One function, or a list of them; an empty list is a word that is missing."""
    return (given,) if isinstance(given, str) else given or ("",)


def _word(allowed: Iterable[str], kind: str) -> AfterValidator:
    return AfterValidator(lambda given: _one_of(given, tuple(allowed), kind))


Whom = Annotated[str, _word(FUNCTIONS, "function")]
Written = Annotated[str, _word(get_args(Pace), "pace")]


class Rung(Entry):
    """One step. to: whom, by function. clock: of which clock, None for the three of them (not the legal one).

    only_sent: only while nobody took the request. pace, pace_urgent: when it is told; None: as for the others.
    """

    to: Annotated[tuple[Whom, ...], Field(strict=False), BeforeValidator(_several)] = Field(alias="a")
    when: Annotated[When, PlainValidator(When.parse)] = Field(alias="quand")
    clock: Annotated[str, _word(CLOCKS, "clock")] | None = Field(None, alias="horloge")
    only_sent: bool = Field(False, alias="si_transmise")
    pace: Written = Field("matin", alias="rythme")
    pace_urgent: Written | None = Field(None, alias="rythme_urgent")


class Ladder(Entry):
    """Every rung, in order. calendar: in which one « +2 jo » is counted. rearm: quiet after « Je m'en occupe » (None: to the end).

    relief: who is told where nobody holds a function, until the last one, which has none.
    """

    calendar: Annotated[str, _word(CALENDARS, "calendar")] = Field("responsable", alias="calendrier")
    rearm: Term = Field(Delay(2, "working_days"), alias="rearmement")
    relief: Mapping[Whom, Whom] = Field(alias="releve")
    rungs: tuple[Rung, ...] = Field(alias="marches", min_length=1)

    @model_validator(mode="after")
    def _always_somebody(self) -> Ladder:
        """Wherever it starts, relief ends at a function that has none, without coming back."""
        ends = {self._last(function) for function in {*(to for rung in self.rungs for to in rung.to), *self.relief}}
        if len(ends) > 1:
            missing = ", ".join(sorted(ends - {"dgs"})) or "dgs"
            raise PydanticCustomError("check-ladder-missing", "missing", {"functions": missing})
        return self

    def _last(self, function: str) -> str:
        met = [function]
        while (function := self.relief.get(function, "")) != "":
            if function in met:
                raise PydanticCustomError("check-ladder-cycle", "cycle", {"functions": " → ".join([*met, function])})
            met.append(function)
        return met[-1]


def standard() -> Ladder:
    """The ladder of a town that wrote none (domain.md §2.8)."""
    rungs = [
        {"a": "direction", "quand": "50 %", "horloge": "prise_en_charge", "si_transmise": True},
        {"a": "pilote", "quand": "80 %"},
        {"a": ["direction", "mairie"], "quand": "100 %"},
        {"a": ["sg", "chef_direction"], "quand": "+2 jo", "rythme": "hebdomadaire", "rythme_urgent": "matin"},
        {"a": "coordination", "quand": "+5 jo", "rythme": "hebdomadaire"},
        {"a": "dgs", "quand": "+10 jo", "horloge": "resolution", "rythme": "mensuel"},
        {"a": "dgs", "quand": "2 reports", "horloge": "resolution", "rythme": "mensuel"},
        {"a": ["pilote", "sg"], "quand": "-15 j", "horloge": "legale"},
        {"a": ["pilote", "sg"], "quand": "-5 j", "horloge": "legale"},
    ]
    relief = {"pilote": "direction", "mairie": "sg", "direction": "chef_direction", "chef_direction": "sg", "sg": "coordination",
              "coordination": "dgs"}
    return Ladder.model_validate_json(orjson.dumps({"marches": rungs, "releve": relief}))
