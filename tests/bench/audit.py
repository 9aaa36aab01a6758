"""The audit chain: what linking and verifying cost, by ten thousand events."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from handlers.audit import jobs
from storage.ids import span
from tests.register import NOW, Register

PART = 10_000


@dataclass(frozen=True, slots=True)
class AuditFigures:
    """Milliseconds. idle: one tick when all is linked. sweep: one look through the whole log."""

    events: int
    link: float
    verify: float
    idle: float
    sweep: float

    def __str__(self) -> str:
        return (f"Audit chain, {self.events} events: to link 10,000 takes {self.link:.0f} ms, to verify them {self.verify:.0f} ms; "
                f"a tick with nothing to do {self.idle:.1f} ms, a nightly sweep {self.sweep:.0f} ms.")


def audit_figures(url: str, folder: Path, count: int) -> AuditFigures:
    register = Register(url, folder)
    newest = register.database.ids.next()
    for number in range(count, 0, -PART):  # one event a second, as in a large town's busiest hours
        register.happens(ids=[newest - span(timedelta(seconds=number - each)) for each in range(PART)])
    begun = time.perf_counter()
    for _ in range(count // jobs.BATCH):
        register.ticks(now=NOW)
    linked = time.perf_counter()
    verdict = register.verdict()
    verified = time.perf_counter()
    register.ticks(now=NOW)
    ticked = time.perf_counter()
    register.sweeps()
    swept = time.perf_counter()
    register.close()
    if not verdict.sound or verdict.findings.links != count:
        raise AssertionError(f"the chain of the bench is not sound: {verdict.findings.links} links")
    part = PART / count * 1000
    return AuditFigures(count, (linked - begun) * part, (verified - linked) * part, (ticked - verified) * 1000, (swept - ticked) * 1000)
