"""Everything that `relais check` has to say of the settings and of the town: faults, then warnings, as data."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from config.environment import read_environment
from config.faults import Fault, TownFaults
from config.gathering import Gathered
from config.judging import judge
from config.references import every
from config.responsiveness import Responsiveness
from config.responsiveness_files import VISIBILITY, visible_words
from config.settings import Settings, judge_settings
from config.sources import read_sources
from config.town import Town, folder_of
from config.words import fold

SECRETS = ("RELAIS_TELEGRAM_TOKEN", "RELAIS_TELEGRAM_WEBHOOK_SECRET", "RELAIS_MATRIX_PASSWORD", "RELAIS_DATABASE_URL",
           "RELAIS_HEARTBEAT_URL")


def check(env_file: Path | None = Path(".env"), folder: Path | None = None) -> list[Fault]:
    """Return every fault and warning, those of the settings first; `level` tells them apart. Nothing is kept, connected to or changed.

    folder: the town to check; None for the one that the settings name.
    """
    settings, found = judge_settings(env_file)
    if settings:
        found += _settings_warnings(settings)
    found += _open_secrets(env_file)
    return found + check_town(folder or _town_folder(settings, env_file))


def _town_folder(settings: Settings | None, env_file: Path | None) -> Path:
    """A slip in another setting does not change which town is checked."""
    if settings:
        return settings.town_folder
    variables, _ = read_environment(env_file)
    named = variables.get("RELAIS_TOWN")
    return folder_of(named.value if named and named.value else "valmiere")


def check_town(folder: Path) -> list[Fault]:
    """Return every fault and warning of a town's folder, file after file."""
    try:
        sources = read_sources(folder)
    except TownFaults as unreadable:
        return unreadable.faults
    gathered, town, faults = judge(sources)
    warnings = list(_town_warnings(town, gathered)) if town else []
    return sorted([*faults, *warnings], key=lambda fault: (fault.file, fault.line or 0))


def _settings_warnings(settings: Settings) -> Iterator[Fault]:
    if settings.telegram_token is None and settings.matrix_user is None:
        yield Fault("RELAIS_TELEGRAM_TOKEN", None, "settings-no-platform", level="warning")
    if settings.telegram_token is not None:
        yield Fault("RELAIS_TELEGRAM_TOKEN", None, "settings-surveys-on-telegram", level="warning")
    if settings.own_bot_api_server:
        yield Fault("RELAIS_TELEGRAM_PACE", None, "settings-own-server-pace", {"name": "RELAIS_TELEGRAM_PACE"}, level="warning")
    if settings.matrix_password is not None:
        yield Fault("RELAIS_MATRIX_PASSWORD", None, "settings-password-kept", {"name": "RELAIS_MATRIX_PASSWORD"}, level="warning")
    networks = {room.partition(":")[0] for room in settings.operators_room}
    for network, name, value in (("telegram", "RELAIS_TELEGRAM_TOKEN", settings.telegram_token),
                                 ("matrix", "RELAIS_MATRIX_USER", settings.matrix_user)):
        if network in networks and value is None:
            yield Fault("RELAIS_OPERATORS_ROOM", None, "settings-needs", {"name": "RELAIS_OPERATORS_ROOM", "needed": name})
    if not _writable(settings.state_dir.expanduser()):
        yield Fault("RELAIS_STATE_DIR", None, "settings-state-dir", {"folder": str(settings.state_dir)})


def _writable(folder: Path) -> bool:
    there = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def _open_secrets(env_file: Path | None) -> Iterator[Fault]:
    if env_file is None or os.name != "posix" or not env_file.is_file() or not env_file.stat().st_mode & 0o077:
        return
    variables, _ = read_environment(env_file)
    if any(name in variables and variables[name].file == env_file.name for name in SECRETS):
        yield Fault(env_file.name, None, "settings-env-open-to-all", {"name": env_file.name}, level="warning")


def _town_warnings(town: Town, gathered: Gathered) -> Iterator[Fault]:
    if not town.quarters:
        yield Fault("commune.yaml", None, "check-no-map-at-all", level="warning")
    mapped = {quarter.mairie for quarter in town.quarters.values()}
    clustered = {mairie for cluster in town.clusters.values() for mairie in cluster.mairies}
    used = {service.direction for service in town.services.values()}
    for index, id in enumerate(town.mairies):
        if town.quarters and id not in mapped:
            yield _warning(gathered, ("mairies_de_quartier", index), "check-mairie-without-quarter", id=id)
        if town.clusters and id not in clustered:
            yield _warning(gathered, ("mairies_de_quartier", index), "check-mairie-without-cluster", id=id)
    for index, id in enumerate(town.directions):
        if id not in used:
            yield _warning(gathered, ("directions", index), "check-direction-unused", id=id)
    for place, service in every(gathered.root, ("domaines", "*", "services", "*")):
        handed = town.competences[service["competence"]].can_be_sent
        if not handed and town.directions[service["direction"]].authority != "externe":
            values = {"id": service["id"], "competence": service["competence"], "direction": service["direction"]}
            yield _warning(gathered, (*place, "competence"), "check-never-handed", **values)
    yield from _directory_warnings(town, gathered, used)
    if town.responsiveness == Responsiveness():
        yield Fault("reactivite.yaml", None, "check-no-responsiveness", level="warning")
    yield from visible_words(gathered)
    yield from _criteria_warnings(town, gathered)
    yield from _same_phrases(gathered)


def _criteria_warnings(town: Town, gathered: Gathered) -> Iterator[Fault]:
    if not town.priority_criteria:
        yield Fault("priorites.yaml", None, "check-no-criteria", level="warning")
    for index, criterion in enumerate(town.priority_criteria.values()):
        if word := next((word for word in fold(f"{criterion.name} {criterion.question}").split() if word in VISIBILITY), None):
            yield _warning(gathered, ("criteres_priorite", index), "check-visibility-weighed", name=criterion.name, word=word)


def _directory_warnings(town: Town, gathered: Gathered, used: set[str]) -> Iterator[Fault]:
    if not town.raci:
        yield Fault("raci.yaml", None, "check-no-raci", level="warning")
    if not town.contacts:
        yield Fault("annuaire.yaml", None, "check-no-directory", level="warning")
        return
    for index, direction in enumerate(town.directions.values()):
        contact = town.contacts.get(direction.id)
        if contact is None and direction.id in used:
            yield _warning(gathered, ("directions", index), "check-direction-without-contact", id=direction.id)
        if contact and direction.on_call and not contact.on_call_phone:
            place = ("annuaire", [*town.contacts].index(direction.id))
            yield _warning(gathered, place, "check-on-call-without-phone", id=direction.id)


def _same_phrases(gathered: Gathered) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for place, service in every(gathered.root, ("domaines", "*", "services", "*")):
        for index, phrase in enumerate(service["formulations"]):
            other = first.setdefault(fold(phrase), service["id"])
            if other != service["id"]:
                yield _warning(gathered, (*place, "formulations", index), "check-same-phrase", other=other)


def _warning(gathered: Gathered, place: tuple[str | int, ...], key: str, **values: str) -> Fault:
    return Fault(*gathered.where(place), key, values, level="warning")
