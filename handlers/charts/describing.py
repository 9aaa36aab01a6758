"""A chart in words, for whoever does not see it, and in its place when it cannot be drawn: the same figures, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from handlers.charts.ground import where
from handlers.charts.scales import is_outside
from handlers.charts.specs import Control, Delays, Dots, Flow, Funnel, Heat, Map, Simple, Spec, Stacked
from handlers.charts.written import number, percent

if TYPE_CHECKING:
    from config.texts import Texts

LONGEST = 1024
"""What Telegram lets be said under a picture."""
Say = Callable[..., str]


def describe(spec: Spec, texts: Texts, *, longest: int = LONGEST) -> str:
    """The title, what it is about, the figures, the note; of too many figures, the first ones and how many more there are."""
    head = spec.head

    def say(key: str, **values: Any) -> str:
        return texts.say(head.language, key, values)

    lines = list(LINES[type(spec)](spec, say))
    shown = len(lines)
    while True:
        more = [say("chart-more", count=len(lines) - shown)] if shown < len(lines) else []
        said = "\n".join([head.title, head.subtitle, *lines[:shown], *more, head.note])
        if len(said) <= longest or not shown:
            return said[:longest]
        shown -= 1


def _flow(spec: Flow, say: Say) -> Iterator[str]:
    for week in spec.weeks:
        values = {name: "?" if value is None else value for name, value in
                  (("arrivals", week.arrivals), ("closed", week.closed), ("open", week.open))}
        yield say("chart-flow-line", label=week.label, **values)


def _delays(spec: Delays, say: Say) -> Iterator[str]:
    for row in spec.rows:
        if row.median is None:
            yield say("chart-delays-missing", name=row.name, why=spec.missing[row.why], n=row.n)
        else:
            most = "none" if row.most is None else number(row.most, spec.head.language, decimals=1)
            yield say("chart-delays-line", name=row.name, median=number(row.median, spec.head.language, decimals=1), most=most, n=row.n)


def _heat(spec: Heat, say: Say) -> Iterator[str]:
    yield say("chart-row", name=f"{spec.columns[0]} → {spec.columns[-1]}", values="%") if spec.columns else ""
    for row in spec.rows:
        yield say("chart-row", name=row.name, values=" · ".join("–" if cell is None else f"{round(100 * cell)}" for cell in row.cells))


def _funnel(spec: Funnel, say: Say) -> Iterator[str]:
    outside = [place for place in spec.places if is_outside(place.some, place.n, spec.common)]
    yield say("chart-funnel-limits", common=spec.names[0], band=spec.names[1])
    for place in outside:
        yield say("chart-funnel-line", name=place.name, said=percent(place.some / place.n, spec.head.language), n=place.n)
    yield say("chart-funnel-rest", count=len(spec.places) - len(outside))


def _control(spec: Control, say: Say) -> Iterator[str]:
    language = spec.head.language
    yield from spec.names if spec.centre is not None else ()
    for month in spec.months:
        value = say("chart-why-few") if month.value is None else percent(month.value, language)
        between = "" if month.low is None or month.high is None or month.value is None else (
            f" ({percent(month.low, language)} – {percent(month.high, language)})")
        yield say("chart-row", name=month.label, values=value + between)


def _stacked(spec: Stacked, say: Say) -> Iterator[str]:
    for bar in spec.bars:
        parts = (f"{part.name} {percent(part.percent / 100, spec.head.language)}" for part in bar.parts)
        yield say("chart-of", name=bar.name, n=bar.n, values=", ".join(parts))


def _map(spec: Map, say: Say) -> Iterator[str]:
    counts: dict[str, list[int]] = {}
    for cell in spec.cells:
        if cell.count and (name := where(cell, spec.outlines)):
            counts.setdefault(name, []).append(cell.count)
    for name, some in sorted(counts.items(), key=lambda each: (-sum(each[1]), each[0])):
        yield say("chart-map-line", name=name, count=len(some), most=max(some))


def _dots(spec: Dots, say: Say) -> Iterator[str]:
    for dot in (*spec.spots, *(each for each in spec.others if each.name)):
        yield say("chart-dots-line", name=dot.name, count=dot.count)
    for dot in spec.wide:
        yield say("chart-dots-wide-line", name=dot.name, count=dot.count)
    if pins := [dot for dot in spec.others if not dot.name]:
        yield say("chart-dots-pins", count=sum(dot.count for dot in pins), places=len(pins))
    if nowhere := spec.names[2]:
        yield nowhere[:1].upper() + nowhere[1:]


def _simple(spec: Simple, say: Say) -> Iterator[str]:
    for bar in spec.bars:
        yield say("chart-row", name=bar.name, values=bar.said)


LINES: dict[type, Callable[[Any, Say], Iterator[str]]] = {
    Flow: _flow, Delays: _delays, Heat: _heat, Funnel: _funnel, Control: _control, Stacked: _stacked, Map: _map,
    Dots: _dots, Simple: _simple,
}
