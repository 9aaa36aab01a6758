"""All that is looked at, how often, and the one who looks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.auditor import arrivals, copies, database, deliveries, duties, keeping, ladder, requests, sums
from bot.auditor.chain import Chain, guarded, sealed, unlinked
from bot.auditor.look import Check, Finding, Look
from bot.traces import where
from config.town import Town
from storage.database import Database
from storage.seal import Seal
from storage.tables import Tick

log = logging.getLogger(__name__)

EACH_MINUTE: tuple[Check, ...] = (
    requests.overdue, requests.nobodys, requests.dangers, requests.unlogged, ladder.steps,
    deliveries.leases, deliveries.late, deliveries.closed, deliveries.unsaid, deliveries.untold, deliveries.uncertain,
    arrivals.waiting, arrivals.quarantined,
    duties.stopped, duties.failing, duties.missed,
    sealed, guarded, unlinked,
    copies.backup, copies.disk, database.clock,
)  # fmt: skip
EACH_HOUR: tuple[Check, ...] = (keeping.kept_too_long,)
EACH_NIGHT: tuple[Check, ...] = (database.twice, database.dangling, requests.unlogged_ever, sums.miscounted)
THOROUGH: tuple[Check, ...] = (*EACH_NIGHT, database.whole)
"""From outside. A running bot reads its pages by night anyway, and tells (bot/soundness)."""
NIGHT = time(3, 0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """at: when it was looked. findings: the gravest first."""

    at: datetime
    findings: tuple[Finding, ...] = ()

    @property
    def red(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.level == "red")

    @property
    def is_green(self) -> bool:
        return not self.red


@dataclass(slots=True)
class Auditor:
    """Looks when it is told to, in one snapshot, in whatever thread. town: the one in force. beats: None when it looks from outside.

    thorough: look at everything at once, the nightly checks too.
    """

    database: Database
    town: Callable[[], Town]
    seal: Seal | None
    state_dir: Path
    started: datetime | None = None
    beats: Callable[[], Mapping[str, Tick]] | None = None
    schedules: Mapping[str, time] = field(default_factory=dict)
    thorough: bool = False
    _chain: Chain = field(default_factory=Chain)
    _hour: Any = None
    _night: Any = None
    _hourly: list[Finding] = field(default_factory=list)
    _nightly: list[Finding] = field(default_factory=list)

    def look(self, now: datetime) -> Verdict:
        try:
            with self.database.reading() as connection:
                beats = self.beats() if self.beats else None
                found = self._found(
                    Look(connection, now, self.town(), self.seal, self.state_dir, self.started, beats, self.schedules)
                )
        except (SQLAlchemyError, OSError) as error:
            log.error("the auditor cannot read the database (%s)", type(error).__name__)
            found = [Finding("found-no-database", since=now)]
        order = {"red": 0, "warning": 1, "info": 2}
        return Verdict(now, tuple(sorted(found, key=lambda each: order[each.level])))

    def _found(self, look: Look) -> list[Finding]:
        found = _of([*EACH_MINUTE, self._chain.follows], look)
        hour, night = look.now.replace(minute=0, second=0, microsecond=0), (look.local - timedelta(hours=NIGHT.hour)).date()
        if self._hourly or hour != self._hour:  # what is wrong is looked at again until it is right
            self._hour, self._hourly = hour, _of(EACH_HOUR, look)
        if self._night is None and not self.thorough:
            self._night = night  # not at every start: the database was looked at when it was opened
        if self._nightly or night != self._night:
            self._night, self._nightly = night, _of(THOROUGH if self.thorough else EACH_NIGHT, look)
        return [*found, *self._hourly, *self._nightly]


def _of(checks: Sequence[Check], look: Look) -> list[Finding]:
    found: list[Finding] = []
    for check in checks:
        try:
            with look.connection.begin_nested():  # on PostgreSQL a statement that fails would take the others with it
                found += check(look)
        except Exception as error:
            log.error("the check %s failed:\n%s", check.__name__, where(error), extra={"check": check.__name__})
            found.append(Finding("found-check-failed", ids=(check.__name__,), values={"name": check.__name__}))
    return found


__all__ = ["EACH_HOUR", "EACH_MINUTE", "EACH_NIGHT", "Auditor", "Verdict"]
