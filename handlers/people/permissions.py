"""Who may do what, and where: the permissions of the town hall as one table of data. Deny by default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol

ROLES = ("agent", "assistante", "mission", "sg", "elu", "coordination", "direction", "dgs", "cabinet", "admin")
"""In the order of domain.md §1.1."""

Scope = Literal["own", "mairie", "direction", "all", "escalated", "figures"]
SCOPES: Mapping[str, Scope] = {"P": "own", "M": "mairie", "D": "direction", "T": "all", "E": "escalated", "A": "figures"}
"""P: what I logged or have in hand. E: what was escalated to the DGS. A: figures only, no row at all."""

TABLE = """
                 agent      assistante mission    sg     elu       coordination direction  dgs    cabinet   admin
log              M          M          M          M      M         T            D          -      T         -
read             M          M          M          M      M:masked  T            D          E      P:status  -
read_sensitive   P          P          -          M      -         T*           D          -      -         -
correct          M          M          M          M      -         T            D?propose  -      -         -
send             M          M          M          M      -         T            -          -      -         -
accept           -          -          -          M      -         T            D          -      -         -
take_over        M          M          M          M      -         T            D          -      -         -
raise_danger     M          M          M          M      M         T            D          -      T         -
lower_danger     -          -          -          M*     -         T*           D*         -      -         -
hold             M          M          M          M      -         T            D          -      -         -
date             M          M          M          M      -         T            D          -      -         -
finish           M          M          M          M      -         T            D          -      -         -
reply            M          M          M          M      -         T            D          -      -         -
close            M          M          M          M      -         T            -          -      -         -
refuse           M?propose  M?propose  M?propose  M*     -         T*           D?propose  -      -         -
reopen           M          M          M          M      M?ask     T            D          -      P?ask     -
link             M          M          M          M      -         T            D          -      -         -
arbitrate        -          -          -          M?ask  -         T*           D?ask      E*     -         -
decide           -          -          -          M      -         T            -          -      -         -
cancel           P          P          P          M      P         P            P          -      P         -
follow_elected   -          M          -          M      M         -            -          -      P         -
see_team         -          -          -          M      -         T            -          -      -         -
indicators       M          M          M          M      A         T            D          A      -         A
scorecard        -          -          -          M      -         T            D          -      -         -
mood             M          M          M          M      A         A            -          A      -         A
train            -          -          -          M      -         T            -          -      -         -
propose          M          M          M          M      M         T            D          -      -         -
vote             M          M          M          M      -         T            D          -      -         -
prioritise       -          -          -          M?propose -      T            -          -      -         -
improve          -          -          -          M?propose -      T            P          T      -         -
campaign         -          -          -          -      -         T            -          -      -         -
invite           -          -          -          M      -         -            -          -      -         T
roles            -          -          -          -      -         -            -          -      -         T
rooms            -          -          -          -      -         -            -          -      -         T
on_call          -          -          -          M      -         T            D          -      -         T
catalogue        -          -          -          -      -         T            -          -      -         T
directory        -          -          -          -      -         T            -          -      -         T
confirm          -          -          -          -      -         T            D          -      -         -
settings         -          -          -          -      -         -            -          -      -         T
export           -          -          -          M      -         T            D          A      -         A
audit            P          P          P          M*     -         T*           P          -      -         T
break_glass      -          -          -          -      -         -            -          -      -         T*
"""
"""action × role (domain.md §1.2). A cell: the scope; * with a written reason, logged; :masked or :status, how much is shown;
?propose or ?ask, somebody else decides. « Close » is two rows for a direction: it may `finish` (the work is done), never `close`.
An elected official reads nothing of a sensitive request, nor the DGS, nor the cabinet: `read_sensitive` is asked on top of `read`."""


class Grant(NamedTuple):
    """What a cell of the table gives. reason: a written reason is asked, and logged. view: how much of a request is shown."""

    scope: Scope
    mode: Literal["do", "propose", "ask"] = "do"
    reason: bool = False
    view: Literal["full", "masked", "status"] = "full"

    @classmethod
    def parse(cls, cell: str) -> Grant | None:
        """Read « M », « T* », « M:masked », « D?propose »; None for « - »."""
        if cell == "-":
            return None
        rest, _, mode = cell.partition("?")
        rest, _, view = rest.partition(":")
        return cls(SCOPES[rest[0]], mode or "do", rest.endswith("*"), view or "full")  # type: ignore[arg-type]  # a test reads every cell


def _parsed() -> dict[str, dict[str, Grant]]:
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    rows = {action: zip(head, cells, strict=True) for action, *cells in lines}
    return {action: {role: grant for role, cell in row if (grant := Grant.parse(cell))} for action, row in rows.items()}


PERMISSIONS: Mapping[str, Mapping[str, Grant]] = _parsed()
"""action → role → grant. What is not there is refused."""

ALERTED: Mapping[str, Grant] = {"read": Grant("own"), "raise_danger": Grant("own"), "lower_danger": Grant("own", reason=True)}
"""What the danger somebody was called for opens to them, besides their role: read it, say « J'ai appelé », lower it (T14). Never what is
sensitive: `read_sensitive` is asked on top."""

PRE_ELECTION = frozenset({("indicators", "elu"), *(("export", role) for role in ROLES)})
"""(action, role) switched off during the period that the legal service sets (domain.md §1.2)."""

NOT_SENT = ("draft", "to_qualify")
"""States in which a request is nobody's but the mairie's: its direction is a suggestion, and may not read it."""


class Holder(Protocol):
    """Somebody with a role and a scope (storage.tables.Person)."""

    id: int
    role: str
    mairie: str | None
    direction: str | None
    other_mairies: list[str] | None


class Owned(Protocol):
    """Something that belongs somewhere (storage.tables.Request). author_id: who logged it. holder_id: who has it in hand.

    alert: of a danger, {"told": {person: …}}: whom it was said to, as on duty or on call.
    """

    author_id: int
    holder_id: int | None
    mairie: str
    direction: str | None
    state: str
    arbitration: str | None
    sensitive: bool
    alert: dict[str, Any] | None


def roles_with(*actions: str) -> frozenset[str]:
    """The roles that may do one of these somewhere, or propose it, or ask for it."""
    return frozenset(role for action in actions for role in PERMISSIONS[action])


def grant_of(role: str, action: str, *, pre_election: bool = False) -> Grant | None:
    """What the table gives this role, wherever it is; None when nothing."""
    return None if pre_election and (action, role) in PRE_ELECTION else PERMISSIONS.get(action, {}).get(role)


def mairies_of(person: Holder) -> Sequence[str]:
    """The mairies in somebody's scope: their own, then the others that they cover."""
    return [*([person.mairie] if person.mairie else []), *(person.other_mairies or ())]


