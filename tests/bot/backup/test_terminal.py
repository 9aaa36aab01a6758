"""`relais backup`, `verify`, `restore` as an operator types them: a process each time."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from tests.bot.test_cli import relais
from tests.scenes import CACHE, router


class Desk:
    """An operator's server: a state folder, and a vault elsewhere for the private key."""

    def __init__(self, folder: Path) -> None:
        router()
        self.state, self.vault, self.copies = folder / "state", folder / "vault.key", folder / "copies"
        self.state.mkdir()
        (self.state / "cache").symlink_to(CACHE, target_is_directory=True)
        said = self.types("backup", "keys", "--to", str(self.vault)).stdout
        self.public = next(word for line in said.splitlines() for word in line.split("=") if word.startswith("relais-public-"))

    def types(self, *words: str, **env: str):  # type: ignore[no-untyped-def]
        given = {"RELAIS_BACKUP_PUBLIC_KEY": self.public} if hasattr(self, "public") else {}
        return relais(self.state, *words, **{**given, **env})

    def copy(self) -> Path:
        done = self.types("backup", "--to", str(self.copies))
        assert done.returncode == 0, done.stderr
        return max(self.copies.iterdir())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    assert desk.types("invite", "--role", "admin").returncode == 0
    return desk


def test_the_private_key_is_for_its_owner_alone_and_is_never_overwritten(desk: Desk) -> None:
    assert stat.S_IMODE(desk.vault.stat().st_mode) == 0o600
    before = desk.vault.read_text()
    again = desk.types("backup", "keys", "--to", str(desk.vault))
    assert again.returncode == 2
    assert "existe déjà" in again.stderr
    assert desk.vault.read_text() == before
    shown = desk.types("backup", "keys").stdout
    assert "relais-private-" in shown
    assert "relais-private-" not in "".join(path.read_text("latin-1") for path in desk.state.rglob("*") if path.is_file())


def test_a_whole_disaster(desk: Desk, tmp_path: Path) -> None:
    """Copied, verified, the machine lost, put back on another one."""
    copy = desk.copy()
    verified = desk.types("verify", str(copy), "--key", str(desk.vault))
    assert verified.returncode == 0
    for said in ("Ville de Valmière", "Faits du registre", "Registre intact", "Copie saine"):
        assert said in verified.stdout
    assert not list(tmp_path.glob("**/relais-*/database")), "nothing in clear is left behind"
    other = tmp_path / "other"
    done = relais(other, "restore", str(copy), "--key", str(desk.vault))
    assert done.returncode == 0, done.stderr
    assert "remise en place" in done.stdout
    (other / "cache").symlink_to(CACHE, target_is_directory=True)
    assert relais(other, "audit", "verify").returncode == 0
    with sqlite3.connect(other / "relais.db") as connection:
        assert connection.execute("SELECT kind FROM event ORDER BY id").fetchall() == [("invited",), ("restored",)]


def test_without_a_public_key_it_says_how_to_have_one(desk: Desk) -> None:
    done = desk.types("backup", "--to", str(desk.copies), RELAIS_BACKUP_PUBLIC_KEY="")
    assert done.returncode == 2
    assert "relais backup keys" in done.stderr
    assert not desk.copies.exists()


def test_without_the_private_key_the_envelope_alone_is_verified(desk: Desk) -> None:
    copy = desk.copy()
    assert "Sans la clé privée" in " ".join(desk.types("verify", str(copy)).stdout.split())
    copy.write_bytes(copy.read_bytes()[:-40] + bytes(40))
    done = desk.types("verify", str(copy))
    assert done.returncode == 2
    assert "abîmée ou a été modifiée" in " ".join(done.stderr.split())


REFUSED = [
    (("verify", "{nothing}"), "n’existe pas"),
    (("verify", "{copy}", "--key", "{nothing}"), "ne peut pas être lu"),
    (("verify", "{copy}", "--key", "{copy}"), "ne peut pas être lu"),
    (("verify", "{copy}", "--key", "{public}"), "Ce n’est pas une clé de sauvegarde"),
    (("verify", "{public}", "--key", "{vault}"), "n’est pas une copie de Relais"),
    (("restore", "{copy}", "--key", "{vault}"), "Ajoutez --force"),
    (("restore", "{nothing}", "--key", "{vault}", "--force"), "n’existe pas"),
    (("backup",), "Donnez --to, ou RELAIS_BACKUP_FOLDER"),
]


def test_what_makes_no_sense_is_refused_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "public").write_text(desk.public)
    places = {"copy": desk.copy(), "nothing": tmp_path / "nothing", "vault": desk.vault, "public": tmp_path / "public"}
    before = (desk.state / "relais.db").read_bytes()
    for words, said in REFUSED:
        done = desk.types(*(word.format(**places) for word in words))
        assert done.returncode == 2, words
        assert said in " ".join(done.stderr.split()), (words, done.stderr)
        assert "Traceback" not in done.stderr
    assert (desk.state / "relais.db").read_bytes() == before


def test_a_rehearsal_goes_to_another_folder_and_touches_nothing(desk: Desk, tmp_path: Path) -> None:
    copy, before = desk.copy(), sorted(desk.state.rglob("*"))
    done = desk.types("restore", str(copy), "--key", str(desk.vault), "--into", str(tmp_path / "rehearsal"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "rehearsal" / "keys" / "root-1.key").exists()
    assert sorted(desk.state.rglob("*")) == before
