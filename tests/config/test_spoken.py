"""Days, moments and periods are said as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config.spoken import spoken_day, spoken_moment, spoken_period
from config.texts import Texts

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("language", "on", "said"),
    [
        ("fr", date(2026, 11, 30), "lundi 30 novembre"),
        ("fr", date(2026, 12, 1), "mardi 1er décembre"),
        ("fr", date(2027, 1, 1), "vendredi 1er janvier 2027"),
        ("fr", date(2026, 12, 11), "vendredi 11 décembre"),
        ("en", date(2026, 12, 1), "Tuesday 1 December"),
        ("en", date(2027, 1, 4), "Monday 4 January 2027"),
    ],
)
def test_a_day_is_said_with_its_year_when_it_is_another(language: str, on: date, said: str) -> None:
    assert spoken_day(language, on, TODAY) == said


def test_a_day_is_said_whole_when_today_is_not_known() -> None:
    assert spoken_day("fr", date(2026, 12, 1)) == "mardi 1er décembre 2026"


@pytest.mark.parametrize(("language", "said"), [("fr", "lundi 30 novembre à 8:15"), ("en", "Monday 30 November at 8:15")])
def test_a_moment_is_said(language: str, said: str) -> None:
    assert spoken_moment(language, datetime(2026, 11, 30, 8, 15, tzinfo=UTC), TODAY) == said


@pytest.mark.parametrize(
    ("language", "first", "last", "said"),
    [
        ("fr", date(2026, 12, 1), date(2026, 12, 5), "du 1er au 5 décembre"),
        ("fr", date(2026, 11, 30), date(2026, 12, 1), "du 30 novembre au 1er décembre"),
        ("fr", date(2026, 12, 28), date(2027, 1, 3), "du 28 décembre 2026 au 3 janvier 2027"),
        ("fr", date(2027, 1, 1), date(2027, 1, 5), "du 1er au 5 janvier 2027"),
        ("fr", date(2026, 12, 1), date(2026, 12, 1), "le mardi 1er décembre"),
        ("en", date(2026, 12, 1), date(2026, 12, 5), "from 1 to 5 December"),
        ("en", date(2026, 12, 1), date(2026, 12, 1), "on Tuesday 1 December"),
    ],
)
def test_a_period_is_said(language: str, first: date, last: date, said: str) -> None:
    assert spoken_period(language, first, last, TODAY) == said


def test_texts_say_them_in_the_language_and_the_time_of_who_reads(tmp_path: Path) -> None:
    for language, source in (
        ("fr", "away = Absence { PERIOD($first, $last, $now) }.\nremind = Rappel { MOMENT($at, $now) }.\nby = Avant le { DAY($on) }."),
        ("en", "away = Away { PERIOD($first, $last, $now) }.\nremind = Reminder { MOMENT($at, $now) }.\nby = Before { DAY($on) }."),
    ):
        (tmp_path / language).mkdir()
        (tmp_path / language / "any.ftl").write_text(source, "utf-8")
    texts, now = Texts(tmp_path, strict=True), datetime(2026, 11, 23, 8, tzinfo=UTC)
    away = {"first": date(2026, 12, 1), "last": date(2026, 12, 5), "now": now}
    assert texts.say("fr", "away", away) == "Absence du 1er au 5 décembre."
    assert texts.say("en", "away", away) == "Away from 1 to 5 December."
    at = datetime(2026, 11, 30, 7, 15, tzinfo=UTC)
    assert texts.say("fr", "remind", {"at": at, "now": now}) == "Rappel lundi 30 novembre à 8:15."
    assert texts.say("en", "remind", {"at": at, "now": now}) == "Reminder Monday 30 November at 8:15."
    assert texts.say("fr", "by", {"on": date(2026, 12, 1)}) == "Avant le mardi 1er décembre 2026."
