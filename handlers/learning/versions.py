"""The versions of the router, written down: what was learned and kept, what was tried and was worse, and a way back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from handlers.learning import rules
from handlers.messages import Refusal
from handlers.routing.loading import Refit, keep
from storage import learning
from storage.tables import Event, RouterVersion, amend, fresh
from storage.unit import Scope

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
"""Before any decision: the catalogue alone learned from none."""


class Target(NamedTuple):
    """What to return to. number: 0 for the catalogue alone."""

    number: int
    row: RouterVersion | None


def kept(found: Refit) -> str:
    """Put the file of a router that is not worse on disk; return its name, "" for one that is worse.

    Before `written`, out of its transaction: nobody waits for the disk. A file that no version names is cleared like an old one.
    """
    return "" if rules.worse(found.model.tried, found.before) else keep(found)


def written(store: Scope, id: int, found: Refit, *, file: str, at: datetime, role: str) -> RouterVersion:
    """Write down what a training gave; with a file, it is in force from the commit on.

    id: of the version; file: what `kept` returned; at: when its lessons were read. role: who asked, « clock » for nobody.
    """
    why = rules.worse(found.model.tried, found.before)
    row = fresh(RouterVersion, id=id, used=not why, why=why, made_at=at, until=at, lessons=found.lessons, figures=dict(found.model.tried),
                trained=id, file=file, back_to=-1)
    store.add(row)
    _note(store, at, role, "router_worse" if why else "router_learned", lessons=found.lessons)
    return row


def target(store: Scope, number: int | None) -> Target:
    """The version to go back to: the one asked for, or the one used before the one in force. Raises Refusal."""
    tried = learning.versions(store)
    used = [Target(0, None), *(Target(place, row) for place, row in enumerate(tried, 1) if row.used)]
    now = _trained(used[-1])
    if number is None:
        found = next((each for each in reversed(used[:-1]) if _trained(each) != now), None)
    else:
        found = next((each for each in used if each.number == number), None)
    if found is None:
        raise Refusal("router-back-none")
    if _trained(found) == now:
        raise Refusal("router-back-same")
    return found


def go_back(store: Scope, to: Target, *, at: datetime, role: str) -> RouterVersion:
    """Put an earlier version in force anew. What was decided until now is set aside until the next training reads it again."""
    row = fresh(RouterVersion, id=store.next_id(), used=True, why="", made_at=at, until=FIRST, lessons=0, figures={}, trained=0,
                file="", back_to=to.number)
    if to.row:
        amend(row, **{name: getattr(to.row, name) for name in ("until", "lessons", "figures", "trained", "file")})
    store.add(row)
    _note(store, at, role, "router_back", number=to.number)
    return row


def number_of(store: Scope, id: int) -> int:
    """The number of a version, 0 for the catalogue alone."""
    return next((number for number, row in enumerate(learning.versions(store), 1) if row.id == id), 0)


def _trained(of: Target) -> int:
    return of.row.trained if of.row else 0


def _note(store: Scope, at: datetime, role: str, kind: str, **data: int) -> None:
    store.add(Event(id=store.next_id(), at=at, kind=kind, actor_role=role, data=data))
