"""Measures the town's router and prints a table: its first day on real texts, its speed and its weight, without and with meanings.

Run as `python -m tests.routing.evaluate`. Everything it reads is in the repository; it trains for about a minute. `relais router
evaluate` measures everything else.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

from config.town import bundled, load
from handlers.routing.loading import load_router
from handlers.routing.measures import Truth
from handlers.routing.model import Floats
from handlers.routing.noise import worsened
from handlers.routing.rules import Router

DATA = Path(__file__).parents[1] / "data" / "routing"


def predict(router: Router, texts: Sequence[str]) -> Floats:
    sentences = [router.model.sentence(text) for text in texts]
    return np.array([router.model.mix(router.judged(sentence, router.model.read(sentence))) for sentence in sentences])


def first_day(router: Router) -> dict[str, Truth]:
    """Ask a router that knows the catalogue alone about real texts: the part set aside for tuning, all of them, all of them mistyped."""
    with (DATA / "services_map.csv").open(encoding="utf-8") as file:
        labels = {line["service"]: line["label"] for line in csv.DictReader(file)}
    with (DATA / "services_unifies.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    columns, right = [labels[service] for service in router.model.services], [line["label"] for line in lines]

    def asked(texts: Sequence[str]) -> Truth:
        return Truth(predict(router, texts), np.zeros(len(texts), dtype=int)).grouped(columns, right)

    chance = random.Random(5)
    truth = asked([line["text"] for line in lines])
    return {
        "dev": truth.kept([line["split"] == "dev" for line in lines]),
        "all": truth,
        "mistyped": asked([worsened(line["text"], chance) for line in lines]),
    }


SPEED = """
import csv, sys, time
from dataclasses import replace
from pathlib import Path
from config.town import bundled, load
from handlers.routing.loading import load_router
from handlers.routing.rules import suggest

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) / 256 if Path("/proc/self/statm").exists() else float("nan")

town = load(bundled("valmiere"))
before, start = resident(), time.process_time()
router = load_router(town, Path(sys.argv[1]))
loaded = time.process_time() - start
if sys.argv[2] == "without":
    router = replace(router, meaning=None)
with open(sys.argv[3], encoding="utf-8") as file:
    texts, spent = [line["text"] for line in csv.DictReader(file)], []
for text in texts:
    start = time.process_time()
    suggest(router, text)
    spent.append(time.process_time() - start)
spent = sorted(spent)
print(loaded, resident() - before, 1e3 * spent[len(spent) // 2], 1e3 * spent[int(len(spent) * 0.99)])
"""


class Weight(NamedTuple):
    """What a router costs in a fresh process on one core, over the real texts, in processor time: other work does not count."""

    load_s: float
    memory_mib: float
    median_ms: float
    p99_ms: float


def weigh(cache: str, layer: str) -> Weight:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", SPEED, cache, layer, str(DATA / "services_unifies.csv")]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    return Weight(*map(float, said.split()))


def report(console: Console) -> None:
    town = load(bundled("valmiere"))
    with TemporaryDirectory() as cache, console.status("training…"):
        start = time.perf_counter()
        router = load_router(town, Path(cache))
        fitted_s = time.perf_counter() - start
        plain, full = weigh(cache, "without"), weigh(cache, "with")
    with console.status("measuring…"):
        days = {"words and letters": first_day(replace(router, meaning=None)), "with meanings": first_day(router)}

    model = router.model
    table = Table(
        "measure", *days, "goal", "ambitious", title=f"Routing: {len(model.services)} services, {len(model.examples)} examples"
    )
    for name in ("dev", "all", "mistyped"):
        both = [day[name] for day in days.values()]
        wanted = ("0.49 / 0.70", "0.62 / 0.82") if name == "all" else ("", "")
        table.add_row(f"first day, real texts ({name}, {len(both[0].right)}): top-1 / top-3", *map(two, both), *wanted)
        table.add_row(f"first day, real texts ({name}): ECE", *(f"{truth.calibration_error():.3f}" for truth in both), "", "")
    table.add_section()
    times = [f"{each.median_ms:.2f} / {each.p99_ms:.1f}" for each in (plain, full)]
    table.add_row("a suggestion with its reasons: median / p99 ms", *times, "0.6 / 2; 25 / 50", "")
    table.add_row("memory of the router, MiB", f"{plain.memory_mib:.0f}", f"{full.memory_mib:.0f}", "", "")
    table.add_row("load from the cache, s", f"{plain.load_s:.3f}", f"{full.load_s:.3f}", "", "")
    table.add_row("training in its own process, s", "", f"{fitted_s:.1f}", "", "")
    console.print(table)


def two(truth: Truth) -> str:
    return f"{truth.top(1):.3f} / {truth.top(3):.3f}"


if __name__ == "__main__":
    report(Console(width=120))
