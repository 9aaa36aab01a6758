"""A town that serves its digests, and one that was filled."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.handlers.digests.seeded import made
from tests.scenes import Town, town, unasked


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        place.serves(unasked().town)
        yield place


@pytest.fixture(scope="package")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Path]]:
    """Read only."""
    folder = tmp_path_factory.mktemp("seeded")
    database = made(folder)
    yield database, folder
    database.close()
