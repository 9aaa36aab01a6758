"""Who may do what, cell by cell, from a table written by hand; and the codes that let people in."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.people.rules import (
    CODE_ALPHABET,
    INVITERS,
    LOGGERS,
    OF_A_MAIRIE,
    PERMISSIONS,
    READERS,
    ROLES,
    code_in,
    code_of,
    may,
    may_invite,
    plain,
)


@dataclass(frozen=True)
class Someone:
    id: int
    role: str
    mairie: str | None = None
    direction: str | None = None


@dataclass(frozen=True)
class Something:
    author_id: int
    mairie: str
    direction: str | None = None


MINE, COLLEAGUE, STRANGER = 1, 2, 3

# Where the request is, from the point of view of somebody of Les Tanneurs, or of the direction Voirie:
PLACES = {
    "mine": Something(MINE, "mq_tanneurs", "m_eau"),
    "my mairie": Something(COLLEAGUE, "mq_tanneurs", "m_eau"),
    "my direction": Something(STRANGER, "mq_plateau", "m_voirie"),
    "elsewhere": Something(STRANGER, "mq_plateau", "m_eau"),
    "mine, elsewhere": Something(MINE, "mq_plateau", "m_eau"),
}

# action, role → the places where it is allowed (domain.md §1.2). Every pair that is not here is refused everywhere.
MAIRIE = {"mine", "my mairie"}
ALL = set(PLACES)
ALLOWED: dict[tuple[str, str], set[str]] = {
    ("log", "agent"): MAIRIE, ("log", "assistante"): MAIRIE, ("log", "mission"): MAIRIE, ("log", "sg"): MAIRIE, ("log", "elu"): MAIRIE,
    ("log", "coordination"): ALL, ("log", "cabinet"): ALL, ("log", "direction"): {"mine", "mine, elsewhere", "my direction"},
    ("read", "agent"): MAIRIE, ("read", "assistante"): MAIRIE, ("read", "mission"): MAIRIE, ("read", "sg"): MAIRIE, ("read", "elu"): MAIRIE,
    ("read", "coordination"): ALL, ("read", "direction"): {"mine", "mine, elsewhere", "my direction"},
    ("read", "cabinet"): {"mine", "mine, elsewhere"},
    ("correct", "agent"): MAIRIE, ("correct", "assistante"): MAIRIE, ("correct", "mission"): MAIRIE, ("correct", "sg"): MAIRIE,
    ("correct", "coordination"): ALL,
}


def somebody(role: str) -> Someone:
    return Someone(MINE, role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ["log", "read", "correct", "close", "nonsense"])
def test_each_cell_of_the_table(action: str, role: str, place: str) -> None:
    assert may(somebody(role), action, PLACES[place]) is (place in ALLOWED.get((action, role), set()))


def test_no_action_of_the_table_is_left_untested() -> None:
    assert {action for action, _ in ALLOWED} | {"invite"} == set(PERMISSIONS)


@pytest.mark.parametrize("role", sorted(OF_A_MAIRIE | {"direction"}))
@pytest.mark.parametrize("action", PERMISSIONS)
def test_somebody_whose_scope_was_never_set_has_no_right_over_others(role: str, action: str) -> None:
    assert not may(Someone(MINE, role), action, Something(STRANGER, "", None))
    assert not may(Someone(MINE, role), action, Something(STRANGER, "mq_plateau", None))


def test_an_unknown_role_may_do_nothing() -> None:
    assert not any(may(Someone(MINE, "maire"), action, place) for action in PERMISSIONS for place in PLACES.values())


@pytest.mark.parametrize("invited", ROLES)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_invite_whom(role: str, invited: str) -> None:
    """An administrator invites anybody; a secrétaire général, only agents, assistantes and chargés de mission of their own mairie."""
    own = {"admin": True, "sg": invited in ("agent", "assistante", "mission")}.get(role, False)
    assert may_invite(somebody(role), invited, "mq_tanneurs") is own
    assert may_invite(somebody(role), invited, "mq_plateau") is (role == "admin")
    assert may_invite(somebody(role), invited, None) is (role == "admin")


def test_those_who_hold_content_and_those_who_hold_keys_are_not_the_same() -> None:
    """The administrator invites and never reads; the head of administration reads digests, not requests."""
    assert "admin" not in LOGGERS | READERS
    assert "dgs" not in LOGGERS | READERS
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
