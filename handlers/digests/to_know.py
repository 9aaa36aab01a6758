"""What a digest says is good to know: figures beside those before, what rises, promises, who is away, what the survey published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial

from config.entries import name_of, short_name
from handlers.digests.team import team
from handlers.digests.to_do import tensions, waiting
from handlers.digests.view import Line, View, list_button, show_button, since_when
from handlers.directory.rules import waits_for_referent
from handlers.escalation.responsiveness import urgent_share
from handlers.measures.definitions import SMALL
from handlers.measures.periods import Period, of
from handlers.measures.saying import said, value
from handlers.messages import Button
from handlers.people.permissions import allowed
from handlers.people.rules import AT_WORK_THERE
from handlers.rising.sectors import NEW, NOISE, look
from storage import absences, digests, directory, people, requests

LATELY, REPEATED = timedelta(days=3), 3
"""A request reported again so many times in so long is spoken of (domain.md §6.1)."""
RISES = 3
KNOWN_AFTER = 5
"""Weeks after which it is known whether what was closed was reopened within thirty days."""
TOP = ("arrivals", "closed", "open")
TOPICS = 2
"""Of what a town reads of each mairie."""


def top(view: View) -> Line:
    """Three figures; that nothing came is said in words."""
    if view.kind.every == "day":
        return Line("top", _yesterday(view))
    arrivals, closed = view.figure("arrivals"), view.figure("closed")
    if not (arrivals.n or closed.n):
        return Line("top", view.desk.word("digest-nothing-came", open=said(view.desk, view.figure("open")) or ""))
    return _figures(view, *TOP, compared=("arrivals", "closed"))


def _yesterday(view: View) -> str:
    told = {id: said(view.desk, view.figure(id)) or "" for id in TOP}
    first = view.period.first
    return view.desk.word("digest-yesterday", since=since_when(first, view.on), day=first, **told)


def _figures(view: View, *ids: str, period: Period | None = None, compared: tuple[str, ...] = ()) -> Line:
    """Figures on one line, each said as /chiffres does; what has nothing to count is left out, but for the first three."""
    worth = [id for place, id in enumerate(ids) if place == 0 or not view.figure(id, period).why]
    items = [item for id in worth if (item := _item(view, id, period, compared=id in compared))]
    return Line("known", " · ".join(items))


def _item(view: View, id: str, period: Period | None = None, *, compared: bool = False) -> str | None:
    found = view.figure(id, period)
    told = said(view.desk, found)
    if told is None or not (found.n or id in (*TOP, "bounces")) or (found.why and view.figures_only):
        return None
    then = view.figure(id, (period or view.period).before) if compared else None
    was = value(view.desk, then) if then and then.value is not None and found.value is not None else "none"
    return view.desk.word("figure-item", name=view.desk.word(f"measure-{id}"), said=told, was=was)


def replies(view: View) -> Iterator[Line]:
    if view.figure("first_reply").n:
        yield _figures(view, *(("first_reply",) if view.figures_only else ("first_reply", "first_reply_most")))


def deadlines(view: View) -> Iterator[Line]:
    """What was due in the period, and what of it was done."""
    yield _figures(view, "respect", compared=("respect",))


def moves(view: View) -> Iterator[Line]:
    """Reopenings are those of the last week of which they are known."""
    known = of("week", view.on - timedelta(weeks=KNOWN_AFTER + 1))
    yield _figures(view, "bounces")
    if view.figure("reopened", known).n:
        item = _item(view, "reopened", known) or ""
        yield Line("known", view.desk.word("digest-of-week", said=item, number=known.number))


def channels(view: View) -> Iterator[Line]:
    if view.figure("channels").n:
        yield _figures(view, "channels")


def promises(view: View) -> Iterator[Line]:
    yield _figures(view, "promises")


def told(view: View) -> Iterator[Line]:
    yield _figures(view, "told")


def routing(view: View) -> Iterator[Line]:
    yield _figures(view, "direction_first", "direction_in_three")


def waits(view: View) -> Iterator[Line]:
    """Where it waits the most: what is late, by who has it."""
    late = view.listed("late")
    if late:
        view.count("late", late)
        yield Line("known", view.desk.word("digest-waits", where=view.by_direction(late, 3), count=len(late)), (list_button("late"),))


def urgent(view: View) -> Iterator[Line]:
    """Only when it is too much to be read as urgent (domain.md §2.7)."""
    since = view.desk.now - timedelta(days=7)
    rows = [row for row in requests.recorded_since(view.desk.store, view.mairies, since) if allowed(view.reader, "read", row)]
    share = urgent_share(rows, view.desk.town.delay_classes)
    if share.is_too_much:
        each = [str(urgent_share([row], view.desk.town.delay_classes).urgent) for row in rows]
        view.count("urgent", rows, each, (share.percent, share.total, share.urgent))
        yield Line("known", view.desk.word("digest-urgent", percent=share.percent, total=share.total, count=len(share.questionable)),
                   (Button("requests.urgent:", "button-urgent"),))


def repeated(view: View) -> Iterator[Line]:
    """What several people report again in a few days."""
    found = digests.repeated(view.desk.store, view.asked(), view.desk.now - LATELY, REPEATED)[:2]
    view.count("repeated", [request for request, _ in found], [str(times) for _, times in found])
    for request, times in found:
        text = view.desk.word("digest-repeated", service=view.service(request), reference=request.reference, count=times)
        yield Line("known", text, (show_button(request),))


def absent(view: View) -> Iterator[Line]:
    """How many of the team are away today, and how many named a relay: nobody's name."""
    team = {each.id for each in people.at_work(view.desk.store, AT_WORK_THERE) if each.mairie in view.mairies}
    away = {each.person_id: each.relay_id for each in absences.of_day(view.desk.store, view.on) if each.person_id in team}
    if away:
        relays = sum(relay is not None for relay in away.values())
        yield Line("known", view.desk.word("digest-absent", count=len(away), relays=relays))


