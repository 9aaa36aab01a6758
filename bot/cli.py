"""The command line: what an operator types. Words come from config/texts, in RELAIS_LANGUAGE; heavy parts load in their command."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.figures import figures
from bot.operator import BAD_SETUP, JSON, LANGUAGE, faults_said, say, settings_or_stop, stop, terminal
from bot.restitution import restitution
from bot.router.commands import router
from bot.routing import routing
from config.texts import words

app = typer.Typer(help=say("cli-help"), no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
app.command(help=say("cli-restitution"))(restitution)
audit, town, privacy, copies = (
    typer.Typer(help=say(f"cli-{name}"), no_args_is_help=name != "backup", rich_markup_mode=None)
    for name in ("audit", "town", "privacy", "backup")
)
for name, group in {"audit": audit, "town": town, "privacy": privacy, "backup": copies, "router": router, "figures": figures}.items():
    app.add_typer(group, name=name)
app.add_typer(routing)


def main() -> None:
    app()


@app.command(help=say("cli-run"))
def run() -> None:
    import asyncio

    from bot.logs import log_to_terminal, mind_the_loop
    from bot.opening import app_of, opened, platforms_of
    from bot.progress import learning
    from bot.running import run as live
    from bot.running import use_uvloop

    settings = settings_or_stop()
    log_to_terminal(settings.logs)
    with faults_said(), opened(settings, own=True) as base:
        use_uvloop()

        async def go() -> None:
            mind_the_loop()
            with learning(LANGUAGE) as progress:
                relais = app_of(base, progress=progress)
            if not (platforms := platforms_of(relais, settings)):
                stop(say("cli-no-platform"))
            names = ", ".join(platform.name for platform in platforms)
            await live(relais, platforms, ready=lambda: terminal().print(say("cli-running", town=base.town.city, platforms=names)))

        asyncio.run(go())


@app.command(help=say("cli-console"))
def console(
    who: Annotated[str, typer.Option("--as", help=say("cli-console-as"))] = "awa",
    trial: Annotated[bool, typer.Option(help=say("cli-console-trial"))] = True,
) -> None:
    from bot.at_the_console import talk

    settings = settings_or_stop()
    with faults_said():
        talk(settings, who=who, trial=trial, console=terminal())


@app.command(help=say("cli-demo"))
def demo(
    picture: Annotated[Path | None, typer.Option(help=say("cli-demo-picture"))] = None,
    pace: Annotated[float, typer.Option(help=say("cli-demo-pace"), min=0.0, max=10.0)] = 1.0,
) -> None:
    from bot.demo import play

    with faults_said():
        play(terminal(), picture=picture, pace=pace)


@app.command(help=say("cli-check"))
def check() -> None:
    from bot.editions import version_faults
    from bot.faults import print_faults
    from config.checking import check as every_fault

    found = [*every_fault(), *version_faults()]
    print_faults(terminal(), found, LANGUAGE)
    raise typer.Exit(BAD_SETUP if any(fault.level == "fault" for fault in found) else 0)


@app.command(help=say("cli-doctor"))
def doctor(as_json: JSON = False) -> None:
    from bot.doctor import examine

    with faults_said():
        raise typer.Exit(0 if examine(terminal(), language=LANGUAGE, as_json=as_json) else 1)


@app.command(help=say("cli-status"))
def status(as_json: JSON = False) -> None:
    from bot.status import show_status

    with faults_said():
        show_status(terminal(), settings_or_stop(), as_json=as_json)


@app.command(help=say("cli-seed"))
def seed(
    requests: Annotated[int, typer.Option(min=1, help=say("cli-seed-requests"))] = 5_000,
    people: Annotated[int, typer.Option(min=1, help=say("cli-seed-people"))] = 40,
    days: Annotated[int, typer.Option(min=1, max=600, help=say("cli-seed-days"))] = 365,
    seed: Annotated[int, typer.Option(help=say("cli-seed-seed"))] = 1,
    until: Annotated[datetime | None, typer.Option(help=say("cli-seed-until"))] = None,
) -> None:
    from bot.seeding.filling import seed_town

    with faults_said():
        seed_town(settings_or_stop(), requests=requests, people=people, days=days, seed=seed, until=until, console=terminal())


@app.command(help=say("cli-due"))
def due(
    received: Annotated[str, typer.Argument(help=say("cli-due-received"))],
    delay: Annotated[str, typer.Option(help=say("cli-due-delay"))],
    calendar: Annotated[str | None, typer.Option(help=say("cli-due-calendar"))] = None,
    direction: Annotated[str | None, typer.Option(help=say("cli-due-direction"))] = None,
    mairie: Annotated[str | None, typer.Option(help=say("cli-due-mairie"))] = None,
    as_json: JSON = False,
) -> None:
    from bot.due import compute, print_due
    from bot.editions import town_at_rest

    settings = settings_or_stop()
    with faults_said():
        town = town_at_rest(settings)
        found, used = compute(town, received, delay, places=(calendar, direction, mairie))
        print_due(terminal(), words(town.timezone), settings.language, found, used, as_json=as_json)


@app.command(help=say("cli-digest"))
def digest(
    whom: Annotated[str, typer.Option("--for", help=say("cli-digest-for"))],
    at: Annotated[str, typer.Option(help=say("cli-digest-at"))],
    out: Annotated[Path | None, typer.Option(help=say("cli-digest-out"))] = None,
) -> None:
    from bot.previews import show

    with faults_said():
        show(settings_or_stop(), whom, at, out, console=terminal())


@app.command(help=say("cli-invite"))
def invite(
    role: Annotated[str, typer.Option(help=say("cli-invite-role"))],
    mairie: Annotated[str | None, typer.Option(help=say("cli-invite-mairie"))] = None,
    direction: Annotated[str | None, typer.Option(help=say("cli-invite-direction"))] = None,
    count: Annotated[int, typer.Option(min=1, max=10_000, help=say("cli-invite-count"))] = 1,
) -> None:
    from bot.invitations import invitations

    settings = settings_or_stop()
    with faults_said():
        for code in invitations(settings, role=role, mairie=mairie, direction=direction, count=count):
            typer.echo(code)


@audit.command("verify", help=say("cli-audit-verify"))
def audit_verify(head: Annotated[str | None, typer.Option(help=say("cli-audit-anchor"))] = None) -> None:
    from bot.auditing import verify

    settings = settings_or_stop()
    with faults_said():
        sound = verify(settings, given=head, console=terminal())
    raise typer.Exit(0 if sound else 1)


@audit.command("head", help=say("cli-audit-head"))
def audit_head() -> None:
    from bot.auditing import head

    settings = settings_or_stop()
    with faults_said():
        last = head(settings)
    typer.echo(last or say("audit-no-link"), err=last is None)


YES = Annotated[bool, typer.Option("--yes", "-y", help=say("cli-town-yes"))]


@town.command("import", help=say("cli-town-import"))
def import_town(paths: Annotated[list[Path], typer.Argument(help=say("cli-town-paths"))], yes: YES = False) -> None:
    from bot.town_versions import import_files

    with faults_said():
        raise typer.Exit(0 if import_files(settings_or_stop(), paths, yes=yes, console=terminal()) else BAD_SETUP)


@town.command(help=say("cli-town-versions"))
def versions() -> None:
    from bot.town_versions import show_versions

    with faults_said():
        show_versions(settings_or_stop(), console=terminal())


@town.command(help=say("cli-town-back"))
def back(number: Annotated[int | None, typer.Argument(help=say("cli-town-number"))] = None, yes: YES = False) -> None:
    from bot.town_versions import go_back

    with faults_said():
        raise typer.Exit(0 if go_back(settings_or_stop(), number, yes=yes, console=terminal()) else BAD_SETUP)


@town.command(help=say("cli-town-export"))
def export(folder: Annotated[Path, typer.Argument(help=say("cli-town-export-folder"))]) -> None:
    from bot.town_versions import export as write_out

    with faults_said():
        write_out(settings_or_stop(), folder, console=terminal())


@privacy.command(help=say("cli-privacy-documents"))
def documents(
    out: Annotated[Path, typer.Option(help=say("cli-privacy-out"))] = Path("confidentialite"),
    check: Annotated[bool, typer.Option("--check", help=say("cli-privacy-check"))] = False,
    force: Annotated[bool, typer.Option("--force", help=say("cli-privacy-force"))] = False,
) -> None:
    from bot.privacy import terminal as papers

    settings = settings_or_stop()
    with faults_said():
        if check:
            raise typer.Exit(0 if papers.check(settings, out, console=terminal()) else 1)
        papers.write(settings, out, force=force, console=terminal())


@copies.callback(invoke_without_command=True)
def backup(
    context: typer.Context,
    to: Annotated[Path | None, typer.Option(help=say("cli-backup-to"))] = None,
    automatic: Annotated[bool, typer.Option("--automatic", hidden=True)] = False,
) -> None:
    from bot.backup import terminal as copying

    if context.invoked_subcommand:
        return
    settings = settings_or_stop()
    with faults_said():
        if automatic:
            copying.backup_automatically(settings)
        else:
            copying.backup(settings, to, console=terminal())


@copies.command(help=say("cli-backup-keys"))
def keys(to: Annotated[Path | None, typer.Option(help=say("cli-backup-keys-to"))] = None) -> None:
    from bot.backup.terminal import new_keys

    with faults_said():
        new_keys(LANGUAGE, to, console=terminal())


COPY = Annotated[Path, typer.Argument(help=say("cli-copy"))]


@app.command(help=say("cli-verify"))
def verify(file: COPY, key: Annotated[str | None, typer.Option(help=say("cli-verify-key"))] = None) -> None:
    from bot.backup.terminal import private_key
    from bot.backup.terminal import verify as judge

    with faults_said():
        raise typer.Exit(0 if judge(file, private_key(key) if key else None, language=LANGUAGE, console=terminal()) else 1)


@app.command(help=say("cli-restore"))
def restore(
    file: COPY,
    key: Annotated[str, typer.Option(help=say("cli-restore-key"))],
    into: Annotated[Path | None, typer.Option(help=say("cli-restore-into"))] = None,
    force: Annotated[bool, typer.Option("--force", help=say("cli-restore-force"))] = False,
) -> None:
    from bot.backup.terminal import private_key, put_back

    settings = settings_or_stop()
    with faults_said():
        put_back(settings, file, private_key(key), into=into, force=force, console=terminal())
