"""The router learns while messages flow: a version that is not worse is put in force, a worse one is not, and there is a way back."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.router.learner import Learner
from bot.router.source import source_of
from config.town import Town as Commune
from handlers.desk import Desk
from handlers.learning.rules import ENOUGH
from handlers.learning.versions import go_back, target
from handlers.messages import Refusal
from handlers.routing.loading import load_router
from handlers.routing.rules import suggest
from storage import learning
from storage.tables import RouterVersion
from storage.unit import Scope, Unit
from tests.decisions import HOLE, LAMP, PAVEMENT, RIGHT, SAID, SERVICES, decide
from tests.routing.conftest import small
from tests.scenes import Town, town


def village() -> Commune:
    """The small town, without what its services are confused with elsewhere."""
    town = small()
    domains = {id: domain.model_copy(update={"services": {name: service.model_copy(update={"confusions": ()})
                                                          for name, service in domain.services.items()}})
               for id, domain in town.domains.items()}
    return town.model_copy(update={"domains": domains})


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the small town's router."""
    folder = tmp_path_factory.mktemp("learned")
    load_router(village(), folder)
    return folder


@pytest.fixture
async def t(tmp_path: Path, cache: Path) -> AsyncIterator[Town]:
    """A small town, where a training takes some seconds, and its administrator."""
    async with town(tmp_path / "town") as place:
        mine = shutil.copytree(cache, tmp_path / "cache")
        app = place.app
        app.learner = Learner(place.database, app.hall, cache=mine, now=place.clock.now, is_ours=lambda: True, say=app.say)
        serves(place, village(), mine)
        place.person("dora", "admin", None)
        yield place


def serves(t: Town, commune: Commune, cache: Path) -> None:
    served, router = t.app.hall.in_force, load_router(commune, cache, source=source_of(t.database, commune))
    t.app.hall.in_force = replace(served, edition=served.edition._replace(town=commune), router=router.remembering())


def decided(t: Town, lessons: Sequence[tuple[str, str]], author: int = 1) -> None:
    with t.database.transaction() as connection:
        decide(Unit(connection, t.database.ids), lessons, at=t.clock.now, author=author)


async def learns(t: Town) -> None:
    learner = t.app.learner
    assert learner is not None
    learner.look()
    while not learner.is_idle():
        await asyncio.sleep(0.02)
    await t.app.settle()


def best(t: Town, text: str) -> str:
    return suggest(replace(t.app.hall.in_force.router, memory=None), text)[0].service_id


async def test_a_version_is_learned_while_messages_flow_and_it_is_said(t: Town) -> None:
    decided(t, RIGHT)
    learner, awa = t.app.learner, t.person("awa")
    assert learner is not None
    learner.look()
    answered = 0
    while not learner.is_idle():
        await awa.says(f"trottoir cassé numéro {answered}")
        assert "Trottoir" in awa.heard[-1]
        answered += 1
    assert answered > 3
    await t.app.settle()
    [version] = t.rows(RouterVersion)
    assert (version.used, version.lessons, version.trained) == (True, len(RIGHT), version.id)  # type: ignore[attr-defined]
    assert t.app.hall.in_force.router.version == version.id  # type: ignore[attr-defined]
    assert [best(t, f"un {word} par terre") for word in SERVICES] == [LAMP, HOLE, PAVEMENT]
    [said] = t.person("dora").heard
    assert said.startswith(f"Aiguilleur\u202f: la version 1 est en vigueur. Elle a appris de {len(RIGHT)} décisions.")
    await learns(t)
    assert len(t.rows(RouterVersion)) == 1  # nothing more was decided


async def test_too_few_decisions_train_nothing(t: Town) -> None:
    decided(t, RIGHT[: ENOUGH - 1])
    await learns(t)
    assert t.rows(RouterVersion) == []


async def test_words_of_requests_are_in_the_file_and_none_of_their_sentences(t: Town, tmp_path: Path) -> None:
    decided(t, RIGHT)
    await learns(t)
    [version] = t.rows(RouterVersion)
    file = (tmp_path / "cache" / version.file).read_bytes()  # type: ignore[attr-defined]
    assert [word for word in SERVICES if word.encode() not in file] == []
    assert [text for text in SAID if text.encode() in file] == []
    assert suggest(t.app.hall.in_force.router, SAID[0])[0].nearest == ""


