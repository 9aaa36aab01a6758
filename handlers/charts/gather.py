"""From measures to the charts of a week: what came and went, how long directions take, where deadlines were met, and beyond chance."""

from __future__ import annotations

from config.entries import short_name
from handlers.charts import titles
from handlers.charts.reader import View, back, counted, pooled, weeks_up_to, why_not
from handlers.charts.scales import ceiling
from handlers.charts.specs import Delay, Delays, Flow, Funnel, Heat, Line, Place, Week
from handlers.charts.written import percent
from handlers.measures.periods import Period
from handlers.measures.reading import materials
from storage.measures import Perimeter

SHOWN, LOOKED_AT = 8, 12
"""Weeks shown, and weeks that the scale is chosen from."""
RECENT = 4
"""Weeks that shares and delays are taken over: of one week, most directions have too few."""
ROWS, UNSAID = 8, 2
"""Directions shown at most; those of which there is too little to say."""
KNOWN = 2
"""Weeks of which there must be enough to say."""


def flow(view: View, week: Period) -> Flow:
    """Eight weeks of arrivals and closings, and what was open at the end of each."""
    weeks, periods = [], back(week, LOOKED_AT)
    for period, of in zip(periods, view.over(periods), strict=True):
        found = [counted(view.figure(id, of)) for id in ("arrivals", "closed", "open")]
        weeks.append(Week(view.say("chart-week", number=period.number), *found))
    shown, n = weeks[-SHOWN:], sum(each.arrivals or 0 for each in weeks[-SHOWN:])
    most = max((max(each.arrivals or 0, each.closed or 0) for each in weeks), default=0)
    note = view.say("chart-flow-note", weeks=_span(view, week, SHOWN), n=n)
    return Flow(
        view.heading(titles.flow(shown), view.say("chart-flow-about", place=view.place), note),
        tuple(view.say(f"chart-flow-{name}") for name in ("arrivals", "closed", "open")), tuple(shown),
        (ceiling(most), ceiling(max((each.open or 0 for each in weeks), default=0))),
    )


def delays(view: View, week: Period) -> Delays:
    """First replies of four weeks, by the directions that were asked most."""
    return delays_of(view, weeks_up_to(week, RECENT), _span(view, week, RECENT))


def delays_of(view: View, period: Period, said: str) -> Delays:
    rows = []
    for id, part in view.by_direction(period).items():
        direction = view.town.directions[id]
        median, most = (view.figure(name, part) for name in ("first_reply", "first_reply_most"))
        if median.n:
            why = why_not(median)
            n = 0 if why == "hidden" else median.n
            rows.append(Delay(short_name(direction.name), None if why else median.value, None if why else most.value, n, why))
    largest = sorted(rows, key=lambda row: (-row.n, row.name))
    largest = [*(row for row in largest if row.why != "few"), *[row for row in largest if row.why == "few"][:UNSAID]][:ROWS]
    shown = sorted(largest, key=lambda row: (row.median is None, -(row.median or 0), -row.n, row.name))
    furthest = max((value for row in shown for value in (row.median, row.most) if value is not None), default=0)
    return Delays(
        view.heading(titles.delays(shown), view.say("chart-delays-about", place=view.place), view.say("chart-delays-note", weeks=said)),
        (view.say("chart-delays-median"), view.say("chart-delays-most")), tuple(shown), ceiling(furthest, least=2),
        view.say("chart-days"), {why: view.say(f"chart-why-{why}") for why in ("few", "none", "hidden")},
    )


def heat(view: View, week: Period) -> Heat:
    """Of each direction, the share of a week's deadlines that were met."""
    weeks = back(week, SHOWN)
    served = dict.fromkeys(service.direction for service in view.town.services.values())
    found_of = materials(view.store, view.town, [Perimeter(direction=id) for id in served], weeks, view.now)
    found: list[tuple[int, Line]] = []
    of_all = {}
    for id in served:
        figures = [view.figure("respect", found_of[Perimeter(direction=id), week]) for week in weeks]
        some, n = pooled(figures)
        if sum(each.value is not None for each in figures) >= KNOWN:
            name = short_name(view.town.directions[id].name)
            of_all[name] = some, n
            found.append((n, Line(name, tuple(each.value for each in figures))))
    rows = tuple(row for _, row in sorted(found, key=lambda each: (-each[0], each[1].name))[:ROWS])
    total = sum(of_all[row.name][1] for row in rows)
    return Heat(
        view.heading(titles.heat(rows, of_all), view.say("chart-heat-about"), view.say("chart-heat-note", n=total)),
        tuple(view.say("chart-week", number=each.number) for each in weeks), rows,
        (view.say("chart-heat-low", said=percent(0.4, view.language)), percent(1, view.language), view.say("chart-why-few")),
    )


def funnel(view: View, week: Period) -> Funnel:
    """Of each mairie, the share of four weeks' deadlines that were met, beside how many there were."""
    period = weeks_up_to(week, RECENT)
    places, perimeters = [], {id: Perimeter(mairies=(id,)) for id in view.town.mairies}
    found_of = materials(view.store, view.town, list(perimeters.values()), [period], view.now)
    for id, mairie in view.town.mairies.items():
        found = view.figure("respect", found_of[perimeters[id], period])
        if found.value is not None and found.found.some is not None:
            places.append(Place(mairie.name, found.found.some, found.n))
    some, n = sum(place.some for place in places), sum(place.n for place in places)
    common = some / n if n else 0.0
    return Funnel(
        view.heading(titles.funnel(places, common), view.say("chart-funnel-about", weeks=_span(view, week, RECENT)),
                     view.say("chart-funnel-note", n=n, count=len(places))),
        tuple(places), common,
        (view.say("chart-funnel-common", said=percent(common, view.language)), view.say("chart-funnel-band"), view.say("chart-deadlines")),
    )


def _span(view: View, week: Period, count: int) -> str:
    first = back(week, count)[0]
    return view.say("chart-weeks", first=first.number, last=week.number)
