"""What an import comes to: judged, compared, proposed, applied or refused, for the chat and for the terminal alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from config.differences import Change, counts, diff
from config.faults import Fault
from config.sources import fingerprint, home_of, packed
from config.town import Town
from handlers.messages import Refusal
from handlers.town.rules import Breakage, breakages, handed_anew, without_anybody
from storage import town as versions
from storage.tables import TownVersion
from storage.unit import Scope

JUST_BEFORE = timedelta(microseconds=1)


class Import(NamedTuple):
    """What the town would become. faults: then nothing else is known. same: these are the files in force.

    needs: see rules.handed_anew. broken: reasons to refuse. alone: services handed to a direction where nobody is, as they were before.
    """

    files: Mapping[str, bytes]
    faults: Sequence[Fault] = ()
    same: bool = False
    changes: Sequence[Change] = ()
    needs: Mapping[str, str] = {}
    broken: Sequence[Breakage] = ()
    alone: int = 0


def placed(sent: Mapping[str, bytes], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The town's files once single ones, by their path or name, have taken their places."""
    return {**files, **{home_of(path, raw, files): raw for path, raw in sent.items()}}


def weigh(store: Scope, files: Mapping[str, bytes], *, against: Mapping[str, bytes], old: Town | None) -> Import:
    """Judge files as a whole town and compare it with the one in force. old: None when that one is no longer readable."""
    from config.judging import judge  # YAML and geometry are for an import only

    _, new, faults = judge(files)
    if new is None:
        return Import(files, faults=sorted(faults, key=lambda fault: (fault.file, fault.line or 0)))
    changes, needs, staffed = diff(old, new), handed_anew(old, new), versions.directions_with_somebody(store)
    broken = _broken(store, changes, needs)
    alone = sum(id not in needs for id in without_anybody(new, staffed))
    return Import(files, same=fingerprint(files) == fingerprint(against), changes=changes, needs=needs, broken=broken, alone=alone)


def propose(store: Scope, what: Import, *, base: int | None, by: int | None, now: datetime, back_to: int = 0) -> int:
    """Keep an import until it is decided; return its id. base: the version it was compared with. What they proposed before is refused."""
    id = store.next_id()
    versions.withdraw(store, by)
    data = {"base": base, "changes": [change.as_data() for change in what.changes], "needs": dict(what.needs), "back_to": back_to}
    versions.put(store, id=id, digest=fingerprint(what.files), files=packed(what.files), changes=data, state="proposed", proposed_by=by,
                 proposed_at=now)
    return id


def proposal(store: Scope, id: int) -> TownVersion:
    """A version that waits to be decided. Raises Refusal when it does not, or another one was applied meanwhile."""
    row = versions.version(store, id)
    if row is None or row.state != "proposed":
        raise Refusal("town-settled")
    if versions.newest(store) != row.changes["base"]:
        raise Refusal("town-moved-on")
    return row


def apply(store: Scope, id: int, *, folder: Mapping[str, bytes], city: str, now: datetime) -> Sequence[Breakage]:
    """Put a proposal in force, once; return what speaks against it today, and then nothing is done. Raises Refusal as `proposal`.

    folder, city: the files in force while there is no version, which become the first one, so that there is a way back to them; and
    what they call the town.
    """
    versions.take_turn(store)
    row = proposal(store, id)
    if broken := _broken(store, changes_of(row.changes), row.changes["needs"]):
        return broken
    if row.changes["base"] is None:
        nothing: dict[str, Any] = {"base": None, "changes": [], "needs": {}, "back_to": 0, "city": city}
        versions.put(store, id=store.next_id(), digest=fingerprint(folder), files=packed(folder), changes=nothing, state="applied",
                     proposed_at=now, applied_at=now - JUST_BEFORE)
    if not versions.settle(store, id, applied_at=now):
        raise Refusal("town-settled")
    return ()


def number_of(store: Scope, id: int) -> int:
    """The number of an applied version, 0 for one that is not."""
    return next((each.number for each in versions.applied(store) if each.id == id), 0)


def before(store: Scope, number: int | None) -> tuple[int, TownVersion]:
    """The version to go back to, and its number: the one asked for, or the last that differs from the one in force. Raises Refusal."""
    applied = versions.applied(store)
    for each in reversed(applied[:-1]):
        if each.number == number or (number is None and each.digest != applied[-1].digest):
            row = versions.version(store, each.id)
            assert row is not None  # versions are never deleted
            return each.number, row
    raise Refusal("town-no-such-version", number=number or 0)


def changes_of(data: Mapping[str, Any]) -> list[Change]:
    return [Change.from_data(change) for change in data["changes"]]


def tally(changes: Sequence[Change]) -> dict[str, int]:
    """What an event keeps of the changes."""
    return {kind: count for kind, count in counts(changes).items()}


def _broken(store: Scope, changes: Sequence[Change], needs: Mapping[str, str]) -> list[Breakage]:
    return breakages(changes, needs, open_requests=versions.open_requests(store), people=versions.people(store),
                     staffed=versions.directions_with_somebody(store))
