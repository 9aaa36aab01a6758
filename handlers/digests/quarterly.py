"""The quarterly restitution: a printed page for those who are asked to read, discuss and decide; each from the measures alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from handlers.charts import gather, long
from handlers.charts.reader import View, why_not
from handlers.charts.specs import Number, Page, Section, Spec, packed
from handlers.charts.written import number, percent
from handlers.measures.definitions import Figure
from handlers.measures.periods import Period, of

if TYPE_CHECKING:
    from config.texts import Texts

SAME = 0.02
"""Two shares nearer than that are said to be alike."""


class Audience(NamedTuple):
    """figures: at the top, by measure. charts: each from a view and a quarter. only_figures: shown nothing small."""

    figures: tuple[str, ...]
    charts: tuple[Callable[[View, Period], Spec], ...]
    only_figures: bool = False


def _last_month(quarter: Period) -> Period:
    return of("month", quarter.last)


def _last_week(quarter: Period) -> Period:
    """The last one that is whole."""
    return of("week", quarter.last - timedelta(days=6))


def _control(view: View, quarter: Period) -> Spec:
    return long.control(view, _last_month(quarter))


def _flow(view: View, quarter: Period) -> Spec:
    return gather.flow(view, _last_week(quarter))


def _delays(view: View, quarter: Period) -> Spec:
    return gather.delays_of(view, quarter, view.say("page-in-quarter", quarter=view.period(quarter)))


AUDIENCES: Mapping[str, Audience] = {
    "sg": Audience(("arrivals", "closed", "first_reply", "respect", "told"), (long.simple, _flow, _delays)),
    "directions": Audience(("arrivals", "taking", "first_reply", "respect", "bounces"), (long.simple, _control)),
    "dgs": Audience(("arrivals", "first_reply", "respect", "told", "promises"), (long.simple, long.ground, _control), True),
    "elus": Audience(("arrivals", "respect", "told"), (long.simple, long.ground), True),
}
"""Of `relais restitution --for`: the secrétaires généraux, the directions, the DGS and the cabinet, the maires de quartier."""


def page(view: View, audience: str, quarter: Period) -> Page:
    """view: with `only_figures` where the audience has only figures."""
    what = AUDIENCES[audience]
    now, then = view.material(quarter), view.material(quarter.before)
    return Page(
        view.language, f"{view.say(f'page-for-{audience}')} · {view.place} · {view.period(quarter)}",
        _title(view, view.figure("respect", now), view.figure("respect", then)),
        tuple(_number(view, view.figure(id, now)) for id in what.figures),
        tuple(packed(chart(view, quarter)).decode() for chart in what.charts),
        tuple(Section(view.say(key), _lines(view, lines)) for key, lines in
              (("page-unknown", "page-unknown-lines"), ("page-next", f"page-next-{audience}"))),
        view.say("page-foot", city=view.town.city, on=view.now), view.say("page-author", city=view.town.city),
    )


def said(made: Page, texts: Texts) -> str:
    """A page in a message: its title and its figures."""
    told = ((each.name, f"{each.said} ({each.below})" if each.below else each.said) for each in made.numbers)
    return "\n".join([made.title, *(texts.say(made.language, "chart-row", {"name": name, "values": values}) for name, values in told)])


def _title(view: View, now: Figure, then: Figure) -> str:
    """The sentence to remember: whether deadlines are met more, or less, than in the quarter before."""
    if now.value is None:
        return view.say("page-title-few")
    said = percent(now.value, view.language)
    if then.value is None:
        return view.say("page-title-first", said=said)
    change = now.value - then.value
    way = "same" if abs(change) < SAME else "better" if change > 0 else "worse"
    return view.say(f"page-title-{way}", said=said, before=percent(then.value, view.language))


def _number(view: View, found: Figure) -> Number:
    name, below = view.say(f"measure-{found.measure.id}"), "" if found.hidden else view.say("page-n", n=found.n)
    if found.value is None:
        why = view.say(f"chart-why-{why_not(found)}")
        return Number("–", name, f"{why}, {below}" if below else why)
    match found.measure.unit:
        case "share":
            return Number(percent(found.value, view.language), name, below)
        case "days":
            value = number(found.value, view.language, decimals=1)
            return Number(view.say("page-days", value=value), name, view.say("page-n-days", n=found.n))
    return Number(number(found.value, view.language), name, "")


def _lines(view: View, key: str) -> tuple[str, ...]:
    return tuple(line for line in view.say(key).split("\n") if line)
