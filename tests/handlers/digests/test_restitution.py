"""The restitution: to each role its page, as a PDF whose text can be selected; nothing small for those who read figures only."""

from __future__ import annotations

import re
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.restitution import write
from bot.seeding.filling import fill
from config.rollout import Period as Days
from config.settings import Settings
from handlers.charts.drawing import draw, printed
from handlers.charts.reader import View
from handlers.charts.specs import Flow, Map, Page, packed, unpacked
from handlers.digests.drawn import CHARTS
from handlers.digests.quarterly import AUDIENCES, page
from handlers.measures.periods import of
from handlers.messages import CHART, PAGE, Refusal
from handlers.people.rules import OF_A_MAIRIE
from storage.database import open_database
from storage.measures import Perimeter
from storage.unit import Scope, Unit
from tests.scenes import Chat, Town, texts, town, valmiere

UNTIL = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
QUARTER = of("quarter", date(2026, 7, 1))


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A made-up year of a small town."""
    from rich.console import Console

    url = f"sqlite:///{tmp_path_factory.mktemp('year') / 'relais.db'}"
    database = open_database(url)
    fill(database, valmiere(), requests=1500, people=40, days=300, seed=3, until=UNTIL, console=Console(quiet=True))
    database.close()
    return url


def made(url: str, audience: str, perimeter: Perimeter, language: str = "fr") -> Page:
    database = open_database(url)
    try:
        with database.reading() as connection:
            store, only = Scope(Unit(connection, database.ids)), AUDIENCES[audience].only_figures
            return page(View(store, valmiere(), texts(), language, UNTIL, perimeter, only), audience, QUARTER)
    finally:
        database.close()


WHOSE = {"sg": Perimeter(mairies=("mq_tanneurs",)), "directions": Perimeter(direction="m_voirie"), "dgs": Perimeter(),
         "elus": Perimeter(mairies=("mq_coteau",))}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_audience_has_a_page_that_is_printed_the_same_each_time(year: str, audience: str, language: str) -> None:
    found = made(year, audience, WHOSE[audience], language)
    assert 3 <= len(found.numbers) <= 5
    assert 2 <= len(found.charts) <= 3
    assert [len(section.lines) >= 3 for section in found.sections] == [True, True]
    assert unpacked(packed(found)) == found
    pdf = draw(found)
    assert pdf.startswith(b"%PDF")
    assert draw(found) == pdf
    assert not re.search(rb"CreationDate|/tmp/|/home/", pdf)
    assert len(pdf) < 200_000


def test_its_letters_are_embedded_and_its_text_can_be_selected(year: str) -> None:
    pdf = draw(made(year, "sg", WHOSE["sg"]))
    assert b"SourceSans3-Semibold" in pdf
    assert b"/FontFile2" in pdf
    streams = b"".join(zlib.decompress(found[1]) for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
                       if found[1][:1] == b"\x78")
    assert b"beginbfchar" in streams or b"beginbfrange" in streams  # from shapes back to letters
    assert b" Tj" in streams or b" TJ" in streams
    assert printed(made(year, "sg", WHOSE["sg"]), as_picture=True).startswith(b"\x89PNG")


def test_figures_only_pages_tell_no_number_under_five(year: str) -> None:
    for audience in ("dgs", "elus"):
        found = made(year, audience, WHOSE[audience])
        charts = [unpacked(chart.encode()) for chart in found.charts]
        assert all(cell.count is None or cell.count >= 5 for chart in charts if isinstance(chart, Map) for cell in chart.cells)
        assert not any(isinstance(chart, Flow) for chart in charts)  # eight weeks of a small mairie would tell
        assert all(not re.fullmatch("[1-4]", number.said) for number in found.numbers)


def test_an_empty_quarter_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'relais.db'}"
    found = made(url, "sg", WHOSE["sg"])
    assert found.title == "Trop peu d’échéances ce trimestre pour dire si les délais sont tenus"
    assert draw(found).startswith(b"%PDF")


def test_the_pictures_of_the_documentation_are_small() -> None:
    pictures = list((Path(__file__).parents[3] / "docs").glob("*.png"))
    assert len(pictures) >= 4
    assert all(picture.stat().st_size < 80_000 for picture in pictures)


# --- at the terminal ---


def test_the_terminal_writes_a_page_for_each_or_for_one(year: str, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, database_url=SecretStr(year), state_dir=tmp_path)  # type: ignore[call-arg]
    (one,) = write(settings, "T3-2026", "elus", places=("mq_coteau", None), out=tmp_path / "pages")
    assert one.name == "restitution-2026-T3-elus-mq_coteau.pdf"
    assert one.read_bytes().startswith(b"%PDF")
    for quarter, audience, mairie, key in (("novembre", "sg", None, "page-which-quarter"), ("T3", "x", None, "page-unknown-audience"),
                                           ("T3", "sg", "mq_nulle", "due-unknown-mairie")):
        with pytest.raises(Refusal) as refused:
            write(settings, quarter, audience, places=(mairie, None), out=tmp_path)
        assert refused.value.key == key


# --- in chat ---


@pytest.fixture
async def t(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url) as place:
        yield place


def last(someone: Chat) -> tuple[str, str, str]:
    """The newest message's title, and the kind and name of its file."""
    body = list(someone.messages.values())[-1].body
    return body.title, body.attachments[0].media_type, body.attachments[0].name


