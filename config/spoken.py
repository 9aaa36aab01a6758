"""Says days, moments, periods as people do: DAY, MOMENT, PERIOD and WHEN in the .ftl files. Babel has neither « 1er » nor « du … au »."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from babel.dates import format_date

PERIODS = {"fr": ("le {}", "du {} au {}"), "en": ("on {}", "from {} to {}")}
MOMENTS = {"fr": "{} à {}", "en": "{} at {}"}


def spoken_day(language: str, on: date, today: date | None = None) -> str:
    """« lundi 30 novembre », with its year unless that is today's. language: "fr", or English."""
    return _spoken(language, on, "EEEE d MMMM", today is None or on.year != today.year)


def spoken_moment(language: str, at: datetime, today: date | None = None) -> str:
    """« lundi 30 novembre à 8:15 ». at: in the town's zone, where `Texts.say` brings every moment."""
    return MOMENTS.get(language, MOMENTS["en"]).format(spoken_day(language, at, today), f"{at.hour}:{at.minute:02}")


def spoken_period(language: str, first: date, last: date, today: date | None = None) -> str:
    """« du 1er au 5 décembre », « le mardi 1er décembre » when it is one day: both follow « absence » as well as « fermé »."""
    alone, both = PERIODS.get(language, PERIODS["en"])
    if first == last:
        return alone.format(spoken_day(language, first, today))
    crosses = first.year != last.year
    beginning = "d" if (first.year, first.month) == (last.year, last.month) else "d MMMM"
    end = _spoken(language, last, "d MMMM", crosses or today is None or last.year != today.year)
    return both.format(_spoken(language, first, beginning, crosses), end)


def spoken_short(language: str, at: date) -> str:
    """« lundi 30/11 à 8:15 », « lundi 30/11 » for a day: what is near enough to need no year (domain.md §7.5)."""
    day = format_date(at, "EEEE dd/MM", locale=language)
    return MOMENTS.get(language, MOMENTS["en"]).format(day, f"{at.hour}:{at.minute:02}") if isinstance(at, datetime) else day


def _spoken(language: str, on: date, shape: str, with_year: bool) -> str:
    if language == "fr" and on.day == 1:
        shape = shape.replace("d", "d'er'")
    return format_date(on, shape + " y" * with_year, locale=language)


def functions(language: str) -> dict[str, Callable[..., Any]]:
    """For a FluentBundle: DAY($on, $now), MOMENT($at, $now), PERIOD($first, $last, $now), which say the year without $now; WHEN($at)."""
    return {
        "DAY": partial(spoken_day, language),
        "MOMENT": partial(spoken_moment, language),
        "PERIOD": partial(spoken_period, language),
        "WHEN": partial(spoken_short, language),
    }
