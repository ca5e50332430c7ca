"""The catalogue in this process, on a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.catalogue.main import SERVICE
from tests.conftest import ServiceDatabase
from tests.pages.hosting import Site, hosted


@pytest.fixture
async def site(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    async with hosted(SERVICE, await service_database("catalogue"), tmp_path) as made:
        yield made


@pytest.fixture
async def demonstration(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    """The catalogue as a demonstration behind an ingress."""
    dsn = await service_database("catalogue")
    async with hosted(SERVICE, dsn, tmp_path, demonstration=True, root_path="/catalogue") as made:
        yield made
