"""`relais restitution`: the printed page of a quarter, as a PDF, for those who are asked to read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.operator import faults_said, say, settings_or_stop, terminal

if TYPE_CHECKING:
    from config.settings import Settings


def restitution(
    quarter: Annotated[str, typer.Option(help=say("cli-restitution-quarter"))],
    audience: Annotated[str, typer.Option("--for", help=say("cli-restitution-for"))],
    mairie: Annotated[str | None, typer.Option(help=say("cli-restitution-mairie"))] = None,
    direction: Annotated[str | None, typer.Option(help=say("cli-restitution-direction"))] = None,
    out: Annotated[Path, typer.Option(help=say("cli-restitution-out"))] = Path(),
) -> None:
    with faults_said():
        for file in write(settings_or_stop(), quarter, audience, places=(mairie, direction), out=out):
            terminal().print(str(file), markup=False)


def write(settings: Settings, quarter: str, audience: str, *, places: tuple[str | None, str | None], out: Path) -> list[Path]:
    """places: a mairie, a direction; without them, one page for each that the audience has. Raises Refusal, TownFaults, OSError."""
    from bot.clock import Clock
    from bot.opening import opened
    from config.texts import words
    from handlers.charts.drawing import draw
    from handlers.charts.reader import View
    from handlers.digests.quarterly import AUDIENCES, page
    from handlers.measures.periods import period_in
    from handlers.messages import Refusal
    from handlers.people.rules import plain
    from storage.measures import Perimeter
    from storage.unit import Scope, Unit

    if audience not in AUDIENCES:
        raise Refusal("page-unknown-audience", given=audience, allowed=", ".join(AUDIENCES))
    with opened(settings, own=False) as base:
        town, now = base.town, Clock().now()
        today = town.local(now).date()
        period = period_in(plain(quarter), today)
        if period is None or period.kind != "quarter" or period.first > today:
            raise Refusal("page-which-quarter")
        if audience == "elus" and town.in_pre_election(today):
            raise Refusal("figures-withheld")
        known = {"sg": town.mairies, "elus": town.mairies, "directions": town.directions}.get(audience, {})
        one, other = reversed(places) if audience == "directions" else places
        if other is not None:
            raise Refusal("page-other-place", audience=audience)
        if one is not None and one not in known:
            key = "due-unknown-direction" if audience == "directions" else "due-unknown-mairie"
            raise Refusal(key, given=one, allowed=", ".join(known))
        written = []
        out.mkdir(parents=True, exist_ok=True)
        for id in [one] if one else list(known) or [""]:
            perimeter = Perimeter(direction=id) if audience == "directions" else Perimeter(mairies=(id,)) if id else Perimeter()
            with base.database.reading() as connection:
                store = Scope(Unit(connection, base.database.ids))
                view = View(store, town, words(town.timezone), settings.language, now, perimeter, AUDIENCES[audience].only_figures)
                made = page(view, audience, period)
            file = out / "-".join(filter(None, ("restitution", f"{period.year}-T{period.number}", audience, id)))
            written.append(file.with_suffix(".pdf"))
            written[-1].write_bytes(draw(made))
        return written
