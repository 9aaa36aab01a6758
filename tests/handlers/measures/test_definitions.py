"""The table of definitions is what the page of the docs says; who reads figures only cannot find a small count by any subtraction."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts import words
from handlers.measures.chat import LINES
from handlers.measures.definitions import FEWEST, MEASURES, OTHERS, SMALL, Figure, figure, guarded
from handlers.measures.formulas import Found
from handlers.measures.scorecard import SIDES
from tests.handlers.measures.made import material

PAGE = Path(__file__).parents[3] / "docs" / "measures.md"


def row(id: str) -> str:
    """« | `respect` | Within the deadline | share of the deadlines … | share of deadlines, n ≥ 10 | event | »."""
    measure, texts = MEASURES[id], words()
    fewest = f", n ≥ {measure.fewest}" if measure.fewest else ""
    return (f"| `{id}` | {texts.say('en', f'measure-{id}')} · {texts.say('fr', f'measure-{id}')} | {texts.say('en', f'how-{id}')} "
            f"| {measure.unit}, of {measure.of}{fewest} | {measure.source} |")


def test_the_page_holds_each_definition_in_the_words_that_people_read() -> None:
    shown = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert shown == [row(id) for id in MEASURES]


def test_what_the_command_shows_is_defined() -> None:
    shown = [id for line in LINES for id in line]
    assert len(shown) == len(set(shown))
    assert set(MEASURES) - set(shown) == {"service_first", "service_in_three", "danger_lowered", "mood", "training",
                                          *(set().union(*SIDES.values()) - set(shown))}


@pytest.mark.parametrize("id", ["mood", "training"])
def test_what_the_survey_publishes_is_never_worked_out_again(id: str) -> None:
    with pytest.raises(LookupError):
        figure(id, material())


def made(id: str, n: int, some: int | None = None) -> Figure:
    few = n < MEASURES[id].fewest
    return Figure(MEASURES[id], None if few else 0.5, Found(0.5, n, some), "few" if few else "")


@pytest.mark.parametrize(
    ("shown", "hidden"),
    [
        (made("arrivals", 4), "n"), (made("arrivals", 5), ""), (made("arrivals", 0), ""),
        (made("respect", 3, 3), "n"), (made("respect", 50, 4), "some"), (made("respect", 50, 46), "rest"), (made("respect", 50, 45), ""),
        (made("respect", 50, 50), ""), (made("respect", 50, 0), ""), (made("respect", 9, 7), "rest"),
        (made("contacts", 22, 20), "rest"), (made("contacts", 20, 20), ""), (made("first_reply", 10), ""), (made("first_reply", 4), "n"),
    ],
)  # fmt: skip
def test_figures_only_hide_what_is_under_five(shown: Figure, hidden: str) -> None:
    found = guarded(shown)
    assert found.hidden == hidden
    assert found.value == (None if hidden else shown.value)


@given(st.dictionaries(st.sampled_from(("guichet", "elu", "telephone", "courriel", OTHERS)), st.integers(1, 12), max_size=5))
def test_no_part_of_a_split_is_small_nor_what_is_missing_to_the_sum(given_parts: dict[str, int]) -> None:
    parts = tuple(sorted(given_parts.items(), key=lambda part: -part[1]))
    total = sum(given_parts.values())
    found = guarded(Figure(MEASURES["channels"], None, Found(None, total, parts=parts)))
    if not found.hidden:
        assert all(number >= SMALL for _, number in found.found.parts)
        assert sum(number for _, number in found.found.parts) == total
        assert all(given_parts[name] == number for name, number in found.found.parts if name != OTHERS)
    assert bool(found.hidden) == (0 < total < SMALL)


def test_a_share_needs_ten_and_a_count_nothing() -> None:
    assert {measure.fewest for measure in MEASURES.values() if measure.unit in ("share", "days", "minutes")} == {FEWEST}
    assert {measure.fewest for measure in MEASURES.values() if measure.unit in ("count", "split", "published")} == {0}
