"""`relais router evaluate`: learns from labelled texts, from the town's catalogue or from both, and says how well, beside the baselines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import orjson
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bot.editions import town_at_rest
from bot.operator import say, stop
from bot.progress import counting
from config.settings import Settings
from config.town import Town
from handlers.routing.examples import lesson_of
from handlers.routing.meaning import meaning

if TYPE_CHECKING:
    from handlers.routing.trial import Score, Trial


T = TypeVar("T")


class Asked(NamedTuple):
    """What to learn from and what to ask, as the command was given it."""

    train: Path | None
    test: Path | None
    catalogue: bool
    map: Path | None
    meanings: bool
    curve: bool
    stream: bool


def evaluate(settings: Settings, asked: Asked, *, picture: Path | None, as_json: bool, console: Console) -> None:
    town = town_at_rest(settings)
    if asked.stream:
        _stream(settings, town, asked, as_json=as_json, console=console)
        return
    with counting(settings.language, "cli-router-trying", 1.0) as progress:
        trials = _trials(town, asked, progress)
    if picture:
        from bot.router.picture import draw

        picture.write_bytes(draw(trials, settings.language))
    if as_json:
        console.file.write(
            orjson.dumps({name: _plain(trial) for name, trial in trials.items()}, option=orjson.OPT_INDENT_2).decode() + "\n"
        )
        return
    for name, trial in trials.items():
        _print(console, name, trial)


def _trials(town: Town, asked: Asked, progress: Callable[[float], None]) -> dict[str, Trial]:
    """Name each trial by its kind: « texts », or « service » and « direction » for a catalogue alone."""
    from handlers.routing.trial import cases_of, halves_of, lesson_from, map_of, try_catalogue, try_out

    layer = meaning() if asked.meanings else None
    whole = replace(lesson_of(town), meanings=layer is not None)
    if not (asked.train or asked.catalogue):
        stop(say("router-what"))
    if not (asked.train or asked.test):
        by_service, by_direction = try_catalogue(whole, {id: service.direction for id, service in town.services.items()}, progress)
        return {"service": by_service, "direction": by_direction}
    learned, tests = _read(halves_of, asked.train) if asked.train and not asked.test else ([], [])
    learned = learned or (_read(cases_of, asked.train) if asked.train else [])
    tests = tests or (_read(cases_of, asked.test) if asked.test else [])
    if not tests or (asked.train and not learned):
        stop(say("router-empty", file=str(asked.test or asked.train)))
    places = _read(map_of, asked.map) if asked.map else {id: id for id in town.services}
    lesson = lesson_from(learned, whole, labels=places if asked.catalogue else None) if asked.train else whole
    if asked.train:
        places = {label: label for label in lesson.domains}
    if missing := sorted({*lesson.domains} - {*places}):
        stop(say("router-unmapped", service=missing[0]))
    return {"texts": try_out(lesson, tests, labels=places, meaning=layer, curve=asked.curve and bool(asked.train), progress=progress)}


def _stream(settings: Settings, town: Town, asked: Asked, *, as_json: bool, console: Console) -> None:
    """Print how first and among three grow with what people decide."""
    from handlers.routing.stream import try_stream
    from handlers.routing.trial import cases_of, halves_of, map_of

    if not (asked.train and asked.map):
        stop(say("router-stream-what"))
    learned, tests = (_read(cases_of, asked.train), _read(cases_of, asked.test)) if asked.test else _read(halves_of, asked.train)
    layer = meaning() if asked.meanings else None
    catalogue = replace(lesson_of(town), meanings=layer is not None)
    with counting(settings.language, "cli-router-trying", 1.0) as progress:
        points = try_stream(catalogue, learned, tests, labels=_read(map_of, asked.map), meaning=layer, progress=progress)
    if as_json:
        console.file.write(orjson.dumps([point._asdict() for point in points], option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    table = Table(title=say("router-stream", tests=len(tests)), title_justify="left", title_style="bold")
    for column in ("decisions", "remembered", "refitted", "added", "fitted"):
        table.add_column(say(f"router-stream-{column}"), justify="right")
    for point in points:
        two = (f"{first:.3f} / {three:.3f}" for first, three in (point.remembered, point.refitted))
        table.add_row(str(point.decisions), *two, f"{point.added_ms:.2f} ms" if point.decisions else "–", f"{point.fitted_s:.0f} s")
    console.print(table)


def _read(reader: Callable[[Path], T], file: Path) -> T:
    """Read a file, or say what it has not."""
    from handlers.routing.trial import Unreadable

    try:
        return reader(file)
    except Unreadable as fault:
        stop(say("router-column", file=fault.file, column=fault.column))
    except UnicodeDecodeError:
        stop(say("router-not-utf8", file=str(file)))


def _print(console: Console, kind: str, trial: Trial) -> None:
    title = say("router-title", kind=kind, tests=len(trial.ours.truth.right), labels=len(trial.labels), learned=trial.learned)
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 0, 0, 1))
    table.add_column(say("router-method"))
    for column in ("first", "three", "f1", "ece", "routed", "noise", "ms"):
        table.add_column(say(f"router-{column}"), justify="right", no_wrap=True)  # a narrow screen folds the names, never a figure
    for score in trial.scores:
        table.add_row(say("router-of", method=score.name), *_cells(score))
    console.print(table)
    ours = trial.ours
    console.print(say("router-cost", seconds=f"{ours.fitted_s:.0f}", size=f"{ours.mib:.1f}"), markup=False)
    console.print(say("router-spread", points=f"{100 * ours.truth.spread():.1f}"), markup=False)
    if ours.asked:
        console.print(say("router-asked", share=round(100 * ours.asked)), markup=False)
    if ours.noise:
        lost = {kind: f"{100 * (ours.truth.top(1) - right):.1f}" for kind, right in ours.noise.items()}
        console.print(say("router-lost", **lost), markup=False)
    for share, first, three, words in trial.curve:
        found: dict[str, str | int] = {
            "share": round(100 * share),
            "first": f"{first:.3f}",
            "three": f"{three:.3f}",
            "words": f"{words:.3f}",
        }
        console.print(say("router-curve", **found), markup=False)


def _cells(score: Score) -> tuple[str, ...]:
    truth = score.truth
    share, right = truth.routed(score.bar)
    return (
        f"{truth.top(1):.3f}",
        f"{truth.top(3):.3f}",
        f"{truth.macro_f1():.3f}",
        f"{truth.calibration_error():.3f}",
        f"{share:.0%} ({right:.0%})" if share else "–",
        f"{score.noise['all']:.3f}" if score.noise else "–",
        f"{score.ms[0]:.2f} / {score.ms[1]:.1f}" if score.ms[0] else "–",
    )


def _plain(trial: Trial) -> dict[str, Any]:
    """The same as data; figures are of the test texts, `routed` with a bar fixed on the training texts."""
    return {
        "labels": len(trial.labels),
        "learned": trial.learned,
        "tests": len(trial.ours.truth.right),
        "methods": {score.name: _figures(score) for score in trial.scores},
        "curve": [dict(zip(("share", "top1", "top3", "words_top1"), point, strict=True)) for point in trial.curve],
    }


def _figures(score: Score) -> dict[str, Any]:
    truth = score.truth
    share, right = truth.routed(score.bar)
    return {
        "top1": truth.top(1),
        "top1_standard_error": truth.spread(),
        "top3": truth.top(3),
        "macro_f1": truth.macro_f1(),
        "ece": truth.calibration_error(),
        "routed": {"share": share, "right": right if share else None},
        "noise_top1": dict(score.noise),
        "meanings_asked": score.asked,
        "fit_s": score.fitted_s,
        "ms": {"median": score.ms[0], "p99": score.ms[1]},
        "model_mib": score.mib,
    }
