"""A digest as it is read: three figures, what is to be done, what is good to know, within its length; every line opens its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from config.entries import name_of
from handlers.desk import Desk
from handlers.digests.kinds import LINES_OF_ELECTED, Kind
from handlers.digests.to_do import decisions
from handlers.digests.to_know import SECTIONS, top
from handlers.digests.view import Line, View
from handlers.measures.reading import may_export, seen_by
from handlers.measures.saying import place
from handlers.messages import CARD_BUTTONS, Button, Reply
from storage.tables import Person

FORMATS = ("csv", "xlsx")
HEADINGS: Mapping[str, str] = {"day": "today", "week": "decide", "month": "decide"}


class Page(NamedTuple):
    """view: what was said, for the export. is_empty: nothing to do, nothing new to know, nothing that came or went."""

    view: View
    reply: Reply
    is_empty: bool


def may_be_read(desk: Desk, reader: Person) -> bool:
    """Whether the table still gives them figures today: none to an elected official before an election."""
    return seen_by(desk.town, reader, desk.today) is not None


def page(desk: Desk, reader: Person, kind: Kind, *, on: date, since: datetime, hidden: frozenset[str] = frozenset(),
         missed: date | None = None) -> Page:
    """The digest of somebody who may read it. on: its local day. since: when the one before was due. missed: one that never came.

    Say it while `speaking` their language.
    """
    view = View(desk, reader, kind, on, since)
    first = top(view)
    lines = [line for name in kind.sections if name not in hidden
             for line in (decisions(view) if name == "decisions" else SECTIONS[name](view)) if line.text]
    told = lines if kind.every == "day" else [line for line in lines if line.opens]  # of a week, some figures are always said
    calm = not told and not view.figure("arrivals").n and not view.figure("closed").n
    if missed:
        first = first._replace(text=f"{desk.word('digest-missed', day=missed)}\n{first.text}")
    title = _title(view)
    return Page(view, _reply(view, title, first, _fitted(view, title, first, lines)), calm)


def _title(view: View) -> str:
    desk, period = view.desk, view.period
    where = place(desk, view.seen.perimeter)
    if view.reader.mairie and view.kind.every != "month":
        where = name_of(desk.town.mairies, view.reader.mairie) if len(view.mairies) == 1 else where
    month = desk.word("period-month", number=period.first.month, year=period.first.year)
    return desk.word(f"digest-title-{view.kind.every}", place=where, day=view.on, number=period.number, month=month)


def _fitted(view: View, title: str, first: Line, lines: Sequence[Line]) -> list[Line]:
    """What the phone shows at once: what is to be done is kept, of what is good to know the last lines give way."""
    kept = list(lines)
    while _is_too_long(view, title, first, kept) and any(line.shelf == "known" for line in kept):
        kept.remove(next(line for line in reversed(kept) if line.shelf == "known"))
    return kept


def _is_too_long(view: View, title: str, first: Line, lines: Sequence[Line]) -> bool:
    text = _text(view, first, lines)
    lines_of = 1 + len(text.splitlines())
    return len(title) + len(text) + 1 > view.kind.most or ("elu" in view.kind.roles and lines_of > LINES_OF_ELECTED)


def _text(view: View, first: Line, lines: Sequence[Line]) -> str:
    """One paragraph each; an elected official's has no headings, for its eight lines."""
    desk = view.desk
    to_do, known = ([line.text for line in lines if line.shelf == shelf] for shelf in ("todo", "known"))
    if "elu" in view.kind.roles:
        return "\n".join([first.text, *to_do, *known])
    parts = [first.text]
    if to_do:
        parts.append("\n".join([desk.word(f"digest-{HEADINGS[view.kind.every]}", count=len(to_do)),
                                *(f"{number}. {text}" for number, text in enumerate(to_do, 1))]))
    if known:
        parts.append("\n".join([desk.word("digest-known"), *(f"· {text}" for text in known)]))
    if not to_do and not known:
        parts.append(desk.word("digest-calm"))
    return "\n\n".join(parts)


def _reply(view: View, title: str, first: Line, lines: Sequence[Line]) -> Reply:
    """Its lines' buttons first, in their order, then the figures and the files; a daily one may be put off, its settings have its files."""
    opens = [*{button.act: button for line in lines for button in line.opens}.values()]
    last = [Button(f"digests.show:{view.kind.id}", "button-digest-settings")]
    if view.kind.every == "day":
        last = [Button(f"digests.later:{view.kind.id}", "button-digest-later"), *last]
    else:
        last = [*_files(view), *last]
        more = [Button(f"restitution.chart:0/{view.period}", "button-chart"), Button(f"measures.show:{view.period}", "button-figures")]
        last = [*more[: max(1, CARD_BUTTONS - len(opens) - len(last))], *last]  # the chart leads to the figures
    room = CARD_BUTTONS - len(last)
    return Reply("digest", {"title": title, "lines": _text(view, first, lines)},
                 choices=(*opens[:room], *last), edits=False)


def _files(view: View) -> list[Button]:
    """[CSV], [Tableur]: for whom the table gives an export, and never before an election."""
    if not may_export(view.desk.town, view.reader, view.on):
        return []
    return [Button(f"digests.file:{view.kind.id}/{view.on}/{each}", f"button-digest-{each}") for each in FORMATS]
