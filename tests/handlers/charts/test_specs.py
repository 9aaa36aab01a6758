"""A chart is data: kept, read back, drawn whatever the figures; its colours are told apart by everybody."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from handlers.charts.canvas import (
    BLUE,
    INK,
    MUTED,
    ORANGE,
    PAPER,
    SERIES,
    balanced,
    every,
    ink_on,
    luminance,
    shade,
    width_of,
    wrapped,
)
from handlers.charts.describing import LONGEST, describe
from handlers.charts.drawing import draw
from handlers.charts.fields import colours_of
from handlers.charts.specs import (
    Bar,
    Cell,
    Control,
    Delay,
    Delays,
    Dot,
    Dots,
    Flow,
    Funnel,
    Heat,
    Line,
    Map,
    Month,
    Part,
    Place,
    Spec,
    Stacked,
    Week,
    packed,
    unpacked,
)
from handlers.charts.written import number, percent
from handlers.measures.periods import of
from tests.handlers.charts.made import CENTRE, DELAYS, DOTS, EVERY, FLOW, HEAD, MAP, SQUARE
from tests.scenes import texts


@pytest.mark.parametrize("spec", EVERY, ids=lambda spec: type(spec).__name__)
def test_a_spec_comes_back_as_it_was_and_gives_the_same_bytes(spec: Spec) -> None:
    assert unpacked(packed(spec)) == spec
    assert packed(unpacked(packed(spec))) == packed(spec)


@pytest.mark.parametrize("spec", EVERY, ids=lambda spec: type(spec).__name__)
def test_a_picture_fits_a_telephone_and_is_the_same_each_time(spec: Spec) -> None:
    picture = draw(spec)
    with Image.open(io.BytesIO(picture)) as image:
        assert image.format == "PNG"
        assert image.width == 1080
        assert 500 <= image.height <= 1350
    assert draw(spec) == picture


@pytest.mark.parametrize("spec", EVERY, ids=lambda spec: type(spec).__name__)
def test_it_is_said_in_words_under_a_picture_of_telegram(spec: Spec) -> None:
    said = describe(spec, texts())
    assert len(said) <= LONGEST
    assert said.splitlines()[0] == spec.head.title
    assert said.splitlines()[-1] == spec.head.note


def test_of_too_many_figures_the_words_say_how_many_more_there_are() -> None:
    many = Flow(HEAD, FLOW.names, FLOW.weeks * 20, FLOW.ceilings)
    said = describe(many, texts())
    assert len(said) <= LONGEST
    assert said.splitlines()[-2].startswith("… et ")


# --- whatever the figures ---

FEW = settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate))
"""A picture takes a quarter of a second: a failure is not worth making smaller."""
counts = st.one_of(st.none(), st.sampled_from((0, 1, 9, 10)), st.integers(0, 100_000))
shares = st.one_of(st.none(), st.sampled_from((0.0, 1.0)), st.floats(0, 1))
EIGHT = st.lists(shares, min_size=8, max_size=8)
POINTS = st.tuples(st.floats(4.3, 4.36), st.floats(46.03, 46.07), st.one_of(st.none(), st.integers(5, 900)))
names = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=60).filter(str.strip)
PLAIN = st.sampled_from(("Voirie", "Habitat et sécurité des immeubles", "Éclairage public et feux", "x" * 50))


@FEW
@given(st.lists(st.tuples(counts, counts, counts), min_size=1, max_size=53))
def test_any_weeks_are_drawn_and_said(rows: list[tuple[int | None, int | None, int | None]]) -> None:
    weeks = tuple(Week(f"s. {place + 1}", *row) for place, row in enumerate(rows))
    most = max((value or 0 for row in rows for value in row), default=0)
    spec = Flow(HEAD, FLOW.names, weeks, (max(5, most), max(5, most)))
    assert draw(spec)
    assert describe(spec, texts())


@FEW
@given(st.lists(st.tuples(PLAIN, counts, counts, st.integers(0, 500)), max_size=8), st.lists(EIGHT, max_size=8))
def test_any_directions_are_drawn_and_said(rows: list[tuple[str, int | None, int | None, int]], cells: list[list[float | None]]) -> None:
    some = tuple(Delay(name, median, most, n, "" if median is not None else "few") for name, median, most, n in rows)
    furthest = max((value or 0 for _, median, most, _ in rows for value in (median, most)), default=0)
    columns = tuple(f"s. {number}" for number in (46, 47, 48, 49, 50, 51, 52, 53))
    for spec in (Delays(HEAD, DELAYS.names, some, max(2, furthest), "jours ouvrés", DELAYS.missing),
                 Heat(HEAD, columns, tuple(Line("Voirie", tuple(each)) for each in cells), ("40 %", "100 %", "n trop faible"))):
        assert draw(spec)
        assert describe(spec, texts())


@FEW
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400)), max_size=20), st.lists(st.tuples(shares, shares), max_size=12),
       st.floats(0, 1))
def test_any_mairies_and_months_are_drawn_and_said(
    places: list[tuple[int, int]], months: list[tuple[float | None, float | None]], common: float
) -> None:
    for spec in (
        Funnel(HEAD, tuple(Place("Le Coteau", min(some, n), n) for some, n in places), common, ("ensemble", "19 fois sur 20", "échéances")),
        Control(HEAD, tuple(Month("août", value, 40, low, None if low is None else min(1.0, low + 0.1)) for value, low in months),
                CENTRE if months else None, ("limites",)),
    ):
        assert draw(spec)
        assert describe(spec, texts())


@pytest.mark.filterwarnings("ignore:Glyph")  # a letter that our fonts do not have is drawn as a box
@FEW
@given(st.lists(st.lists(st.integers(0, 12), min_size=6, max_size=6), max_size=6), st.lists(POINTS, max_size=20), names)
def test_any_parts_and_places_are_drawn_and_said(parts: list[list[int]], cells: list[tuple[float, float, int | None]], name: str) -> None:
    series = ("Guichet", "Téléphone", "Appli", "Élu", "Courriel", "Autres")
    bars = tuple(Bar("Voirie", tuple(Part(each, 5 * size) for each, size in zip(series, some, strict=True) if size), 40) for some in parts)
    ground = Map(replace(HEAD, title=name), (SQUARE,), tuple(Cell(*cell) for cell in cells), 500, (5, 10, 20, 40), "moins de 5")
    for spec in (Stacked(HEAD, bars, series), ground, Map(HEAD, (), MAP.cells, 500, (5,), "moins de 5")):
        assert draw(spec)
        assert describe(spec, texts())
    assert wrapped(name, 200, size=34)


@FEW
@given(st.lists(st.tuples(PLAIN, st.floats(4.3, 4.36), st.floats(46.03, 46.07), st.integers(1, 900)), min_size=1, max_size=12),
       st.integers(0, 12))
def test_any_spots_are_drawn_and_said(places: list[tuple[str, float, float, int]], hot: int) -> None:
    some = tuple(Dot(*place) for place in places)
    for spec in (Dots(HEAD, DOTS.outlines, DOTS.around, some[:hot], some[hot:], (), DOTS.names),
                 Dots(HEAD, DOTS.outlines * 2, (), (), (), some, ("1 demande", "quartier seul connu", ""))):
        assert draw(spec)
        assert describe(spec, texts())


def test_a_sectors_map_is_said_street_by_street_with_what_is_nowhere() -> None:
    assert describe(DOTS, texts()).replace("\xa0", " ").splitlines()[2:-1] == [
        "rue du Port : 6 demandes", "rue Haute : 1 demande", "rue Basse, point exact inconnu : 1 demande",
        "Sur la carte seulement : 2 demandes, au même endroit", "Sans lieu : 3 demandes"]


# --- letters and numbers ---


def test_numbers_are_written_as_each_language_writes_them() -> None:
    assert (number(3512, "fr"), number(1.64, "fr", decimals=1), percent(0.8, "fr")) == ("3\u202f512", "1,6", "80\u202f%")
    assert (number(3512, "en"), number(1.64, "en", decimals=1), percent(0.8, "en")) == ("3,512", "1.6", "80%")


def test_a_title_does_not_end_on_one_word() -> None:
    title = "Les fermetures rattrapent les arrivées depuis trois semaines"
    lines = balanced(title, 968, size=52, bold=True)
    assert (len(lines), " ".join(lines)) == (len(wrapped(title, 968, size=52, bold=True)), title)
    widths = [width_of(line, size=52, bold=True) for line in lines]
    assert max(widths) <= 968
    assert min(widths) > 0.7 * max(widths)


def test_labels_of_a_year_of_53_weeks_do_not_touch() -> None:
    labels = [f"s. {of('week', date(2026, 12, 28)).number}"] * 53
    assert every(labels, 18, size=34) >= 4
    assert every(labels[:8], 120, size=34) == 1


# --- colours, as those see them who see some less ---

DEFICIENCIES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "none": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
}
"""Machado, Oliveira and Fernandes (2009), severity 1.0, on linear sRGB."""


def seen(colour: str, deficiency: str) -> np.ndarray:
    """CIELAB of a colour for somebody."""
    channels = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(DEFICIENCIES[deficiency]) @ linear, 0, 1)
    xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]) @ linear
    ratios = xyz / np.array([0.95047, 1.0, 1.08883])
    f = np.where(ratios > 216 / 24389, np.cbrt(ratios), (24389 / 27 * ratios + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_series_are_told_apart_whatever_ones_eyes(deficiency: str) -> None:
    for one, two in [*itertools.combinations(SERIES, 2), (BLUE, ORANGE)]:
        assert np.linalg.norm(seen(one, deficiency) - seen(two, deficiency)) > 15, (one, two)


def test_letters_stand_out_from_what_they_are_on() -> None:
    def contrast(one: str, two: str) -> float:
        light, dark = sorted((luminance(one), luminance(two)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    assert contrast(INK, PAPER) > 12
    assert contrast(MUTED, PAPER) > 4.5
    for colour in ("#A85B00", BLUE):
        assert contrast(colour, PAPER) > 4.5
    for share in range(101):  # large letters: WCAG 2 asks for 3
        assert contrast(ink_on(shade(share / 100)), shade(share / 100)) > 3.5
    for colour in SERIES:
        assert contrast(ink_on(colour), colour) > 4.5


def test_the_last_of_a_full_set_of_series_is_grey() -> None:
    assert colours_of(("a", "b", "c", "d", "e", "others"))["others"] == SERIES[-1]
    assert colours_of(("a", "b"))["b"] == SERIES[1]
