"""The commands about routing: where a sentence goes, where a place is, and what changed rules would have proposed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.operator import JSON, faults_said, say, settings_or_stop, terminal

routing = typer.Typer(rich_markup_mode=None)
rules = typer.Typer(help=say("cli-rules"), no_args_is_help=True, rich_markup_mode=None)
routing.add_typer(rules, name="rules")



@routing.command(help=say("cli-route"))
def route(text: Annotated[str, typer.Argument(help=say("cli-route-text"))], as_json: JSON = False) -> None:
    from bot.routes import print_route

    with faults_said():
        print_route(terminal(), settings_or_stop(), text, as_json=as_json)


@routing.command(help=say("cli-place"))
def place(text: Annotated[str, typer.Argument(help=say("cli-place-text"))], as_json: JSON = False) -> None:
    from bot.places import print_place

    with faults_said():
        known = print_place(terminal(), settings_or_stop(), text, as_json=as_json)
    raise typer.Exit(0 if known else 1)


@rules.command("try", help=say("cli-rules-try"))
def try_rules(
    paths: Annotated[list[Path], typer.Argument(help=say("cli-rules-try-paths"))],
    most: Annotated[int, typer.Option(min=1, max=100_000, help=say("cli-rules-try-most"))] = 5_000,
    as_json: JSON = False,
) -> None:
    from bot.replaying import print_replay

    with faults_said():
        print_replay(terminal(), settings_or_stop(), paths, most=most, as_json=as_json)
