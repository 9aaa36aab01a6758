"""`relais due`: when something is due, and why, slot by slot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

import orjson
from rich.console import Console
from rich.table import Table

from config.entries import Delay
from config.public_holidays import FIRST, LAST, public_holidays
from config.texts import Texts
from config.town import Holidays, Town
from handlers.escalation import calendars
from handlers.escalation.counting import Line, Receipt, receipt
from handlers.escalation.receipts import spoken
from handlers.escalation.working_time import Calendar
from handlers.messages import Refusal


def calendar_of(town: Town, *, code: str | None, direction: str | None, mairie: str | None) -> Calendar:
    """The calendar of a direction, a mairie, or the town's office hours; with the public holidays of another code when one is given.

    Raises Refusal: no such direction, mairie or code.
    """
    for given, known, kind in ((direction, town.directions, "direction"), (mairie, town.mairies, "mairie"), (code, CODES, "calendar")):
        if given is not None and given not in known:
            raise Refusal(f"due-unknown-{kind}", given=given, allowed=", ".join(known))
    if code is not None:
        town = town.model_copy(update={"public_holidays": public_holidays_of(code)})
    return calendars.of_mairie(town, mairie) if mairie else calendars.of_direction(town, direction)


CODES: tuple[str, ...] = get_args(Holidays)


def public_holidays_of(code: str) -> dict[object, str]:
    return {datetime.fromisoformat(day).date(): name for day, name in public_holidays(code).items()}


def read(town: Town, received: str, delay: str) -> tuple[datetime, Delay]:
    """The moment, and the delay. Raises Refusal when one cannot be read."""
    at = moment(town, received)
    try:
        term = Delay.parse(delay)
    except ValueError:
        raise Refusal("due-no-delay", given=delay) from None
    _holidays_known(at)
    return at, term


def moment(town: Town, said: str) -> datetime:
    """In the town's time unless it says its own. Raises Refusal when it cannot be read."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        raise Refusal("due-no-moment", given=said) from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(town.timezone))


def _holidays_known(at: datetime) -> None:
    if not FIRST <= at.year <= LAST:  # a date counted as if there were no holidays would be wrong, and look right
        raise Refusal("due-no-holidays", year=str(at.year), first=str(FIRST), last=str(LAST))


def print_due(console: Console, texts: Texts, language: str, found: Receipt, calendar: Calendar, *, as_json: bool) -> None:
    if as_json:
        console.file.write(orjson.dumps(_plain(found, calendar), option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    if found.due is None:
        console.print(texts.say(language, "due-announced"), markup=False)
        return
    console.print(texts.say(language, "due-found", {"due": found.due}), style="bold green", markup=False)
    if not found.lines:
        return
    table = Table(box=None, pad_edge=False)
    for column in ("due-day", "due-counts", "due-total"):
        table.add_column(texts.say(language, column))
    for line in found.lines:
        table.add_row(texts.say(language, "receipt-day", {"day": line.on}), _counts(texts, language, line), _total(line),
                      style="" if line.why == "counted" else "dim")
    console.print(table)


def _counts(texts: Texts, language: str, line: Line) -> str:
    if line.why != "counted":
        return line.label or texts.say(language, f"due-{line.why}")
    spans = (texts.say(language, "receipt-span", {"start": span.start, "end": span.end}) for span in line.spans)
    return ", ".join(spans) or texts.say(language, "due-counted")


def _total(line: Line) -> str:
    return str(line.total) if isinstance(line.total, int) else spoken(line.total)


def _plain(found: Receipt, calendar: Calendar) -> dict[str, object]:
    def local(at: datetime | None) -> str | None:
        return at.astimezone(calendar.tz).isoformat() if at else None

    lines = [
        {"on": line.on.isoformat(), "why": line.why, "label": line.label,
         "spans": [[local(span.start), local(span.end)] for span in line.spans],
         "total": line.total if isinstance(line.total, int) else line.total.total_seconds() / 60}
        for line in found.lines
    ]
    return {"received": local(found.start), "delay": found.delay.written, "due": local(found.due), "lines": lines}


def compute(town: Town, received: str, delay: str, *, places: Sequence[str | None]) -> tuple[Receipt, Calendar]:
    """places: code, direction, mairie. Raises Refusal: something that cannot be read, or is not there."""
    code, direction, mairie = places
    at, term = read(town, received, delay)
    calendar = calendar_of(town, code=code, direction=direction, mairie=mairie)
    found = receipt(calendar, at, term)
    _holidays_known(found.due or at)
    return found, calendar