def allowed(person: Holder, action: str, what: Owned) -> Grant | None:
    """What this person may do to that: an agent of Les Tanneurs reads Les Tanneurs' requests and no others.

    None: nothing. A sensitive request asks for `read_sensitive` on top, whatever is to be done to it.
    """
    grant = PERMISSIONS.get(action, {}).get(person.role)
    if grant is None or not _covers(grant.scope, person, what):
        grant = ALERTED.get(action) if is_alerted(person, what) else None
    if grant is None:
        return None
    if what.sensitive and action not in ("read_sensitive", "log") and not may(person, "read_sensitive", what):
        return None
    return grant


def is_alerted(person: Holder, what: Owned) -> bool:
    """Whether an open request's danger was said to somebody who answers for it at this hour, wherever they are from."""
    return what.alert is not None and str(person.id) in what.alert["told"] and what.state not in ("closed", "cancelled")


def may(person: Holder, action: str, what: Owned) -> bool:
    """Whether this person may do this to that, by themselves."""
    grant = allowed(person, action, what)
    return grant is not None and grant.mode == "do"


def _covers(scope: Scope, person: Holder, what: Owned) -> bool:
    mine = person.id in (what.author_id, what.holder_id)
    match scope:
        case "all":
            return True
        case "mairie":
            return what.mairie in mairies_of(person)
        case "direction":
            return mine or (person.direction is not None and what.direction == person.direction and what.state not in NOT_SENT)
        case "own":
            return mine
        case "escalated":
            return what.arbitration == "escalated"
        case "figures":
            return False
