"""/chiffres: a period's figures and those of the one before, for whoever may read them; how each is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handlers.desk import Desk
from handlers.measures.definitions import MEASURES, Figure, figure, guarded
from handlers.measures.formulas import Material
from handlers.measures.periods import Period, of, period_in
from handlers.measures.reading import materials, seen_by
from handlers.measures.saying import period_words, place, said, value, withheld
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.people.permissions import roles_with
from handlers.people.rules import plain

READERS = roles_with("indicators")
LINES = (
    ("arrivals", "contacts"), ("closed", "open"), ("old",), ("first_reply", "first_reply_most"), ("respect",), ("taking",), ("promises",),
    ("told",), ("reopened",), ("bounces", "bounced_twice", "back_and_forth"), ("direction_first", "direction_in_three"),
    ("dangers", "danger_called", "danger_quick"), ("off_circuit",), ("channels",), ("outcomes",),
)  # fmt: skip
COMPARED = frozenset({"open", *(line[0] for line in LINES)}) - {"channels", "outcomes"}
EVEN_NONE = frozenset({"arrivals", "closed", "open", "bounces"})
"""Said even when it is nought."""
NOT_FOR_FIGURES_ONLY = frozenset({"channels", "outcomes"})
"""Beside a share of the same whole, a small part could be subtracted."""

Guard = Callable[[Figure], Figure]


def command(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/chiffres; /chiffres semaine 47; /chiffres novembre; /chiffres T3; /chiffres ?."""
    if argument.strip() == "?":
        return _how(desk, of("week", desk.today).before)
    period = period_in(plain(argument), desk.today)
    if period is None:
        raise Refusal("figures-which-period")
    if period.first > desk.today:
        raise Refusal("figures-to-come")
    return _figures(desk, period)


def show(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Période précédente], [Période suivante]."""
    return _figures(desk, Period.parse(argument))


def how(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Comment c’est compté], and back."""
    return _how(desk, Period.parse(argument))


def _how(desk: Desk, period: Period) -> Reply:
    lines = (desk.word("figure-how", name=desk.word(f"measure-{id}"), how=desk.word(f"how-{id}")) for id in MEASURES)
    return Reply("figures-how", {"lines": "\n".join(lines)}, choices=(Button(f"measures.show:{period}", "button-figures"),))


def _figures(desk: Desk, period: Period) -> Reply:
    seen = seen_by(desk.town, desk.who, desk.today)
    if seen is None:
        raise withheld(desk)
    perimeter, only = seen
    running = period.after > desk.today  # half a week is not compared with a whole one
    found = materials(desk.store, desk.town, [perimeter], [period, *([] if running else [period.before])], desk.now)
    now, then = found[perimeter, period], found.get((perimeter, period.before))
    lines = filter(None, (" · ".join(_items(desk, line, now, then, only)) for line in LINES))
    buttons = [Button(f"measures.show:{period.before}", "button-figures-before")]
    if period.after <= desk.today:
        buttons.append(Button(f"measures.show:{period.following}", "button-figures-after"))
    buttons.append(Button(f"measures.how:{period}", "button-figures-how"))
    values: dict[str, Value] = {"place": place(desk, perimeter), "period": period_words(desk, period), "running": str(running),
                                "lines": "\n".join(lines)}
    return Reply("figures", values, choices=tuple(buttons))


def _items(desk: Desk, line: tuple[str, ...], now: Material, then: Material | None, only: bool) -> Iterator[str]:
    guard: Guard = guarded if only else lambda figure: figure
    for position, id in enumerate(line):
        found = guard(figure(id, now))
        told = None if only and id in NOT_FOR_FIGURES_ONLY else said(desk, found)
        if told is None or (position and _is_left_out(found)) or not (found.n or id in EVEN_NONE):
            continue
        before = guard(figure(id, then)) if then and id in COMPARED else None
        was = value(desk, before) if before and before.value is not None and found.value is not None else "none"
        yield desk.word("figure-item", name=desk.word(f"measure-{id}"), said=told, was=was)


def _is_left_out(figure: Figure) -> bool:
    """Of what follows on a line: what has nothing to add to its beginning."""
    found = figure.found
    return bool(figure.why) or (figure.measure.id == "contacts" and found.n == found.some) or (
        figure.measure.id == "bounced_twice" and found.some == 0)
