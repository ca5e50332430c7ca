"""22: two officers decide the same request at the same moment, one validating, one rejecting."""

import asyncio
from collections import Counter

import httpx

from deploy.oracle.ledger import Accepted
from services.intake.application.examples import GROUNDS, PRIOR_REQUEST
from shared.identity.actor import Role
from tests.faults.experiment import Experiment, Findings
from tests.faults.filer import ORGANISATION, PUBLISHER
from tests.faults.scene import Scene
from tests.waiting import WITHIN_S

TURNED_DOWN = {(409, "act_not_allowed"), (412, "stale_version")}


async def two_officers(scene: Scene, found: Findings) -> None:
    """One wins, the other is told why not; who wins is chance, twice winning is a fault."""
    found.done = "validation and rejection of one request at once"
    issuer = scene.line.issuer
    publisher = issuer.token(PUBLISHER, [Role.PUBLISHER], ORGANISATION)
    officers = {name: issuer.token(name, [Role.DESK_OFFICER]) for name in ("fault-desk-1", "fault-desk-2")}
    won: Counter[str] = Counter()
    async with httpx.AsyncClient(
        base_url=scene.line.url("intake"), timeout=WITHIN_S, trust_env=False, limits=httpx.Limits(max_connections=8)
    ) as http:

        async def does(who: str, token: str, path: str, key: str, body: object, match: str) -> httpx.Response:
            headers = {"authorization": f"Bearer {token}", "idempotency-key": key, "if-match": match}
            answer = await http.post(path, json=body, headers=headers)
            if answer.is_success:
                told = answer.json()
                scene.ledger.note(
                    Accepted(service="intake", path=path, actor=who, key=key, aggregate=told["id"],
                             state=told["state"], version=told["version"], events=tuple(told["events"]))
                )  # fmt: skip
            return answer

        for place in range(scene.times(100, least=5)):
            key = f"{scene.label}-two-{place}"
            filed = await does(PUBLISHER, publisher, "/dossiers", key, PRIOR_REQUEST, "*")
            path, match = f"/dossiers/{filed.json()['id']}", filed.headers["etag"] if place % 2 else "*"
            first, second = officers.items()
            both = [
                does(*first, f"{path}/validation", f"{key}-validation", {}, match),
                does(*second, f"{path}/rejection", f"{key}-rejection", GROUNDS, match),
            ]
            scene.random.shuffle(both)
            answers = await asyncio.gather(*both)
            winners = [one for one in answers if one.is_success]
            losers = [(one.status_code, one.json().get("code")) for one in answers if not one.is_success]
            found.expect(len(winners) == 1, f"{len(winners)} officers decided {path}: {losers}")
            found.expect(set(losers) <= TURNED_DOWN, f"the other was told {losers}")
            won.update(one.json()["state"] for one in winners)
            found.times += 1
    found.saw(", ".join(f"{state} {count}" for state, count in sorted(won.items())))
    await scene.judge(found)


EXPERIMENT = Experiment(number=22, title="two officers at once", run=two_officers)