def followed(view: View) -> Iterator[Line]:
    """What an elected official follows, which they may open."""
    found = view.listed("followed")
    if found:
        text = view.desk.word("digest-followed", count=view.number(len(found)))
        yield Line("known", text, (Button("requests.elected:", "button-digest-followed"),))


def unheld(view: View) -> Iterator[Line]:
    """Services handed over to a direction where nobody answers today."""
    town, there = view.desk.town, directory.active_referents(view.desk.store, view.on)
    lacking = sum(waits_for_referent(town, service) and service.direction not in there for service in town.services.values())
    if lacking:
        yield Line("known", view.desk.word("digest-directory", count=lacking))


# --- what rises ---


def rising(view: View) -> Iterator[Line]:
    """What rises in the reader's sectors, what they called noise apart; of several sectors, by subject."""
    by_topic: dict[str, list[tuple[str, int, float]]] = {}
    for sector in look(view.desk, view.mairies):
        for topic, each in sorted(sector.findings.items(), key=lambda pair: (pair[1].p, pair[0])):
            verdict, service = sector.verdict(topic), view.desk.town.services[topic]
            if each.kind != "strong" or verdict == NOISE or (each.again and verdict != NEW) or service.weather:
                continue
            if not (view.figures_only and service.sensitive):
                by_topic.setdefault(topic, []).append((sector.mairie, each.days, each.usual))
    if not by_topic:
        return
    shown = sorted(by_topic.items(), key=lambda pair: -sum(days for _, days, _ in pair[1]))[:RISES]
    several = len(view.mairies) > 1
    items = [_everywhere(view, topic, found) if several else _here(view, topic, found[0]) for topic, found in shown]
    opens = Button("rising.all:", "button-digest-rising") if several else Button(f"rising.sector:{view.mairies[0]}", "button-digest-rising")
    yield Line("known", view.desk.word("digest-rising", topics=", ".join(items)), (opens,))


def _here(view: View, topic: str, found: tuple[str, int, float]) -> str:
    _, days, usual = found
    few = view.figures_only and days < SMALL
    values = {"count": view.desk.word("figure-small") if few else view.desk.word("figure-count", value=days),
              "usual": "none" if view.figures_only else round(usual)}
    return view.desk.word("digest-rises", topic=_topic(view, topic), **values)


def _everywhere(view: View, topic: str, found: list[tuple[str, int, float]]) -> str:
    if view.figures_only:
        return _topic(view, topic)
    places = ", ".join(name_of(view.desk.town.mairies, mairie) for mairie, _, _ in found[:TOPICS])
    return view.desk.word("digest-rises-at", topic=_topic(view, topic), places=places)


def _topic(view: View, topic: str) -> str:
    return short_name(name_of(view.desk.town.services, topic))


Section = Callable[[View], Iterator[Line]]
SECTIONS: Mapping[str, Section] = {
    **{name: partial(waiting, name=name) for name in ("dangers", "legal", "decide", "untaken", "unanswered")},
    "replies": replies, "deadlines": deadlines, "moves": moves, "channels": channels, "promises": promises, "told": told,
    "routing": routing, "waits": waits, "urgent": urgent, "repeated": repeated, "absent": absent, "followed": followed,
    "directory": unheld, "rising": rising, "tensions": tensions, "team": team,
}  # fmt: skip
"""By their name in kinds.KINDS; `decisions` is in to_do, and a morning's in morning."""
