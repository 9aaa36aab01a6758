"""What people read holds no gap, no half word, no empty line where nothing is said."""

from __future__ import annotations

from pathlib import Path

from handlers.requests.why import short
from tests.scenes import town, valmiere


async def test_nothing_is_said_to_be_close_to_nothing(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa = t.person("awa")
        for text in ("abc", "bzrtk wxq", "pothole in front of the school"):
            await awa.says(text)
            assert "«  »" not in awa.last
            assert "« »" not in awa.last


def test_no_service_is_cut_inside_a_bracket_or_mistaken_for_another_on_a_button() -> None:
    labels = [short(service.name) for service in valmiere().services.values()]
    assert [label for label in labels if label.count("(") != label.count(")")] == []
    assert len(set(labels)) == len(labels)


async def test_an_invitation_without_a_link_has_no_empty_line(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        petit = t.person("petit", role="sg")
        await petit.says("/inviter agent")
        assert "Code pour" in petit.last
        assert "\n\n" not in petit.last
