"""The process that draws: a spec on its input, a picture or a page on its output, until nobody asks any more."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import IO

KINDER = 5
"""How much it lets the bot go first, once it has drawn: it has a third of its share then. With twice as much it has 2 % of a core that five
others keep busy, and no picture is ready in time. What it loads for the first one, somebody waits for: until then it goes at their pace."""


def serve(asked: IO[bytes], told: IO[bytes], drew: Callable[[], object] = lambda: None) -> None:
    """Read « <size>\\n<spec> », answer « drawn <size>\\n<bytes> », or « not <why>\\n »; ends with its input. drew: told of the first."""
    from handlers.charts.drawing import draw
    from handlers.charts.specs import unpacked

    first = True
    while head := asked.readline():
        try:
            drawn = draw(unpacked(asked.read(int(head))))
        except Exception as error:
            # whatever is wrong with one spec, the next one may be right; its reader says it in words
            told.write(f"not {type(error).__name__}\n".encode())
            told.flush()
            if isinstance(error, MemoryError):
                raise
            continue
        told.write(b"drawn %d\n" % len(drawn) + drawn)
        told.flush()
        if first:
            drew()
        first = False


def kinder() -> None:
    with suppress(OSError):
        os.nice(KINDER)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, kinder)
