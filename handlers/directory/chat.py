"""/quifait and /delai: who does what, and by when, found by the words that people have for it."""

from __future__ import annotations

from config.catalogue import Service
from config.entries import Delay
from config.words import fold
from handlers.desk import Desk
from handlers.directory.cards import buttons, card, exists, joined, name_of, names, term, unsure
from handlers.directory.rules import Found, look_up
from handlers.escalation import receipts
from handlers.escalation.calendars import of_class
from handlers.escalation.clocks import delays_of
from handlers.escalation.counting import Receipt, receipt
from handlers.learning.lessons import router_of
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.people.permissions import ROLES
from handlers.routing import rules as routing

SUGGESTED = 4


def who(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/quifait mots: the card of the service, the direction, the function or the activity that they name; near ones as buttons."""
    if not fold(argument):
        functions = [f"role:{role}" for role in ROLES if desk.town.raci]
        return Reply("who-help", {"governance": desk.word("governance")}, choices=buttons(desk, functions), layout="list")
    found = _found(desk, argument)
    if found.main is None:
        return unsure(desk, found, argument)
    return card(desk, found.main, near=found.near, text=argument)


def _found(desk: Desk, words: str) -> Found:
    suggestions = routing.suggest(router_of(desk), words, n=SUGGESTED)
    ids = [each.service_id for each in suggestions if each.service_id in desk.town.services]
    return look_up(desk.town, words, names(desk), suggested=ids, sure=not routing.unsure(suggestions))


def show(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """A button that opens a card."""
    if not exists(desk, argument):
        raise Refusal("button-unknown")
    return card(desk, argument)


def delays(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/delai mots: the three clocks of the service, or of the class, that they name; every class without words."""
    typed = fold(argument)
    classes = desk.town.delay_classes.values()
    named = next((each for each in classes if typed in (each.id, fold(each.name))), None)
    if not typed:
        return Reply("clocks-all", {"lines": joined(_clocks(desk, each.id, brief=True) for each in classes)})
    if named:
        return Reply("clocks-card", {"title": named.name, "lines": _clocks(desk, named.id)})
    found = _found(desk, argument)
    services = [id for id in (found.main or "", *found.near) if id.startswith("service:")]
    if found.main not in services:
        return Reply("clocks-which", choices=_delay_buttons(desk, services))
    return _delay_card(desk, services[0], services[1:])


def show_delay(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """A button that opens the delays of a service."""
    if not exists(desk, f"service:{argument}"):
        raise Refusal("button-unknown")
    return _delay_card(desk, f"service:{argument}", [])


def _delay_card(desk: Desk, card: str, near: list[str]) -> Reply:
    service = desk.town.services[card.partition(":")[2]]
    counts = _counted(desk, service)
    dates = [desk.word("clocks-now", clock=desk.word(f"clock-{clock}"), due=each.due) for clock, each in counts.items() if each.due]
    values = {"title": service.name, "lines": joined([_clocks(desk, service.delay), desk.word("clocks-if-now") if dates else "", *dates])}
    explain = tuple(Button(f"directory.receipt:{service.id}/{clock}", "button-receipt", {"clock": desk.word(f"clock-{clock}")})
                    for clock, each in counts.items() if each.lines)
    return Reply("clocks-card", values, choices=(*explain, *_delay_buttons(desk, near)))


def receipt_of(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """How a date was counted for what would be recorded now. argument: "service/clock"."""
    id, _, clock = argument.partition("/")
    found = _counted(desk, desk.town.services[id]).get(clock) if exists(desk, f"service:{id}") else None
    if found is None or found.due is None:
        raise Refusal("button-unknown")
    lines = "\n".join(receipts.lines(desk, found))
    said = desk.word(f"clock-{clock}")
    return Reply("receipt", {"reference": desk.town.services[id].name, "clock": said, "due": found.due, "lines": lines},
                 choices=(Button(f"directory.delay:{id}", "button-back"),))


def _counted(desk: Desk, service: Service) -> dict[str, Receipt]:
    """Each clock of a service, counted from now in the hours of its direction."""
    chosen = desk.town.delay_classes[service.delay]
    own = service.competence == "mairie_quartier"
    calendar = of_class(desk.town, chosen, None if own else service.direction, desk.who.mairie)
    return {clock: receipt(calendar, desk.now, Delay.parse(written)) for clock, written in delays_of(chosen).items()}


def _delay_buttons(desk: Desk, services: list[str]) -> tuple[Button, ...]:
    return tuple(Button(f"directory.delay:{id.partition(':')[2]}", "button-plain", {"label": name_of(desk, id)}) for id in services)


def _clocks(desk: Desk, id: str, *, brief: bool = False) -> str:
    """The three clocks of a class in plain words; brief: on one line."""
    each = desk.town.delay_classes[id]
    taking, first, resolution = (term(desk, each, length) for length in (each.taking, each.first_answer, each.resolution))
    if brief:
        return desk.word("clocks-line", name=each.name, taking=taking, first=first, resolution=resolution)
    return joined([
        desk.word("clocks-taking", term=taking),
        desk.word("clocks-first", term=first),
        desk.word("clocks-resolution", term=resolution),
        desk.word("clocks-at-most", count=each.announced_date_max_months) if each.announced_date_max_months else "",
        desk.word("clocks-follow-up", count=each.resident_follow_up_days) if each.resident_follow_up_days else "",
        each.note or "",
    ])  # fmt: skip
