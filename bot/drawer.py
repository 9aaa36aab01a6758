"""The process that draws: a spec on its input, a picture or a page on its output, until nobody asks any more."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import IO

KINDER = 10
"""How much it lets the bot go first."""


def serve(asked: IO[bytes], told: IO[bytes]) -> None:
    """Read « <size>\\n<spec> », answer « drawn <size>\\n<bytes> », or « not <why>\\n »; ends with its input."""
    from handlers.charts.drawing import draw
    from handlers.charts.specs import unpacked

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


if __name__ == "__main__":
    with suppress(OSError):
        os.nice(KINDER)
    serve(sys.stdin.buffer, sys.stdout.buffer)
