"""What figures know of one request: each closing, deadline, promise, transfer and danger, as they stood at the time. Pure.

A row says how things are, and its events how they were (« before »), so that a figure of last month does not change because a request
was reopened, sent elsewhere or dated anew since.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from handlers.escalation import calendars
from handlers.escalation.working_time import Calendar, local_day
from handlers.requests.life import NOT_BY_HAND, is_owned_by_mairie
from storage.measures import NOT_COUNTED, Contact, File, Past

if TYPE_CHECKING:
    from config.town import Town

Clock = Literal["taking", "resolution"]
DUE: dict[Clock, str] = {"taking": "taking_due_at", "resolution": "resolution_due_at"}
STOPPED: dict[Clock, tuple[str, ...]] = {"taking": ("taken_at", "done_at", "closed_at"), "resolution": ("done_at", "closed_at")}
THREE = 3


class Life(NamedTuple):
    """From a beginning, the first or a reopening, to a closing. told: a final reply was given. reopened_at: when it was opened again."""

    done_at: datetime | None
    closed_at: datetime | None
    reason: str | None
    told: bool
    reopened_at: datetime | None

    @property
    def finished_at(self) -> datetime | None:
        return self.done_at or self.closed_at


class Deadline(NamedTuple):
    """A due time that was still the one when it came. direction: who had the request then, None while it was nobody's."""

    clock: Clock
    due_at: datetime
    met: bool
    direction: str | None


class Promise(NamedTuple):
    """A day announced to the resident. kept: the work was done by then, and it was not put off before."""

    on: date
    kept: bool


class Transfer(NamedTuple):
    """counts: its reason is one of those that bounce. reason: its id, "" where none was kept."""

    at: datetime
    sender: str
    receiver: str
    counts: bool
    reason: str = ""


class Hold(NamedTuple):
    """reason: the id of what was waited for."""

    at: datetime
    reason: str


class Danger(NamedTuple):
    """called_at: « J'ai appelé ». lowered: somebody lowered it, with a written reason."""

    at: datetime
    called_at: datetime | None
    lowered: bool


class Guess(NamedTuple):
    """Whether the first suggestion was right, and one of the first three, about the service and about the direction."""

    service: bool
    service_in_three: bool
    direction: bool
    direction_in_three: bool


class Facts(NamedTuple):
    """One request. direction: the one that it was sent to, None before. hours: the direction whose working days its waits are counted in,
    None for the mairie's, and their calendar. guess: None without a suggestion, or before it has a service.

    contacts: who else reported it. duplicate: closed as one, it is a contact of another. stands: neither a draft nor cancelled.
    """

    mairie: str
    direction: str | None
    channel: str
    hours: str | None
    calendar: Calendar
    received_at: datetime
    first_reply_at: datetime | None
    lives: tuple[Life, ...]
    deadlines: tuple[Deadline, ...]
    promises: tuple[Promise, ...]
    transfers: tuple[Transfer, ...]
    dangers: tuple[Danger, ...]
    ping_pong: int
    guess: Guess | None
    contacts: tuple[Contact, ...]
    duplicate: bool
    stands: bool
    holds: tuple[Hold, ...] = ()


def calendar_of(town: Town, mairie: str, hours: str | None) -> Calendar:
    """Of a request of that mairie. hours: as in Facts."""
    return calendars.of_direction(town, hours) if hours else calendars.of_mairie(town, mairie)


def facts(town: Town, file: File, past: Sequence[Past], contacts: Sequence[Contact] = ()) -> Facts:
    """What a request tells. past: its events, oldest first."""
    past = _standing(past)
    hours = None if is_owned_by_mairie(file.direction, file.competence) else file.direction
    calendar = calendar_of(town, file.mairie, hours)
    lives = tuple(_lives(file, past))
    return Facts(
        file.mairie, file.direction if file.sent_at and file.state != "to_qualify" else None, file.channel, hours, calendar,
        file.received_at, file.first_reply_at, lives,
        deadlines=tuple(_deadlines(file, past)),
        promises=tuple(_promises(calendar, lives, past)),
        transfers=tuple(_transfers(file, past)),
        dangers=tuple(_dangers(file, past)),
        ping_pong=file.ping_pong,
        guess=_guess(town, file),
        contacts=tuple(contacts),
        duplicate=file.state == "closed" and file.closing_reason in NOT_BY_HAND,
        stands=file.state not in NOT_COUNTED,
        holds=tuple(Hold(event.at, event.data.get("reason", "")) for event in past if event.kind == "hold"),
    )


