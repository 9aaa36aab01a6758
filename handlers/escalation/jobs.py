"""What the clock does to the ladder: takes the steps whose moment has come, and groups for the month what goes to the DGS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.entries import name_of
from handlers.desk import Desk
from handlers.escalation import calendars, ladder
from handlers.escalation.effects import effects
from handlers.escalation.ladder import Step
from handlers.escalation.working_time import working_days_after
from handlers.events import note
from handlers.feature import Job
from handlers.notices import drop_lines, tell
from handlers.recipients import holders
from storage import deadlines, people
from storage.tables import Person, Request, amend

AT_ONCE = 100
"""Requests stepped in one tick, so that nobody waits behind it; the next tick goes on."""

MORNING_ENDS = time(10)
"""A step of the early morning is still in the day's first message; a later one waits for the next day's."""

LAST = "dgs"
"""Never told of one request: its month is grouped by direction and cause."""


def step_all(desk: Desk) -> None:
    """Take every step that is due. Killed before the commit, it took none; called again, it takes none twice."""
    for request in deadlines.due(desk.store, desk.now, AT_ONCE):
        _step(desk, request)


def _step(desk: Desk, request: Request) -> None:
    if request.ladder is None:  # it was there before the ladder was: its clocks begin now
        deadlines.step(desk.store, request, tallied=False, **effects(desk.town, request, {}, desk.now))
        return
    due = [step for step in ladder.pending(desk.town, request) if step.at <= desk.now]
    done = request.rungs_done | sum(1 << step.number for step in due)
    after = {"rungs_done": done, "minded_at": None if due else request.minded_at}
    before = request.rungs_done
    amend(request, **after)
    after["next_action_at"] = ladder.next_action_at(desk.town, request)
    amend(request, rungs_done=before)
    if not deadlines.step(desk.store, request, **after):
        return  # somebody was quicker
    for step in due:
        _take(desk, request, step)


def _take(desk: Desk, request: Request, step: Step) -> None:
    """Owe a line to whoever holds the function, by relay and relief; the event says who was meant and who stood in."""
    told: dict[str, list[Person]] = {}
    for function in step.to:
        reached, people_there = _reached(desk, request, function)
        told.setdefault(reached, []).extend(people_there)
    whom = {person.id: person for each in told.values() for person in each}
    for person in whom.values():  # one line a clock for each: the newest
        drop_lines(desk, request.id, f"rung/{request.id}/{step.clock}/", person_id=person.id)
        _tell(desk, request, step, person)
    note(desk, "reminded", request_id=request.id, step=step.number, clock=step.clock, when=step.when.written, to=list(step.to),
         reached=sorted(told), people=len(whom))


def _reached(desk: Desk, request: Request, function: str) -> tuple[str, list[Person]]:
    """The function itself, or the first above it where somebody is here and can be reached (domain.md §2.8, peers.md R8)."""
    relief = (request.ladder or {})["relief"]
    while function:
        if function == LAST:
            return function, []
        there = holders(desk, request, function)
        chats = people.private_chats(desk.store, [person.id for person in there]) if there else {}
        if chats:
            return function, [person for person in there if person.id in chats]
        function = relief.get(function, "")
    return "", []


def _tell(desk: Desk, request: Request, step: Step, person: Person) -> None:
    urgent = bool((request.ladder or {})["urgent"])
    kind = "legal" if step.clock == "legal" else step.when.kind if step.when.amount != 100 else "due"
    with desk.speaking(person.language):
        tell(
            desk, person.id, fact(request, step), f"notice-{kind}" if kind == "legal" else f"notice-clock-{kind}",
            request_id=request.id, morning=not urgent, not_before=_slot(desk, step, urgent=urgent),
            reference=request.reference or "", service=name_of(desk.town.services, request.service or ""),
            clock=desk.word(f"clock-{step.clock}"), due=_shown(step),
        )


def fact(request: Request, step: Step) -> str:
    """Once for ever: the same step of another promise is another fact."""
    return f"rung/{request.id}/{step.clock}/{step.number}/{step.due or step.at:%Y%m%d%H%M}"


def _shown(step: Step) -> datetime | date:
    return step.due.date() if step.clock == "legal" and step.due else step.due or step.at


def _slot(desk: Desk, step: Step, *, urgent: bool) -> datetime:
    """From when it may be told: this morning or the next one; next Monday's for what is weekly; now for what is urgent.

    The person's own hours are looked at when it is told (people/telling).
    """
    local = desk.town.local(desk.now)
    if urgent and step.pace == "matin":
        return desk.now
    day = local.date() if local.time() < MORNING_ENDS else local.date() + timedelta(days=1)
    if step.pace == "hebdomadaire":
        day += timedelta(days=(7 - day.weekday()) % 7)
    return max(desk.now, datetime.combine(day, time(), local.tzinfo))


# --- the DGS: once a month, numbers ---

MONTHLY = "dgs-monthly"


def brief_dgs(desk: Desk) -> None:
    """On the first working day of a month, what reached the DGS in the one before, by direction and cause; nothing if nothing did."""
    today = desk.today
    first = today.replace(day=1)
    calendar = calendars.of_direction(desk.town, None)
    if today < working_days_after(calendar, first - timedelta(days=1), 1):
        return
    if not deadlines.occurs(desk.store, MONTHLY, first, "08:15", desk.now):
        return
    before = (first - timedelta(days=1)).replace(day=1)
    zone = ZoneInfo(desk.town.timezone)
    since, until = (datetime.combine(day, time(), zone) for day in (before, first))
    lines = _grouped(desk, since, until)
    if lines:
        for person in people.at_work(desk.store, [LAST]):
            with desk.speaking(person.language):
                tell(desk, person.id, f"{MONTHLY}/{first}", "notice-dgs-month", morning=True, month=before,
                     lines="\n".join(_line(desk, *each) for each in lines))


def _grouped(desk: Desk, since: datetime, until: datetime) -> Sequence[tuple[tuple[str, str], int]]:
    """(direction, cause) and how many requests, the most first. A request counts once for each cause."""
    raised = {(event.request_id, event.data["when"]) for event in deadlines.reminded_since(desk.store, since, until)
              if LAST in event.data["reached"] and event.request_id}
    requests = deadlines.by_ids(desk.store, [id for id, _ in raised])
    causes = Counter((requests[id].direction or "", "postponed" if "report" in when else "late") for id, when in raised if id in requests)
    return causes.most_common()


def _line(desk: Desk, cause: tuple[str, str], count: int) -> str:
    direction, why = cause
    return desk.word(f"dgs-line-{why}", direction=name_of(desk.town.directions, direction) if direction else desk.word("dgs-mairies"),
                     count=count)


JOBS = {"step": Job(step_all, every_s=5, point="tick.stepped"), "brief-dgs": Job(brief_dgs, every_s=600)}
