"""Reads and judges a whole town: the town when it is sound, every fault when it is not."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from config.directory_files import blame_directory
from config.faults import Fault
from config.gathering import Gathered, gather
from config.geometry import blame_polygons
from config.references import blame_references, blame_services
from config.responsiveness_files import blame_responsiveness
from config.routing_files import blame_rules
from config.shape import blame_shape
from config.survey_files import blame_bank, blame_interviews
from config.town import Town


def judge(sources: Mapping[str, bytes]) -> tuple[Gathered, Town | None, list[Fault]]:
    """Return what was read, the town (None when it has a fault), and all its faults, each once."""
    gathered, town = gather(sources), None
    try:
        town = Town.model_validate_json(gathered.as_json())
    except ValidationError as error:
        blame_shape(error, gathered)
    blame_references(gathered)
    blame_services(gathered)
    blame_directory(gathered)
    blame_responsiveness(gathered)
    blame_rules(gathered)
    blame_bank(gathered)
    blame_polygons(gathered)
    every = [*gathered.faults, *blame_interviews(sources)]
    faults = [fault for index, fault in enumerate(every) if fault not in every[:index]]
    return gathered, None if faults else town, faults
