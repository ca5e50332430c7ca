"""21: the same command with the same Idempotency-Key fifty times at once; then the key again for another command."""

import asyncio

import httpx

from deploy.oracle.ledger import Accepted
from services.intake.application.examples import PRIOR_REQUEST
from shared.identity.actor import Role
from tests.faults.experiment import Experiment, Findings
from tests.faults.filer import ORGANISATION, PUBLISHER
from tests.faults.scene import Scene
from tests.waiting import WITHIN_S

AT_ONCE = 50


async def same_key_at_once(scene: Scene, found: Findings) -> None:
    """One dossier per key, fifty equal answers; another body under the key is refused."""
    found.done = f"{AT_ONCE} equal requests at once"
    token = scene.line.issuer.token(PUBLISHER, [Role.PUBLISHER], ORGANISATION)
    url = scene.line.url("intake") + "/dossiers"
    async with httpx.AsyncClient(
        timeout=WITHIN_S, trust_env=False, limits=httpx.Limits(max_connections=AT_ONCE)
    ) as http:
        for place in range(scene.times(20, least=2)):
            key = f"{scene.label}-same-{place}"
            headers = {"authorization": f"Bearer {token}", "idempotency-key": key}

            async def ask(body: dict[str, object], headers: dict[str, str] = headers) -> httpx.Response:
                return await http.post(url, json=body, headers=headers)

            answers = await asyncio.gather(*(ask(PRIOR_REQUEST) for _ in range(AT_ONCE)))
            other = await ask({**PRIOR_REQUEST, "name": "Autre nom"})
            bodies = {one.text for one in answers}
            found.expect({one.status_code for one in answers} == {201}, f"answers {[a.status_code for a in answers]}")
            found.expect(len(bodies) == 1, f"{len(bodies)} different answers")
            found.expect(other.status_code == 422, f"another body under the key: {other.status_code}")
            first = sum("idempotency-replayed" not in one.headers for one in answers)
            found.expect(first == 1, f"{first} answers say that they are the first")
            told = answers[0].json()
            scene.ledger.note(
                Accepted(service="intake", path="/dossiers", actor=PUBLISHER, key=key, aggregate=told["id"],
                         state=told["state"], version=told["version"], events=tuple(told["events"]))
            )  # fmt: skip
            found.times += 1
    found.saw("one dossier per key, the other body 422")
    await scene.judge(found)


EXPERIMENT = Experiment(number=21, title="same Idempotency-Key", run=same_key_at_once)
