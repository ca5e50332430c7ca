"""Whoever sees a decision file or a sanction file is in the journal of reads; if that fails, nobody sees one."""

import pytest
from httpx import AsyncClient

from shared.identity.actor import Role
from tests.decision.conftest import UNREPORTED, As
from tests.decision.decision_file.dossier import DOSSIER
from tests.decision.running import Running, record
from tests.decision.sanction.test_sanctions import CASE, proposal
from tests.decision.sanction.test_sanctions import DOSSIER as OF_CASE

READS = "SELECT what, channel, actor, roles, organisation, dossier::text, subjects::text[] FROM reads ORDER BY id"


async def reads(decision: Running) -> list[tuple[object, ...]]:
    return [tuple(row) for row in await decision.shell.pool.fetch(READS)]


async def test_who_sees_a_decision_file_is_journaled(decision: Running, client: AsyncClient, by: As) -> None:
    await client.get(f"/dossiers/{DOSSIER}", headers=by(Role.EVALUATOR))
    await client.get(f"/dossiers/{DOSSIER}", headers=by(Role.PUBLISHER, "org-1"))

    assert await reads(decision) == [
        ("decision_file", "api", "someone", "evaluator", None, DOSSIER, [DOSSIER]),
        ("decision_file", "api", "someone", "publisher", "org-1", DOSSIER, [DOSSIER]),
    ]
    times = await decision.shell.pool.fetch("SELECT at FROM reads")
    assert {row["at"] for row in times} == {decision.clock.now()}


async def test_who_sees_a_sanction_file_is_journaled(decision: Running, client: AsyncClient, by: As) -> None:
    await decision.hear(record(proposal(), CASE, "proposed"))

    answer = await client.get(f"/cases/{CASE}", headers=by(Role.AUDITOR))

    assert answer.json()["rung"] == "SUSPENSION"
    assert await reads(decision) == [("sanction_file", "api", "someone", "auditor", None, OF_CASE, [CASE])]


async def test_whoever_is_refused_saw_nothing(decision: Running, client: AsyncClient, by: As) -> None:
    foreign = await client.get(f"/dossiers/{DOSSIER}", headers=by(Role.PUBLISHER, "org-2"))
    nobodys = await client.get(f"/dossiers/{UNREPORTED}", headers=by(Role.PUBLISHER, "org-1"))
    missing = await client.get(f"/cases/{CASE}", headers=by(Role.AUDITOR))

    assert [foreign.status_code, nobodys.status_code, missing.status_code] == [403, 403, 404]
    assert await reads(decision) == []


@pytest.mark.parametrize("path", [f"/dossiers/{DOSSIER}", f"/cases/{CASE}"])
async def test_nobody_sees_what_cannot_be_journaled(decision: Running, client: AsyncClient, by: As, path: str) -> None:
    await decision.hear(record(proposal(), CASE, "proposed"))
    await decision.shell.pool.execute("ALTER TABLE reads RENAME TO reads_elsewhere")

    answer = await client.get(path, headers=by(Role.AUDITOR))

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.json()["detail"] == "the read cannot be journaled"
    assert "report" not in answer.json()
