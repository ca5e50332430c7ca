"""Surveillance on a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import ServiceDatabase
from tests.surveillance.hosting import Site, hosted


@pytest.fixture
async def site(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    async with hosted(await service_database("surveillance"), tmp_path) as made:
        yield made
