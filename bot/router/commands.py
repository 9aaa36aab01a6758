"""The commands of `relais router`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.operator import JSON, faults_said, say, settings_or_stop, terminal

router = typer.Typer(help=say("cli-router"), no_args_is_help=True, rich_markup_mode=None)


def _file(key: str) -> Any:
    return typer.Option(help=say(key), exists=True, dir_okay=False)


@router.command(help=say("cli-router-evaluate"))
def evaluate(
    train: Annotated[Path | None, _file("cli-router-train")] = None,
    test: Annotated[Path | None, _file("cli-router-test")] = None,
    catalogue: Annotated[bool, typer.Option("--catalogue", help=say("cli-router-catalogue"))] = False,
    map: Annotated[Path | None, _file("cli-router-map")] = None,
    meanings: Annotated[bool, typer.Option(help=say("cli-router-meanings"))] = True,
    stream: Annotated[bool, typer.Option("--stream", help=say("cli-router-stream"))] = False,
    curve: Annotated[bool, typer.Option(help=say("cli-router-curve"))] = True,
    picture: Annotated[Path | None, typer.Option(help=say("cli-router-picture"), dir_okay=False)] = None,
    as_json: JSON = False,
) -> None:
    from bot.router.evaluating import Asked, evaluate

    settings = settings_or_stop()
    asked = Asked(train, test, catalogue=catalogue, map=map, meanings=meanings, curve=curve, stream=stream)
    with faults_said():
        evaluate(settings, asked, picture=picture, as_json=as_json, console=terminal())


@router.command(help=say("cli-router-learn"))
def train() -> None:
    from bot.router.versions import train

    with faults_said():
        train(settings_or_stop(), console=terminal())


@router.command(help=say("cli-router-rollback"))
def rollback(
    number: Annotated[int | None, typer.Argument(min=0, help=say("cli-router-rollback-number"))] = None,
    yes: Annotated[bool, typer.Option("--yes", help=say("cli-router-yes"))] = False,
) -> None:
    from bot.router.versions import rollback

    with faults_said():
        done = rollback(settings_or_stop(), number, yes=yes, console=terminal())
    raise typer.Exit(0 if done else 1)


@router.command(help=say("cli-router-report"))
def report(as_json: JSON = False) -> None:
    from bot.router.report import report

    settings = settings_or_stop()
    with faults_said():
        report(settings, as_json=as_json, console=terminal())
