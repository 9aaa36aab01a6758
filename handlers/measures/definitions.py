"""The one table of measures: what each is, and the only place where digests, charts, exports and commands get a figure from. Pure.

The words are in measures.ftl: `measure-<id>` names it, `how-<id>` says its formula; docs/measures.md holds all of it, a test compares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from handlers.measures import exchanges, formulas
from handlers.measures.formulas import Found, Material

Unit = Literal["count", "share", "days", "minutes", "split", "published"]
Source = Literal["request", "event", "contact", "survey"]
"""The rows of a request; those of its events too; the reports attached to it; what the survey's publisher published, which is only read."""

FEWEST = 10
"""Under which a share or a median says nothing (domain.md §6.6)."""


class Measure(NamedTuple):
    """days: working days of the responsible direction. of: what n counts. run: None where another slice publishes it."""

    id: str
    unit: Unit
    of: str
    source: Source
    run: Callable[[Material], Found] | None

    @property
    def fewest(self) -> int:
        return FEWEST if self.unit in ("share", "days", "minutes") else 0


MEASURES: Mapping[str, Measure] = {
    measure.id: measure
    for measure in (
        Measure("arrivals", "count", "received", "request", formulas.arrivals),
        Measure("contacts", "count", "received", "contact", formulas.contacts),
        Measure("closed", "count", "closings", "event", formulas.closed),
        Measure("open", "count", "open", "event", formulas.still_open),
        Measure("old", "share", "open", "event", formulas.old),
        Measure("first_reply", "days", "received", "request", formulas.first_reply),
        Measure("first_reply_most", "days", "received", "request", formulas.first_reply_most),
        Measure("respect", "share", "deadlines", "event", formulas.respect),
        Measure("taking", "share", "deadlines", "event", formulas.taking),
        Measure("promises", "share", "promises", "event", formulas.promises),
        Measure("told", "share", "finished", "event", formulas.told),
        Measure("reopened", "share", "closings", "event", formulas.reopened),
        Measure("bounces", "count", "transfers", "event", formulas.bounces),
        Measure("bounced_twice", "share", "received", "request", formulas.bounced_twice),
        Measure("back_and_forth", "count", "transfers", "event", formulas.back_and_forth),
        Measure("direction_first", "share", "guessed", "request", formulas.direction_first),
        Measure("direction_in_three", "share", "guessed", "request", formulas.direction_in_three),
        Measure("service_first", "share", "guessed", "request", formulas.service_first),
        Measure("service_in_three", "share", "guessed", "request", formulas.service_in_three),
        Measure("channels", "split", "received", "request", formulas.channels),
        Measure("off_circuit", "share", "received", "request", formulas.off_circuit),
        Measure("outcomes", "split", "closings", "event", formulas.outcomes),
        Measure("dangers", "count", "dangers", "event", formulas.dangers),
        Measure("danger_called", "minutes", "dangers", "event", formulas.danger_called),
        Measure("danger_quick", "share", "dangers", "event", formulas.danger_quick),
        Measure("danger_lowered", "share", "dangers", "event", formulas.danger_lowered),
        Measure("done", "days", "received", "request", exchanges.done),
        Measure("refusals", "split", "refusals", "event", exchanges.refusals),
        Measure("complete", "share", "received", "event", exchanges.complete),
        Measure("aimed", "share", "received", "event", exchanges.aimed),
        Measure("alone", "share", "received", "request", exchanges.alone),
        Measure("mood", "published", "answers", "survey", None),
        Measure("training", "published", "answers", "survey", None),
    )
}


class Figure(NamedTuple):
    """A measure's figure. value: None where it may not be said: `why`, « few » (n too small), « early » (found.known_at), « none » to give.

    hidden: what is under five, for who reads figures only: how many are so (« some »), how many are not (« rest »), or all of them (« n »).
    """

    measure: Measure
    value: float | None
    found: Found
    why: Literal["", "few", "early", "none"] = ""
    hidden: Literal["", "some", "rest", "n"] = ""

    @property
    def n(self) -> int:
        return self.found.n


def figure(id: str, material: Material) -> Figure:
    """The figure of a measure, with its n."""
    measure = MEASURES[id]
    if measure.run is None:
        raise LookupError(f"{id}: published by another slice, never worked out here")
    found = measure.run(material)
    if found.known_at:
        return Figure(measure, None, found, "early")
    if found.n < measure.fewest:
        return Figure(measure, None, found, "few")
    return Figure(measure, found.value, found, "none" if found.value is None and measure.unit != "split" else "")


SMALL = 5
"""Under which whoever reads figures only is told no number about residents (domain.md §6)."""
OTHERS = "other"
"""The part into which small ones are folded."""


def guarded(figure: Figure) -> Figure:
    """The same for who reads figures only: no count of residents under five can be read, nor subtracted from another one."""
    found = figure.found
    if 0 < found.n < SMALL:
        return figure._replace(value=None, hidden="n")
    if figure.measure.unit == "split":
        return figure._replace(found=found._replace(parts=_folded(found.parts)))
    if found.some is not None and 0 < found.some < SMALL:
        return figure._replace(value=None, hidden="some")
    if found.some is not None and 0 < found.n - found.some < SMALL:
        return figure._replace(value=None, hidden="rest")
    return figure


def _folded(parts: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """The smallest parts as one, of five at least: alone, a small one would be what is missing to the sum."""
    kept, folded = [part for part in parts if part[0] != OTHERS], sum(number for name, number in parts if name == OTHERS)
    while kept and (kept[-1][1] < SMALL or 0 < folded < SMALL):
        folded += kept.pop()[1]
    return (*kept, *([(OTHERS, folded)] if folded else []))
