"""What is so: of the town's files, the settings and the code, as the forms say it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from bot.privacy.keeping import LIMITS, spoken
from config.forms import Point
from config.governance import Governance, Opinion
from config.settings import Settings
from config.spoken import spoken_day
from config.surveys import WINDOW_DAYS
from config.texts import words
from config.town import Town
from handlers.people.permissions import PERMISSIONS, ROLES, SCOPES, Grant, roles_with
from handlers.privacy.rules import FOUND_BY_US, LABELS, bare_label
from handlers.surveys.publishing import PEOPLE, detailed
from handlers.surveys.rules import PAUSE_DAYS, RESPONDENTS, THEMES, TRAINING
from handlers.surveys.weather import ORDER, READERS

FRENCH = "fr"
LETTERS = {scope: letter for letter, scope in SCOPES.items()}
TELEGRAMS_OWN = "https://api.telegram.org"


@dataclass(frozen=True, slots=True)
class Facts:
    """values: what fills a form. so: what is the case, and what is not.

    left_open: points that a town still has to say, by key, noted as forms are filled.
    """

    values: Mapping[str, str | Point]
    so: Mapping[str, bool]
    left_open: dict[str, str]


def facts_of(town: Town, settings: Settings, *, limits: Mapping[str, timedelta] = LIMITS) -> Facts:
    left_open: dict[str, str] = {}
    values = {
        "city": town.city, "metropolis": town.metropolis, "mairies": str(len(town.mairies)),
        **_delivery(settings), **_filters(town), **_surveys(town), **_readers(), **_permissions(),
        "sensitive_services": str(sum(service.sensitive for service in town.services.values())),
        **{f"kept_{name}": spoken(limit) for name, limit in limits.items()},
    }
    given = _given(town.governance)
    points = {name.replace(".", "_"): Point(name, said, left_open) for name, said in given.items()}
    return Facts({**values, **points}, _so(town, settings), left_open)


def _so(town: Town, settings: Settings) -> dict[str, bool]:
    return {
        "telegram": settings.telegram_token is not None,
        "serveur_telegram_propre": settings.telegram_api_base != TELEGRAMS_OWN,
        "matrix": settings.matrix_user is not None,
        "postgresql": not settings.database.startswith("sqlite"),
        "sauvegardes": settings.backup_folder is not None,
        "enquetes": _asks(town),
        **{f"publie_{kind}": _asks(town) and (kind != TRAINING or THEMES in town.questions) for kind in ORDER},
        "question_ouverte": _asks(town) and town.surveys is not None and town.surveys.open_question,
        "election": town.surveys is not None and town.surveys.not_before_elections,
        "avertir": bool(_filters(town)["asked_about"]),
        "metriques": settings.metrics is not None,
        "surveillance": settings.heartbeat_url is not None,
    }


def _asks(town: Town) -> bool:
    return town.surveys is not None and any(town.is_on("enquetes", mairie) for mairie in town.mairies)


def _delivery(settings: Settings) -> dict[str, str]:
    networks = [name for name, used in (("Telegram", settings.telegram_token), ("Matrix", settings.matrix_user)) if used]
    return {
        "networks": " et ".join(networks) or "aucune messagerie configurée",
        "homeserver": urlsplit(settings.matrix_homeserver or "").hostname or "",
        "allowed_homeservers": ", ".join(sorted(settings.allowed_homeservers)),
        "telegram_server": urlsplit(settings.telegram_api_base).hostname or "",
    }


def _filters(town: Town) -> dict[str, str]:
    """What Relais finds by itself, then what the town adds."""
    own = {action: [bare_label(each.label) for id, each in town.privacy_filters.items() if each.action == action and id not in FOUND_BY_US]
           for action in ("masquer", "avertir")}
    found = [words().say(FRENCH, f"masked-{kind}") for kind in LABELS]
    return {"masked": ", ".join([*found, *own["masquer"]]), "asked_about": ", ".join(own["avertir"])}


def _surveys(town: Town) -> dict[str, str]:
    rules = town.surveys
    if rules is None:
        return {}
    turning = [each for each in town.questions.values() if town.answers(each) and each.id != rules.core and each.when != "noyau"]
    places = [mairie.name for id, mairie in town.mairies.items() if town.is_on("enquetes", id)]
    rhythm = words().say(FRENCH, "button-rhythm", {"rhythm": rules.rhythm})
    return {
        "k": str(rules.k), "k_group": str(detailed(rules.k)), "people": str(PEOPLE), "window_weeks": str(WINDOW_DAYS // 7),
        "shown_after": str(rules.shown_after), "hour": f"{rules.hour:%H} h {rules.hour:%M}", "rhythm": rhythm[0].lower() + rhythm[1:],
        "slow_after": str(rules.slow_after), "pause_after": str(rules.pause_after), "pause_weeks": str(PAUSE_DAYS // 7),
        "gap_days": str(rules.gap_days), "sensitive_a_month": str(rules.sensitive_a_month),
        "questions": str(len(turning)), "sensitive_questions": str(sum(each.sensitive for each in turning)),
        "core": town.questions[rules.core].text, "themes": str(len(town.training_themes)), "resources": " ; ".join(rules.resources),
        "survey_places": "toutes les mairies de quartier" if town.is_on("enquetes", None) else ", ".join(places),
    }


# --- roles ---


def names_of(roles: Iterable[str]) -> str:
    """In the order of the table, as people call them."""
    wanted = frozenset(roles)
    return ", ".join(words().say(FRENCH, f"role-{role}") for role in ROLES if role in wanted) or "personne"


def _readers() -> dict[str, str]:
    return {
        "respondents": names_of(RESPONDENTS),
        "readers_of_their_mairie": names_of(READERS & RESPONDENTS),
        "readers_of_grappes": names_of(READERS & {"coordination"}),
        "readers_of_the_whole": names_of(READERS - RESPONDENTS - {"coordination"}),
        "readers_of_nothing": names_of(frozenset(ROLES) - READERS),
        "readers_of_requests": names_of(roles_with("read")),
        "readers_of_priorities": names_of(roles_with("prioritise")),
        "readers_of_the_log": names_of(role for role, grant in PERMISSIONS["audit"].items() if grant.scope != "own"),
    }


def _permissions() -> dict[str, str]:
    head = " | ".join(words().say(FRENCH, f"role-{role}") for role in ROLES)
    rows = {f"may_{action}": " | ".join(_cell(grants.get(role)) for role in ROLES) for action, grants in PERMISSIONS.items()}
    return {"roles": head, "rule": "---|" * len(ROLES), **rows}


def _cell(grant: Grant | None) -> str:
    """« M », « T* », « M° » (a part of it only), « D? » (somebody else decides); « – » for nothing."""
    if grant is None:
        return "–"
    return LETTERS[grant.scope] + "\\*" * grant.reason + "°" * (grant.view != "full") + "?" * (grant.mode != "do")


# --- what a town says ---


def _given(said: Governance) -> dict[str, str | None]:
    """By the keys of gouvernance.yaml."""
    controller, officer, host, server = said.controller, said.officer, said.host, said.matrix_host
    given: dict[str, str | None] = {
        "responsable": f"{controller.name}, {controller.address}, représenté(e) par {controller.represented_by}" if controller else None,
        "dpo": ", ".join(filter(None, (officer.name, officer.email, officer.address))) if officer else None,
        "interlocuteur": said.contact,
        "hebergeur": f"{host.name} ({host.country})" if host else None,
        "serveur_matrix": f"{server.name} ({server.country})" if server else None,
        "agents_informes_le": _day(said.informed_on),
        "information_habitants": said.residents_told,
        "consultations": " ; ".join(f"{each.body}, {_day(each.on)} : {each.opinion}" for each in said.consultations) or None,
        "avis_dpo": _opinion(said.officer_opinion),
        "decision": _opinion(said.decision),
    }
    for field, info in type(said.processings).model_fields.items():
        processing = getattr(said.processings, field)
        given |= {f"traitements.{info.alias}.base_legale": processing.basis, f"traitements.{info.alias}.conservation": processing.kept}
    return given | {f"plan_action.{info.alias}": getattr(said.plan, field) for field, info in type(said.plan).model_fields.items()}


def _opinion(said: Opinion | None) -> str | None:
    return f"{said.by}, {_day(said.on)} : {said.opinion}" if said else None


def _day(on: date | None) -> str | None:
    return f"le {spoken_day(FRENCH, on)}" if on else None