async def test_a_secretaire_general_and_a_direction_get_theirs(t: Town) -> None:
    petit, karim = t.person("petit", "sg"), t.person("karim", "direction", None, "m_voirie")
    await petit.says("/restitution")
    assert last(petit) == ("Restitution aux secrétaires généraux · Les Tanneurs · 3e trimestre 2026", PAGE,
                           "restitution-aux-secretaires-generaux-les-tanneurs-3e-trimest.pdf")
    await karim.says("/restitution T2 2026")
    assert last(karim)[0] == "Restitution aux directions · Voirie et espaces publics · 2e trimestre 2026"
    await karim.says("/restitution novembre")
    assert "Par exemple « T3 2026 »" in karim.last.replace("\u202f", " ")


async def test_the_coordination_chooses_and_the_dgs_reads_all(t: Town) -> None:
    anne, dgs = t.person("anne", "coordination", None), t.person("leroy", "dgs", None)
    await anne.says("/restitution")
    await anne.presses("Maire · Les Tanneurs")
    assert last(anne)[0] == "Restitution aux maires de quartier · Les Tanneurs · 3e trimestre 2026"
    await dgs.says("/restitution")
    assert last(dgs)[0].startswith("Restitution à la direction générale et au cabinet")


async def test_nobody_else_gets_one_and_nobody_before_an_election(t: Town) -> None:
    for role in ("agent", "elu", "admin"):
        someone = t.person(role, role)
        await someone.says("/restitution")
        assert not list(someone.messages.values())[-1].body.attachments
    petit = t.person("petit", "sg")
    today = t.clock.time.date()
    t.serves(pre_election=Days.model_validate({"du": today - timedelta(days=1), "au": today + timedelta(days=9)}))
    await petit.says("/restitution")
    assert petit.last == "Pendant la période préélectorale, il n’y a pas de restitution."


# --- a chart in chat ---


async def test_a_chart_comes_with_the_same_in_words_and_the_next_one_behind_a_button(t: Town) -> None:
    petit = t.person("petit", "sg")
    await petit.says("/graphique")
    first = list(petit.messages.values())[-1].body
    assert (first.attachments[0].media_type, first.text.splitlines()[0]) == (CHART, "Trop peu de demandes pour dire une tendance")
    await petit.presses("Autre graphique")
    assert petit.last.splitlines()[0] == "Trop peu de réponses pour comparer les délais"


@pytest.mark.parametrize("role", sorted(CHARTS))
async def test_each_role_has_charts_and_the_cabinet_and_administrators_none(t: Town, role: str) -> None:
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await someone.says("/graphique")
    for _ in CHARTS[role][1:]:
        await someone.presses("Autre graphique")
    titles = [what.body.text.splitlines()[0] for what in someone.messages.values() if what.body.attachments]
    assert len(set(titles)) == len(CHARTS[role])


async def test_elected_officials_see_no_chart_before_an_election(t: Town) -> None:
    elu, today = t.person("elu", "elu"), t.clock.time.date()
    t.serves(pre_election=Days.model_validate({"du": today - timedelta(days=1), "au": today + timedelta(days=9)}))
    await elu.says("/graphique")
    assert not list(elu.messages.values())[-1].body.attachments
