"""3: PostgreSQL dies by kill -9 under load and is started again; what services say meanwhile is looked at."""

import asyncio

import httpx

from shared.contracts.topics import SERVICES
from shared.identity.actor import Role
from tests.faults.experiment import Experiment, Findings
from tests.faults.filer import Filer
from tests.faults.hands import all_ready
from tests.faults.load import Load
from tests.faults.scene import Scene

AWAY_S = 2.0


async def postgres_killed(scene: Scene, found: Findings) -> None:
    """Meanwhile: 503 with Retry-After, not ready, live. Afterwards: whatever was accepted is there."""
    found.done = "kill -9 of PostgreSQL under load"
    postgres = scene.line.stack.postgres
    assert postgres is not None
    filer = Filer(scene)
    async with Load(scene, found), filer:
        for _ in range(scene.times(8, least=1)):
            await asyncio.sleep(scene.random.uniform(0.5, 2.0))
            await asyncio.to_thread(postgres.kill)
            await _look(scene, found)
            await asyncio.sleep(scene.random.uniform(0.0, AWAY_S))
            await asyncio.to_thread(postgres.start)
            await all_ready(scene.line)
            found.times += 1
            scene.say(f"{found.times} kills")
    unhelpful = [one.text for one in filer.answers if one.status == 503 and not one.retry_after]
    found.expect(not unhelpful, f"503 without Retry-After: {unhelpful[:1]}")
    other = {status for status in filer.statuses if status not in {201, 503}}
    found.expect(
        not other, f"answers to commands {filer.statuses}: {[a for a in filer.answers if a.status in other][:1]}"
    )
    found.saw(f"answers to commands {filer.statuses}, longest {max(one.seconds for one in filer.answers):.1f} s")
    await scene.judge(found)


async def _look(scene: Scene, found: Findings) -> None:
    """What each service says while its database is away."""
    reads = {"intake": "/dossiers", "evaluation": "/evaluations", "decision": "/dossiers", "catalogue": "/listings",
             "surveillance": "/cases"}  # fmt: skip
    token = scene.line.issuer.token("fault-auditor", [Role.AUDITOR])
    async with httpx.AsyncClient(timeout=60, trust_env=False) as http:
        for name in SERVICES:
            url = scene.line.url(name)
            inside = scene.line.services.internal_url(name)
            live, ready = [await http.get(f"{inside}{path}") for path in ("/livez", "/readyz")]
            found.expect(live.status_code == 200, f"{name} not live while its database is away: {live.text}")
            found.expect(ready.status_code == 503, f"{name} ready while its database is away")
            answer = await http.get(url + reads[name], headers={"authorization": f"Bearer {token}"})
            found.expect(
                answer.status_code == 503 and "retry-after" in answer.headers,
                f"a read of {name} answered {answer.status_code} {answer.text[:100]}",
            )


EXPERIMENT = Experiment(number=3, title="PostgreSQL killed", run=postgres_killed)
