"""From measures to the charts of a month and of a quarter: a year within limits, where requests come in, where they are, three bars."""

from __future__ import annotations

from config.entries import name_of, short_name
from handlers.charts import titles
from handlers.charts.ground import hexagons, outlines_of, steps, where
from handlers.charts.reader import View, back
from handlers.charts.scales import share_limits
from handlers.charts.specs import Bar, Control, Level, Map, Month, Part, Simple, Stacked
from handlers.charts.written import percent
from handlers.measures.definitions import OTHERS
from handlers.measures.periods import Period
from storage import places

MONTHS = 12
DIRECTIONS = 6
CHANNELS = 5
"""Named in a chart; the sixth colour is that of all others."""
ROUNDED = 5
"""Percents that a part is rounded to: with whole ones and n, small parts could be worked out."""
RADIUS_M, NEAR_M = 500, 250
"""Of hexagons: of the whole town, of some mairies."""
BARS = ("respect", "told", "promises")


def control(view: View, month: Period) -> Control:
    """Twelve months of the share of deadlines met."""
    periods = back(month, MONTHS)
    found = [view.figure("respect", of) for of in view.over(periods)]
    counted = [(each.found.some, each.n) if each.value is not None and each.found.some is not None else (0, 0) for each in found]
    centre, limits = share_limits(counted)
    months = tuple(
        Month(view.say("chart-month", number=period.number), each.value, n, *(limit or (None, None)))
        for period, each, (_, n), limit in zip(periods, found, counted, limits, strict=True)
    )
    said = percent(centre, view.language) if centre is not None else ""
    return Control(
        view.heading(titles.control(months, centre), view.say("chart-control-about", place=view.place),
                     view.say("chart-control-note", n=sum(n for _, n in counted))),
        months, centre, (view.say("chart-control-limits", said=said),),
    )


def stacked(view: View, period: Period) -> Stacked:
    """By which entry points each of the directions that are asked most was reached."""
    splits = []
    for id, of in view.by_direction(period).items():
        found = view.figure("channels", of)
        if found.n and not found.hidden:
            splits.append((found.n, short_name(view.town.directions[id].name), dict(found.found.parts)))
    largest = sorted(splits, key=lambda each: (-each[0], each[1]))[:DIRECTIONS]
    total = {name: sum(parts.get(name, 0) for *_, parts in largest) for *_, parts in largest for name in parts if name != OTHERS}
    named = sorted(total, key=lambda name: (-total[name], name))[:CHANNELS]
    others = view.say("chart-others")
    bars = []
    for n, direction, parts in largest:
        numbers = {name_of(view.town.channels, name): parts.get(name, 0) for name in named}
        numbers[others] = sum(parts.values()) - sum(numbers.values())
        bars.append(Bar(direction, rounded(numbers), n))
    series = (*(name_of(view.town.channels, name) for name in named), others)
    return Stacked(
        view.heading(titles.stacked(bars), view.say("chart-stacked-about", period=view.period(period)), view.say("chart-stacked-note")),
        tuple(bars), series,
    )


def rounded(numbers: dict[str, int]) -> tuple[Part, ...]:
    """Parts of a hundred in steps of five, that make a hundred: the largest remainders are rounded up."""
    total, units = sum(numbers.values()), 100 // ROUNDED
    if not total:
        return ()
    exact = {name: number * units / total for name, number in numbers.items()}
    whole = {name: int(value) for name, value in exact.items()}
    for name in sorted(exact, key=lambda each: (whole[each] - exact[each], each))[: units - sum(whole.values())]:
        whole[name] += 1
    return tuple(Part(name, ROUNDED * count) for name, count in whole.items() if count)


def ground(view: View, period: Period) -> Map:
    """Where a period's requests are, as far as they have a place."""
    start, end = period.bounds(view.town.timezone)
    radius = RADIUS_M if view.perimeter.mairies is None else NEAR_M
    cells = hexagons(places.points(view.store, view.perimeter, start, min(end, view.now)), radius)
    mairies = view.perimeter.mairies
    outlines = outlines_of(each for each in view.town.territory.quarters if mairies is None or each.mairie in mairies)
    named = [(cell, where(cell, outlines)) for cell in cells]
    return Map(
        view.heading(titles.ground(named, outlines), view.say("chart-map-about", place=view.place, period=view.period(period)),
                     view.say("chart-map-note", metres=2 * radius)),
        outlines, cells, radius, steps(cells), view.say("chart-map-small"),
    )


def simple(view: View, period: Period) -> Simple:
    """What was promised, said and done, as three shares."""
    of = view.material(period)
    found = {id: view.figure(id, of) for id in BARS}
    bars = tuple(
        Level(view.say(f"measure-{id}"), each.value,
              view.say("figure-of", said=percent(each.value, view.language), n=each.n) if each.value is not None
              else view.say("chart-why-hidden") if each.hidden else view.say("figure-few-of", n=each.n))
        for id, each in found.items()
    )
    respect = found["respect"].value
    title = ("chart-simple-respect", {"tenth": round(10 * respect)}) if respect is not None else ("chart-simple-few", {})
    return Simple(view.heading(title, f"{view.place} · {view.period(period)}", view.say("chart-simple-note")), bars, 1)
