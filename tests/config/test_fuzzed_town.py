"""However a town's files are garbled, what comes out is a town or a list of faults, never a stack trace."""

from __future__ import annotations

import random

import pytest

from config.judging import judge
from config.sources import read_sources
from config.town import bundled

GARBAGE = (
    b"[", b"}", b": ", b"- ", b'"', b"\n", b"\t", b"\x00", b"\xff", b"&a ", b"*a", b"!!python/none ", b"null", b"true", b"{a: b}",
    b"[1, 2]", b"2027-99-99", b"1e400", b"9" * 30, b".inf", b"NaN", "🚧".encode(), b"id: ",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(25))
def test_garbled_files_are_faults(seed: int) -> None:
    chance = random.Random(seed)
    sources = read_sources(bundled("valmiere"))
    for name in chance.sample(sorted(sources), 4):
        content = bytearray(sources[name])
        place = chance.randrange(len(content))
        content[place : place + chance.choice((0, 1, 40))] = chance.choice(GARBAGE)
        sources[name] = bytes(content)
    _, town, faults = judge(sources)
    assert (town is None) == bool(faults)
    for fault in faults:
        assert fault.what("fr") not in {"", fault.key}
        assert fault.remedy("en") != ""


@pytest.mark.parametrize("opening", ["[", "- ", "? ", "{a: "])
def test_a_file_nested_without_end_is_a_fault_and_not_the_end_of_the_process(opening: str) -> None:
    sources = read_sources(bundled("valmiere")) | {"abreviations.yaml": f"# trop\nabreviations: \n  {opening * 200_000}".encode()}
    _, town, faults = judge(sources)
    assert town is None
    assert [(fault.where, fault.key) for fault in faults] == [("abreviations.yaml:3", "check-yaml-deep")]
