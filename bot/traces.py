"""Says where an error happened, never what it quotes: its text may hold what a person wrote."""

from __future__ import annotations

import traceback


def where(error: BaseException) -> str:
    """The lines it came through and its kind."""
    return "".join([*traceback.format_tb(error.__traceback__), type(error).__name__])
