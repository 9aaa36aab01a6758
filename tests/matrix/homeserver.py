"""A real Synapse for the tests, in a folder of its own, on a free port of this machine, with users by shared secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.ports import free_port

PYTHON = Path(__file__).parents[2] / ".venv-synapse" / "bin" / "python"
SERVER_NAME = "valmiere.test"
START_LIMIT_S = 60.0

BOUNDLESS = {"per_second": 10_000, "burst_count": 10_000}
NO_LIMITS: dict[str, Any] = {
    "rc_message": BOUNDLESS,
    "rc_registration": BOUNDLESS,
    "rc_login": {"address": BOUNDLESS, "account": BOUNDLESS, "failed_attempts": BOUNDLESS},
    "rc_joins": {"local": BOUNDLESS, "remote": BOUNDLESS},
    "rc_joins_per_room": BOUNDLESS,
    "rc_invites": {"per_room": BOUNDLESS, "per_user": BOUNDLESS, "per_issuer": BOUNDLESS},
    "rc_room_creation": BOUNDLESS,
    "rc_admin_redaction": BOUNDLESS,
    "rc_media_create": BOUNDLESS,
    "rc_key_requests": BOUNDLESS,
}
DEFAULT_MESSAGES = {name: limit for name, limit in NO_LIMITS.items() if name != "rc_message"}
"""What people really meet: ten messages at once, then one every five seconds."""


class User(NamedTuple):
    id: str
    name: str
    password: str


class Homeserver:
    """One Synapse process and its folder. It may be stopped and started again: same port, same data."""

    def __init__(self, folder: Path, *, limits: dict[str, Any] = NO_LIMITS) -> None:
        if not PYTHON.exists():
            pytest.skip("no Synapse: `make test-setup` installs it in .venv-synapse")
        self.folder = folder
        self._port = free_port()
        self._secret = secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None
        self._write_configuration(limits)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        with (self.folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [PYTHON, "-m", "synapse.app.homeserver", "-c", self.folder / "homeserver.yaml"],
                stdout=output,
                stderr=output,
            )
        until = time.monotonic() + START_LIMIT_S
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}/health", timeout=5):
                    return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > until:
                    self.stop()
                    raise RuntimeError("Synapse does not start:\n" + (self.folder / "output").read_text()[-2000:]) from None
                time.sleep(0.03)

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=30)
            self._process = None

    def register(self, name: str, *, admin: bool = False) -> User:
        password = secrets.token_hex(8)
        nonce = self.ask("GET", "/_synapse/admin/v1/register")["nonce"]
        signed = b"\0".join([nonce.encode(), name.encode(), password.encode(), b"admin" if admin else b"notadmin"])
        mac = hmac.new(self._secret.encode(), signed, hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": password, "admin": admin, "mac": mac}
        return User(self.ask("POST", "/_synapse/admin/v1/register", body)["user_id"], name, password)

    def log_in(self, user: User) -> dict[str, str]:
        """A new device of somebody, without a client: its access_token and device_id."""
        identifier = {"type": "m.id.user", "user": user.name}
        body = {"type": "m.login.password", "identifier": identifier, "password": user.password}
        return dict(self.ask("POST", "/_matrix/client/v3/login", body))

    def publish_keys(self, user: User, phone: dict[str, str], keys: dict[str, str], sign: Callable[[bytes], str]) -> None:
        """Publish a device's identity keys, and no one-time key."""
        device: dict[str, Any] = {
            "user_id": user.id,
            "device_id": phone["device_id"],
            "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
            "keys": {f"{name}:{phone['device_id']}": key for name, key in keys.items()},
        }
        canonical = json.dumps(device, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        device["signatures"] = {user.id: {f"ed25519:{phone['device_id']}": sign(canonical)}}
        self.ask("POST", "/_matrix/client/v3/keys/upload", {"device_keys": device}, token=phone["access_token"])

    def ask(self, method: str, path: str, body: Any = None, *, token: str | None = None) -> Any:
        """One call of its API, as JSON. Raises urllib.error.HTTPError when it refuses."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(self.address + path, data, headers, method=method), timeout=30) as answer:
            return json.load(answer)

    def _write_configuration(self, limits: dict[str, Any]) -> None:
        folder = self.folder
        key = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        (folder / "signing.key").write_text(f"ed25519 a_test {key}\n")
        log = {
            "version": 1,
            "handlers": {"file": {"class": "logging.FileHandler", "filename": str(folder / "synapse.log")}},
            "root": {"level": "WARNING", "handlers": ["file"]},
            "disable_existing_loggers": False,
        }
        (folder / "log.yaml").write_text(json.dumps(log))
        listener = {
            "bind_addresses": ["127.0.0.1"],
            "port": self._port,
            "tls": False,
            "type": "http",
            "resources": [{"names": ["client", "media"], "compress": False}],
        }
        configuration: dict[str, Any] = {
            "server_name": SERVER_NAME,
            "public_baseurl": self.address + "/",
            "pid_file": str(folder / "pid"),
            "listeners": [listener],
            "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
            "log_config": str(folder / "log.yaml"),
            "media_store_path": str(folder / "media"),
            "signing_key_path": str(folder / "signing.key"),
            "registration_shared_secret": self._secret,
            "macaroon_secret_key": secrets.token_hex(16),
            "form_secret": secrets.token_hex(16),
            "report_stats": False,
            "trusted_key_servers": [],
            "federation_domain_whitelist": [],
            "presence": {"enabled": False},
            "bcrypt_rounds": 4,
            "caches": {"sync_response_cache_duration": "0s"},  # or a second first sync within two minutes is answered from memory
            "enable_registration": False,
            "max_upload_size": "50M",
        }
        (folder / "homeserver.yaml").write_text(json.dumps(configuration | limits))
