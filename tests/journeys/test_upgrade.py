"""N to N+1 and back to N while dossiers go through the line: real processes, half of one version, half of the other.

N+1 is this tree with one migration more in every service. Nobody migrates down: N works on the tables of N+1.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

import httpx
import pytest

from deploy.demo.driving import Drive
from deploy.demo.reading import DEFAULT, read_dossiers
from deploy.local.line import Line
from deploy.local.services import COMMAND
from deploy.oracle.consultation import consult
from deploy.oracle.quiescence import Endpoints
from deploy.oracle.verdict import as_text
from deploy.trial.ahead import make_ahead
from shared.calendar.paris import paris_day
from shared.contracts.topics import SERVICES
from shared.persistence.migrating import migrate
from shared.persistence.revision import head
from shared.programme.loading import published
from tests.waiting import WITHIN_S

DOSSIERS = 30
HALF = SERVICES[::2]


@dataclass(slots=True)
class Rollout:
    """Both versions of a line, and which of its services run which."""

    line: Line
    ahead: Path

    async def there_and_back(self) -> list[set[str]]:
        """All migrations, N+1 for half of the services; then N again. What processes need on the way, beside N's."""
        for name in self.line.databases:
            stack = self.line.stack
            await migrate(stack.owner_url(name), self.ahead / "services" / name / "migrations", stack.accounts(name))
        seen = []
        for tree in (self.ahead, None):
            await asyncio.to_thread(self._roll, HALF, tree)
            seen.append({self._needs(name) for name in SERVICES})
        return seen

    def _roll(self, names: Sequence[str], tree: Path | None) -> None:
        services = self.line.services
        services.command = ("env", f"--chdir={tree}", *COMMAND) if tree else COMMAND
        services.stop(*names)
        services.start(*names)

    def _needs(self, name: str) -> str:
        """What its metrics say that it needs, beside what N needs: +0 or +1."""
        lines = httpx.get(f"{self.line.services.internal_url(name)}/metrics", timeout=WITHIN_S).text.splitlines()
        [build] = [one for one in lines if one.startswith("referencement_build_info{")]
        ours = head(Path("services", name, "migrations"))
        return "+0" if f'migration="{ours}"' in build else "+1"


@pytest.mark.journey
def test_nothing_is_lost_or_doubled_on_the_way_to_the_next_version_and_back(tmp_path: Path) -> None:
    make_ahead(tmp_path)
    with Line(Path("build/test/upgrade"), durable=False) as line:
        asyncio.run(_drive_and_roll(Rollout(line, tmp_path)))


async def _drive_and_roll(rollout: Rollout) -> None:
    line, today = rollout.line, paris_day(datetime.now(UTC))
    programme = published().in_force_on(today)
    dossiers = list(islice(cycle(read_dossiers(DEFAULT, programme, today)), DOSSIERS))
    drive = Drive(line, dossiers, programme, today, through_the_year=False)
    rolling = asyncio.create_task(rollout.there_and_back())
    await drive.run()
    seen = await rolling

    verdict = await consult(
        drive.ledger,
        Endpoints.of(line),
    )
    astray = [
        f"{one.dossier.service.name}: {one.fault or one.rested}"
        for one in drive.journeys
        if one.fault or one.rested is not one.foreseen.outcome
    ]
    assert seen == [{"+0", "+1"}, {"+0"}]
    assert astray == []
    assert verdict.faults == (), as_text(verdict.faults)