async def test_what_makes_the_catalogue_less_understood_is_refused_and_said(t: Town) -> None:
    services = [*village().services.values()]
    others = [services[(place + 1) % len(services)].id for place in range(len(services))]
    decided(t, [(phrase, other) for service, other in zip(services, others, strict=True) for phrase in service.phrases])
    await learns(t)
    [version] = t.rows(RouterVersion)
    assert (version.used, version.why, version.file) == (False, "catalogue", "")  # type: ignore[attr-defined]
    assert t.app.hall.in_force.router.version == 0
    assert "n’est pas gardée" in t.person("dora").last
    decided(t, RIGHT[:5])
    await learns(t)
    assert len(t.rows(RouterVersion)) == 1  # what was tried once is not tried again at each look


async def test_a_damaged_version_is_made_again_and_said_one_that_is_not_here_only_made(t: Town, tmp_path: Path) -> None:
    decided(t, RIGHT)
    await learns(t)
    [version] = t.rows(RouterVersion)
    file, dora = tmp_path / "cache" / version.file, t.person("dora")  # type: ignore[attr-defined]
    for spoil, heard in ((lambda: file.unlink(), 1), (lambda: file.write_bytes(file.read_bytes()[:5000]), 2)):
        spoil()
        serves(t, village(), tmp_path / "cache")
        await learns(t)
        assert best(t, "un zorglub") == LAMP
        assert file.exists()
        assert len(dora.heard) == heard  # the first: that it is in force
    assert "le fichier de la version 1 était abîmé" in dora.last


async def test_an_edition_that_comes_while_a_version_is_told_of_stays(t: Town, tmp_path: Path) -> None:
    decided(t, RIGHT)
    await learns(t)
    first = t.app.hall.in_force
    [version] = t.rows(RouterVersion)
    file = tmp_path / "cache" / version.file  # type: ignore[attr-defined]
    file.write_bytes(file.read_bytes()[:5000])
    comes = [replace(first, edition=first.edition._replace(version=7))]

    async def say(does: Callable[[Desk], None]) -> None:
        if comes:
            t.app.hall.in_force = comes.pop()
        await t.app.say(does)

    t.app.hall.in_force = replace(first, router=replace(first.router, version=0))
    t.app.learner = Learner(t.database, t.app.hall, cache=tmp_path / "cache", now=t.clock.now, is_ours=lambda: False, say=say)
    await learns(t)
    assert t.app.hall.in_force.edition.version == 7


async def test_there_is_a_way_back_and_every_process_takes_it(t: Town) -> None:
    decided(t, RIGHT)
    await learns(t)
    await t.app.say(lambda desk: back(desk, None))
    await learns(t)
    assert best(t, "un zorglub") != LAMP
    assert "retour au catalogue seul" in t.person("dora").last
    assert len(t.app.hall.in_force.router.memory or ()) == 0
    await t.app.say(lambda desk: back(desk, 1))
    await learns(t)
    assert best(t, "un zorglub") == LAMP
    for number in (1, 3, 7):  # in force, the same, unknown
        with pytest.raises(Refusal), t.database.reading() as connection:
            target(Scope(Unit(connection, t.database.ids)), number)
    with t.database.reading() as connection:
        assert [row.back_to for row in learning.versions(Scope(Unit(connection, t.database.ids)))] == [-1, 0, 1]


def back(desk: Desk, number: int | None) -> None:
    go_back(desk.store, target(desk.store, number), at=desk.now, role="terminal")


async def test_stopping_leaves_a_training_and_nothing_of_it(t: Town, tmp_path: Path) -> None:
    decided(t, RIGHT)
    learner = t.app.learner
    assert learner is not None
    before = sorted(path.name for path in (tmp_path / "cache").iterdir())
    learner.look()
    await asyncio.sleep(0.3)
    await learner.stop()
    assert learner.is_idle()
    assert t.rows(RouterVersion) == []
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == before
