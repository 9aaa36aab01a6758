"""Measure everything and print one table: `make bench`. Goals are those of the design; what is missed is said."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.bench import broadcast as broadcasting
from tests.bench import faults, relais, workers, working_time
from tests.bench import reminders as clock
from tests.bench.asking import survey_goals
from tests.bench.audit import audit_figures
from tests.bench.goals import Goal, goals_table
from tests.bench.load import PYTHON, Figures, LoadServer, measure
from tests.bench.postgres import postgres_url
from tests.bench.requests import measure as costs
from tests.scenes import CACHE, router
from tests.telegram.limits import Limits

PEERS = Path(__file__).parent / "peers"
ROOT = Path(__file__).parents[2]
PEOPLE = list(range(5_001, 5_151))
RUNS = 3
PARTS = ("load", "delivery", "matrix", "audit", "requests", "working-time", "reminders", "backup", "workers", "pings", "surveys", "charts",
         "digests", "rollups")


class Bench:
    """One run. scale: 1 for the figures to publish, less for a quick look."""

    def __init__(self, console: Console, *, scale: float, folder: Path) -> None:
        self.console = console
        self.scale = scale
        self.folder = folder
        self.log = folder / "bots.log"
        self.goals: list[Goal] = []

    def state(self, name: str) -> Path:
        """A state folder with the town and the router learned already, as on any second start."""
        state = self.folder / name
        shutil.copytree(CACHE, state / "cache", dirs_exist_ok=True)
        return state

    async def peer(self, name: str, python: Path | str) -> Figures:
        async with LoadServer() as server:
            command = [str(python), str(PEERS / f"{name}.py"), server.token, server.base]
            return await measure(name, command, env={}, server=server, chats=PEOPLE, texts=relais.PING, log=self.log,
                                 alone=int(300 * self.scale), together=int(6_000 * self.scale))

    async def ours(self, name: str, texts: Sequence[str], *, database: str | None = None) -> Figures:
        async with LoadServer() as server:
            env = relais.environment(self.state(f"{name}-{id(server)}"), server, database=database)
            await relais.let_in(server, env, PEOPLE, self.log)
            return await measure(name, relais.COMMAND, env=env, server=server, chats=PEOPLE, texts=texts, log=self.log,
                                 alone=int(300 * self.scale), together=int(6_000 * self.scale))

    async def losses(self) -> tuple[faults.Losses, faults.Losses]:
        count = int(2_000 * self.scale)
        async with LoadServer() as server:
            command = [PYTHON, str(PEERS / "stock_ptb.py"), server.token, server.base]
            ptb = await faults.losses(server, command, env={}, chats=PEOPLE, count=count, log=self.log, answer_to="/ping {word}")
        async with LoadServer() as server:
            env = relais.environment(self.state("faults"), server)
            await relais.let_in(server, env, PEOPLE, self.log)
            mine = await faults.losses(server, relais.COMMAND, env=env, chats=PEOPLE, count=count, log=self.log, answer_to="pong {word}")
        return ptb, mine

    async def broadcasts(self) -> tuple[broadcasting.Broadcast, broadcasting.Broadcast, list[float]]:
        """Quiet, busy, and the answers people get with no broadcast under way."""
        results = []
        people = PEOPLE[:20]
        async with LoadServer(Limits()) as server:
            env = relais.environment(self.state("alone"), server, pace=30)
            await self._let_in_slowly(env, people, server)
            alone = await broadcasting.answers_alone(server, env, people, self.log)
        for busy in (False, True):
            async with LoadServer(Limits()) as server:
                env = relais.environment(self.state(f"broadcast-{busy}"), server, pace=30)
                await self._let_in_slowly(env, people, server)
                count = int(3_000 * self.scale)
                results.append(await broadcasting.broadcast(server, env, count=count, people=people, busy=busy, log=self.log))
        return results[0], results[1], alone

    async def paces(self, url: Callable[[], str], say: Callable[[str], None]) -> None:
        """5,000 messages by 1, 2 and 8 processes at the network's pace."""
        count = int(5_000 * self.scale)
        for number in (1, 2, 8):
            say(f"{count} messages by {number} process(es)")
            paced = await workers.paced(url(), self.state(f"workers-{number}"), self.log, workers=number, count=count)
            self.console.print(str(paced))
            self.goals += [
                Goal("R5", f"{number} process(es), {count} messages: refusals, and copies", paced.violations + paced.doubled, 0),
                Goal("R5", f"{number} process(es): share of 30 a second", paced.share, 0.9, at_most=False),
            ]

    async def pings(self, url: Callable[[], str], say: Callable[[str], None]) -> None:
        """One and two processes at their own pace, in turn."""
        rates, doubled = {1: list[float](), 2: list[float]()}, 0
        for _ in range(RUNS):
            for number, runs in rates.items():
                say(f"ping on PostgreSQL by {number} process(es)")
                rate, over = await workers.pings(url(), self.state(f"pings-{number}-{len(runs)}"), self.log, workers=number, people=PEOPLE,
                                                 count=int(6_000 * self.scale))
                runs.append(rate)
                doubled += over
        one, two = (sorted(runs)[RUNS // 2] for runs in rates.values())
        self.console.print(f"ping on PostgreSQL, {workers.cores()} cores: one process {one:.0f} updates/s, two {two:.0f}")
        wanted = 0.95 if workers.cores() < 4 else 1.5
        self.goals += [
            Goal("2", "ping on PostgreSQL, two processes ÷ one", two / one, wanted, at_most=False),
            Goal("2", "answers given twice", doubled, 0),
        ]

    async def _let_in_slowly(self, env: dict[str, str], people: list[int], server: LoadServer) -> None:
        await relais.let_in(server, env, people, self.log)
        await asyncio.sleep(1.1)
        server.limits.violations.clear()

    def judge(self, ptb: Figures, ping: Figures, real: Figures, postgres: Figures | None) -> None:
        self.goals += [
            Goal("1", "ping, updates per CPU second, SQLite ÷ stock PTB's echo", ptb.cpu_ms / ping.cpu_ms, 2.5, at_most=False),
            Goal("3", "one sentence to its card, updates per CPU second ÷ stock PTB's echo", ptb.cpu_ms / real.cpu_ms, 1.3, at_most=False),
            Goal("4", "ping, one at a time, p50 ÷ stock PTB", ping.one_p50 / ptb.one_p50, 1.0),
            Goal("4", "sentence, one at a time, p50 ÷ stock PTB", real.one_p50 / ptb.one_p50, 1.25),
            Goal("4", "ping, 100 in flight, p99 ÷ stock PTB", ping.many_p99 / ptb.many_p99, 0.6),
            Goal("4", "sentence, 100 in flight, p99 ÷ stock PTB", real.many_p99 / ptb.many_p99, 0.8),
            Goal("5", "start to first answer ÷ stock PTB", ping.start_s / ptb.start_s, 3.0),
            Goal("5", "memory ÷ stock PTB", ping.rss_mib / ptb.rss_mib, 2.5),
        ]
        if postgres:
            ratio = ptb.cpu_ms / postgres.cpu_ms
            self.goals.insert(1, Goal("1", "ping, updates per CPU second, PostgreSQL ÷ stock PTB's echo", ratio, 2.0, at_most=False))
            self.goals.append(Goal("4", "ping on PostgreSQL, one at a time, p50 ÷ stock PTB", postgres.one_p50 / ptb.one_p50, 1.7))

    def judge_delivery(self, mine: faults.Losses, quiet: broadcasting.Broadcast, busy: broadcasting.Broadcast, alone: list[float]) -> None:
        self.goals += [
            Goal("6", f"answers lost, of {mine.asked}, in the fault mix", mine.lost, 0),
            Goal("6", f"second answers beyond the {mine.ambiguous} the network cut", max(0, mine.doubled - mine.ambiguous), 0),
            Goal("8", "broadcast, quiet machine, share of 30 a second", quiet.per_second / 30, 0.99, at_most=False),
            Goal("8", "broadcast, both cores busy, share of 30 a second", busy.per_second / 30, 0.985, at_most=False),
            Goal("8", "seconds over 30 messages, and refusals", quiet.windows_over + quiet.refused + busy.windows_over + busy.refused, 0),
            Goal("9", "an answer during a broadcast, p99 ÷ without one", broadcasting.p99(quiet.answers) / broadcasting.p99(alone), 3.0),
        ]


def median(runs: list[Figures]) -> Figures:
    """The middle run of each figure."""
    middle = Figures(runs[0].name)
    for name in ("start_s", "rss_mib", "one_p50", "one_p99", "cpu_ms", "per_second", "many_p50", "many_p99"):
        setattr(middle, name, sorted(getattr(run, name) for run in runs)[len(runs) // 2])
    return middle


def figures_table(rows: Sequence[Figures]) -> Table:
    table = Table(title="One machine, one run; medians")
    columns = ("bot", "start s", "RSS MiB", "CPU ms/update", "updates/s", "p50 ms alone", "p99 ms alone", "p50 ms, 100 in flight", "p99 ms")
    for column in columns:
        table.add_column(column, justify="left" if column == "bot" else "right")
    for row in rows:
        numbers = (row.start_s, row.rss_mib, row.cpu_ms, row.per_second, row.one_p50, row.one_p99, row.many_p50, row.many_p99)
        table.add_row(row.name, *(f"{number:.2f}" if number < 10 else f"{number:.0f}" for number in numbers))
    return table


async def run(bench: Bench, only: set[str]) -> None:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=bench.console, transient=True) as progress:
        task = progress.add_task("")

        async def doing(what: str, work: Callable[[], Awaitable[Figures]]) -> Figures:
            progress.update(task, description=what)
            return await work()

        if "load" in only:
            with postgres_url() as database:
                peers_python = ROOT / ".venv-peers" / "bin" / "python"
                contenders: dict[str, Callable[[], Awaitable[Figures]]] = {
                    "stock PTB, echo": lambda: bench.peer("stock_ptb", peers_python),
                    "aiogram, echo": lambda: bench.peer("stock_aiogram", peers_python),
                    "Relais, ping, SQLite": lambda: bench.ours("ping", relais.PING),
                    "Relais, sentence, SQLite": lambda: bench.ours("real", relais.SENTENCES),
                    **({"Relais, ping, PostgreSQL": lambda: bench.ours("postgres", relais.PING, database=database())} if database else {}),
                }
                runs: dict[str, list[Figures]] = {name: [] for name in contenders}
                for number in range(RUNS):
                    for name, work in contenders.items():
                        figures = await doing(f"{name}, run {number + 1} of {RUNS}", work)
                        figures.name = name
                        runs[name].append(figures)
            middle = {name: median(each) for name, each in runs.items()}
            bench.console.print(figures_table(list(middle.values())))
            bench.judge(middle["stock PTB, echo"], middle["Relais, ping, SQLite"], middle["Relais, sentence, SQLite"],
                        middle.get("Relais, ping, PostgreSQL"))
        if "delivery" in only:
            progress.update(task, description="the fault mix")
            ptb, mine = await bench.losses()
            bench.console.print(f"Fault mix, {mine.asked} questions. Stock PTB: {ptb.lost} lost, {ptb.doubled} doubled. "
                                f"Relais: {mine.lost} lost, {mine.doubled} doubled ({mine.ambiguous} answers were cut by the network).")
            progress.update(task, description="broadcasts")
            quiet, busy, alone = await bench.broadcasts()
            bench.judge_delivery(mine, quiet, busy, alone)
        for part, several in (("workers", bench.paces), ("pings", bench.pings)):
            if part in only:
                with postgres_url() as database:
                    await several(database, lambda what: progress.update(task, description=what))
        if "surveys" in only:
            with postgres_url() as database:
                asked = survey_goals(bench.folder, int(5_000 * bench.scale), database, bench.log, bench.console.print,
                                     lambda what: progress.update(task, description=what))
                bench.goals += await asked
        if "matrix" in only:
            from tests.bench.matrix import matrix_goals

            progress.update(task, description="Matrix")
            measured = await matrix_goals(bench.folder, int(300 * bench.scale))
            bench.goals += [Goal("11", what, value, limit) for what, value, limit in measured]
        if "audit" in only:
            progress.update(task, description="the audit chain")
            bench.console.print(str(audit_figures(f"sqlite:///{bench.folder}/audit.db", bench.folder, int(10 * bench.scale) * 10_000)))
        if "requests" in only:
            progress.update(task, description="a thousand requests, then a million")
            few, many = (costs(bench.folder / str(size), size) for size in (1_000, int(1_000_000 * bench.scale)))
            bench.console.print(f"With 1,000 requests: {few}. With {int(1_000_000 * bench.scale):,}: {many} (medians in ms, SQLite).")
            bench.goals.append(Goal("list", "a mairie's open requests, a million ÷ a thousand", many.team / few.team, 1.3))
        if "working-time" in only:
            progress.update(task, description="due times")
            found = working_time.rates(max(int(1_000_000 * bench.scale), 20_000))
            bench.console.print("Due times a second: " + ", ".join(f"{kind} {rate:,.0f}" for kind, rate in found.items()))
            bench.goals.append(Goal("R7", "a million due times, jo, h and min, seconds", working_time.million(found), 10))
        if "reminders" in only:
            progress.update(task, description="the ladder's tick, among a thousand requests, then a million")
            bench.goals += reminders(bench)
        if "charts" in only:
            from tests.bench.charts import chart_goals, charts

            progress.update(task, description="twenty charts")
            found_charts = await charts(bench.folder)
            bench.console.print(f"Charts: {found_charts}")
            bench.goals += chart_goals(found_charts)
        if "digests" in only:
            from tests.bench.digests import morning, morning_goals, mornings_table

            with postgres_url() as database:
                mornings = []
                for engine, url in (("SQLite", None), ("PostgreSQL", database())):
                    progress.update(task, description=f"a Monday's digests, {engine}")
                    mornings.append(await morning(bench.folder / f"digests-{engine}", engine, int(20_000 * bench.scale), url))
            bench.console.print(mornings_table(mornings))
            bench.goals += morning_goals(mornings)
        if "rollups" in only:
            from tests.bench.rollups import rollup_goals

            progress.update(task, description="the figures of a year of a million requests")
            bench.goals += rollup_goals(bench.folder / "rollups", bench.scale, bench.console.print)
        if "backup" in only:
            from tests.bench.backup import backup_figures

            progress.update(task, description="copies of a town with a hundred thousand requests")
            with postgres_url() as database:
                copies, waits = await backup_figures(bench.folder / "backup", int(100_000 * bench.scale), database)
            bench.console.print(*map(str, copies), waits, sep="\n")
            bench.goals += [Goal("R10", f"restoring 100,000 requests, {each.engine}, minutes", each.restore / 60, 15) for each in copies]
            bench.goals += [Goal("R10", f"a regular copy, {each.engine}, minutes (RPO ≤ 5)", each.regular / 60, 5) for each in copies]
    if bench.goals:
        bench.console.print(goals_table(bench.goals))


def reminders(bench: Bench) -> list[Goal]:
    """One tick with ten due, at three sizes, on both databases; and APScheduler's stored jobs."""
    goals = []
    many = int(1_000_000 * bench.scale)
    with postgres_url() as fresh:
        for engine, limit, url in (("SQLite", 1.2, None), ("PostgreSQL", 2.0, fresh)):
            ticks = {size: clock.measure(bench.folder / f"{engine}-{size}", size, url=url() if url else None)
                     for size in (1_000, 100_000, many)}
            bench.console.print(f"{engine}, open requests → medians in ms: {ticks}")
            goals.append(Goal("7", f"{engine}: a tick among {many:,} ÷ 1,000", ticks[many].step / ticks[1_000].step, limit))
            if engine == "SQLite":
                stored = clock.stored_jobs(bench.folder, 100_000)
                bench.console.print(f"APScheduler, 100,000 stored jobs, ten due: {stored:.1f} ms to find and put back")
                goals.append(Goal("7", "APScheduler's stored jobs ÷ our query, 100,000", stored / ticks[100_000].due, 10, at_most=False))
    return goals


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    asked.add_argument("--scale", type=float, default=1.0, help="share of the full length; 0.2 for a quick look")
    asked.add_argument("--only", nargs="*", default=PARTS, choices=PARTS)
    chosen = asked.parse_args()
    router()  # learned before anything is timed
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Bench(Console(width=150), scale=chosen.scale, folder=Path(folder)), set(chosen.only)))


main()
