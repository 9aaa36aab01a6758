"""What is put in order together: drafts, open ones, what each gives them, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from storage.tables import Prioritisation, PriorityScore, record, table
from storage.unit import AnySelect, Scope

PRIORITISATION, SCORE = table(Prioritisation), table(PriorityScore)
Given = dict[tuple[int, int], int]
"""(subject, criterion) → points."""


def newest(store: Scope, most: int) -> list[Prioritisation]:
    """The last ones, drafts included, the newest first."""
    return _all(store, select(PRIORITISATION).order_by(PRIORITISATION.c.id.desc()).limit(most))


def one(store: Scope, id: int) -> Prioritisation | None:
    return next(iter(_all(store, select(PRIORITISATION).where(PRIORITISATION.c.id == id))), None)


def draft(store: Scope) -> Prioritisation | None:
    """The one being written: there is one at most."""
    return next(iter(_all(store, select(PRIORITISATION).where(PRIORITISATION.c.opened_at.is_(None)))), None)


def under_way(store: Scope) -> list[Prioritisation]:
    """Open, or past their end and not counted yet."""
    return _all(store, select(PRIORITISATION).where(PRIORITISATION.c.opened_at.is_not(None), PRIORITISATION.c.closed_at.is_(None)))


def _all(store: Scope, statement: AnySelect) -> list[Prioritisation]:
    return [record(Prioritisation, row._mapping) for row in store.all(statement)]


def write_draft(store: Scope, id: int, **values: Any) -> bool:
    """Change what is still being written; False when it is open, or gone."""
    there = update(PRIORITISATION).where(PRIORITISATION.c.id == id, PRIORITISATION.c.opened_at.is_(None))
    return bool(store.write(there.values(**values)).rowcount)


def put_draft(store: Scope, id: int, title: str) -> None:
    store.write(PRIORITISATION.insert(), {"id": id, "title": title, "subjects": [], "criteria": [], "sheets": []})


def drop_draft(store: Scope, id: int) -> None:
    store.write(delete(PRIORITISATION).where(PRIORITISATION.c.id == id, PRIORITISATION.c.opened_at.is_(None)))


def give(store: Scope, id: int, person_id: int, subject: int, criterion: int, points: int) -> None:
    """In the place of what they gave before."""
    key = {"prioritisation_id": id, "person_id": person_id, "subject": subject, "criterion": criterion}
    store.write(delete(SCORE).where(*(SCORE.c[name] == value for name, value in key.items())))
    store.write(SCORE.insert(), {**key, "points": points})


def given(store: Scope, id: int, person_ids: Sequence[int]) -> dict[int, Given]:
    """What each of them gave, by person; nothing for who gave nothing."""
    found: dict[int, Given] = {person_id: {} for person_id in person_ids}
    for row in store.all(select(SCORE).where(SCORE.c.prioritisation_id == id, SCORE.c.person_id.in_(person_ids))):
        found[row.person_id][row.subject, row.criterion] = row.points
    return found


def close(store: Scope, id: int, now: datetime, sheets: Sequence[Sequence[Sequence[int]]]) -> bool:
    """Keep the sheets without their names, and nothing with them; False when somebody was quicker."""
    there = update(PRIORITISATION).where(PRIORITISATION.c.id == id, PRIORITISATION.c.closed_at.is_(None))
    if not store.write(there.values(closed_at=now, sheets=sheets)).rowcount:
        return False
    store.write(delete(SCORE).where(SCORE.c.prioritisation_id == id))
    return True


def erase_left(store: Scope) -> None:
    """Scores of what is closed, or gone: one was being given in another process in the very moment of the end."""
    left = SCORE.c.prioritisation_id.not_in(select(PRIORITISATION.c.id).where(PRIORITISATION.c.closed_at.is_(None)))
    if store.first(select(SCORE.c.prioritisation_id).where(left).limit(1)):
        store.write(delete(SCORE).where(left))


def withdraw(store: Scope, id: int) -> bool:
    """Nothing of it is left; False once it is closed."""
    if not store.write(delete(PRIORITISATION).where(PRIORITISATION.c.id == id, PRIORITISATION.c.closed_at.is_(None))).rowcount:
        return False
    store.write(delete(SCORE).where(SCORE.c.prioritisation_id == id))
    return True


def decide(store: Scope, id: int, **values: Any) -> bool:
    """Write the decision, then its reason; False once both are there, or before the closing."""
    there = update(PRIORITISATION).where(
        PRIORITISATION.c.id == id, PRIORITISATION.c.closed_at.is_not(None), PRIORITISATION.c.decided_at.is_(None))
    return bool(store.write(there.values(**values)).rowcount)