def _standing(past: Sequence[Past]) -> list[Past]:
    """Without what was taken back: within ten minutes, nothing happened in between."""
    kept: list[Past] = []
    for event in past:
        if event.kind != "undone":
            kept.append(event)
        elif kept and kept[-1].kind == event.data.get("act"):
            kept.pop()
    return kept


def _before(event: Past) -> dict[str, Any]:
    return event.data.get("before", {})  # type: ignore[no-any-return]  # JSON of ours


def _as_of(file: File, past: Sequence[Past], column: str, moment: datetime) -> Any:
    """What a column held at a moment, as far as the events that we keep tell; a time set later may be told already."""
    for event in past:
        if event.at > moment and column in _before(event):
            return _typed(_before(event)[column], column)
    return getattr(file, column)


def _typed(value: Any, column: str) -> Any:
    return datetime.fromisoformat(value) if value is not None and column.endswith("_at") else value


def _lives(file: File, past: Sequence[Past]) -> Iterator[Life]:
    for event in past:
        if event.kind == "reopen":
            before = {name: _typed(value, name) for name, value in _before(event).items() if name in File._fields}
            yield Life(before["done_at"], before["closed_at"], before["closing_reason"], before["final_reply_at"] is not None, event.at)
    yield Life(file.done_at, file.closed_at, file.closing_reason, file.final_reply_at is not None, None)


def _deadlines(file: File, past: Sequence[Past]) -> Iterator[Deadline]:
    """Those still in force when they came: not the ones that a new date, a transfer or a reopening had replaced, nor during a pause."""
    for clock, column in DUE.items():
        known = {_typed(_before(event)[column], column) for event in past if column in _before(event)} | {getattr(file, column)}
        for due in sorted(known - {None}):
            if _as_of(file, past, column, due) != due or _is_suspended(file, past, clock, due):
                continue
            stops = (_as_of(file, past, name, due) for name in STOPPED[clock])
            sent = _as_of(file, past, "sent_at", due)
            holder = _as_of(file, past, "direction", due) if sent and sent <= due else None
            yield Deadline(clock, due, any(at is not None and at <= due for at in stops), holder)


def _is_suspended(file: File, past: Sequence[Past], clock: Clock, at: datetime) -> bool:
    """On hold for a reason that stops the clock; nobody to take it, while it is decided whose it is: that one gets a deadline anew."""
    if clock == "taking":
        return _as_of(file, past, "arbitration", at) in ("open", "escalated")
    held = _as_of(file, past, "held_at", at)
    return held is not None and held <= at


def _promises(calendar: Calendar, lives: Sequence[Life], past: Sequence[Past]) -> Iterator[Promise]:
    """Each day announced, but one that was brought forward before it came: the nearer day is the promise."""
    finished = [at for life in lives for at in (life.done_at, life.closed_at) if at]
    dated = [event for event in past if event.kind == "date"]
    for event, then in zip(dated, [*dated, None][1:], strict=True):
        on = date.fromisoformat(event.data["day"])
        kept = any(event.at <= at and (then is None or at <= then.at) and local_day(calendar, at) <= on for at in finished)
        if kept or then is None or date.fromisoformat(then.data["day"]) > on or local_day(calendar, then.at) > on:
            yield Promise(on, kept)


def _transfers(file: File, past: Sequence[Past]) -> Iterator[Transfer]:
    moved = [event for event in past if event.kind == "transfer"]
    bounces = [*(_before(event)["ping_pong"] for event in moved), file.ping_pong]
    for event, before, after in zip(moved, bounces, bounces[1:], strict=False):
        yield Transfer(event.at, event.data["from_direction"], event.data["to_direction"], after > before, event.data.get("reason", ""))


def _dangers(file: File, past: Sequence[Past]) -> Iterator[Danger]:
    """Each time it was one: said to be so again, the one before is in « before »."""
    lowered = False
    for event in past:
        before = _before(event)
        if event.kind == "danger" and before.get("danger_at"):
            yield Danger(_typed(before["danger_at"], "danger_at"), _typed(before["called_at"], "called_at"), lowered)
            lowered = False
        lowered = lowered or event.kind == "lower"
    if file.danger_at:
        yield Danger(file.danger_at, file.called_at, lowered)


def _guess(town: Town, file: File) -> Guess | None:
    services = [each["service"] for each in file.proposal[:THREE]]
    if not services or file.service is None:
        return None
    directions = [each.get("direction", town.services[each["service"]].direction if each["service"] in town.services else None)
                  for each in file.proposal[:THREE]]
    return Guess(services[0] == file.service, file.service in services, directions[0] == file.direction, file.direction in directions)
