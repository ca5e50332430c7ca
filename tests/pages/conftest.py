"""The services whose pages are read, each in this process on a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.catalogue.main import SERVICE as CATALOGUE
from services.intake.main import SERVICE as INTAKE
from tests.conftest import ServiceDatabase
from tests.evaluation.hosting import with_both_applications
from tests.pages.hosting import Site, hosted


@pytest.fixture
async def catalogue(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    async with hosted(CATALOGUE, await service_database("catalogue"), tmp_path) as site:
        yield site


@pytest.fixture
async def demonstration(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    """The catalogue as a demonstration behind an ingress."""
    dsn = await service_database("catalogue")
    async with hosted(CATALOGUE, dsn, tmp_path, demonstration=True, root_path="/catalogue") as site:
        yield site


@pytest.fixture
async def intake(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    async with hosted(INTAKE, await service_database("intake"), tmp_path, catalogue_url="https://c.example/") as site:
        yield site


@pytest.fixture
async def evaluation(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    async with with_both_applications(await service_database("evaluation"), tmp_path) as site:
        yield site
