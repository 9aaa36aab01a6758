"""What the campaign plays: one entry for each fault of the design, with the round or the tests that play it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from tests.faults import deaths, manners, parties, wear, weather
from tests.faults.rounds import Happened, Town

EVERY_NETWORK = ("telegram", "matrix")
EVERY_DATABASE = ("sqlite", "postgresql")
TELEGRAM, POSTGRESQL, SQLITE = ("telegram",), ("postgresql",), ("sqlite",)
TAKEOVER = "takeover {:.1f} s"


@dataclass(frozen=True, slots=True)
class Fault:
    """name: its number in the design. networks, databases: where it exists, or where we play it. tests: files that play it instead.

    figure: what its round measures, the worst of which is shown. people: how many talk, on Telegram.
    """

    name: str
    title: str
    round: Callable[[Town], Awaitable[Happened]] | None = None
    networks: tuple[str, ...] = EVERY_NETWORK
    databases: tuple[str, ...] = EVERY_DATABASE
    tests: tuple[str, ...] = ()
    figure: str = "{:.1f} s"
    people: int = 4


TIME = "tests/handlers/escalation"
UPGRADES = ("tests/storage/test_migrations.py", "tests/storage/test_upgrades.py",
            "tests/faults/test_several.py::test_an_older_program_stops_when_a_newer_one_has_migrated_the_database")
FAULTS = (
    Fault("F1", "kill -9 at each point of an act", deaths.dies_of_acts),
    Fault("F1", "kill -9 at each point of the clock", deaths.dies_of_the_clock),
    Fault("F2", "kill -9 at any moment", deaths.dies_at_any_moment),
    Fault("F3", "updates again and again", weather.repeats_itself),
    Fault("F4", "asked to wait (429)", manners.asks_to_wait),
    Fault("F5", "pace, 1, 2 or 8 processes", manners.keeps_pace, TELEGRAM, figure="{:.1f} a second"),
    Fault("F6", "answers lost after the send", weather.loses_answers),
    Fault("F7", "network away, also for 12 h", weather.goes_away, figure="drained in {:.1f} s"),
    Fault("F8", "down for more than a day", weather.forgets, TELEGRAM),  # a homeserver gives everything since
    Fault("F9", "nonsense among updates", manners.speaks_nonsense, TELEGRAM),
    Fault("F9", "ten thousand damaged updates each", tests=("tests/faults/test_mutations.py",)),
    Fault("F10", "two processes, killed in turn", partial(parties.shares_with, count=2), databases=POSTGRESQL, figure=TAKEOVER),
    Fault("F10", "four processes, killed in turn", partial(parties.shares_with, count=4), databases=POSTGRESQL, figure=TAKEOVER),
    Fault("F11", "frozen past its lease", parties.is_frozen, figure=TAKEOVER),
    Fault("F12", "cut off from its database", parties.is_cut_off, databases=POSTGRESQL, figure=TAKEOVER),
    Fault("F13", "PostgreSQL restarted, crashed, away", parties.loses_its_database, databases=POSTGRESQL, figure="settled in {:.1f} s"),
    Fault("F14", "clock put by 1 h and 1 day", deaths.lives_beside_a_clock_that_is_put),
    Fault("F15", "days, holidays, changes of hour", tests=(f"{TIME}/test_working_time.py", f"{TIME}/test_calendars.py")),
    Fault("F16", "no room on the disk", wear.has_no_room, databases=SQLITE, figure="resumed in {:.1f} s"),
    Fault("F17", "bytes of the file flipped", tests=("tests/faults/test_corruption.py",)),
    Fault("F18", "restored from a backup", tests=("tests/handlers/gaps/test_jobs.py", "tests/bot/backup/test_restoring.py")),
    Fault("F19", "50 backups while people talk", tests=("tests/faults/test_backups.py",)),
    Fault("F20", "upgrade killed, two builds at once", tests=UPGRADES),
    Fault("F21", "keys that come late or never", tests=("tests/matrix/test_losing_nothing.py",)),
    Fault("F22", "one chat crawls", manners.crawls, TELEGRAM, figure="others p95 {:.2f} s", people=8),
    Fault("F23", "SIGTERM while busy", deaths.is_asked_to_stop, figure="stopped in {:.1f} s"),
    Fault("F24", "a long load", wear.works_long, figure="memory {:+.1f} %"),
    Fault("F25", "a part silently dead", tests=("tests/bot/test_auditor.py",)),
)
