"""Intake behind its doors: put together once, its database emptied for each test."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.http.hosting import Desk


@pytest.fixture(scope="session")
async def _hosted_intake(
    session_database: Callable[..., str],
    migrated: Callable[[str], Awaitable[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator["Desk"]:
    from tests.http.hosting import intake_hosted  # noqa: PLC0415  # only sessions that ask for it pay for a service

    dsn = session_database(template=await migrated("intake"))
    async with intake_hosted(dsn, tmp_path_factory.mktemp("issuer")) as hosted:
        yield hosted


@pytest.fixture
async def desk(_hosted_intake: "Desk") -> "Desk":
    """Intake with nothing in it, on 2 March 2026."""
    await _hosted_intake.emptied()
    _hosted_intake.on("2026-03-02")
    return _hosted_intake
