"""The figures, for Prometheus: read from the database when they are asked for, in the text exposition format (version 0.0.4).

Nothing personal is a label, and nothing is measured by person or by team: networks, classes, states, tasks.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.auditor.checks import Verdict
from bot.status import Status

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Sample(NamedTuple):
    """One value. labels: name → value."""

    value: float
    labels: Mapping[str, str] = {}


class Figure(NamedTuple):
    """name: with its unit (_seconds, _bytes). help: what it says. kind: gauge or counter."""

    name: str
    help: str
    samples: Sequence[Sample]
    kind: str = "gauge"


def figures(status: Status | None, verdict: Verdict | None) -> Iterator[Figure]:
    """status: None while the database cannot be read. verdict: None before the first look."""
    yield Figure("relais_up", "The process answers.", [Sample(1)])
    yield Figure("relais_database_up", "The database can be read.", [Sample(float(status is not None))])
    yield Figure("relais_auditor_green", "The auditor's last look found nothing red.", [Sample(float(bool(verdict and verdict.is_green)))])
    findings = verdict.findings if verdict else ()
    found = [Sample(each.count, {"check": each.key.removeprefix("found-"), "level": each.level}) for each in findings]
    yield Figure("relais_findings", "Rows that the auditor finds wrong, by check.", _summed(found))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    yield Figure("relais_cpu_seconds_total", "Processor time used.", [Sample(usage.ru_utime + usage.ru_stime)], "counter")
    yield Figure("relais_resident_peak_bytes", "The most memory it has had.", [Sample(usage.ru_maxrss * 1024)])
    if status is not None:
        yield from _of(status)


def _of(status: Status) -> Iterator[Figure]:
    yield Figure("relais_inbox", "Updates received and not handled, by state.", [Sample(q.count, {"state": q.name}) for q in status.inbox])
    yield Figure("relais_inbox_oldest_seconds", "Age of the oldest of them.", [
        Sample(q.oldest_s, {"state": q.name}) for q in status.inbox if q.oldest_s is not None])  # fmt: skip
    owed = [(queue, dict(zip(("network", "class"), queue.name.split("/"), strict=True))) for queue in status.outbox]
    yield Figure("relais_outbox_due", "Messages that are due.", [Sample(queue.count, labels) for queue, labels in owed])
    yield Figure("relais_outbox_oldest_seconds", "How long the oldest of them has been due.", [
        Sample(queue.oldest_s, labels) for queue, labels in owed if queue.oldest_s is not None])  # fmt: skip
    yield Figure("relais_notices_due", "Lines that wait for somebody's next message.", [Sample(status.notices.count)])
    yield Figure("relais_requests", "Requests, by state.", [Sample(count, {"state": state}) for state, count in status.requests.items()])
    yield Figure("relais_people", "People who are here.", [Sample(status.people)])
    yield Figure("relais_people_reachable", "Those of them who can be reached.", [Sample(status.reachable)])
    yield Figure("relais_task_age_seconds", "Since a task last ran, in any process.", [
        Sample(turn.ago_s, {"task": turn.name}) for turn in status.turns])  # fmt: skip
    yield Figure("relais_task_well", "Whether it went well.", [Sample(float(turn.well), {"task": turn.name}) for turn in status.turns])
    yield Figure("relais_task_took_seconds", "How long it took.", [
        Sample(turn.took_ms / 1000, {"task": turn.name}) for turn in status.turns])  # fmt: skip


def _summed(samples: Sequence[Sample]) -> list[Sample]:
    """One sample for each set of labels."""
    found: dict[tuple[tuple[str, str], ...], float] = {}
    for sample in samples:
        labels = tuple(sorted(sample.labels.items()))
        found[labels] = found.get(labels, 0) + sample.value
    return [Sample(value, dict(labels)) for labels, value in found.items()]


def exposition(every: Iterator[Figure]) -> str:
    """The text that Prometheus reads."""
    lines: list[str] = []
    for figure in every:
        lines += [f"# HELP {figure.name} {figure.help}", f"# TYPE {figure.name} {figure.kind}"]
        lines += [f"{figure.name}{_labels(sample.labels)} {sample.value:g}" for sample in figure.samples]
    return "\n".join(lines) + "\n"


def _labels(labels: Mapping[str, str]) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}" if labels else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
