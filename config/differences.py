"""What differs between two towns, as data: what was added, removed or changed, under the names of the town's own files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Any, Literal

from config.entries import DAYS, ById, Delay, Entry, Opening, Week, clock
from config.town import Town

Kind = Literal["added", "removed", "changed"]
Written = tuple[str, ...]
"""A value as the town writes it: one text for a word or a number, several for a list, none for what is absent."""

LONGEST, CONTEXT = 120, 20
COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Detail:
    """What changed under a key of an entry (« crpa.regime »); of a list, only what went and what came."""

    key: str
    before: Written
    after: Written


@dataclass(frozen=True, slots=True)
class Change:
    """what: the table, as in the files (« services », « points_arrivee »); « commune » for what stands alone, whose id is its key.

    name: the entry's name, "" when it has none. detail: of what changed; of all of it for an entry without a name.
    """

    kind: Kind
    what: str
    id: str
    name: str = ""
    detail: tuple[Detail, ...] = ()

    def as_data(self) -> list[Any]:
        return [self.kind, self.what, self.id, self.name, [[each.key, list(each.before), list(each.after)] for each in self.detail]]

    @classmethod
    def from_data(cls, data: Sequence[Any]) -> Change:
        kind, what, id, name, detail = data
        return cls(kind, what, id, name, tuple(Detail(key, tuple(before), tuple(after)) for key, before, after in detail))


def diff(old: Town | None, new: Town) -> list[Change]:
    """Return every difference, table after table, each in the order of its entries. Comments and the order of entries are none.

    old: None when there is nothing to compare with, and all is new.
    """
    before, after = _tables(old) if old else {}, _tables(new)
    found = []
    for what in dict.fromkeys([*before, *after]):
        was, now = before.get(what, {}), after.get(what, {})
        found += [change for id in dict.fromkeys([*was, *now]) if (change := _change(what, id, was.get(id), now.get(id)))]
    return found


def counts(changes: Iterable[Change]) -> Mapping[Kind, int]:
    """How many of each kind; 0 for a kind that is not there."""
    return Counter(change.kind for change in changes)


def _change(what: str, id: str, old: Any, new: Any) -> Change | None:
    if old == new:
        return None
    name = str(getattr(old if new is None else new, "name", ""))
    kind: Kind = "changed" if what == COMMUNE or (old is not None and new is not None) else "removed" if new is None else "added"
    if kind != "changed" and name:
        return Change(kind, what, id, name)
    was, now = _flat(old), _flat(new)
    keys = dict.fromkeys([*was, *now])
    detail = tuple(_detail(key, was.get(key, ()), now.get(key, ())) for key in keys if was.get(key, ()) != now.get(key, ()))
    return Change(kind, what, id, name, detail) if detail or kind != "changed" else None


def _detail(key: str, was: Written, now: Written) -> Detail:
    """Of a list what went and what came, unless only its order changed."""
    gone, come = [each for each in was if each not in now], [each for each in now if each not in was]
    before, after = (gone, come) if gone or come else (was, now)
    alike = _alike(before[0], after[0]) if len(before) == len(after) == 1 else 0
    return Detail(key, tuple(_cut(text, alike) for text in before), tuple(_cut(text, alike) for text in after))


def _alike(one: str, other: str) -> int:
    """How many signs both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(text: str, alike: int) -> str:
    """At most LONGEST on one line. alike: how much of it begins as the other text does, most of which needs no saying again."""
    start = max(0, alike - CONTEXT) if len(text) > LONGEST else 0
    rest = " ".join(text[start:].split())
    return ("…" if start else "") + (rest if len(rest) <= LONGEST else rest[: LONGEST - 1] + "…")


def _tables(town: Town) -> dict[str, dict[str, Any]]:
    """Every table as entries by id, the services that are in use, and what stands alone as one table."""
    tables: dict[str, dict[str, Any]] = {"services": dict(town.services)}
    alone = tables[COMMUNE] = {}
    for field, info in Town.model_fields.items():
        value, what = getattr(town, field), info.alias or field
        if field == "public_holidays":  # worked out from the calendar's name, which is compared
            continue
        if field == "domains":
            tables[what] = {id: domain.name for id, domain in value.items()}
        elif isinstance(value, Mapping) or any(isinstance(mark, ById) for mark in info.metadata):
            tables[what] = dict(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], Entry):
            tables[what] = _by_first_value(value)
        elif field != "disabled_services":  # seen as services removed
            alone[what] = value
    return tables


def _by_first_value(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Entries without an id, by what is written first in them: a street's name, a special day's date."""
    found: dict[str, Entry] = {}
    for entry in entries:
        first = str(next(iter(dict(entry).values())))
        same = sum(id.partition(" (")[0] == first for id in found)
        found[f"{first} ({same + 1})" if same else first] = entry
    return found


def _flat(value: Any, key: str = "") -> dict[str, Written]:
    """Every key of an entry, « crpa.regime » for those within; the id is not one of them."""
    if not isinstance(value, Entry):
        return {key: tuple(_texts(value))}
    flat: dict[str, Written] = {}
    for field, info in type(value).model_fields.items():
        if field not in ("id", "code"):
            flat |= _flat(getattr(value, field), f"{key}.{info.alias or field}".lstrip("."))
    return flat


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Delay):
        yield value.written
    elif isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, Entry):
        yield " · ".join(text for texts in _flat(value).values() for text in texts)
    elif isinstance(value, tuple) and len(value) == len(DAYS) and all(_is_a_day(each) for each in value):
        yield from _week(value)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _texts(each) if isinstance(each, str | Entry) else (str(each),)
    elif value is not None:
        yield str(value)


def _week(week: Week) -> Iterator[str]:
    """« lun-ven 08:30-12:30 13:30-17:00 », days alike together."""
    for openings, days in groupby(range(len(DAYS)), key=lambda day: week[day]):
        first, *others = days
        if openings:
            span = f"{DAYS[first]}-{DAYS[others[-1]]}" if others else DAYS[first]
            yield f"{span} {' '.join(map(clock, openings))}"


def _is_a_day(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(each, Opening) for each in value)
