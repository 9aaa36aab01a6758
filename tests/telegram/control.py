"""The door through which another process drives the server: people act, faults come, the ledger is read. JSON in, JSON out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tests.telegram.people import Person

if TYPE_CHECKING:
    from tests.telegram.server import BotApi

Json = dict[str, Any]


class Control:
    """POST /control/<verb>. Verbs: person, act, push, fail, clear, calls, sees, violations."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.people: dict[str, Person] = {}

    def __call__(self, verb: str, asked: Json) -> Any:
        return getattr(self, f"_{verb}")(asked)

    def _person(self, asked: Json) -> int:
        """{"name"} -> the person's id; the same name is the same person."""
        return self._who(asked["name"]).id

    def _act(self, asked: Json) -> Any:
        """{"name", "does": "writes" | "presses" | …, "with": [...]} -> what that verb of Person returns."""
        return getattr(self._who(asked["name"]), asked["does"])(*asked.get("with", ()))

    def _push(self, asked: Json) -> list[int]:
        """{"updates": [...]} -> their ids."""
        return [self.api.push(update) for update in asked["updates"]]

    def _fail(self, asked: Json) -> bool:
        """The fields of Fault."""
        self.api.fail(**asked)
        return True

    def _clear(self, asked: Json) -> bool:
        self.api.faults.clear()
        return True

    def _calls(self, asked: Json) -> list[Json]:
        """{"after": n} -> the ledger from there on, without the files' content."""
        shown = ("method", "parameters", "at", "ended", "status", "description", "accepted", "message_id")
        return [{name: getattr(call, name) for name in shown} for call in self.api.calls[asked.get("after", 0) :]]

    def _sees(self, asked: Json) -> list[Json]:
        return [asdict(seen) for seen in self._who(asked["name"]).sees]

    def _violations(self, asked: Json) -> list[Json]:
        return [asdict(violation) for violation in self.api.limits.violations]

    def _who(self, name: str) -> Person:
        if name not in self.people:
            self.people[name] = self.api.person(name)
        return self.people[name]
