"""The services whose pages are read, each in this process on a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.catalogue.main import SERVICE as CATALOGUE
from services.evaluation.main import SERVICE as EVALUATION
from services.intake.main import SERVICE as INTAKE
from tests.conftest import ServiceDatabase
from tests.evaluation.builders import DAY, OTHER_DOSSIER, admissible, of_dossier
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
    """On the day of the worked cases, with the applications V01 (without exchange) and V02 (with) in it."""
    async with hosted(EVALUATION, await service_database("evaluation"), tmp_path, demonstration=True) as site:
        site.on(DAY)
        await site.hear(admissible("V01"), of_dossier(OTHER_DOSSIER, admissible("V02")))
        yield site
