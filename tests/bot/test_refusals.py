"""A refusal undoes what the act had written, and is said."""

from __future__ import annotations

from pathlib import Path

from handlers.desk import Desk
from handlers.feature import Command, Feature
from handlers.messages import Incoming, Refusal
from storage import people
from storage.tables import Inbox, Person
from tests.scenes import town


def writes_then_refuses(desk: Desk, _got: Incoming, _argument: str) -> None:
    people.change_person(desk.store, desk.who.id, language="en")
    raise Refusal("nothing-to-undo")


async def test_a_refusal_after_a_write_undoes_it_and_is_said(tmp_path: Path) -> None:
    async with town(tmp_path, features=[Feature("tests", commands=(Command(writes_then_refuses, ("refuse",)),))]) as t:
        awa = t.person("awa")
        await awa.says("/refuse")
        assert awa.last.startswith("Rien à annuler")
        assert [row.language for row in t.rows(Person)] == ["fr"]
        assert [row.state for row in t.rows(Inbox)] == ["done"]
