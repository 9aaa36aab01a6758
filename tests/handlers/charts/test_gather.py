"""From measures to charts: the same figures as the measures', the sentence to remember, and nothing small for figures only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from rich.console import Console

from bot.seeding.filling import fill
from handlers.charts import gather, long, titles
from handlers.charts.describing import describe
from handlers.charts.reader import View, back, weeks_up_to
from handlers.charts.specs import Bar, Cell, Delay, Dot, Line, Month, Outline, Part, Place, Week
from handlers.measures.definitions import figure
from handlers.measures.periods import of
from handlers.measures.reading import material
from storage.database import open_database
from storage.measures import Perimeter
from storage.unit import Scope, Unit
from tests.scenes import texts, valmiere

UNTIL = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
WEEK, MONTH = of("week", date(2026, 11, 16)), of("month", date(2026, 10, 1))
TANNEURS = Perimeter(mairies=("mq_tanneurs",))


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    address = f"sqlite:///{tmp_path_factory.mktemp('seeded') / 'relais.db'}"
    database = open_database(address)
    fill(database, valmiere(), requests=1500, people=40, days=120, seed=5, until=UNTIL, console=Console(quiet=True))
    database.close()
    return address


@contextmanager
def view(url: str, perimeter: Perimeter = TANNEURS, *, only_figures: bool = False, language: str = "fr") -> Iterator[View]:
    database = open_database(url)
    try:
        with database.reading() as connection:
            yield View(Scope(Unit(connection, database.ids)), valmiere(), texts(), language, NOW, perimeter, only_figures)
    finally:
        database.close()


def test_a_weeks_bars_are_the_measures_of_each_week(url: str) -> None:
    with view(url) as seen:
        found = gather.flow(seen, WEEK)
        for week, period in zip(found.weeks, back(WEEK, 8), strict=True):
            of_it = material(seen.store, seen.town, TANNEURS, period, NOW)
            own = (round(figure(id, of_it).found.value or 0) for id in ("arrivals", "closed", "open"))
            assert (week.arrivals, week.closed, week.open) == tuple(own)
        assert found.weeks[-1].label == "s.\u202f47"
        assert max(max(week.arrivals or 0, week.closed or 0) for week in found.weeks) <= found.ceilings[0]


def test_the_scale_is_that_of_the_weeks_before_as_well(url: str) -> None:
    with view(url) as seen:
        ceilings = [gather.flow(seen, period).ceilings[0] for period in back(WEEK, 4)]
    assert len(set(ceilings)) <= 2


def test_a_directions_share_is_the_one_that_it_reads_itself(url: str) -> None:
    with view(url, Perimeter()) as seen:
        found = gather.heat(seen, WEEK)
        for row in found.rows[:2]:
            id = next(id for id, direction in seen.town.directions.items() if direction.name.startswith(row.name))
            own = [figure("respect", material(seen.store, seen.town, Perimeter(direction=id), period, NOW)) for period in back(WEEK, 8)]
            assert row.cells == tuple(each.value for each in own)


def test_delays_by_direction_add_up_to_the_mairies_requests_and_few_are_said_so(url: str) -> None:
    with view(url) as seen:
        found = gather.delays(seen, WEEK)
        all_of_it = material(seen.store, seen.town, TANNEURS, weeks_up_to(WEEK, 4), NOW)
        assert 0 < sum(row.n for row in found.rows) <= figure("first_reply", all_of_it).n
        for row in found.rows:
            assert (row.median is None) == (row.why != "")
            assert row.median is None or row.n >= 10


def test_a_mairie_of_the_funnel_is_what_it_reads_itself(url: str) -> None:
    with view(url, Perimeter()) as seen:
        found = gather.funnel(seen, WEEK)
        own = figure("respect", material(seen.store, seen.town, TANNEURS, weeks_up_to(WEEK, 4), NOW)).found
        assert next((place.some, place.n) for place in found.places if place.name == "Les Tanneurs") == (own.some, own.n)
        assert found.common == sum(place.some for place in found.places) / sum(place.n for place in found.places)


def test_figures_only_see_nothing_small(url: str) -> None:
    with view(url, only_figures=True) as seen:
        for week in gather.flow(seen, WEEK).weeks:
            assert all(value is None or value == 0 or value >= 5 for value in (week.arrivals, week.closed, week.open))
        for row in gather.delays(seen, WEEK).rows:
            assert row.n == 0 or row.n >= 5
    with view(url, Perimeter(), only_figures=True) as seen:
        for bar in long.stacked(seen, MONTH).bars:
            assert sum(part.percent for part in bar.parts) == 100
            assert all(part.percent % 5 == 0 for part in bar.parts)
        assert all(cell.count is None or cell.count >= 5 for cell in long.ground(seen, MONTH).cells)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_year_with_missing_months_is_drawn_from_what_there_is(url: str, language: str) -> None:
    with view(url, Perimeter(), language=language) as seen:
        found = long.control(seen, MONTH)
    assert len(found.months) == 12
    assert found.months[0].value is None  # the town did not have Relais yet
    assert found.months[-1].value is not None
    assert describe(found, texts())


# --- the sentence to remember ---


def weeks(*rows: tuple[int, int, int]) -> list[Week]:
    return [Week(f"s. {40 + place}", *row) for place, row in enumerate(rows)]


@pytest.mark.parametrize(("rows", "french", "english"), [
    ([(9, 8, 10), (8, 9, 9), (8, 9, 8), (8, 9, 7)], "Les fermetures rattrapent les arrivées depuis trois semaines",
     "Closings have been catching up with arrivals for three weeks"),
    ([(9, 8, 10), (9, 8, 11)], "Les arrivées dépassent les fermetures depuis deux semaines",
     "Arrivals have outnumbered closings for two weeks"),
    ([(9, 8, 100), (8, 9, 99)], "Arrivées et fermetures s’équilibrent", "Arrivals and closings balance"),
    ([(9, 8, 10), (9, 0, 30), (8, 9, 19)], "9 demandes ouvertes de plus qu’il y a deux semaines",
     "9 more open requests than two weeks ago"),
    ([(1, 1, 1)], "Trop peu de demandes pour dire une tendance", "Too few requests to tell a trend"),
    ([], "Trop peu de demandes pour dire une tendance", "Too few requests to tell a trend"),
])  # fmt: skip
def test_what_the_weeks_come_to(rows: list[tuple[int, int, int]], french: str, english: str) -> None:
    assert said(titles.flow(weeks(*rows))) == (french, english)


def said(title: titles.Said) -> tuple[str, str]:
    french, english = (texts().say(language, *title).replace("\u202f", " ").replace("\xa0", " ") for language in ("fr", "en"))
    return french, english


def test_what_directions_mairies_months_parts_and_places_come_to() -> None:
    slow, quick = Delay("Habitat", 6.24, 9.0, 20), Delay("Propreté", 1.0, 3.0, 40)
    few = Delay("Eau", None, None, 4, "few")
    assert said(titles.delays([slow, quick, few])) == (
        "C’est pour Habitat que la première réponse prend le plus de temps : 6,2 jours ouvrés",
        "First replies take longest for Habitat: 6.2 working days")
    assert said(titles.delays([few]))[1] == "Too few replies to compare delays"
    assert said(titles.heat([Line("Eau", (0.5,))], {"Eau": (5, 10)})) == (
        "C’est pour Eau que les délais sont le moins tenus : 50 % en huit semaines", "Deadlines are met least for Eau: 50% in eight weeks")
    assert said(titles.heat([Line("Eau", (0.95,))], {"Eau": (19, 20)}))[1] == "Deadlines are met almost everywhere"
    odd, even = Place("Faubourg-Nord", 55, 88), Place("Les Tanneurs", 79, 96)
    assert said(titles.funnel([odd, even], 0.79))[0] == "Faubourg-Nord s’écarte de ce que le hasard explique"
    assert said(titles.funnel([even], 0.79))[0] == "Le hasard suffit à expliquer les écarts entre mairies"
    month = Month("août", 0.64, 640, 0.7, 0.88)
    assert said(titles.control([month], 0.79))[0] == "Un mois qui sort de l’ordinaire : août, 64 % des délais tenus"
    assert said(titles.control([Month("août", 0.8, 640, 0.7, 0.88)], 0.79))[1] == "No clear change: 79% of deadlines met over twelve months"
    bars = [Bar("Voirie", (Part("Guichet", 60), Part("Appli", 40)), 90), Bar("Eau", (Part("Guichet", 20), Part("Appli", 80)), 50)]
    assert said(titles.stacked(bars))[0] == "Guichet : première porte d’entrée d’une direction sur 2"
    here, there = Outline("Les Tanneurs", ()), Outline("Le Coteau", ())
    cells = [(Cell(4.3, 46.0, 20), "Les Tanneurs"), (Cell(4.4, 46.0, 8), "Le Coteau"), (Cell(4.5, 46.0, None), "Le Coteau")]
    assert said(titles.ground(cells, [here, there]))[0] == "Les Tanneurs : c’est là que les demandes sont les plus nombreuses"
    assert said(titles.ground([], [here, there]))[0] == "Trop peu de demandes localisées pour une carte"


@pytest.mark.parametrize(("counts", "places", "of", "french", "english"), [
    ([6], 3, 9, "Rats : 6 demandes sur 9, rue 0", "Rats: 6 requests out of 9, rue 0"),
    ([4, 4, 3], 9, 16, "Rats : 8 demandes sur 16 en deux endroits", "Rats: 8 requests out of 16 in two places"),
    ([3, 3, 3], 9, 18, "Rats : 9 demandes sur 18 en trois endroits", "Rats: 9 requests out of 18 in three places"),
    ([3], 9, 12, "Rats : 12 demandes, dont 3 rue 0", "Rats: 12 requests, 3 of them rue 0"),
    ([], 8, 9, "Rats : 9 demandes en 8 endroits", "Rats: 9 requests in 8 places"),
    ([], 1, 1, "Rats : 1 demande en un seul endroit", "Rats: 1 request in one place"),
    ([], 0, 4, "Rats : aucune des 4 demandes n’a de lieu à montrer", "Rats: none of the 4 requests has a place to show"),
    ([], 0, 1, "Rats : la demande n’a pas de lieu à montrer", "Rats: the request has no place to show"),
])  # fmt: skip
def test_where_a_topic_gathers(counts: list[int], places: int, of: int, french: str, english: str) -> None:
    spots = [Dot(f"rue {number}", 4.3, 46.0, count) for number, count in enumerate(counts)]
    assert said(titles.dots("Rats", spots, places, of)) == (french, english)
