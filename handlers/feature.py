"""How a slice declares its entrances, with who may use them: tables of data that dispatch, help and tests read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from handlers.desk import Desk
from handlers.messages import Incoming, Reply

Answer = Reply | Sequence[Reply] | None
Handler = Callable[[Desk, Incoming, str], Answer]
"""The string is what follows: a command's argument, a button's or a step's ("record:42" → "42")."""


@dataclass(frozen=True, slots=True)
class Command:
    """names: French first, then equal citizens. roles: who may use it; everybody known when empty.

    argument: what a bare word (no / or !) may be followed by in private: nothing, a "reference", or any "text".
    Its help line is the text `help-<first name>`, when it is listed; the eight lines of each role are those of handlers/menus.
    documents: it reads a document sent with it; elsewhere one is a file that we cannot open.
    """

    run: Handler
    names: tuple[str, ...]
    roles: frozenset[str] = frozenset()
    argument: str = ""
    listed: bool = True
    documents: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """A button. confidential: its act is read in memory only, never stored (see bot/door). documents: as for Command.

    stale: what answers instead when the card has changed since; None says no more than that it has.
    """

    run: Handler
    roles: frozenset[str] = frozenset()
    confidential: bool = False
    stale: Handler | None = None
    documents: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What receives a person's next words. roles, confidential: as for Press. documents: as for Command.

    fits: whether words may be its answer; others go on as if nothing were asked, and it still waits. None: all may.
    sentence: whatever they begin with; only a command's name alone is still that command.
    """

    run: Handler
    roles: frozenset[str] = frozenset()
    confidential: bool = False
    documents: bool = False
    fits: Callable[[str], bool] | None = None
    sentence: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """What the clock does, idempotent. every_s: how often it is woken. point: where tests kill it, once it has written something."""

    run: Callable[[Desk], None]
    every_s: float
    point: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """What comes once each working day: whoever does it notes its turn (storage.deadlines.occurs). at: local hour from which it is due."""

    at: time


@dataclass(frozen=True, slots=True)
class Feature:
    """One slice. said: receives any private sentence that nothing else claimed. edited: a corrected message.
    arrived: people who are not known yet; at most one feature has each of the three."""

    name: str
    commands: Sequence[Command] = ()
    presses: Mapping[str, Press] = field(default_factory=dict)
    steps: Mapping[str, Step] = field(default_factory=dict)
    jobs: Mapping[str, Job] = field(default_factory=dict)
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    said: Press | None = None
    edited: Press | None = None
    stranger: Handler | None = None
