"""The eight commands that /aide and the networks' menus show each role, in order. « aide tout » shows the rest."""

from __future__ import annotations

from collections.abc import Mapping

LINES = 8

MENUS: Mapping[str, tuple[str, ...]] = {
    "agent": ("mes", "voir", "chercher", "quifait", "repondre", "clore", "danger", "annuler"),
    "assistante": ("mes", "voir", "chercher", "suivi", "repondre", "clore", "danger", "annuler"),
    "mission": ("mes", "voir", "chercher", "reunion", "repondre", "clore", "danger", "annuler"),
    "sg": ("mes", "equipe", "voir", "chercher", "clore", "danger", "inviter", "annuler"),
    "elu": ("suivi", "voir", "chercher", "quifait", "danger", "annuler", "absence", "reglages"),
    "coordination": ("mes", "voir", "chercher", "trancher", "annuaire", "catalogue", "danger", "annuler"),
    "direction": ("mes", "voir", "prendre", "refuser", "attente", "dater", "traite", "annuler"),
    "dgs": ("mes", "voir", "trancher", "quifait", "chiffres", "annuler", "absence", "reglages"),
    "cabinet": ("suivi", "voir", "quifait", "danger", "annuler", "absence", "reglages"),
    "admin": ("inviter", "role", "retirer", "salon", "annuaire", "catalogue", "absence", "reglages"),
}
"""role → the first names of commands that this role may use (a test holds both to it)."""
