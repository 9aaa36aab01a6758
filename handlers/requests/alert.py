"""A danger, until somebody says « J'ai appelé »: said to whoever answers for it at this hour, in turn, then again, then no more (T13).

What was said is kept with the request, in `alert`: {"since": the danger's moment, "step": quarters of an hour that passed, "again": times
it was said again to all, "told": {person: the last step they were told at}, "knows": whoever raised it, "morning": those who learn it at
their next slot, "said": [[moment, functions]]}. Each line is a notice, unique by danger, step and person: taken twice, a step says nothing
twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from config.entries import name_of
from config.on_call import ABLE
from handlers.desk import Desk
from handlers.escalation import calendars
from handlers.notices import take_back, tell
from handlers.people import turns
from handlers.people.turns import Place, Turns
from handlers.recipients import recipients
from handlers.requests import cards
from handlers.requests.life import CALLING, OPEN
from storage import notices, on_call, people, requests
from storage.directory import away
from storage.tables import Person, Request, amend

AGAIN = 4
"""How often it is said again to all, once everybody in turn was told: an hour. The last time says that it is the last."""


def raised(desk: Desk, request: Request, *, anew: str = "") -> None:
    """It is said at once, at any hour, to the first who answer for it; whoever raises it knows. With nobody there, that is said too.

    anew: a mark that makes it another alert of the same danger, begun once: after a restore, nobody knows who heard of it.
    """
    since = f"{_stamp(request)}{anew}"
    if request.alert and request.alert["since"] == since:
        return
    knows = [desk.person.id] if desk.person else []
    alert = {"since": since, "step": 0, "again": 0, "told": {}, "knows": knows, "morning": [], "said": []}
    _go_on(desk, request, alert, due=False, next_at=(desk.now if anew else request.danger_at or desk.now) + CALLING)


def mind(desk: Desk, request: Request) -> None:
    """What the clock does: those who could not be reached give way at once, and every fifteen minutes the next in turn are told."""
    if request.danger is None or request.called_at is not None or request.state not in OPEN or request.alert is None:
        over(desk, request)
        return
    due = request.alert_at is not None and request.alert_at <= desk.now
    _go_on(desk, request, request.alert, due=due, next_at=desk.now + CALLING if due else request.alert_at)


def over(desk: Desk, request: Request) -> None:
    """Somebody has called, or it is no danger any more: nobody is told from now on, nor of what was still waiting."""
    alert = request.alert
    if alert is None:
        return
    for id, step in alert["told"].items():
        take_back(desk, int(id), _fact(request, alert, step))
    for id in alert["morning"]:
        take_back(desk, id, _fact(request, alert, "morning"))
    _keep(desk, request, alert, None)


def _go_on(desk: Desk, request: Request, alert: dict[str, Any], *, due: bool, next_at: datetime | None) -> None:
    alert = {**alert, "told": dict(alert["told"]), "morning": list(alert["morning"]), "said": list(alert["said"])}
    told = {int(id) for id in alert["told"]}
    places = _places(desk, request)
    move = turns.next_move(list(places.values()), {*told, *alert["knows"]}, _reached(desk, request, alert), due=due)
    alert["step"] += due
    step = alert["step"]
    _say(desk, request, alert, [*move.at_once, *move.in_turn], "notice-danger" if step == 0 else "notice-danger-uncalled")
    there = {id for place in places.values() for turn in place for id in turn}
    if move.alone:
        _say_alone(desk, request, alert)
    if due and step == 1:
        _say_above(desk, request, alert, there, alone=move.alone)
        _ask_author(desk, request, alert)
    if due and step > 1 and not move.in_turn:
        alert["again"] += 1
        last = alert["again"] >= AGAIN
        whom = [id for id in told if move.alone or id in there or _is_at_work(desk, id)]
        _say(desk, request, alert, whom, "notice-danger-last" if last else "notice-danger-again")
        next_at = None if last else next_at
    if alert != request.alert or next_at != request.alert_at:
        _keep(desk, request, alert, next_at)


def _places(desk: Desk, request: Request) -> dict[Place, Turns]:
    """Who answers now for each place that must, in turn."""
    at_local = desk.town.local(desk.now)
    declared = on_call.at(desk.store, desk.now)
    here = {each.id: each for each in people.concerned(desk.store, ABLE, mairie=request.mairie, direction=request.direction)}
    here |= {each.id: each for each in people.of_ids(desk.store, [turn.person_id for turn in declared]) if each.role in ABLE}
    absent = away(desk.store, desk.today)
    found: dict[Place, Turns] = {}
    for place in turns.places_of(request):
        direction = place.id if place.kind == "direction" else None
        there = turns.is_there(turns.calendar_of(desk.town, place), at_local)
        duty = recipients(desk, request, "direction" if direction else "sg") if there else []
        found[place] = turns.turns(desk.town, place, at_local, duty=[each for each in duty if each.id not in absent], declared=declared,
                                   people=here, away=absent)
    return found


def _reached(desk: Desk, request: Request, alert: dict[str, Any]) -> set[int]:
    """Who knows of it: not those whose chat is dead, nor those whom no chat of theirs can reach yet."""
    facts = {f"{_fact(request, alert, step)}/{id}": int(id) for id, step in alert["told"].items()}
    return {*alert["knows"], *(facts[fact] for fact in notices.reached(desk.store, list(facts)))}


def _say(desk: Desk, request: Request, alert: dict[str, Any], whom: Collection[int], key: str, place: str = "") -> None:
    """One urgent line to each, at any hour; what they were to learn in the morning is said now."""
    step = alert["step"]
    here = people.of_ids(desk.store, [id for id in whom if alert["told"].get(str(id)) != step])
    for person in here:
        if person.id in alert["morning"]:
            take_back(desk, person.id, _fact(request, alert, "morning"))
            alert["morning"].remove(person.id)
        with desk.speaking(person.language):
            more: dict[str, Any] = {"place": place} if place else {"minutes": step * round(CALLING / timedelta(minutes=1))}
            tell(desk, person.id, _fact(request, alert, step), key, request_id=request.id, urgent=True, **_filled(desk, request), **more)
        alert["told"][str(person.id)] = step
    if here:
        now, roles = desk.now.isoformat(), {person.role for person in here}
        before = alert["said"].pop()[1] if alert["said"] and alert["said"][-1][0] == now else []
        alert["said"].append([now, sorted({*before, *roles})])


def _say_alone(desk: Desk, request: Request, alert: dict[str, Any]) -> None:
    """Nobody is on duty or on call, or none of them can be reached: the secrétaire général and the coordination are told whatever the hour,
    and whoever logged it, that it is theirs to phone."""
    whom = [each.id for each in _above(desk, request) if str(each.id) not in alert["told"] and each.id not in alert["knows"]]
    where = ", ".join(_name(desk, place) for place in turns.places_of(request))
    _say(desk, request, alert, whom, "notice-danger-alone", where)
    reached = people.private_chats(desk.store, [each.id for each in _above(desk, request)])
    author = people.person(desk.store, request.author_id)
    if author is not None:
        with desk.speaking(author.language):
            tell(desk, author.id, f"danger-alone/{request.id}/{alert['since']}", "notice-danger-nobody", request_id=request.id, urgent=True,
                 place=where, count=len(reached), **_filled(desk, request))


def _say_above(desk: Desk, request: Request, alert: dict[str, Any], there: Collection[int], *, alone: bool) -> None:
    """The secrétaire général and the coordination: at once if they are at work or on call, or if nobody is; else at their next slot."""
    above = [each for each in _above(desk, request) if each.id != request.author_id]
    now = [each.id for each in above if alone or each.id in there or _is_at_work(desk, each.id)]
    _say(desk, request, alert, now, "notice-danger-uncalled")
    for person in above:
        if str(person.id) not in alert["told"]:
            with desk.speaking(person.language):
                tell(desk, person.id, _fact(request, alert, "morning"), "notice-danger-morning", request_id=request.id,
                     **_filled(desk, request))
            alert["morning"].append(person.id)


def _ask_author(desk: Desk, request: Request, alert: dict[str, Any]) -> None:
    author = people.person(desk.store, request.author_id)
    if author is not None:
        with desk.speaking(author.language):
            tell(desk, author.id, f"danger-called/{request.id}/{alert['since']}", "notice-danger-call", request_id=request.id, urgent=True,
                 reference=request.reference or "", service=cards.service_name(desk, request.service))


def _above(desk: Desk, request: Request) -> Iterable[Person]:
    every = recipients(desk, request, "sg") + recipients(desk, request, "coordination")
    return {person.id: person for person in every}.values()


def _is_at_work(desk: Desk, id: int) -> bool:
    person = people.person(desk.store, id)
    at_local = desk.town.local(desk.now)
    if person is None or person.id in away(desk.store, desk.today):
        return False
    return turns.is_there(calendars.of_person(desk.town, person), at_local)


def _filled(desk: Desk, request: Request) -> dict[str, Any]:
    known = desk.town.dangers.get(request.danger or "")
    return {"reference": request.reference or "", "service": cards.service_name(desk, request.service),
            "call": known.call if known else cards.EMERGENCY}


def _name(desk: Desk, place: Place) -> str:
    return name_of(desk.town.mairies if place.kind == "mairie" else desk.town.directions, place.id)


def _fact(request: Request, alert: dict[str, Any], step: int | str) -> str:
    return f"danger/{request.id}/{alert['since']}/{step}"


def _stamp(request: Request) -> int:
    return round(request.danger_at.timestamp() * 1000) if request.danger_at else 0


def _keep(desk: Desk, request: Request, alert: dict[str, Any], at: datetime | None) -> None:
    requests.put_alert(desk.store, request.id, alert, at)
    amend(request, alert=alert, alert_at=at)
