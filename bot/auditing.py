"""`relais audit`: read the whole chain again and say what is wrong with it; print its last link, to keep elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.opening import Opened, opened
from bot.platforms import Misconfigured
from bot.progress import counting
from config.settings import Settings
from config.texts import words
from handlers.audit import heads
from handlers.audit.rules import TAMPERED, Anchor, Broken, Findings, examine, genesis
from storage import append_only, audit
from storage import town as versions
from storage.database import Database, is_trouble
from storage.seal import Seal
from storage.unit import Scope, Unit

SHOWN = 5
"""Links named one by one in the report, of each kind of fault."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """findings: of the links. readable: the database could give all of them. sealed: the last link's seal is there, and opens.

    guarded: the triggers are in force. waiting: events without a link yet.
    """

    findings: Findings
    readable: bool
    sealed: bool
    guarded: bool
    waiting: int

    @property
    def sound(self) -> bool:
        return self.findings.sound and self.readable and self.sealed and self.guarded


def verify(settings: Settings, *, given: str | None, console: Console) -> bool:
    """Print the report; True when all is sound. given: what `relais audit head` or a daily message said.

    Raises Misconfigured when that was miscopied.
    """
    with opened(settings, own=False) as base:
        anchor = heads.read_anchor(base.seal, given) if given is not None else None
        if given is not None and anchor is None:
            raise Misconfigured("audit-bad-anchor")
        verdict = examined(base, anchor, language=settings.language)
    show(console, verdict, settings.language)
    return verdict.sound


def examined(base: Opened, given: Anchor | None, *, language: str) -> Verdict:
    return examined_in(base.database, base.seal, city=base.town.city, given=given, language=language)


def examined_in(database: Database, seal: Seal, *, city: str, given: Anchor | None, language: str) -> Verdict:
    """city: what the town is called, where the chain begins."""
    with database.reading() as connection:
        unit = Unit(connection, database.ids)
        store = Scope(unit)
        sealed = heads.sealed_head(unit, seal)  # before the chain: a bot that runs may add links meanwhile, and seals them later
        waiting, noted = audit.waiting(store, TAMPERED)
        last = audit.head(store)
        reading = _Reading(connection, last.seq if last else 0, language)
        start = genesis(versions.first_city(store) or city)
        findings = examine(reading.links(), start=start, given=given, sealed=Anchor(*sealed) if sealed else None)
        findings.tampered += noted
        guarded = append_only.is_guarded(connection)
        return Verdict(findings, reading.whole, sealed is not None or not findings.links, guarded, waiting)


class _Reading:
    """The links, counted on the terminal as they are read. whole: False once one of them could not even be read."""

    def __init__(self, connection: Connection, total: int, language: str) -> None:
        self._connection = connection
        self._total = total
        self._language = language
        self.whole = True

    def links(self) -> Iterator[Any]:
        with counting(self._language, "audit-reading", self._total) as done:
            try:
                for number, row in enumerate(audit.chain(self._connection), 1):
                    if number % 1_000 == 0:
                        done(number)
                    yield row
            except DBAPIError as error:
                if is_trouble(error):
                    raise
                self.whole = False  # bytes that are no text, put there by somebody else: SQLite stops at them


def head(settings: Settings) -> str | None:
    """« SEQ:HASH:signature » of the last link; None while there is none."""
    with opened(settings, own=False) as base, base.database.reading() as connection:
        last = audit.head(Scope(Unit(connection, base.database.ids)))
        return heads.anchor(base.seal, last) if last else None


def show(console: Console, verdict: Verdict, language: str) -> None:
    def say(key: str, **values: str | int) -> str:
        return words().say(language, key, values)

    found = verdict.findings
    console.print(say("audit-read", count=found.links, last=found.last), markup=False)
    console.print(say("audit-waiting", count=verdict.waiting), markup=False)
    for line in _faults(verdict, say):
        console.print(line, style="red", markup=False)
    end, style = ("audit-sound", "bold green") if verdict.sound else ("audit-unsound", "bold red")
    console.print(say(end), style=style, markup=False)


def _faults(verdict: Verdict, say: Callable[..., str]) -> Iterator[str]:
    def named(broken: Sequence[Broken]) -> str:
        some = ", ".join(say("audit-link", seq=each.seq, event=str(each.event_id), at=str(each.at or "?")) for each in broken[:SHOWN])
        return some + (" …" if len(broken) > SHOWN else "")

    found = verdict.findings
    if found.first:
        yield say("audit-first", link=named([found.first]))
    if found.gaps:
        which = ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in found.gaps[:SHOWN])
        yield say("audit-gaps", count=sum(last - first + 1 for first, last in found.gaps), which=which)
    for key, broken in (("audit-vanished", found.vanished), ("audit-changed", found.changed), ("audit-moved", found.moved)):
        if broken:
            yield say(key, count=len(broken), which=named(broken))
    for key, count in (("audit-more", found.more), ("audit-tampered", found.tampered)):
        if count:
            yield say(key, count=count)
    for key, anchors in (("audit-lost", found.lost), ("audit-rewritten", found.rewritten)):
        yield from (say(key, whose=whose, last=found.last) for whose in anchors)
    for key, well in (("audit-unreadable", verdict.readable), ("audit-unsealed", verdict.sealed), ("audit-unguarded", verdict.guarded)):
        if not well:
            yield say(key)
