"""The files behind a digest: each figure counted again from the facts, nothing that says who or where, nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.digests.counted import WAITING
from handlers.digests.exports import FORMULAS, as_csv, as_workbook, contents, rows, safe
from handlers.digests.kinds import Kind
from handlers.measures.definitions import MEASURES
from handlers.measures.survival import Wait, quantile
from storage.database import Database
from storage.digests import LISTS
from tests.handlers.digests.seeded import WITH_FIGURES, desk_at, read

READING_REQUESTS = [kind for kind in WITH_FIGURES if "sg" in kind.roles or "coordination" in kind.roles]
Line = dict[str, str]


def tables(database: Database, folder: Path, kind: Kind) -> list[list[Line]]:
    """As a French spreadsheet reads them."""
    with desk_at(database, folder) as desk:
        found = contents(desk, read(desk, kind).view, "csv")
    assert found[0][0] == f"relais-{kind.id.replace('_', '-')}-2026-11-23-chiffres.csv"
    assert all(content.startswith(b"\xef\xbb\xbf") for _, _, content in found)
    names = (("period", "id", "name", "value", "n", "some"), ("period", "reference", "day", "mairie", "direction", "measure", "value"))
    read_again = [list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")) for _, _, content in found]
    return [[dict(zip(heading, line, strict=True)) for line in lines[1:]] for heading, lines in zip(names, read_again, strict=False)]


def number(text: str) -> float:
    return float(text.replace(",", "."))


def again(figure: Line, facts: list[Line]) -> tuple[float | None, float, float | None]:
    """The value, n and some of a figure, from the facts of its period and measure alone."""
    id, _, part = figure["id"].partition("/")
    mine = [fact for fact in facts if fact["period"] == figure["period"] and fact["measure"] in (id, id + WAITING)]
    values = [fact["value"] for fact in mine]
    measure = MEASURES.get(id)
    if measure is not None and measure.unit == "days":
        waits = [Wait(number(fact["value"]), fact["measure"] == id) for fact in mine]
        found = quantile(waits, 0.9 if id.endswith("_most") else 0.5)
        return (found if len(waits) >= measure.fewest else None), len(waits), None
    if measure is not None and measure.unit == "share":
        yes = values.count("1")
        return (yes / len(values) if len(values) >= measure.fewest else None), len(values), yes
    if measure is not None and measure.unit == "split":
        return Counter(values)[part], len(values), Counter(values)[part]
    if id == "urgent":
        return round(100 * values.count("1") / len(values)), len(values), values.count("1")
    if id == "repeated":
        return number(figure["value"]), len(values), None
    return len(values), len(values), None


@pytest.mark.parametrize("kind", READING_REQUESTS, ids=lambda kind: kind.id)
def test_each_figure_is_counted_again_from_the_facts(seeded: tuple[Database, Path], kind: Kind) -> None:
    figures, facts = tables(*seeded, kind)
    assert len(figures) >= 4
    for figure in figures:
        value, n, some = again(figure, facts)
        assert number(figure["n"]) == n, figure
        if value is None:
            assert figure["value"] == "", figure
        else:
            assert number(figure["value"]) == pytest.approx(value, abs=1e-5), figure
        if figure["some"]:
            assert number(figure["some"]) == some, figure


@pytest.mark.parametrize("kind", READING_REQUESTS, ids=lambda kind: kind.id)
def test_a_fact_tells_a_reference_a_day_a_place_of_work_and_no_word(seeded: tuple[Database, Path], kind: Kind) -> None:
    _, facts = tables(*seeded, kind)
    for fact in facts:
        assert fact["reference"].startswith("MQ-")
        date.fromisoformat(fact["day"])
        assert fact["measure"].removesuffix(WAITING) in {*MEASURES, *LISTS, "repeated", "urgent"}


@pytest.mark.parametrize("kind", [kind for kind in WITH_FIGURES if kind not in READING_REQUESTS], ids=lambda kind: kind.id)
def test_whoever_reads_figures_only_gets_no_fact_and_no_small_number(seeded: tuple[Database, Path], kind: Kind) -> None:
    [figures] = tables(*seeded, kind)
    for figure in figures:
        for column in ("value", "n", "some"):
            if MEASURES[figure["id"].partition("/")[0]].unit == "count" or column != "value":
                assert figure[column] in ("", "0", "< 5") or number(figure[column]) >= 5, figure


@pytest.mark.parametrize("kind", READING_REQUESTS, ids=lambda kind: kind.id)
def test_the_workbook_holds_the_same_lines(seeded: tuple[Database, Path], kind: Kind) -> None:
    with desk_at(*seeded) as desk:
        view = read(desk, kind).view
        [(name, media_type, content)] = contents(desk, view, "xlsx")
        expected = len(rows(desk, view))
    assert name.endswith(".xlsx")
    assert "spreadsheetml" in media_type
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        assert b"<f>" not in opened.read("xl/worksheets/sheet2.xml")  # no formula
        assert opened.read("xl/worksheets/sheet2.xml").count(b"<row ") == expected


@given(st.text(min_size=1, max_size=20))
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    assert not str(safe(text)).startswith(FORMULAS)
    assert str(safe(text)).endswith(text)


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_shown(text: str) -> None:
    [[cell]] = csv.reader(io.StringIO(as_csv([[text]], comma=True).decode("utf-8-sig"), newline=""), delimiter=";")
    assert cell == f"'{text}"
    with zipfile.ZipFile(io.BytesIO(as_workbook({"x": [[text]]}, datetime(2026, 11, 23, tzinfo=UTC)))) as opened:
        assert b"<f>" not in opened.read("xl/worksheets/sheet1.xml")


def test_numbers_are_written_as_each_language_does() -> None:
    assert as_csv([[1.5, 3, date(2026, 11, 23)]], comma=True) == b"\xef\xbb\xbf1,5;3;2026-11-23\r\n"
    assert as_csv([[1.5, 3, date(2026, 11, 23)]], comma=False) == b"\xef\xbb\xbf1.5;3;2026-11-23\r\n"
