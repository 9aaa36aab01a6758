"""The commands of `relais router`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.operator import JSON, faults_said, say, settings_or_stop, terminal

router = typer.Typer(help=say("cli-router"), no_args_is_help=True, rich_markup_mode=None)


@router.callback()
def several() -> None:
    """Without it, one command alone would take the place of its group."""


def _file(key: str) -> Any:
    return typer.Option(help=say(key), exists=True, dir_okay=False)


@router.command(help=say("cli-router-evaluate"))
def evaluate(
    train: Annotated[Path | None, _file("cli-router-train")] = None,
    test: Annotated[Path | None, _file("cli-router-test")] = None,
    catalogue: Annotated[bool, typer.Option("--catalogue", help=say("cli-router-catalogue"))] = False,
    map: Annotated[Path | None, _file("cli-router-map")] = None,
    meanings: Annotated[bool, typer.Option(help=say("cli-router-meanings"))] = True,
    curve: Annotated[bool, typer.Option(help=say("cli-router-curve"))] = True,
    picture: Annotated[Path | None, typer.Option(help=say("cli-router-picture"), dir_okay=False)] = None,
    as_json: JSON = False,
) -> None:
    from bot.router.evaluating import Asked, evaluate

    settings = settings_or_stop()
    asked = Asked(train, test, catalogue=catalogue, map=map, meanings=meanings, curve=curve)
    with faults_said():
        evaluate(settings, asked, picture=picture, as_json=as_json, console=terminal())


@router.command(help=say("cli-router-report"))
def report(as_json: JSON = False) -> None:
    from bot.router.report import report

    settings = settings_or_stop()
    with faults_said():
        report(settings, as_json=as_json, console=terminal())
