"""What is wrong in a configuration: where, what, and what to do, as data that a screen can show in either language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from config.texts import Value, words


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct, or to know.

    file: relative to the town's folder, or the name of a variable of the environment. line: from 1, None when the fault is about the whole.
    key, values: entry of config/texts; its attribute `.remedy` says what to do.
    level: a warning does not keep Relais from starting.
    """

    file: str
    line: int | None
    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
    level: Literal["fault", "warning"] = "fault"

    def what(self, language: str = "fr") -> str:
        return words().say(language, self.key, self.values)

    def remedy(self, language: str = "fr") -> str:
        return words().attribute(language, self.key, "remedy", self.values) or ""

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.where} : {self.what()} {self.remedy()}".strip()


class Faults(Exception):
    """A configuration that cannot be used; `faults` holds every reason at once, in reading order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line or 0))
        super().__init__(len(self.faults))

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class TownFaults(Faults):
    """The town's folder is not usable."""


class SettingsFaults(Faults):
    """The environment or .env is not usable."""


def nearest(word: object, known: Iterable[str]) -> str:
    """Return the known word that looks most like this one, "none" when none does: « horraires » gives « horaires »."""
    return next(iter(get_close_matches(str(word), list(known), n=1, cutoff=0.6)), "none")
