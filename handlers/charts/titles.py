"""The sentence to remember of each chart, from its figures: a key of the texts and what fills it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from handlers.charts.scales import is_odd, is_outside
from handlers.charts.specs import Bar, Cell, Delay, Dot, Line, Month, Outline, Place, Week

Said = tuple[str, Mapping[str, str | int | float]]
FEWEST = 10
"""Arrivals in all the weeks shown, under which nothing is said of them."""
IN_A_ROW = 2
NEARLY = 0.05
WELL = 0.9


def flow(weeks: Sequence[Week]) -> Said:
    """« Les fermetures rattrapent les arrivées depuis trois semaines »: the last weeks in a row, else what became of the stock."""
    known = [week for week in weeks if week.arrivals is not None and week.closed is not None]
    arrivals, closed = sum(week.arrivals or 0 for week in known), sum(week.closed or 0 for week in known)
    if arrivals + closed < FEWEST:
        return "chart-flow-few", {}
    last = list(reversed(known))
    catching = len(list(takewhile(lambda week: (week.closed or 0) > (week.arrivals or 0), last)))
    growing = len(list(takewhile(lambda week: (week.arrivals or 0) > (week.closed or 0), last)))
    if catching >= IN_A_ROW:
        return "chart-flow-catching", {"weeks": catching}
    if growing >= IN_A_ROW:
        return "chart-flow-growing", {"weeks": growing}
    stock = [week.open for week in weeks if week.open is not None]
    change = stock[-1] - stock[0] if len(stock) > 1 else 0
    if abs(change) <= NEARLY * max(1, stock[0] if stock else 1):
        return "chart-flow-even", {}
    return ("chart-flow-more" if change > 0 else "chart-flow-fewer"), {"count": abs(change), "weeks": len(weeks) - 1}


def delays(rows: Sequence[Delay]) -> Said:
    known = [row for row in rows if row.median is not None]
    if not known:
        return "chart-delays-few", {}
    slowest = max(known, key=lambda row: (row.median or 0, row.name))
    quickest = min(row.median or 0 for row in known)
    if len(known) == 1:
        return "chart-delays-one", {"name": slowest.name, "days": round(slowest.median or 0, 1)}
    if (slowest.median or 0) - quickest <= 0.5:
        return "chart-delays-even", {"days": round(slowest.median or 0, 1)}
    return "chart-delays-longest", {"name": slowest.name, "days": round(slowest.median or 0, 1)}


def heat(rows: Sequence[Line], pooled: Mapping[str, tuple[int, int]]) -> Said:
    """pooled: of each row, how many of how many in all the weeks."""
    shares = {row.name: some / n for row in rows for some, n in [pooled.get(row.name, (0, 0))] if n >= FEWEST}
    if not shares:
        return "chart-heat-few", {}
    name = min(shares, key=lambda each: (shares[each], each))
    if shares[name] >= WELL:
        return "chart-heat-well", {}
    return "chart-heat-least", {"name": name, "percent": round(100 * shares[name])}


def funnel(places: Sequence[Place], common: float) -> Said:
    outside = [place.name for place in places if is_outside(place.some, place.n, common)]
    if not places:
        return "chart-funnel-few", {}
    if not outside:
        return "chart-funnel-none", {}
    return ("chart-funnel-one", {"name": outside[0]}) if len(outside) == 1 else ("chart-funnel-some", {"count": len(outside)})


def control(months: Sequence[Month], centre: float | None) -> Said:
    """The last month when it is out of the ordinary; else the last one that was; else that nothing changed."""
    if centre is None or not any(month.value is not None for month in months):
        return "chart-control-few", {}
    odd = [month for month in months if is_odd(month)]
    if not odd:
        return "chart-control-steady", {"percent": round(100 * centre)}
    return "chart-control-odd", {"month": odd[-1].label, "percent": round(100 * (odd[-1].value or 0))}


def stacked(bars: Sequence[Bar]) -> Said:
    """The part that is the largest of the most bars."""
    first = [max(bar.parts, key=lambda part: part.percent).name for bar in bars if bar.parts]
    if not first:
        return "chart-stacked-few", {}
    name = max(first, key=lambda each: (first.count(each), -first.index(each)))
    if first.count(name) == len(bars) > 1:
        return "chart-stacked-all", {"name": name}
    return "chart-stacked-first", {"name": name, "count": first.count(name), "of": len(bars)}


def ground(cells: Sequence[tuple[Cell, str]], outlines: Sequence[Outline]) -> Said:
    """cells: each with the name of where its centre is, "" outside. Where most of what is shown lies."""
    shown: dict[str, int] = {}
    for cell, name in cells:
        if name and cell.count:
            shown[name] = shown.get(name, 0) + cell.count
    if not shown:
        return "chart-map-few", {}
    if len(outlines) == 1:
        return "chart-map-place", {"name": outlines[0].name}
    name = max(shown, key=lambda each: (shown[each], each))
    if len(shown) > 1 and shown[name] < 1.25 * sorted(shown.values())[-2]:
        return "chart-map-spread", {}
    return "chart-map-most", {"name": name}


def dots(topic: str, spots: Sequence[Dot], places: int, of: int) -> Said:
    """The fewest hot spots, three at most, that hold half of so many; else the first one; else in how many places they are.

    spots: hot ones, the most first. places: of all on the map.
    """
    values: dict[str, str | int | float] = {"topic": topic, "of": of, "places": places}
    if not places:
        return "chart-dots-none", values
    if not spots:
        return "chart-dots-apart", values
    values["street"] = spots[0].name
    for streets in range(1, min(3, len(spots)) + 1):
        count = sum(spot.count for spot in spots[:streets])
        if 2 * count >= of:
            return ("chart-dots-street" if streets == 1 else "chart-dots-streets"), {**values, "count": count, "places": streets}
    return "chart-dots-some", {**values, "count": spots[0].count}
