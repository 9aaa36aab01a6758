"""Measures the router and prints a table: its first day on real texts, its catalogue kept aside by folds, its speed and its weight.

Run as `python -m tests.routing.evaluate`. Everything it reads is in the repository; it trains for about half a minute.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

from config.town import Town, bundled, load
from handlers.routing import training
from handlers.routing.examples import lesson_of
from handlers.routing.features import fold
from handlers.routing.loading import load_router
from handlers.routing.model import PARTS, Floats, Model

DATA = Path(__file__).parents[1] / "data" / "routing"
BINS = 15


class Truth(NamedTuple):
    """Probabilities (a line a text, a column a class) and the right columns."""

    probabilities: Floats
    right: np.ndarray

    def top(self, count: int) -> float:
        best = np.argsort(-self.probabilities, axis=1)[:, :count]
        return float((best == self.right[:, None]).any(axis=1).mean())

    def calibration_error(self) -> float:
        """ECE: how far the announced probability is from the share that was right, over 15 bins."""
        sure = self.probabilities.max(axis=1)
        hit = self.probabilities.argmax(axis=1) == self.right
        place = np.minimum((sure * BINS).astype(int), BINS - 1)
        return float(sum(abs(hit[place == each].mean() - sure[place == each].mean()) * (place == each).mean() for each in set(place)))

    def grouped(self, groups: Sequence[str], right: Sequence[str]) -> Truth:
        """Add up the columns that belong together. groups: of each column."""
        names = sorted({*groups, *right})
        belongs = np.array([[group == name for name in names] for group in groups], dtype=float)
        return Truth(self.probabilities @ belongs, np.array([names.index(each) for each in right]))

    def kept(self, which: Sequence[bool]) -> Truth:
        return Truth(self.probabilities[np.array(which)], self.right[np.array(which)])


def predict(model: Model, texts: Sequence[str]) -> Floats:
    return np.array([model.mix(training.predicted(model, text)) for text in texts])


def mistyped(text: str, chance: random.Random) -> str:
    """Type a text badly: no accents, and one word of four letters or more in six with a letter lost, doubled, swapped or wrong."""
    words = fold(text).split()
    for position, word in enumerate(words):
        if len(word) > 3 and chance.random() < 1 / 6:
            at = chance.randrange(1, len(word) - 1)
            slips = (
                word[at + 1 :],
                word[at] + word[at:],
                word[at + 1] + word[at] + word[at + 2 :],
                chance.choice("aeinorst") + word[at + 1 :],
            )
            words[position] = word[:at] + chance.choice(slips)
    return " ".join(words)


def first_day(model: Model) -> dict[str, Truth]:
    """Ask a router that knows the catalogue alone about real texts: the part set aside for tuning, all of them, all of them mistyped."""
    with (DATA / "services_map.csv").open(encoding="utf-8") as file:
        labels = {line["service"]: line["label"] for line in csv.DictReader(file)}
    with (DATA / "services_unifies.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    columns, right = [labels[service] for service in model.services], [line["label"] for line in lines]

    def asked(texts: Sequence[str]) -> Truth:
        return Truth(predict(model, texts), np.zeros(len(texts), dtype=int)).grouped(columns, right)

    chance = random.Random(5)
    truth = asked([line["text"] for line in lines])
    return {
        "dev": truth.kept([line["split"] == "dev" for line in lines]),
        "all": truth,
        "mistyped": asked([mistyped(line["text"], chance) for line in lines]),
    }


def catalogue(town: Town, model: Model) -> tuple[Truth, Truth]:
    """Ask about the catalogue's own sentences, each by a router that has not seen it: by service, by direction."""
    lesson = lesson_of(town)
    likely, right = [], []
    for part in range(training.FOLDS):
        partial = training.fit([each for each in lesson.examples if training.fold_of(each) != part], lesson)
        for example in lesson.examples:
            if training.fold_of(example) == part:
                likely.append(model.mix(training.predicted(partial, example.text)))
                right.append(partial.services.index(example.service))
    by_service = Truth(np.array(likely), np.array(right))
    directions = [town.services[service].direction for service in model.services]
    return by_service, by_service.grouped(directions, [directions[each] for each in right])


