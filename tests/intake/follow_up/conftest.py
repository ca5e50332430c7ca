"""Intake with its pages, on a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.intake.main import SERVICE
from tests.conftest import ServiceDatabase
from tests.pages.hosting import Site, hosted


@pytest.fixture
async def intake(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    async with hosted(SERVICE, await service_database("intake"), tmp_path, catalogue_url="https://c.example/") as site:
        yield site
