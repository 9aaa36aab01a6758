"""Secrets and addresses, from the environment and .env; secrets never print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from config.environment import PREFIX, Variable, blame_unknown, read_environment
from config.faults import Fault, SettingsFaults, nearest
from config.texts import Value
from config.town import folder_of

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
TELEGRAM_PACE = 30.0
"""Messages a second that Telegram allows a bot; more is for an own Bot API server."""


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # brackets, or a port that is no number
        sound = False
    if not sound:
        raise PydanticCustomError("settings-url", "url")
    return url.rstrip("/")


def _secret_like(pattern: str, key: Any) -> AfterValidator:
    def check(secret: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, secret.get_secret_value()):
            raise PydanticCustomError(key, "secret")
        return secret

    return AfterValidator(check)


def _database(url: SecretStr) -> SecretStr:
    written = url.get_secret_value()
    if written.startswith("sqlite:///") and len(written) > len("sqlite:///"):
        return url
    scheme, separator, rest = written.partition("://")
    if scheme in {"postgresql", "postgres", "postgresql+psycopg"} and separator and rest:
        return SecretStr(f"postgresql+psycopg://{rest}")
    raise PydanticCustomError("settings-database", "database")


def _matrix_user(user: str) -> str:
    if not re.fullmatch(r"@[^:\s]+:\S+", user):
        raise PydanticCustomError("settings-matrix-user", "user")
    return user


def _backup_key(key: str) -> str:
    if not re.fullmatch(r"relais-public-[A-Za-z0-9_-]{43}", key):
        raise PydanticCustomError("settings-backup-key", "key")
    return key


def _names(given: Any) -> Any:
    return tuple(name.strip() for name in given.split(",") if name.strip()) if isinstance(given, str) else given


def _heartbeat(url: SecretStr) -> SecretStr:
    """https, or this machine: what is called each minute must not be read on its way."""
    try:
        parts = urlsplit(url.get_secret_value())
        sound = parts.hostname and parts.port != 0 and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))
    except ValueError:
        sound = False
    if not sound:
        raise PydanticCustomError("settings-heartbeat", "heartbeat")
    return url


def _rooms(rooms: tuple[str, ...]) -> tuple[str, ...]:
    if not all(re.fullmatch(r"matrix:![^:\s]+(:\S+)?|telegram:-\d+", room) for room in rooms):
        raise PydanticCustomError("settings-operators-room", "room")
    return rooms


def _listening(where: str) -> str:
    """« 9100 » is « 127.0.0.1:9100 »: nobody listens to the world by leaving something out."""
    host, _, port = where.rpartition(":")
    if not (re.fullmatch(r"\d{1,5}", port, re.ASCII) and 1 <= int(port) <= 65_535 and not re.search(r"[\s/]", host)):
        raise PydanticCustomError("settings-metrics-address", "address")
    return f"{host or '127.0.0.1'}:{port}"


Address = Annotated[str, AfterValidator(_address)]
Pace = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)]


class Settings(BaseSettings):
    """Every setting; docs/configuration.md explains each. What is empty counts as not set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file_encoding="utf-8-sig", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: Annotated[SecretStr, AfterValidator(_database)] | None = None
    town: str = "valmiere"
    state_dir: Path = Path(".relais")
    language: Literal["fr", "en"] = "fr"

    telegram_token: Annotated[SecretStr, _secret_like(r"\d+:[\w-]+", "settings-telegram-token")] | None = None
    telegram_api_base: Address = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_url: Address | None = None
    telegram_webhook_host: str = "127.0.0.1"
    telegram_webhook_port: int = Field(8443, ge=1, le=65535)
    telegram_webhook_secret: Annotated[SecretStr, _secret_like(r"[A-Za-z0-9_-]{1,256}", "settings-webhook-secret")] | None = None
    telegram_pace: Pace = TELEGRAM_PACE

    matrix_homeserver: Address | None = None
    matrix_user: Annotated[str, AfterValidator(_matrix_user)] | None = None
    matrix_password: SecretStr | None = None
    matrix_allowed_homeservers: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)] = ()
    matrix_pace: Pace = 1.0

    heartbeat_url: Annotated[SecretStr, AfterValidator(_heartbeat)] | None = None
    operators_room: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names), AfterValidator(_rooms)] = ()
    metrics_address: Annotated[str, AfterValidator(_listening)] | None = None
    logs: Literal["text", "json"] = "text"
    backup_folder: Path | None = None
    backup_public_key: Annotated[str, AfterValidator(_backup_key)] | None = None

    @property
    def database(self) -> str:
        """The database's address, its password included: for the engine, never for a screen or a log."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.state_dir.expanduser() / 'relais.db'}"

    @property
    def town_folder(self) -> Path:
        """The folder of the town: one that comes with Relais when its name is given, else the path."""
        return folder_of(self.town)

    @property
    def allowed_homeservers(self) -> frozenset[str]:
        """The Matrix servers whose invitations are accepted: those listed, or else only the bot's own."""
        own = self.matrix_user.partition(":")[2] if self.matrix_user else ""
        return frozenset(self.matrix_allowed_homeservers or filter(None, [own]))

    @property
    def metrics(self) -> tuple[str, int] | None:
        """Where the figures are shown: host and port, None for nowhere."""
        host, _, port = (self.metrics_address or "").rpartition(":")
        return (host.strip("[]"), int(port)) if port else None

    @property
    def own_bot_api_server(self) -> bool:
        """Whether the pace says that no limit of Telegram's own servers applies, the per-chat ones included."""
        return self.telegram_pace > TELEGRAM_PACE


