"""The calendar of each place, as the town writes it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from config.entries import Opening, Week
from config.town import ExceptionalDay, Town
from handlers.escalation.calendars import OFFICE_HOURS, always, of_class, of_direction, of_mairie
from handlers.escalation.working_time import Calendar, is_open, working_days_after
from tests.scenes import valmiere

FRIDAY = date(2027, 5, 7)
SATURDAYS: Week = (*((Opening.parse("09:00-12:30"),),) * 6, ())


def town(*days: dict[str, Any], hours: Week | None = None) -> Town:
    given = valmiere()
    tanneurs = given.mairies["mq_tanneurs"].model_copy(update={"hours": hours})
    closed = tuple(ExceptionalDay.model_validate({"date": FRIDAY, "libelle": "pont", **day}) for day in days)
    return given.model_copy(update={"exceptional_days": closed, "mairies": {**given.mairies, "mq_tanneurs": tanneurs}})


def is_shut(calendar: Calendar) -> bool:
    return FRIDAY in calendar.closed


def test_a_place_has_its_own_hours_and_a_partner_office_hours() -> None:
    given = town(hours=SATURDAYS)
    assert of_direction(given, "m_voirie").week == given.directions["m_voirie"].hours
    assert given.directions["x_bailleurs"].hours is None
    assert of_direction(given, "x_bailleurs").week == of_direction(given, None).week == OFFICE_HOURS
    assert of_mairie(given, "mq_tanneurs").week == SATURDAYS
    assert of_mairie(given, "mq_centre").week == of_direction(given, "v_mq").week


def test_a_mairie_open_on_saturdays_counts_them() -> None:
    given = town(hours=SATURDAYS)
    assert working_days_after(of_mairie(given, "mq_tanneurs"), FRIDAY, 1) == date(2027, 5, 10)  # the 8th is a holiday
    assert working_days_after(of_mairie(given, "mq_tanneurs"), date(2027, 5, 14), 1) == date(2027, 5, 15)
    assert working_days_after(of_mairie(given, "mq_centre"), date(2027, 5, 14), 1) == date(2027, 5, 18)  # the 17th is Whit Monday


@pytest.mark.parametrize(
    ("day", "shut"),
    [
        ({}, "m_voirie v_mq mq_centre mq_tanneurs"),
        ({"directions": "*"}, "m_voirie v_mq mq_centre mq_tanneurs"),
        ({"directions": ["m_voirie"]}, "m_voirie"),
        ({"directions": ["v_mq"]}, "v_mq mq_centre mq_tanneurs"),  # the direction of the mairies: all of them
        ({"mairies": ["mq_tanneurs"]}, "mq_tanneurs"),
        ({"directions": ["m_voirie"], "mairies": ["mq_tanneurs"]}, "m_voirie mq_tanneurs"),
    ],
)
def test_a_closure_holds_where_it_says(day: dict[str, Any], shut: str) -> None:
    given = town(day)
    directions = [id for id in ("m_voirie", "v_mq") if is_shut(of_direction(given, id))]
    mairies = [id for id in ("mq_centre", "mq_tanneurs") if is_shut(of_mairie(given, id))]
    assert " ".join([*directions, *mairies]) == shut


def test_a_class_counts_day_and_night_or_with_whoever_is_responsible() -> None:
    given = town()
    danger = next(each for each in given.delay_classes.values() if each.calendar == "24_7")
    plain = next(each for each in given.delay_classes.values() if each.calendar != "24_7")
    assert is_open(of_class(given, danger, "m_voirie", "mq_centre"), datetime(2026, 12, 25, 3, 0, tzinfo=UTC))
    assert of_class(given, plain, "m_voirie", "mq_centre") is of_direction(given, "m_voirie")
    assert of_class(given, plain, None, "mq_centre") is of_mairie(given, "mq_centre")


def test_a_calendar_is_made_once_for_a_town_and_anew_for_another() -> None:
    given = town()
    assert of_direction(given, "m_voirie") is of_direction(given, "m_voirie")
    assert of_mairie(given, "mq_centre") is of_mairie(given, "mq_centre")
    assert always(given) is always(given)
    changed = given.model_copy(update={"exceptional_days": town({}).exceptional_days})
    assert is_shut(of_direction(changed, "m_voirie"))
    assert not is_shut(of_direction(given, "m_voirie"))
