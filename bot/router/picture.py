"""Draws a trial: whether what is announced comes true, and which labels are taken for which."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING

from config.texts import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from handlers.routing.trial import Trial

MOST = 24
"""Labels whose names fit beside a table of confusions; beyond, the trial with the fewest labels is drawn, or numbers."""

BLUE, GREY = "#1f4e79", "#8a8a8a"


def draw(trials: Mapping[str, Trial], language: str) -> bytes:
    """Return a PNG of two panels, under 80 kB. Of several trials, the calibration of the first and the confusions of the last."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    first, *_, last = [*trials.values(), *trials.values()]
    figure = Figure(figsize=(12.4, 6.2), dpi=75, layout="constrained")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.3))
    _reliability(left, first, language)
    _confusions(right, last, language)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _reliability(axes: Axes, trial: Trial, language: str) -> None:
    """A dot a tenth of probability, its size the share of texts there; on the diagonal, what is announced comes true."""
    say = words().say
    announced, true, shares = zip(*trial.ours.truth.reliability(), strict=True)
    axes.plot((0, 1), (0, 1), color=GREY, linestyle="--", linewidth=1)
    axes.plot(announced, true, color=BLUE, linewidth=1)
    axes.scatter(announced, true, s=[1200 * share + 15 for share in shares], color=BLUE, alpha=0.75)
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel=say(language, "router-picture-announced"), ylabel=say(language, "router-picture-true"))
    axes.set_title(say(language, "router-picture-calibration", {"error": f"{trial.ours.truth.calibration_error():.3f}"}), loc="left")


def _confusions(axes: Axes, trial: Trial, language: str) -> None:
    """A line a right label, a column an answered one: how many of a hundred texts of the line."""
    say = words().say
    table = trial.ours.truth.confusions()
    seen = [place for place in range(len(table)) if any(table[place]) or any(line[place] for line in table)]
    shares, names = [[table[line][column] for column in seen] for line in seen], [trial.labels[place] for place in seen]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=100)
    if len(names) <= MOST:
        axes.set_xticks(range(len(names)), names, rotation=60, ha="right", rotation_mode="anchor", fontsize=8)
        axes.set_yticks(range(len(names)), names, fontsize=8)
        for line, column in product(range(len(names)), repeat=2):
            if (share := shares[line][column]) >= 1:
                axes.text(column, line, f"{share:.0f}", ha="center", va="center", fontsize=7, color="white" if share > 55 else "black")
    axes.set(xlabel=say(language, "router-picture-answered"), ylabel=say(language, "router-picture-right"))
    axes.set_title(say(language, "router-picture-confusions"), loc="left")
