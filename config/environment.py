"""The RELAIS_… variables that are set, where each is written, and the ones that no setting has."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv.parser import parse_stream

from config.faults import Fault, nearest

PREFIX = "RELAIS_"


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable. file, line: where it is written; its own name and None when it comes from the environment."""

    name: str
    value: str
    file: str
    line: int | None = None


def read_environment(env_file: Path | None) -> tuple[Mapping[str, Variable], list[Fault]]:
    """Return the variables that count, by name in capitals (the environment wins over the file), and what is wrong in the file."""
    written, faults = _read_file(env_file) if env_file else ({}, [])
    set_here = {name.upper(): Variable(name.upper(), value, name) for name, value in os.environ.items() if name.upper().startswith(PREFIX)}
    return {**written, **set_here}, faults


def _read_file(env_file: Path) -> tuple[dict[str, Variable], list[Fault]]:
    name, variables, faults = env_file.name, dict[str, Variable](), list[Fault]()
    try:
        with env_file.open(encoding="utf-8-sig") as lines:
            bindings = list(parse_stream(lines))
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError) as error:
        key = "settings-env-not-utf8" if isinstance(error, UnicodeDecodeError) else "settings-env-unreadable"
        return {}, [Fault(name, None, key)]
    for binding in bindings:
        text = binding.original.string
        line = binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")  # a binding begins with the blank lines above it
        if binding.error:
            faults.append(Fault(name, line, "settings-env-line"))
        elif binding.key and binding.key.upper().startswith(PREFIX):
            variable = binding.key.upper()
            variables[variable] = Variable(variable, binding.value or "", name, line)
    return variables, faults


def blame_unknown(variables: Mapping[str, Variable], known: Iterable[str]) -> list[Fault]:
    """Return a fault for each variable that no setting has, with the name it looks like."""
    names = list(known)
    strangers = [variable for variable in variables.values() if variable.name not in names]
    return [
        Fault(stranger.file, stranger.line, "settings-unknown", {"name": stranger.name, "near": nearest(stranger.name, names)})
        for stranger in strangers
    ]