SPEED = """
import sys, time
from pathlib import Path
from config.town import bundled, load
from handlers.routing.loading import load_router
from handlers.routing.rules import suggest

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) / 256 if Path("/proc/self/statm").exists() else float("nan")

town = load(bundled("valmiere"))
before, start = resident(), time.process_time()
router = load_router(town, Path(sys.argv[1]))
loaded, weight = time.process_time() - start, resident() - before
texts, spent = [phrase for service in town.services.values() for phrase in service.phrases], []
for text in texts * 3:
    start = time.process_time()
    suggest(router, text)
    spent.append(time.process_time() - start)
spent = sorted(spent)
print(loaded, weight, 1e3 * spent[len(spent) // 2], 1e3 * spent[int(len(spent) * 0.99)])
"""


class Weight(NamedTuple):
    """What a router costs in a fresh process on one core, in processor time: other work on the machine does not count."""

    load_s: float
    memory_mib: float
    median_ms: float
    p99_ms: float


def weigh(cache: str) -> Weight:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    said = subprocess.run([sys.executable, "-c", SPEED, cache], env=environment, capture_output=True, text=True, check=True).stdout
    return Weight(*map(float, said.split()))


def report(console: Console) -> None:
    town = load(bundled("valmiere"))
    with TemporaryDirectory() as cache, console.status("training…"):
        start = time.perf_counter()
        model = load_router(town, Path(cache)).model
        fitted_s = time.perf_counter() - start
        weight = weigh(cache)
    with console.status("measuring…"):
        day = first_day(model)
        service, direction = catalogue(town, model)

    table = Table(
        "measure", "reached", "goal", "ambitious", title=f"Routing: {len(model.services)} services, {len(model.examples)} examples"
    )
    for name, truth in day.items():
        wanted = ("0.49 / 0.70", "0.62 / 0.82") if name == "all" else ("", "")
        table.add_row(f"first day, real texts ({name}, {len(truth.right)}): top-1 / top-3", two(truth), *wanted)
        table.add_row(f"first day, real texts ({name}): ECE", f"{truth.calibration_error():.3f}", "", "")
    table.add_section()
    table.add_row(f"catalogue kept aside ({len(service.right)}), service: top-1 / top-3", two(service), "", "")
    table.add_row("catalogue kept aside, direction: top-1 / top-3", two(direction), "0.65 / 0.85", "0.78 / 0.94")
    table.add_row("catalogue kept aside, service: ECE", f"{service.calibration_error():.3f}", "0.06", "0.03")
    table.add_row("catalogue kept aside, under the threshold « je ne sais pas »", *below(service, model.threshold), "")
    table.add_section()
    table.add_row("a suggestion with its reasons: median / p99 ms", f"{weight.median_ms:.2f} / {weight.p99_ms:.2f}", "0.6 / 2", "")
    table.add_row("memory of the router, MiB", f"{weight.memory_mib:.0f}", "", "")
    table.add_row("load from the cache, s", f"{weight.load_s:.3f}", "", "")
    table.add_row("training in its own process, s", f"{fitted_s:.1f}", "", "")
    console.print(table)
    console.print("Weights of the mix: " + ", ".join(f"{part} {share:.2f}" for part, share in zip(PARTS, model.weights, strict=True)))


def two(truth: Truth) -> str:
    return f"{truth.top(1):.3f} / {truth.top(3):.3f}"


def below(truth: Truth, threshold: float) -> tuple[str, str]:
    """Say how many sentences are answered « je ne sais pas », and how often the others have their service among the three."""
    unsure = truth.probabilities.max(axis=1) < threshold
    return f"{unsure.mean():.0%}, the others top-3 {truth.kept(~unsure).top(3):.3f}", f"threshold {threshold:.2f}"


if __name__ == "__main__":
    report(Console(width=120))