VARIABLES = {PREFIX + name.upper(): name for name in Settings.model_fields}

NEEDED: Mapping[tuple[str, str | None], tuple[str, ...]] = {
    ("RELAIS_TELEGRAM_MODE", "webhook"): ("RELAIS_TELEGRAM_TOKEN", "RELAIS_TELEGRAM_WEBHOOK_URL", "RELAIS_TELEGRAM_WEBHOOK_SECRET"),
    ("RELAIS_MATRIX_USER", None): ("RELAIS_MATRIX_HOMESERVER",),
    ("RELAIS_MATRIX_HOMESERVER", None): ("RELAIS_MATRIX_USER",),
    ("RELAIS_BACKUP_FOLDER", None): ("RELAIS_BACKUP_PUBLIC_KEY",),
}
"""(variable, the value that counts or None for any) → the variables it needs."""


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read every setting. The environment wins over the file, which may be missing. Raises SettingsFaults with every fault at once."""
    settings, faults = judge_settings(env_file)
    if settings is None:
        raise SettingsFaults(faults)
    return settings


def judge_settings(env_file: Path | None = Path(".env")) -> tuple[Settings | None, list[Fault]]:
    """Return the settings, None when one has a fault, and all the faults. No fault repeats a secret."""
    variables, faults = read_environment(env_file)
    faults += blame_unknown(variables, VARIABLES)
    faults += _blame_missing(variables)
    settings = None
    legible = not any(fault.key in {"settings-env-unreadable", "settings-env-not-utf8"} for fault in faults)
    try:
        settings = Settings(_env_file=env_file if legible else None)
    except ValidationError as error:
        faults += [_fault(detail, variables) for detail in error.errors(include_url=False, include_input=False)]
    return None if faults else settings, faults


def _blame_missing(variables: Mapping[str, Variable]) -> Iterator[Fault]:
    for (name, value), needed in NEEDED.items():
        cause = variables.get(name)
        if cause is None or not cause.value or value not in (None, cause.value):
            continue
        for other in needed:
            if other not in variables or not variables[other].value:
                yield Fault(cause.file, cause.line, "settings-needs", {"name": name, "needed": other})


def _fault(detail: ErrorDetails, variables: Mapping[str, Variable]) -> Fault:
    name = PREFIX + str(detail["loc"][0]).upper()
    written = variables.get(name, Variable(name, "", name))
    key, values = detail["type"], dict[str, Value](name=name)
    if key == "literal_error":
        allowed = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
        values |= {"allowed": ", ".join(allowed), "near": nearest(written.value, allowed)}
        key = "settings-not-one-of"
    elif not key.startswith("settings-"):
        key = "settings-number"
    return Fault(written.file, written.line, key, values)
