"""How a bot under test is to be started."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Birth:
    """environment: its settings. log: the file for what it prints. point: where it dies (bot/failpoints.py), "" for nowhere.

    late_s: how far its clock is ahead, so that leases of the dead are over without waiting. lease_s: another lease than ours.
    haste: how many times sooner than ours others take what it has, once it says nothing more.
    file_limit: bytes no file may pass, the poor man's full disk. poison: with the command /boum, which kills whoever handles it.
    mill_s: with a job that grinds for so long in the writer, each second. tick_s: every tick comes at least so often.
    """

    environment: dict[str, str]
    log: str
    point: str = ""
    late_s: float = 0.0
    lease_s: float | None = None
    haste: float = 1.0
    file_limit: int | None = None
    poison: bool = False
    mill_s: float = 0.0
    tick_s: float | None = None
