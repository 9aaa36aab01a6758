"""The open question, on every network: written where nobody on the way can read, not offered elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers.surveys.questions import step
from handlers.weeks import midnight
from storage import conversations, surveys
from storage.tables import Account, Ballot, Request
from storage.unit import Scope, Unit
from tests.conftest import CANARY
from tests.journeys.stage import Actor, Stage


async def asked_today(s: Stage) -> Actor:
    """Awa, whose last questions of the week are the core and an open one, whatever day and hour it is."""
    awa = await s.person("awa")
    in_force, [account] = s.app.hall.in_force, s.rows(Account)
    town = in_force.edition.town
    assert town.surveys is not None
    town = town.model_copy(update={"surveys": town.surveys.model_copy(update={"open_question": True})})
    s.app.hall.in_force = replace(in_force, edition=in_force.edition._replace(town=town))
    today = s.app.clock.now().astimezone(ZoneInfo(town.timezone)).date()
    with s.base.database.transaction() as connection:
        store = Scope(Unit(connection, s.base.database.ids))
        surveys.put_member(store, account.person_id, rhythm="hebdo", consented_on=today, asked_on=today)
        surveys.put_member(store, account.person_id, questions=["charge_jour", "ouv_reussite"])
        until = midnight(today + timedelta(days=1), town.timezone)
        conversations.expect(store, chat=account.chat, sender=account.address, step=step(today, 0), until=until)
        store.keep()
    return awa


async def test_a_sentence_is_written_where_nobody_on_the_way_can_read(s: Stage) -> None:
    awa = await asked_today(s)
    await awa.says("7")
    if s.main.name == "telegram":
        await awa.hears("C’est noté, merci.")
        assert "Écrire" not in "".join(label for shown in await awa.sees() for label in shown.labels)
        assert len(s.rows(Ballot)) == 1
        return
    await awa.hears("en une phrase", "Une réussite d'équipe")
    await awa.presses("Écrire")
    await awa.hears("la coordination seule")
    await awa.says(f"Chercher ensemble {CANARY}")
    await awa.hears("C’est noté, merci.")
    await awa.hears("reste affiché")
    await s.settles()
    assert len(s.rows(Ballot)) == 2
    assert s.rows(Request) == []
    kept = [file for file in s.folder.rglob("*") if file.is_file() and not file.is_relative_to(s.folder / "cache")]
    assert [file.name for file in kept if CANARY.encode() in file.read_bytes()] == []
