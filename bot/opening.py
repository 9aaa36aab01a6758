"""From the environment to a bot that can start: settings, town, database, router, platforms; every fault said in clear words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from bot.app import App
from bot.delivery import DELIVERY_S
from bot.editions import CACHE, edition_in_force
from bot.platforms import Platform
from bot.router.learner import Learner
from bot.router.source import source_at_rest
from bot.secrets import Redactor
from bot.watch import Operators
from config.settings import Settings
from config.town import Edition, Town
from handlers.feature import Job
from handlers.messages import Address
from handlers.routing.loading import load_router
from storage.database import Database, open_database
from storage.seal import Seal

if TYPE_CHECKING:
    from handlers.routing.rules import Router

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """What every command needs."""

    settings: Settings
    edition: Edition
    database: Database
    seal: Seal

    @property
    def town(self) -> Town:
        return self.edition.town


def secrets_of(settings: Settings) -> list[str]:
    """The texts that no log may hold."""
    every = (settings.telegram_token, settings.telegram_webhook_secret, settings.matrix_password, settings.heartbeat_url)
    password = make_url(settings.database).password
    return [secret.get_secret_value() for secret in every if secret] + ([str(password)] if password else [])


@contextmanager
def opened(settings: Settings, *, own: bool) -> Iterator[Opened]:
    """Town, keys and database, closed at the end. own: be the only bot on this SQLite file. Raises TownFaults, StorageFault."""
    with database_of(settings, own=own) as database:
        edition = edition_in_force(database, settings.town_folder, settings.state_dir / CACHE)
        yield Opened(settings, edition, database, Seal(settings.state_dir / "keys"))


@contextmanager
def database_of(settings: Settings, *, own: bool) -> Iterator[Database]:
    """The database alone, whatever the town is like; nothing secret reaches the log meanwhile. Raises StorageFault."""
    with hushed(settings):
        settings.state_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        database = open_database(settings.database)
        try:
            if own:
                database.own()
            yield database
        finally:
            database.close()


@contextmanager
def hushed(settings: Settings) -> Iterator[None]:
    """Nothing secret reaches the log meanwhile."""
    redactor = Redactor()
    redactor.hide(*secrets_of(settings))
    redactor.install()
    try:
        yield
    finally:
        redactor.remove()


def router_of(settings: Settings, town: Town, *, progress: Progress = lambda share: None) -> Router:
    """The router in force: at once from the cache, or trained in a child process the first time."""
    return load_router(town, settings.state_dir / CACHE, source=source_at_rest(settings, town), progress=progress)


def app_of(base: Opened, *, progress: Progress = lambda share: None, watched: bool = True) -> App:
    """watched: let the auditor look each minute."""
    settings = base.settings
    app = App(
        base.database,
        edition=base.edition,
        router=router_of(settings, base.town, progress=progress),
        seal=base.seal,
        state_dir=settings.state_dir,
        language=settings.language,
        operators=operators_of(settings) if watched else None,
    )
    app.learner = Learner(base.database, app.hall, cache=settings.state_dir / CACHE, now=app.clock.now, is_ours=app.keeps_time, say=app.say)
    if base.database.file:
        from bot.soundness import LOOK_S as NIGHT_S
        from bot.soundness import NightWatch

        watch = NightWatch(base.database, zone=base.town.timezone, now=app.clock.now, say=lambda what: app.run_job(Job(what, every_s=0)))
        app.chores.append(("shell.soundness", NIGHT_S, watch.look))
    if settings.backup_folder:
        from bot.backup.keeping import LOOK_S, Keeper

        app.chores.append(("shell.backup", LOOK_S, Keeper(settings, settings.backup_folder.expanduser()).look))
    return app


def operators_of(settings: Settings) -> Operators:
    """How those who run Relais want to be told."""
    heartbeat = settings.heartbeat_url.get_secret_value() if settings.heartbeat_url else None
    return Operators(tuple(map(Address.parse, settings.operators_room)), heartbeat, settings.metrics)


def platforms_of(app: App, settings: Settings) -> list[Platform]:
    """The networks that the settings name, each imported only when it is used."""
    platforms: list[Platform] = []
    if settings.telegram_token is not None:
        platforms.append(_telegram(app, settings))
    if settings.matrix_homeserver and settings.matrix_user:
        platforms.append(_matrix(app, settings))
    return platforms


def _telegram(app: App, settings: Settings) -> Platform:
    from bot.platforms import Pace
    from bot.platforms.telegram import DEFAULT_PACE, TelegramPlatform
    from bot.platforms.telegram.webhook import Webhook

    token, pace = settings.telegram_token, settings.telegram_pace
    webhook = None
    if settings.telegram_mode == "webhook":
        secret = settings.telegram_webhook_secret
        webhook = Webhook(
            settings.telegram_webhook_url or "", settings.telegram_webhook_host, settings.telegram_webhook_port,
            secret.get_secret_value() if secret else "",
        )
    return TelegramPlatform(
        token.get_secret_value() if token else "",
        open_attachment=app.filing.open,
        api_base=settings.telegram_api_base,
        call_s=0.9 * DELIVERY_S,  # it knows better than a deadline from outside whether the message had left
        webhook=webhook,
        pace=Pace(pace, None, None) if settings.own_bot_api_server else DEFAULT_PACE._replace(per_second=pace),
    )


def _matrix(app: App, settings: Settings) -> Platform:
    from bot.platforms.matrix import Matrix

    return Matrix(
        settings.matrix_homeserver or "",
        settings.matrix_user or "",
        password=settings.matrix_password,
        state_dir=settings.state_dir / "matrix",
        allowed_homeservers=settings.allowed_homeservers,
        open_attachment=app.filing.open,
        vault=app.vault,
        per_second=settings.matrix_pace,
    )

