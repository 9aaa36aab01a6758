"""What several folders of tests share: one real homeserver and one Node process for the whole session, started when first asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Phones


@pytest.fixture(scope="session")
def homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homeserver]:
    server = Homeserver(tmp_path_factory.mktemp("synapse"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def phones() -> Iterator[Phones]:
    phones = Phones()
    yield phones
    phones.close()
