"""Who is away, in a scene."""

from __future__ import annotations

from datetime import date

from storage.tables import Absence, Person
from storage.unit import Scope, Unit
from tests.scenes import Town


def goes_away(t: Town, name: str, first: date, last: date, *, relay: str | None = None, back: bool = False) -> None:
    """Somebody declared days of absence. back: they came back early."""
    ids = {row.name: row.id for row in t.rows(Person)}  # type: ignore[attr-defined]
    with t.database.transaction() as connection:
        unit = Unit(connection, t.database.ids)
        store = Scope(unit)
        now = t.clock.now()
        store.add(Absence(id=store.next_id(), person_id=ids[name.capitalize()], first_on=first, last_on=last,
                          relay_id=ids[relay.capitalize()] if relay else None, declared_at=now, ended_at=now if back else None))
        store.keep()
        unit.flush()
