"""What people do in a scene about digests, and what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import update

from storage import digests
from storage.tables import Absence, Person, table
from tests.scenes import Chat, Town
from tests.stores import writing

HOLE = "gros trou rue des Lilas"


def at(t: Town, day: int, hour: int, minute: int = 0, *, month: int = 11) -> None:
    """It is now that hour in Valmière, in winter time; 23 November 2026 is a Monday."""
    t.clock.time = datetime(2026, month, day, hour - 1, minute, tzinfo=UTC)


async def wakes(t: Town) -> None:
    for _ in range(3):  # a tick says one digest, and on a Monday there are two, or three
        await t.passes(seconds=1)


async def logs(someone: Chat, count: int = 1, text: str = HOLE) -> None:
    for number in range(count):
        await someone.says(f"{text} {number}")
        await someone.presses("Enregistrer")


async def worries(someone: Chat) -> None:
    """A danger that nobody has called about: there is something to say."""
    await logs(someone)
    await someone.says("/danger 1")


def id_of(t: Town, name: str) -> int:
    [person] = t.rows(Person, name=name.capitalize())
    return int(person.id)  # type: ignore[attr-defined]


def chooses(t: Town, name: str, kind: str, **values: Any) -> None:
    with writing(t.database) as store:
        digests.choose(store, id_of(t, name), kind, **values)


def is_away(t: Town, name: str, first: date, last: date) -> None:
    who = id_of(t, name)
    with writing(t.database) as store:
        store.add(Absence(id=store.next_id(), person_id=who, first_on=first, last_on=last, declared_at=t.clock.time))


def all_are(t: Town, model: type, **values: Any) -> None:
    """Every row of a table."""
    with writing(t.database) as store:
        store.write(update(table(model)).values(**values))


def digests_of(someone: Chat) -> list[str]:
    return [said for said in someone.heard if said.startswith("Les Tanneurs · ")]
