"""The day in figures, read from the database: what was recorded, for whom, and by which door it came."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rich import box
from rich.table import Table
from sqlalchemy import func, select

from config.texts import words
from config.town import Town
from storage.database import Database
from storage.tables import Outbox, Request, table
from storage.unit import AnyRow

REQUEST, OUTBOX = table(Request), table(Outbox)


def how_many(database: Database) -> int:
    """Requests in the database, those still waiting for a tap included."""
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(REQUEST)).scalar_one())


def owed(database: Database) -> int:
    """Answers that were decided and that nobody has seen yet."""
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).where(OUTBOX.c.state.in_(("pending", "sending")))).scalar_one())


def recorded(database: Database) -> Sequence[AnyRow]:
    """Those that were given a reference, in the order they came."""
    with database.reading() as connection:
        return connection.execute(select(REQUEST).where(REQUEST.c.reference.is_not(None)).order_by(REQUEST.c.id)).all()


def by_direction(rows: Sequence[AnyRow], town: Town, language: str) -> Table:
    """One block a direction, the busiest first, with what it was asked for and by which door that came."""
    say = words().say
    title = say(language, "demo-table", {"count": len(rows)})
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, expand=True)
    table.add_column(say(language, "demo-direction"), ratio=5, no_wrap=True)
    table.add_column(say(language, "demo-service"), ratio=6, no_wrap=True)
    table.add_column(say(language, "demo-channel"), width=16, no_wrap=True)
    table.add_column("", width=2, justify="right")
    for direction, _count in Counter(row.direction for row in rows).most_common():
        name = town.directions[direction].name if direction else say(language, "demo-to-qualify")
        asked = Counter((row.service, row.channel) for row in rows if row.direction == direction)
        for (service, channel), count in asked.most_common():
            what = town.services[service].name if service else ""
            table.add_row(name, what, short(town.channels[channel].name), str(count))
            name = ""
        table.add_section()
    return table


def by_channel(rows: Sequence[AnyRow], town: Town) -> Table:
    """A bar a channel."""
    grid = Table.grid(padding=(0, 2))
    for channel, count in Counter(row.channel for row in rows).most_common():
        grid.add_row(short(town.channels[channel].name), "█" * 2 * count, str(count))
    return grid


def short(name: str) -> str:
    """A channel's name up to its first detail: « Terrain », « Réunion publique »."""
    return re.split(r",| \(| ou ", name, maxsplit=1)[0]
