"""A PostgreSQL for the bench, as durable as a town's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.postgres import Postgres


@contextmanager
def postgres_url() -> Iterator[Callable[[], str]]:
    """Give a function that makes a fresh, empty database and returns its address."""
    server = Postgres(durable=True)
    try:
        yield lambda: server.fresh(migrated=False)
    finally:
        server.stop()
