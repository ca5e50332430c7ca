"""Sanction files over HTTP: who may read what."""

from httpx import AsyncClient

from shared.identity.actor import Role
from tests.decision.conftest import As
from tests.decision.decision_file.dossier import DOSSIER


async def test_cases_are_for_staff(client: AsyncClient, by: As) -> None:
    assert (await client.get("/cases", headers=by(Role.PUBLISHER, "org-1"))).status_code == 403
    assert (await client.get("/cases?state=proposed", headers=by(Role.AUDITOR))).json() == {"cases": [], "next": None}
    assert (await client.get(f"/cases/{DOSSIER}", headers=by(Role.AUDITOR))).status_code == 404
