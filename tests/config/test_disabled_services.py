"""A town may do without the services that are marked as a complement."""

from __future__ import annotations

from config.town import load
from tests.config.folders import TownFolder


def test_a_disabled_complement_is_offered_to_nobody(folder: TownFolder) -> None:
    folder.edit("commune.yaml", "services_desactives: []", "services_desactives: [circulation.trottinettes]")
    town = load(folder.path)
    assert "circulation.trottinettes" not in town.services
    assert len(town.services) == 98
    assert "circulation.trottinettes" not in {confusion.service for service in town.services.values() for confusion in service.confusions}
