"""The terminal as a chat network: what each line means, who speaks, and what is shown to whom."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from PIL import Image

from bot.app import App
from bot.platforms import Outgoing, OutgoingKind, RawUpdate, Resume, Undeliverable
from bot.platforms.console import ConsolePlatform
from handlers.messages import Address, Choice, Incoming, Location, RemoteFile, Rendered
from storage.database import open_database
from storage.seal import Seal
from storage.tables import Account, Person, Request, table
from storage.unit import Scope, Unit
from tests.scenes import MONDAY, TownClock, edition, router


async def lines_of(lines: Sequence[str]) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def heard(*lines: str, who: str = "awa") -> list[Incoming]:
    """What the application is given when somebody types these lines."""
    platform = ConsolePlatform(lines_of(lines), lambda *_shown: None, who=who)
    given: list[Incoming] = []

    async def store(updates: Sequence[RawUpdate], checkpoint: str | None = None) -> None:
        given.extend(got for update in updates if (got := platform.read(update)) is not None)

    await platform.listen(store, Resume(None))
    return given


async def test_a_line_is_what_the_current_person_says_in_private() -> None:
    [got] = await heard("gros trou rue des Lilas\n")
    assert (got.kind, got.text, got.private, got.encrypted) == ("message", "gros trou rue des Lilas", True, True)
    assert (str(got.chat), str(got.sender), got.sender_name) == ("console:awa", "console:awa", "Awa")


async def test_several_people_share_the_keyboard() -> None:
    got = await heard("bonjour", "@karim", "mes", "@awa aide", "@Karim 1")
    assert [(each.sender.id, each.text) for each in got] == [("awa", "bonjour"), ("karim", "mes"), ("awa", "aide"), ("karim", "1")]


async def test_a_line_said_in_a_room_is_read_by_all_there() -> None:
    got = await heard("@karim #Voirie 1", "mes", "@awa #voirie bonjour à tous", "@root #voirie /salon voirie", "#voirie", "# rien")
    assert [(each.sender.id, each.chat.id, each.private, each.text, each.about) for each in got] == [
        ("karim", "#voirie", False, "1", None), ("karim", "karim", True, "mes", None), ("awa", "#voirie", False, "bonjour à tous", None),
        ("root", "#voirie", False, "/salon voirie", None), ("root", "#voirie", False, "", None), ("root", "root", True, "# rien", None),
    ]


async def test_what_is_said_in_a_room_answers_the_newest_card_that_shows_choices_there() -> None:
    shown: list[str] = []
    platform = ConsolePlatform(lines_of([]), lambda who, what, replaces: shown.append(f"{who} {what.body.text}"))
    take = (Choice("Prendre", "requests.take:1"),)

    async def shows(text: str, choices: tuple[Choice, ...], *, key: str = "", over: str | None = None) -> None:
        kind: OutgoingKind = "edit" if over else "send"
        body = Rendered(text, choices=choices)
        await platform.deliver(Outgoing(kind, Address("console", "#voirie"), False, body, target=over), key=key)

    def answered() -> str | None:
        update = platform._update("@karim #voirie 1")
        assert update is not None
        got = platform.read(update)
        assert got is not None
        return got.about

    await shows("relié", ())
    assert answered() is None
    await shows("première", take, key="a")
    await shows("seconde", take, key="b")
    assert answered() == "b"
    await shows("première, prise", take, over="a")  # printed again below: it is the one people have in front of them
    assert (answered(), platform.newest_card("#voirie").text) == ("a", "première, prise")
    await shows("première, faite", (), over="a")
    assert answered() == "b"
    assert shown == [f"#voirie {text}" for text in ("relié", "première", "seconde", "première, prise", "première, faite")]


async def test_empty_lines_say_nothing_and_quitting_ends_it() -> None:
    assert [got.text for got in await heard("", "   ", "un", ":quitter", "jamais dit")] == ["un"]
    assert await heard("@") == []


async def test_each_line_has_an_id_of_its_own_for_ever() -> None:
    first, second = await heard("un", "un"), await heard("un", "un")
    assert len({got.id for got in first + second}) == 4


async def test_a_correction_names_the_persons_own_last_message_however_often() -> None:
    first, other, once, twice = await heard("un trou", "@karim une lampe", "@awa :modifier un gros trou", ":modifier un très gros trou")
    assert (once.kind, once.text, once.about) == ("edit", "un gros trou", first.message)
    assert (twice.kind, twice.about) == ("edit", first.message)
    assert other.message != first.message


@pytest.mark.parametrize(
    ("line", "file", "caption"),
    [
        (":photo trou.jpg gros trou", "trou.jpg", "gros trou"),
        (':photo "mes photos/trou.png"', "mes photos/trou.png", ""),
        (":photo ~personne-de-ce-nom/trou.jpg x", "~personne-de-ce-nom/trou.jpg", "x"),
    ],
)
async def test_a_photo_is_named_by_its_path(line: str, file: str, caption: str) -> None:
    [got] = await heard(line)
    assert [each.ref for each in got.files] == [file]
    assert got.files[0].media_type.startswith("image/")
    assert got.text == caption


async def test_a_file_has_its_name_and_its_caption() -> None:
    [got] = await heard(':fichier "/tmp/ma commune/voirie.yaml" /catalogue importer')
    assert [(each.ref, each.name) for each in got.files] == [("/tmp/ma commune/voirie.yaml", "voirie.yaml")]
    assert got.text == "/catalogue importer"


async def test_a_place_is_two_numbers() -> None:
    for line in (":lieu 46.05 4.31", ":lieu 46.05, 4.31", ":lieu 46.05;4.31"):
        [got] = await heard(line)
        assert (got.location, got.text) == (Location(46.05, 4.31), "")
    [said] = await heard(":lieu quelque part")
    assert said.location is None


async def test_a_file_is_read_or_said_to_be_missing(tmp_path: Path) -> None:
    platform = ConsolePlatform(lines_of([]), lambda *_shown: None)
    (tmp_path / "a.jpg").write_bytes(b"content")
    assert await platform.fetch(RemoteFile(str(tmp_path / "a.jpg"), "image/jpeg")) == b"content"
    for missing in (tmp_path / "b.jpg", tmp_path):
        with pytest.raises(Undeliverable) as caught:
            await platform.fetch(RemoteFile(str(missing), "image/jpeg"))
        assert caught.value.permanent


async def test_a_whole_request_at_the_keyboard(tmp_path: Path) -> None:
    """The bot itself behind it: said, corrected, with a photo, recorded by its number; each screen is its owner's."""
    Image.new("RGB", (30, 30), "red").save(tmp_path / "trou.png")
    database = open_database(f"sqlite:///{tmp_path}/relais.db")
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        store = Scope(unit)
        for name in ("awa", "karim"):
            person = Person(id=store.next_id(), name=name.capitalize(), role="agent", mairie="mq_tanneurs", language="fr", joined_at=MONDAY)
            store.add(person)
            store.add(Account(address=f"console:{name}", person_id=person.id, chat=f"console:{name}"))
        store.keep()
        unit.flush()
    screens: dict[str, list[str]] = {}

    def show(who: str, what: Outgoing, replaces: bool) -> None:
        screen = screens.setdefault(who, [])
        if replaces:
            screen.pop()
        screen.append(f"{what.body.title}\n{what.body.text}".strip())

    lines = ["gros trou rue des Lilas", ":modifier gros trou devant l'école rue des Lilas", "1", f':photo "{tmp_path}/trou.png"',
             "@karim /mes"]
    platform = ConsolePlatform(lines_of(lines), show)
    app = App(database, edition=edition(), router=router(), seal=Seal(tmp_path / "keys"), state_dir=tmp_path, clock=TownClock())
    platform.settle = app.settle
    await app.start([platform])
    await app.ended()
    await app.stop()
    with database.reading() as connection:
        [row] = connection.execute(table(Request).select()).all()
    database.close()
    assert (row.reference, row.text) == ("MQ-26-0001", "gros trou devant l'école rue des Lilas")
    assert screens["awa"][-1] == "Photo ajoutée à MQ-26-0001."
    assert any(screen.startswith("MQ-26-0001 · Nid-de-poule") for screen in screens["awa"])
    assert screens["karim"] == ["Aucune demande ouverte à votre nom."]
