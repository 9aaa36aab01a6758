"""The codes that let people in, who may invite whom, names as typed, who stands in for whom, when a place is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.people.permissions import ROLES
from handlers.people.rules import (
    CODE_ALPHABET,
    INVITERS,
    LOGGERS,
    OF_A_MAIRIE,
    READERS,
    away,
    called,
    code_in,
    code_of,
    may_invite,
    may_stand_in,
    plain,
    slot_of,
    stand_in,
)
from tests.handlers.people.test_permissions import somebody


@pytest.mark.parametrize("invited", ROLES)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_invite_whom(role: str, invited: str) -> None:
    """An administrator invites anybody; a secrétaire général, only agents, assistantes and chargés de mission of their own mairie."""
    own = {"admin": True, "sg": invited in ("agent", "assistante", "mission")}.get(role, False)
    assert may_invite(somebody(role), invited, "mq_tanneurs") is own
    assert may_invite(somebody(role), invited, "mq_plateau") is (role == "admin")
    assert may_invite(somebody(role), invited, None) is (role == "admin")


def test_those_who_hold_content_and_those_who_hold_keys_are_not_the_same() -> None:
    """The administrator invites and never reads; the head of administration logs nothing."""
    assert "admin" not in LOGGERS | READERS
    assert "dgs" not in LOGGERS
    assert set(INVITERS) == {"sg", "admin"}


# --- codes ---


@given(st.integers(0, 2**80 - 1))
def test_a_code_is_found_again_however_it_is_typed(number: int) -> None:
    code = code_of(number)
    digits = code.replace("-", "")
    assert len(digits) == 16
    for typed in (code, digits, code.lower(), f"Bonjour, mon code : {code}.", f"voici mon code {code} pour vous", f"/start {digits}"):
        assert code_in(typed) == digits
    assert code_in(digits.replace("0", "O").replace("1", "l")) == digits
    if any(digit.isdigit() for digit in digits[-4:]):  # with spaces, a word of four letters before it is told apart by its digits
        assert code_in("mon code " + code.replace("-", " ")) == digits


@given(st.integers(0, 2**80 - 1), st.integers(0, 2**80 - 1))
def test_two_numbers_never_share_a_code(one: int, other: int) -> None:
    assert (code_of(one) == code_of(other)) is (one == other)


@pytest.mark.parametrize("text", ["", "bonjour", "0000-0000-0000", "UUUU-UUUU-UUUU-UUUU", "gros trou rue des Lilas", "🙂" * 300])
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    assert code_in(text) is None


def test_a_code_is_read_aloud_without_look_alikes() -> None:
    assert not set("ILOU") & set(CODE_ALPHABET)
    assert len(set(CODE_ALPHABET)) == 32


@pytest.mark.parametrize("typed", ["Les Tanneurs", "les tanneurs", "LES-TANNEURS", "les   tanneurs"])
def test_a_name_is_recognised_however_it_is_typed(typed: str) -> None:
    assert plain(typed) == "lestanneurs"


def test_accents_do_not_matter() -> None:
    assert plain("Les Cèdres") == plain("les cedres")


# --- names ---


class Named:
    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("awa diallo", ["Awa Diallo"]), ("@Awa", ["Awa Diallo", "Awa N’Diaye"]), ("diallo", ["Awa Diallo", "Jean-Pierre Diallo"]),
        ("jean pierre", []), ("jean-pierre", ["Jean-Pierre Diallo"]), ("DIALLO AWA", ["Awa Diallo"]), ("Léa", ["Lea"]), ("lé", []),
        ("李", ["李"]), ("王", []), ("", []), ("Lеa", []),  # the last one has a Cyrillic letter
    ],
)
def test_who_is_called_so(typed: str, found: list[str]) -> None:
    everybody = [Named(name) for name in ("Awa Diallo", "Awa N’Diaye", "Jean-Pierre Diallo", "Lea", "李")]
    assert [each.name for each in called(typed, everybody)] == found


# --- absences ---


@dataclass(frozen=True)
class Days:
    person_id: int
    first_on: date
    last_on: date
    relay_id: int | None = None
    ended_at: datetime | None = None


TODAY = date(2026, 11, 23)


def days(person: int, first: int = 0, last: int = 0, relay: int | None = None, *, ended: bool = False) -> Days:
    ended_at = datetime(2026, 11, 1, tzinfo=UTC) if ended else None
    return Days(person, TODAY + timedelta(days=first), TODAY + timedelta(days=last), relay, ended_at)


@pytest.mark.parametrize(
    ("absence", "is_away"),
    [
        (days(1), True), (days(1, -3, 0), True), (days(1, 0, 3), True), (days(1, -3, 3), True),
        (days(1, 1, 3), False), (days(1, -3, -1), False), (days(2), False), (days(1, -3, 3, ended=True), False),
    ],
)
def test_both_ends_of_an_absence_are_days_away(absence: Days, is_away: bool) -> None:
    assert (away([absence], 1, TODAY) is not None) is is_away


@pytest.mark.parametrize(
    ("absences", "answers"),
    [
        ([], 1), ([days(2)], 1), ([days(1)], None), ([days(1, relay=2)], 2), ([days(1, relay=2), days(2, relay=3)], 3),
        ([days(1, relay=2), days(2)], None), ([days(1, relay=2), days(2, relay=1)], None), ([days(1, relay=1)], None),
        ([days(1, relay=2), days(2, relay=3), days(3, relay=2)], None), ([days(1, 1, 2, relay=2)], 1),
        ([days(1, relay=2), days(2, 1, 2, relay=3)], 2),
    ],
)
def test_who_answers_for_somebody(absences: list[Days], answers: int | None) -> None:
    assert stand_in(1, absences, TODAY) == answers


@given(st.lists(st.builds(days, st.integers(1, 6), st.integers(-2, 1), st.integers(-1, 2), st.none() | st.integers(1, 6)), max_size=12))
def test_whoever_answers_is_here(absences: list[Days]) -> None:
    for person in range(1, 7):
        who = stand_in(person, absences, TODAY)
        assert who is None or away(absences, who, TODAY) is None
        assert away(absences, person, TODAY) is not None or who == person


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("other", ROLES)
def test_who_may_stand_in_for_whom(role: str, other: str) -> None:
    """Somebody of the same mairie who may take requests over, or of the same direction, or of the same function."""
    person, colleague = somebody(role), replace(somebody(other), id=9)
    team = {"agent", "assistante", "mission", "sg"}
    of_my_mairie = role in OF_A_MAIRIE and (other in team or other == role == "elu")
    assert may_stand_in(colleague, person) is (of_my_mairie or (role not in OF_A_MAIRIE and role == other))
    assert not may_stand_in(person, person)
    elsewhere = replace(colleague, mairie="mq_plateau" if colleague.mairie else None, direction="m_eau" if colleague.direction else None)
    assert may_stand_in(elsewhere, person) is (role == other and role not in (*OF_A_MAIRIE, "direction"))


def test_who_covers_my_mairie_too_may_stand_in_for_me() -> None:
    nadia = replace(somebody("mission"), id=9, mairie="mq_plateau", other_mairies=["mq_tanneurs"])
    assert may_stand_in(nadia, somebody("agent"))


# --- hours ---


@pytest.mark.parametrize(
    ("at", "slot"),
    [("00:00", None), ("08:14", None), ("08:15", time(8, 15)), ("13:44", time(8, 15)), ("13:45", time(13, 45)), ("23:59", time(13, 45))],
)
def test_each_minute_belongs_to_the_slot_before_it(at: str, slot: time | None) -> None:
    assert slot_of(datetime.fromisoformat(f"2026-11-23 {at}")) == slot
