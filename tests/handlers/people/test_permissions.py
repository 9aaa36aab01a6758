"""Who may do what, cell by cell: the code's table against the design's (domain.md §1.2), written here by hand and in its own terms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pytest

from handlers.people.permissions import PERMISSIONS, PRE_ELECTION, ROLES, Grant, allowed, grant_of, may, roles_with


@dataclass(frozen=True)
class Someone:
    id: int
    role: str
    mairie: str | None = None
    direction: str | None = None
    other_mairies: list[str] | None = None


@dataclass(frozen=True)
class Something:
    author_id: int
    mairie: str
    direction: str | None = None
    holder_id: int | None = None
    state: str = "sent"
    arbitration: str | None = None
    sensitive: bool = False
    alert: dict[str, Any] | None = None


MINE, COLLEAGUE, STRANGER = 1, 2, 3
OF_A_MAIRIE = ("agent", "assistante", "mission", "sg", "elu")


def somebody(role: str) -> Someone:
    return Someone(MINE, role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)


# Where the request is, from the point of view of somebody of Les Tanneurs, or of the direction Voirie:
PLACES = {
    "mine": Something(MINE, "mq_tanneurs", "m_eau"),
    "in my hands": Something(STRANGER, "mq_plateau", "m_eau", holder_id=MINE),
    "my mairie": Something(COLLEAGUE, "mq_tanneurs", "m_eau"),
    "my direction": Something(STRANGER, "mq_plateau", "m_voirie"),
    "my direction, not sent": Something(STRANGER, "mq_plateau", "m_voirie", state="to_qualify"),
    "elsewhere": Something(STRANGER, "mq_plateau", "m_eau"),
    "mine, elsewhere": Something(MINE, "mq_plateau", "m_eau"),
    "escalated": Something(STRANGER, "mq_plateau", "m_eau", arbitration="escalated"),
}
MINE_TOO = {"mine", "in my hands", "mine, elsewhere"}
COVERS = {
    "M": {"mine", "my mairie"}, "T": set(PLACES), "D": {*MINE_TOO, "my direction"}, "P": MINE_TOO, "E": {"escalated"}, "A": set(),
}  # fmt: skip

# domain.md §1.2, its rows and columns in its order. "D*" and the like: with a written reason. p: proposes. a: asks. m: masked. s: status.
# « Close » is two rows, for a direction closes « fait » only.
DESIGN = """
log              M    M    M    M    M    T    D    -    T    -
read             M    M    M    M    Mm   T    D    E    Ps   -
read_sensitive   P    P    -    M    -    T*   D    -    -    -
correct          M    M    M    M    -    T    Dp   -    -    -
send             M    M    M    M    -    T    -    -    -    -
accept           -    -    -    M    -    T    D    -    -    -
take_over        M    M    M    M    -    T    D    -    -    -
raise_danger     M    M    M    M    M    T    D    -    T    -
lower_danger     -    -    -    M*   -    T*   D*   -    -    -
hold             M    M    M    M    -    T    D    -    -    -
date             M    M    M    M    -    T    D    -    -    -
reply            M    M    M    M    -    T    D    -    -    -
finish           M    M    M    M    -    T    D    -    -    -
close            M    M    M    M    -    T    -    -    -    -
refuse           Mp   Mp   Mp   M*   -    T*   Dp   -    -    -
reopen           M    M    M    M    Ma   T    D    -    Pa   -
link             M    M    M    M    -    T    D    -    -    -
arbitrate        -    -    -    Ma   -    T*   Da   E*   -    -
export           -    -    -    M    -    T    D    A    -    A
audit            P    P    P    M*   -    T*   P    -    -    T
invite           -    -    -    M    -    -    -    -    -    T
roles            -    -    -    -    -    -    -    -    -    T
on_call          -    -    -    M    -    T    D    -    -    T
catalogue        -    -    -    -    -    T    -    -    -    T
directory        -    -    -    -    -    T    -    -    -    T
settings         -    -    -    -    -    -    -    -    -    T
indicators       M    M    M    M    A    T    D    A    -    A
"""
CELLS = [(line.split()[0], role, cell) for line in DESIGN.strip().splitlines() for role, cell in zip(ROLES, line.split()[1:], strict=True)]
MODES = {"p": "propose", "a": "ask"}
VIEWS = {"m": "masked", "s": "status"}


@pytest.mark.parametrize(("action", "role", "cell"), CELLS)
def test_each_cell_is_the_designs(action: str, role: str, cell: str) -> None:
    grant = grant_of(role, action)
    if cell == "-":
        assert grant is None
        return
    assert grant is not None
    assert grant.reason is ("*" in cell)
    assert grant.mode == next((MODES[mark] for mark in cell[1:] if mark in MODES), "do")
    assert grant.view == next((VIEWS[mark] for mark in cell[1:] if mark in VIEWS), "full")
    for name, place in PLACES.items():
        covered = name in COVERS[cell[0]]
        assert (allowed(somebody(role), action, place) is not None) is covered, name
        assert may(somebody(role), action, place) is (covered and grant.mode == "do"), name


@pytest.mark.parametrize(("action", "role"), list(product(PERMISSIONS, ROLES)))
def test_a_sensitive_request_is_closed_to_whoever_may_not_read_it(action: str, role: str) -> None:
    for name, place in PLACES.items():
        sensitive = replace(place, sensitive=True)
        reads = may(somebody(role), "read_sensitive", sensitive)
        expected = allowed(somebody(role), action, place) if reads or action in ("read_sensitive", "log") else None
        assert allowed(somebody(role), action, sensitive) == expected, name


@pytest.mark.parametrize("role", [*OF_A_MAIRIE, "direction"])
@pytest.mark.parametrize("action", PERMISSIONS)
def test_somebody_whose_scope_was_never_set_has_no_right_over_others(role: str, action: str) -> None:
    assert not allowed(Someone(MINE, role), action, Something(STRANGER, "", None))
    assert not allowed(Someone(MINE, role), action, Something(STRANGER, "mq_plateau", None))


@pytest.mark.parametrize(("action", "role"), list(product(PERMISSIONS, ROLES)))
def test_a_danger_somebody_was_called_for_opens_reading_it_saying_so_and_lowering_it(action: str, role: str) -> None:
    """T14: « sg, on-call, coord ». Nothing more, nothing of what is sensitive, nothing once it is closed."""
    elsewhere = PLACES["elsewhere"]
    called = replace(elsewhere, alert={"told": {str(MINE): 0}})
    opened = action in ("read", "raise_danger", "lower_danger")
    own = allowed(somebody(role), action, elsewhere)
    assert (allowed(somebody(role), action, called) is not None) is (own is not None or opened)
    assert allowed(somebody(role), action, replace(called, alert={"told": {str(STRANGER): 0}})) == own
    closed = allowed(somebody(role), action, replace(called, state="closed"))
    assert closed == allowed(somebody(role), action, replace(elsewhere, state="closed"))
    sensitive = allowed(somebody(role), action, replace(called, sensitive=True))
    assert sensitive == allowed(somebody(role), action, replace(elsewhere, sensitive=True))
    if opened and own is None:
        assert allowed(somebody(role), action, called) == Grant("own", reason=action == "lower_danger")


def test_somebody_who_covers_several_mairies_has_their_rights_in_each() -> None:
    covering = replace(somebody("mission"), other_mairies=["mq_plateau"])
    assert may(covering, "read", PLACES["elsewhere"])
    assert not may(somebody("mission"), "read", PLACES["elsewhere"])


def test_an_unknown_role_or_action_is_refused() -> None:
    assert not any(may(Someone(MINE, "maire"), action, place) for action in PERMISSIONS for place in PLACES.values())
    assert not any(may(somebody(role), "nonsense", place) for role in ROLES for place in PLACES.values())


def test_in_the_pre_election_period_nobody_exports_and_officials_see_no_figures() -> None:
    assert {(action, role) for action, role in product(PERMISSIONS, ROLES) if grant_of(role, action, pre_election=True) is None
            and grant_of(role, action) is not None} == {each for each in PRE_ELECTION if grant_of(each[1], each[0])}
    assert grant_of("elu", "read", pre_election=True) == Grant("mairie", view="masked")


def test_entrances_are_open_to_the_roles_that_may_do_something_there() -> None:
    assert roles_with("close") == {"agent", "assistante", "mission", "sg", "coordination"}
    assert roles_with("arbitrate", "lower_danger") == {"sg", "coordination", "direction", "dgs"}
