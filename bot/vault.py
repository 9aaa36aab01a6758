"""Platforms' credentials, sealed in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from storage import secrets
from storage.database import Database
from storage.seal import Seal
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Vault:
    """Used a few times in a run, at log-in: it may wait for the writer's commit."""

    database: Database
    seal: Seal
    now: Callable[[], datetime]

    def load(self, name: str) -> bytes | None:
        with self.database.reading() as connection:
            return secrets.load(Unit(connection, self.database.ids), self.seal, name)

    def save(self, name: str, secret: bytes) -> None:
        with self.database.transaction() as connection:
            secrets.save(Unit(connection, self.database.ids), self.seal, name, value=secret, now=self.now())
