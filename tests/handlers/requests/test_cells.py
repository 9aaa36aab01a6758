"""Every cell: role × act × where the request is × its state, allowed or refused, from the design's own tables written here by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from handlers import features
from handlers.people.permissions import ROLES
from handlers.requests.life import ACTS, STATES, acts_for, available, diagram
from tests.handlers.people.test_permissions import CELLS, COLLEAGUE, COVERS, MINE, STRANGER, Someone, somebody
from tests.scenes import Town, town

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Living:
    """A request as the rules read it."""

    author_id: int
    mairie: str
    direction: str | None
    state: str
    competence: str = "metropole"
    holder_id: int | None = None
    arbitration: str | None = None
    sensitive: bool = False
    alert: dict[str, Any] | None = None
    danger: str | None = None
    danger_at: datetime | None = None
    called_at: datetime | None = None
    ping_pong: int = 0
    holds: int = 0
    postponements: int = 0
    recorded_at: datetime | None = NOW - timedelta(hours=1)
    closed_at: datetime | None = NOW - timedelta(days=1)
    first_reply_at: datetime | None = None
    reply_owed: str | None = None
    reopened: int = 0
    waits: bool = False
    rungs_done: int = 1
    minded_at: datetime | None = None


# domain.md §2.3: act → (states it may begin in, row of §1.2, whether the pilot alone does it)
DESIGN = {
    "send": ("to_qualify", "send", False),
    "take": ("sent", "accept", True),
    "take_over": ("taken on_hold dated", "take_over", True),
    "mind": ("taken on_hold dated", "hold", False),
    "transfer": ("sent taken", "accept", False),
    "ask_arbitration": ("sent taken", "arbitrate", False),
    "hold": ("sent taken", "hold", False),
    "resume": ("on_hold", "hold", False),
    "date": ("sent taken dated", "date", True),
    "finish": ("sent taken dated", "finish", True),
    "close": ("done to_qualify taken", "close", False),
    "reopen": ("closed", "reopen", False),
    "reply": ("to_qualify sent taken on_hold dated done", "reply", False),
    "danger": ("to_qualify sent taken on_hold dated done", "raise_danger", False),
    "cancel": ("to_qualify sent", "cancel", False),
}
GRANTS = {(action, role): cell for action, role, cell in CELLS} | {
    ("cancel", role): cell for role, cell in zip(ROLES, "P P P M P P P - P -".split(), strict=True)
}
PLACES = {
    "mine": (MINE, "mq_tanneurs", "m_eau"),
    "my mairie": (COLLEAGUE, "mq_tanneurs", "m_eau"),
    "my direction": (STRANGER, "mq_plateau", "m_voirie"),
    "elsewhere": (STRANGER, "mq_plateau", "m_eau"),
}
TAKES_FIRST = ("hold", "date", "finish")
"""Acts of a pilot that take in charge what has only just arrived: they need both rights."""


def covered(role: str, action: str, place: str, state: str) -> bool:
    cell = GRANTS.get((action, role), "-")
    if cell == "-":
        return False
    where = place
    if place == "my direction" and state in ("draft", "to_qualify"):
        where = "my direction, not sent"  # a suggestion only: nobody sent it there
    return where in COVERS[cell[0]]


def expected(role: str, name: str, place: str, state: str) -> bool:
    states, action, pilot = DESIGN[name]
    if state not in states.split() or not covered(role, action, place, state):
        return False
    of_the_mairie = role in ("agent", "assistante", "mission", "sg")
    if pilot and of_the_mairie and name != "take":
        return False  # the direction does it and dates it
    if name in TAKES_FIRST and state == "sent":
        return covered(role, "accept", place, state)
    return True


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", DESIGN)
def test_each_cell_of_a_request_that_a_direction_handles(name: str, role: str) -> None:
    wrong = [
        (place, state)
        for place, state in product(PLACES, STATES)
        if (available(somebody(role), ACTS[name], Living(*PLACES[place], state), NOW) is not None) is not expected(role, name, place, state)
    ]
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", DESIGN)
def test_a_request_under_arbitration_is_moved_by_nobody(name: str, role: str) -> None:
    for place, state in product(PLACES, STATES):
        locked = Living(*PLACES[place], state, arbitration="open")
        able = available(somebody(role), ACTS[name], locked, NOW) is not None
        assert able is (expected(role, name, place, state) if name in ("danger", "reply") else False), (place, state)


@pytest.mark.parametrize("role", ROLES)
def test_who_arbitrates(role: str) -> None:
    for place, state, arbitration in product(PLACES, STATES, (None, "open", "escalated", "decided")):
        request = Living(*PLACES[place], state, arbitration=arbitration)
        able = available(somebody(role), ACTS["arbitrate"], request, NOW) is not None
        under_way = state in ("sent", "taken") and arbitration in ("open", "escalated")
        who = role == "coordination" or (role == "dgs" and arbitration == "escalated")
        assert able is (under_way and who), (place, state, arbitration)
        refusal = available(somebody(role), ACTS["transfer"], request, NOW)
        assert not (refusal and arbitration), "one pilot decided, no further refusal"


@pytest.mark.parametrize(("role", "own"), [(role, role in ("agent", "assistante", "mission", "sg", "coordination")) for role in ROLES])
def test_what_stays_with_the_mairie_is_done_by_the_mairie(role: str, own: bool) -> None:
    for name, state in (("take", "sent"), ("date", "taken"), ("finish", "taken"), ("close", "taken"), ("hold", "taken")):
        request = Living(COLLEAGUE, "mq_tanneurs", "v_mq", state, competence="mairie_quartier")
        assert (available(somebody(role), ACTS[name], request, NOW) is not None) is own, name


@pytest.mark.parametrize("role", ROLES)
def test_dangers_are_raised_by_loggers_and_lowered_by_few(role: str) -> None:
    danger = Living(COLLEAGUE, "mq_tanneurs", "m_voirie", "sent", danger="gaz", danger_at=NOW)
    assert (available(somebody(role), ACTS["lower"], danger, NOW) is not None) is (role in ("sg", "coordination", "direction"))
    raises = role not in ("dgs", "admin")
    assert (available(somebody(role), ACTS["called"], danger, NOW) is not None) is raises
    assert available(somebody(role), ACTS["danger"], danger, NOW) is None


def test_every_act_is_in_the_design() -> None:
    assert {*DESIGN, "arbitrate", "escalate", "called", "lower"} == set(ACTS)


def test_what_was_closed_long_ago_is_not_reopened_and_an_old_error_not_cancelled() -> None:
    sg = somebody("sg")
    assert available(sg, ACTS["reopen"], Living(MINE, "mq_tanneurs", "m_eau", "closed", closed_at=NOW - timedelta(days=91)), NOW) is None
    assert available(sg, ACTS["cancel"], Living(MINE, "mq_tanneurs", "m_eau", "sent", recorded_at=NOW - timedelta(hours=25)), NOW) is None


@pytest.mark.parametrize("role", ROLES)
def test_the_buttons_are_what_may_be_done(role: str) -> None:
    for place, state in product(PLACES, STATES):
        request = Living(*PLACES[place], state)
        shown = {act.name for act in acts_for(somebody(role), request, NOW)}
        assert shown == {name for name, act in ACTS.items() if available(somebody(role), act, request, NOW)}


def test_an_unknown_role_has_no_button() -> None:
    assert acts_for(Someone(MINE, "maire", "mq_tanneurs"), Living(MINE, "mq_tanneurs", "m_eau", "sent"), NOW) == []


def test_the_diagram_of_the_docs_is_that_of_the_table() -> None:
    assert diagram() in (Path(__file__).parents[3] / "docs" / "life.md").read_text("utf-8"), "print(handlers.requests.life.diagram())"


# --- at the door ---


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


async def test_every_command_is_closed_to_the_roles_that_the_table_leaves_out(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("gros trou devant l'école rue des Lilas")
    await awa.presses("Enregistrer")
    wrong = []
    for role in ROLES:
        who = t.person(role, role, "mq_tanneurs" if role in ("agent", "assistante", "mission", "sg", "elu") else None,
                       "m_voirie" if role == "direction" else None)
        for command in (command for feature in features() for command in feature.commands if command.roles):
            await who.says(f"/{command.names[0]} 9999")
            refused = "pas ouverte à votre fonction" in who.last
            if refused is (role in command.roles):
                wrong.append((role, command.names[0], who.last))
    assert wrong == []
