"""Intake with its pages, on a database of its own, and a dossier that was found eligible."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.intake.main import SERVICE
from tests.conftest import ServiceDatabase
from tests.intake.follow_up.test_pages import a_dossier
from tests.intake.questionnaire.pages.desk import VALIDATED, sign_in
from tests.pages.hosting import Site, hosted


@pytest.fixture
async def intake(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    """Without TLS a browser keeps the session's cookie in a demonstration only."""
    async with hosted(SERVICE, await service_database("intake"), tmp_path, demonstration=True) as site:
        yield site


@pytest.fixture
async def path(intake: Site) -> str:
    """The pages of a dossier that is ready to be filled in; its publisher is signed in."""
    dossier = await a_dossier(intake, *VALIDATED)
    await sign_in(intake)
    return f"/dossiers/{dossier}/remplir"
