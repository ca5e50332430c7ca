"""What tests of evaluation may ask for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import ServiceDatabase
from tests.evaluation.client import client
from tests.evaluation.hosting import with_both_applications
from tests.pages.hosting import Site

__all__ = ["client"]


@pytest.fixture
async def site(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    async with with_both_applications(await service_database("evaluation"), tmp_path) as made:
        yield made
