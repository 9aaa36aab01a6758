"""What is noted besides acts on requests: who comes in, by whom, and who reads what is sensitive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.invitations import invitations
from config.settings import read_settings
from storage.database import open_database
from storage.tables import Event, Person, table
from tests.scenes import CACHE, town


async def test_who_comes_in_and_by_whom_is_in_the_log(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        petit, newcomer = t.person("petit", "sg"), t.person("nora", None)
        await petit.says("/inviter agent Les Tanneurs")
        await newcomer.says(petit.last.splitlines()[2].strip())
        await newcomer.says("/relier")
        other = t.person("nora2", None)
        await other.says(newcomer.last.splitlines()[2].strip())
        await t.person("x", None).says("6ENW-D3RX-V5YC-ABPF")
        rows: list[Any] = t.rows(Event)
        ids = {row.name: row.id for row in t.rows(Person)}
        assert [(row.kind, row.actor_id, row.actor_role, row.person_id) for row in rows] == [
            ("invited", ids["Petit"], "sg", None),
            ("joined", ids["Nora"], "agent", ids["Nora"]),
            ("linked", ids["Nora"], "agent", ids["Nora"]),
        ]
        assert rows[0].data == rows[1].data
        assert rows[0].data.keys() == {"invitation", "role", "mairie", "direction"}
        assert (rows[0].data["role"], rows[0].data["mairie"], rows[2].data) == ("agent", "mq_tanneurs", {"platform": "scene"})


async def test_an_invitation_given_at_the_terminal_is_noted_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAIS_STATE_DIR", str(tmp_path))
    (tmp_path / "cache").symlink_to(CACHE, target_is_directory=True)
    assert len(invitations(read_settings(None), role="admin", mairie=None, direction=None, count=2)) == 2
    database = open_database(f"sqlite:///{tmp_path}/relais.db")
    with database.reading() as connection:
        rows = connection.execute(table(Event).select()).all()
    database.close()
    assert [(row.kind, row.actor_id, row.actor_role, row.data["role"]) for row in rows] == [("invited", None, "terminal", "admin")] * 2


async def test_reading_a_sensitive_request_is_in_the_log_however_it_is_opened(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa, petit = t.person("awa"), t.person("petit", "sg")
        await awa.says("gros trou rue des Lilas")
        await awa.presses("Enregistrer")
        await awa.says("lampadaire cassé rue Pasteur")
        await awa.presses("Enregistrer")
        await petit.says("/voir 1")
        await petit.says("/chercher trou")
        assert t.rows(Event, kind="read_sensitive") == [], "an ordinary request is nobody's secret"
        with t.database.transaction() as connection:
            connection.exec_driver_sql("UPDATE request SET sensitive = 1 WHERE reference = 'MQ-26-0001'")
        for count, reads in enumerate((lambda: petit.says("/voir 1"), lambda: petit.presses("MQ-26-0001")), 1):
            await petit.says("/chercher rue")
            await reads()
            noted: list[Any] = t.rows(Event, kind="read_sensitive")
            assert len(noted) == count
            assert noted[-1].actor_role == "sg"
        await t.person("lea", "agent", "mq_plateau").says("/voir 1")
        assert len(t.rows(Event, kind="read_sensitive")) == 2, "who was refused has read nothing"
