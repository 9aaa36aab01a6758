"""`relais` at another hour than the bench's: `BENCH_AHEAD=seconds python -m tests.bench.tuesday run`."""

from __future__ import annotations

import os
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cli import main
from bot.clock import Clock

TUESDAY = 1
ASKED = time(16, 15, 30)
"""When everybody's hour has just come."""


def ahead(now: datetime) -> dict[str, str]:
    """The setting that makes of now the next such Tuesday: the same for all lives of a bot, or it would miss the days between."""
    local = now.astimezone(ZoneInfo("Europe/Paris"))
    day = local.date() + timedelta(days=(TUESDAY - local.weekday()) % 7 or 7)
    return {"BENCH_AHEAD": str((datetime.combine(day, ASKED, local.tzinfo) - now).total_seconds())}


if __name__ == "__main__":
    AHEAD = timedelta(seconds=float(os.environ["BENCH_AHEAD"]))
    Clock.now = lambda _self: datetime.now(UTC) + AHEAD  # type: ignore[method-assign]
    main()
