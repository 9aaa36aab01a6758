"""The ladder of a request, hour by hour: who hears of it, when, and what stops it (domain.md §2.8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from storage.tables import Event, Notice, Outbox, Request
from tests.handlers.house import House

PARIS = ZoneInfo("Europe/Paris")
HOLE = "gros trou devant l'école rue des Lilas"

PEOPLE: dict[str, tuple[str, str | None, str | None]] = {
    "awa": ("agent", "mq_tanneurs", None), "petit": ("sg", "mq_tanneurs", None), "karim": ("direction", None, "m_voirie"),
    "cora": ("coordination", None, None), "dora": ("dgs", None, None),
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    place = House(tmp_path, PEOPLE)
    yield place
    place.closes()


def paris(text: str) -> datetime:
    """« 24/11 16:30 » of 2026, or with its year."""
    shape = "%d/%m/%Y %H:%M" if text.count("/") == 2 else "%d/%m %H:%M"
    at = datetime.strptime(text, shape)  # noqa: DTZ007  (made local on the next line)
    return at.replace(year=at.year if at.year > 1900 else 2026, tzinfo=PARIS)


def logged(house: House, who: str = "awa", text: str = HOLE) -> Any:
    house.says(who, text)
    press(house, who, "requests.record")
    return row(house)


def row(house: House) -> Any:
    return house.rows(Request)[0]


def press(house: House, who: str, act: str) -> None:
    id, place, _ = next(button for button in house.buttons(who) if button[2].startswith(act))
    house.presses(who, id, place)


WAKES = [time(8, 16), time(9, 30), time(12, 30), time(13, 46), time(16, 31), time(18, 1)]


def until(house: House, text: str) -> None:
    """The clock goes on to this local moment, waking every job some times a day on its way."""
    end, day = paris(text), house.now.astimezone(PARIS).date()
    wakes = [datetime.combine(day + timedelta(days=ahead), at, PARIS) for ahead in range((end.date() - day).days + 1) for at in WAKES]
    for at in [*(each for each in wakes if house.now < each < end), end]:
        house.now = at.astimezone(UTC)
        house.passes(seconds=0)


def heard(house: House, who: str) -> list[tuple[datetime, str]]:
    """The reminders somebody got: when, and the text."""
    rows = house.rows(Outbox, Outbox.chat == f"scene:{who}", Outbox.priority == 2)  # type: ignore[arg-type]
    return [(each.created_at.astimezone(PARIS), each.body["text"]) for each in rows]


def steps(house: House) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.data["clock"], each.data["when"], tuple(each.data["reached"])) for each in house.rows(Event, Event.kind == "reminded")]  # type: ignore[arg-type]


def test_three_clocks_begin_when_it_is_recorded(house: House) -> None:
    request = logged(house)  # Monday 23 November, 9:00
    assert (request.taking_due_at, request.answer_due_at, request.resolution_due_at) == (
        paris("24/11 16:30"), paris("25/11 16:30"), paris("30/11 16:30"),  # 1, 2 and 5 working days; the roads close at 16:30
    )
    assert request.ladder["class"] == "court_5j"
    assert house.now < request.next_action_at < request.taking_due_at


def test_half_the_time_to_take_it_is_a_line_in_the_directions_morning(house: House) -> None:
    logged(house)
    until(house, "24/11 08:10")
    assert heard(house, "karim")[-1][0] < paris("24/11 08:00")  # the news of Monday; nothing this morning yet
    until(house, "24/11 09:00")
    at, text = heard(house, "karim")[-1]
    assert at >= paris("24/11 08:15")
    assert "MQ-26-0001" in text
    assert "prise en charge attendue pour mardi 24/11 à 16:30" in text
    assert steps(house) == [("taking", "50 %", ("direction",))]
    assert [who for who in ("awa", "petit", "cora", "dora") if heard(house, who)] == []


def test_once_its_time_is_up_the_direction_and_the_mairie_hear_the_next_morning_together(house: House) -> None:
    logged(house)
    until(house, "24/11 18:00")
    assert len([at for at, _ in heard(house, "karim") if at.date() == paris("24/11 00:00").date()]) == 1  # nothing more the same day
    until(house, "25/11 09:00")
    for who in ("karim", "awa"):
        at, text = heard(house, who)[-1]
        assert at.date() == paris("25/11 00:00").date()
        assert text.count("prise en charge prévue pour mardi 24/11 à 16:30, le délai est passé") == 1  # 80 % and 100 %: one line


def test_nobody_hears_of_it_once_it_is_taken(house: House) -> None:
    logged(house)
    until(house, "24/11 08:20")
    before = len(heard(house, "karim"))
    house.says("karim", "/prendre 0001")
    assert row(house).taken_at is not None
    until(house, "25/11 12:00")
    assert [step for step in steps(house) if step[0] == "taking"] == [("taking", "50 %", ("direction",))]
    assert "prise en charge" not in "".join(text for _, text in heard(house, "karim")[before:])


def test_it_rises_to_the_sg_then_the_coordination_then_the_month_of_the_dgs(house: House) -> None:
    logged(house)
    house.says("karim", "/prendre 0001")
    house.says("awa", "/repondre 0001")
    press(house, "awa", "requests.reply")  # the kind
    until(house, "03/12 18:00")
    assert ("resolution", "+2 jo", ("chef_direction", "sg")) in steps(house)  # Wednesday 2 December, 16:30
    assert not [text for _, text in heard(house, "petit") if "résolution" in text]  # weekly: on Monday
    until(house, "07/12 12:00")
    assert "attend toujours : résolution prévue pour lundi 30/11 à 16:30" in heard(house, "petit")[-1][1]
    assert heard(house, "petit")[-1][0].date() == paris("07/12 00:00").date()
    until(house, "14/12 12:00")
    assert "MQ-26-0001" in heard(house, "cora")[-1][1]
    assert heard(house, "dora") == []
    until(house, "04/01/2027 12:00")
    assert ("resolution", "+10 jo", ("dgs",)) in steps(house)
    (told,) = heard(house, "dora")
    assert told[0].date() == paris("04/01/2027 00:00").date()  # the first working day of the month
    assert "Voirie et espaces publics : 1" in told[1]
    assert "MQ-26" not in told[1]  # a number, never a single case


def test_closing_silences_what_was_still_to_be_said_in_the_same_commit(house: House) -> None:
    logged(house)
    until(house, "24/11 17:00")
    assert [each.state for each in house.rows(Notice, Notice.morning)] .count("pending") == 2  # type: ignore[arg-type]
    house.says("karim", "/traite 0001 rebouché")
    house.says("awa", "/clore 0001 fait")
    while row(house).state != "closed":
        press(house, "awa", "requests.close")
    assert row(house).next_action_at is None
    assert [each.state for each in house.rows(Notice, Notice.morning, Notice.state == "pending")] == []  # type: ignore[arg-type]
    until(house, "26/11 12:00")
    assert "délai est passé" not in "".join(text for _, text in heard(house, "awa"))


def test_a_double_run_of_the_clock_says_nothing_twice(house: House) -> None:
    logged(house)
    until(house, "24/11 16:45")
    lines, done = len(house.rows(Notice)), row(house).rungs_done
    for _ in range(3):
        house.passes(seconds=0)
    assert (len(house.rows(Notice)), row(house).rungs_done) == (lines, done)


def test_after_days_of_silence_it_catches_up_once_and_in_order(house: House) -> None:
    logged(house)
    house.now = paris("01/12 08:20").astimezone(UTC)  # the process was down for a week
    house.passes(seconds=0)
    taken = steps(house)
    assert [clock for clock, when, _ in taken if when == "100 %"] == ["taking", "answer", "resolution"]
    lines = [text for at, text in heard(house, "karim") if at.date() == paris("01/12 00:00").date()]
    assert len(lines) == 1
    assert lines[0].count("MQ-26-0001") <= 4  # the newest line of each clock, and the news of its arrival
    before = taken
    house.passes(minutes=10)
    assert steps(house) == before


def test_an_absent_pilot_leaves_it_to_the_relay_and_nobody_at_all_to_the_next_level(tmp_path: Path) -> None:
    house = House(tmp_path, {**{name: PEOPLE[name] for name in ("awa", "petit", "cora")}})  # nobody in the direction
    logged(house)
    until(house, "24/11 17:00")
    reached = [(when, who) for clock, when, who in steps(house) if clock == "taking"]
    assert reached[0] == ("50 %", ("sg",))  # the direction, then whoever answers for it, then the secrétaire général
    house.closes()


def test_what_somebody_minds_is_quiet_for_two_working_days_then_rises_again(house: House) -> None:
    logged(house)
    house.says("karim", "/prendre 0001")
    until(house, "27/11 17:00")  # reminded of the answer, and of four fifths of the resolution
    house.says("karim", "/voir 0001")
    press(house, "karim", "requests.mind")
    assert row(house).minded_at is not None
    assert "Plus de rappel avant mardi 1/12" in house.heard("karim").replace("01/12", "1/12")
    known = len(steps(house))
    until(house, "01/12 16:00")
    assert len(steps(house)) == known
    until(house, "02/12 09:00")
    assert len(steps(house)) > known


def test_a_hold_that_stops_the_clock_moves_the_date_and_reopening_is_never_late_at_once(house: House) -> None:
    logged(house)
    house.says("karim", "/prendre 0001")
    house.says("karim", "/attente 0001 meteo jusqu'au 26/11")
    assert row(house).state == "on_hold"
    until(house, "26/11 09:00")  # it woke by itself
    assert row(house).state == "taken"
    assert row(house).resolution_due_at == paris("03/12 16:30")  # three working days of hold
    house.says("karim", "/traite 0001 rebouché")
    house.says("awa", "/clore 0001 fait")
    while row(house).state != "closed":
        press(house, "awa", "requests.close")
    until(house, "15/12 09:00")
    house.says("awa", "/rouvrir 0001 recidive")
    assert row(house).state == "taken"
    assert row(house).resolution_due_at == paris("18/12 16:30")  # half of five working days, rounded up


def test_urgent_has_one_more_slot_the_same_day(house: House) -> None:
    request = logged(house, text="dépôt sauvage de gravats sur le trottoir rue des Lilas")
    assert request.ladder["urgent"]
    until(house, "23/11 18:00")
    times = [at for at, text in heard(house, "karim") + heard(house, "awa") + heard(house, "petit") if "MQ-26-0001" in text]
    assert times
    assert all(at.hour in (8, 9, 13, 14) for at in times)


def test_two_postponements_are_counted_for_the_dgs(house: House) -> None:
    logged(house)
    for day in ("01/12", "08/12", "15/12"):
        house.says("karim", f"/dater 0001 {day}")
        if row(house).waits:  # the second postponement is the SG's to grant
            house.says("petit", "/voir 0001")
            press(house, "petit", "requests.decide")
    assert row(house).postponements == 2
    until(house, "25/11 09:00")
    assert ("resolution", "2 reports", ("dgs",)) in steps(house)
    assert row(house).resolution_due_at == paris("15/12 16:30")  # the date announced is the promise


def test_a_legal_term_is_told_fifteen_and_five_days_before_in_a_message_of_its_own(house: House) -> None:
    house.says("awa", "demande de permission de voirie pour un échafaudage rue des Lilas")
    house.presses("awa", *next((row, place) for row, place, act in house.buttons("awa") if act.startswith("requests.channel")))
    house.presses("awa", *next((row, place) for row, place, act in house.buttons("awa") if act.endswith("/courrier")))
    press(house, "awa", "requests.record")
    due = row(house).legal_due_on
    until(house, f"{due - timedelta(days=12):%d/%m/%Y} 12:00")
    told = [(at.date(), text) for at, text in heard(house, "petit") if "échéance légale possible" in text]
    assert len(told) == 1
    assert timedelta() <= told[0][0] - (due - timedelta(days=15)) <= timedelta(days=3)  # that day, or the first working day after
    assert told[0][1].count("·") == 1  # alone in its message
    until(house, f"{due:%d/%m/%Y} 12:00")
    assert len([text for _, text in heard(house, "petit") if "échéance légale possible" in text]) == 2


def test_the_relay_of_whoever_is_away_hears_in_their_place(tmp_path: Path) -> None:
    house = House(tmp_path, {**PEOPLE, "nora": ("direction", None, "m_voirie")})
    logged(house)
    house.says("karim", "/prendre 0001")
    house.says("karim", "/absence 25/11 au 04/12")
    press(house, "karim", "people.relay")  # the team
    press(house, "karim", "people.away")
    until(house, "26/11 12:00")
    reached = {who for clock, when, whom in steps(house) for who in whom if when == "80 %"}
    assert reached <= {"pilote", "direction"}
    assert [text for _, text in heard(house, "nora") if "première réponse" in text]
    assert not [text for at, text in heard(house, "karim") if at > paris("25/11 00:00")]
    house.closes()


def test_a_later_step_for_others_does_not_silence_what_waits_for_monday(house: House) -> None:
    """The secrétaire général's line of Tuesday waits for Monday; the coordination's step of Friday is not theirs to hear instead."""
    house.now = paris("25/11 09:00").astimezone(UTC)
    logged(house)
    house.says("karim", "/prendre 0001")
    until(house, "07/12 12:00")
    assert {("answer", "+2 jo", ("chef_direction", "sg")), ("answer", "+5 jo", ("coordination",))} <= set(steps(house))
    for who in ("petit", "cora"):
        assert [at.date() for at, text in heard(house, who) if "première réponse" in text] == [paris("07/12 00:00").date()]
