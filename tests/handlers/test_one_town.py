"""A handling sees one town from its start to its end, even when another comes into force meanwhile."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from config.town import Edition
from handlers import features
from handlers.desk import Desk
from handlers.feature import Command, Feature
from handlers.messages import Incoming, Reply
from handlers.routing.rules import Router
from tests.scenes import edition, router, town, valmiere

HANDLERS = Path(__file__).parents[2] / "handlers"


def test_handlers_read_their_desks_town_and_never_the_halls() -> None:
    wrong = [
        f"{file.relative_to(HANDLERS)}: {found}"
        for file in HANDLERS.rglob("*.py")
        for found in re.findall(r"hall\.(?:town|in_force|router|texts)\b", file.read_text("utf-8"))
        if file.name != "desk.py"
    ]
    assert wrong == []


async def test_a_change_in_the_middle_of_a_handling_is_seen_by_the_next_one(tmp_path: Path) -> None:
    other = valmiere().model_copy(update={"city": "Ville de Demain"})
    other_router = Router.of(router().model)
    seen: list[tuple[str, bool, str]] = []

    def change(desk: Desk, _got: Incoming, _argument: str) -> Reply:
        desk.hall.in_force = replace(desk.hall.in_force, edition=Edition(other, edition().files, 7), router=other_router)
        seen.append((desk.town.city, desk.router is not other_router, str(desk.edition.version)))
        return Reply("pong", {"word": desk.town.city})

    feature = Feature("change", commands=(Command(change, ("changer",)),))
    async with town(tmp_path, features=[*features(), feature]) as t:
        awa = t.person("awa")
        for _ in range(2):
            await awa.says("/changer")
    assert awa.heard == ["pong Ville de Valmière", "pong Ville de Demain"]
    assert seen == [("Ville de Valmière", True, "None"), ("Ville de Demain", False, "7")]
