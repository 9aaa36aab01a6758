"""The codes that let people in, and who may invite whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.people.permissions import ROLES
from handlers.people.rules import CODE_ALPHABET, INVITERS, LOGGERS, READERS, code_in, code_of, may_invite, plain
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
