"""What must go on for ever goes on: ticks, senders, listeners; and what happens once a day happened today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.auditor.look import Finding, Look
from handlers.feature import Feature
from storage import ticks
from storage.tables import Occurrence, Tick, table

OCCURRENCE = table(Occurrence)
PATIENCE = timedelta(minutes=2)
"""Beyond the time that one turn takes: what runs every ten seconds is missed after two minutes, a listener after three."""
FORGOTTEN = timedelta(days=1)
AUDITOR = "auditor"
AUDITOR_S = 60.0
"""How often it looks."""


def hours_of(features: Iterable[Feature]) -> dict[str, time]:
    """When each daily schedule is due, by "feature.name"."""
    return {f"{feature.name}.{name}": schedule.at for feature in features for name, schedule in feature.schedules.items()}


def stopped(look: Look) -> Iterator[Finding]:
    """Each tick, sender and listener of this process went on, here or in another one."""
    known = {tick.name: tick for tick in ticks.every(look.connection)}
    if look.beats is None and (auditor := known.get(AUDITOR)) and auditor.last_at < look.now - timedelta(seconds=AUDITOR_S) - PATIENCE:
        yield Finding("found-not-running", since=auditor.last_at)
        return
    expected = look.beats if look.beats is not None else _of_the_last_process(known)
    for name, tick in sorted(expected.items()):
        if name == AUDITOR and look.beats is not None:
            continue  # here it is
        other = known.get(name)
        last = max((each.last_at for each in (tick, other) if each is not None), default=tick.last_at)
        allowed = timedelta(seconds=tick.every_s) + PATIENCE
        if max(last, look.started or last) < look.now - allowed:
            kind, _, what = name.partition("-")
            key = {"listen": "found-deaf", "send": "found-mute"}.get(kind, "found-tick-stopped")
            network = what if key != "found-tick-stopped" else None
            yield Finding(key, since=last, ids=(name,), platform=network, values={"name": name})


def failing(look: Look) -> Iterator[Finding]:
    """What is woken and fails each time."""
    for name, tick in sorted((look.beats or {}).items()):
        if name == AUDITOR:
            continue  # red is no failure
        since = max(tick.last_ok_at or look.started or tick.last_at, look.started or tick.last_at)
        if tick.last_ok_at != tick.last_at and since < look.now - timedelta(seconds=3 * tick.every_s) - PATIENCE:
            yield Finding("found-tick-failing", since=tick.last_ok_at, ids=(name,), values={"name": name})


def _of_the_last_process(known: dict[str, Tick]) -> dict[str, Tick]:
    """Seen from outside: the auditor must have looked lately; what stopped long before it belongs to another setting."""
    auditor = known.get(AUDITOR)
    if auditor is None:
        return {}
    return {name: tick for name, tick in known.items() if tick.last_at > auditor.last_at - FORGOTTEN - timedelta(seconds=tick.every_s)}


def missed(look: Look) -> Iterator[Finding]:
    """Each schedule had its turn today, half an hour after its hour at the latest, if the town works today."""
    today = look.local.date()
    if not look.works(today):
        return
    zone = ZoneInfo(look.town.timezone)
    done = {row.schedule for row in look.rows(select(OCCURRENCE.c.schedule).where(OCCURRENCE.c.on == today))}
    for name, hour in look.schedules.items():
        due = datetime.combine(today, hour, zone)
        if name not in done and due < look.late(timedelta(minutes=30)) and look.now - due < timedelta(hours=8):
            yield Finding("found-missed-turn", since=due, ids=(name,), values={"name": name})
