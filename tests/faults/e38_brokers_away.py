"""38: all brokers are away for longer, while orchestrators probe, people ask, and processes start."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import httpx

from deploy.oracle.ledger import Accepted
from deploy.oracle.quiescence import settle
from services.intake.application.examples import PRIOR_REQUEST
from shared.contracts.topics import SERVICES
from shared.identity.actor import Role
from tests.faults.experiment import Experiment, Findings
from tests.faults.filer import ORGANISATION, PUBLISHER, Filer
from tests.faults.hands import Replica
from tests.faults.load import Load
from tests.faults.probing import PERIOD_S, Probes
from tests.faults.scene import Scene
from tests.waiting import WITHIN_S

AWAY_S = 600
CATCHES_UP_S = 120.0
LINES, LINES_A_MINUTE = 60, 15
"""Log lines of a process about an outage: some at its beginning and end, then a few a minute."""


async def brokers_away(scene: Scene, found: Findings) -> None:
    """Nobody would be killed, commands and reads are answered, a new process serves; all is delivered afterwards."""
    kafka = scene.line.stack.kafka
    assert kafka is not None
    async with Load(scene, found):
        await asyncio.sleep(1.0)
    seconds = scene.times(AWAY_S, least=10)
    found.done, found.times = "second without brokers", seconds
    before = {name: _size(scene.line.services.log(name)) for name in SERVICES}
    for broker in kafka.brokers:
        await asyncio.to_thread(kafka.kill, broker.number)
    started = [Replica(scene.line, name, {"KAFKA_INSTANCE": ""}) for name in _started(scene)]
    with ExitStack() as stops:
        for one in started:
            stops.callback(one.stop)
        await _away(scene, found, started, seconds)
        await asyncio.to_thread(kafka.launch)
        await asyncio.to_thread(kafka.wait)
        unsettled = await settle(scene.endpoints, within_s=CATCHES_UP_S)
        found.expect(not unsettled, f"{CATCHES_UP_S:.0f} s after the brokers were back: {unsettled}")
        async with Load(scene, found):
            await asyncio.sleep(1.0)
    logs = {name: _told(scene.line.services.log(name), before[name]) for name in SERVICES}
    logs |= {f"{one.service}-2": _told(one.process.log, 0) for one in started}
    most = LINES + LINES_A_MINUTE * seconds / 60
    for name, lines in logs.items():
        found.expect(lines.total() <= most, f"{name} logged {lines.total()} lines: {lines.most_common(5)}")
    found.saw(f"at most {max(lines.total() for lines in logs.values())} lines logged by a process")
    await scene.judge(found, within_s=CATCHES_UP_S)


def _started(scene: Scene) -> Sequence[str]:
    """Which services get a second process while the brokers are away."""
    return SERVICES if scene.scale >= 0.1 else ("intake",)


async def _away(scene: Scene, found: Findings, started: list[Replica], seconds: int) -> None:
    urls = {name: scene.line.services.internal_url(name) for name in SERVICES}
    filer = Filer(scene, lanes=2, pause_s=0.2)
    period = max(0.5, min(PERIOD_S, PERIOD_S * scene.scale))
    async with filer, Probes(urls, period) as probes, asyncio.TaskGroup() as others:
        reading = others.create_task(_reads(scene, seconds))
        for one in started:
            await asyncio.to_thread(one.start)
        async with Probes({f"{one.service}-2": one.internal_url for one in started}, period) as young:
            await _command(scene, found, next(one for one in started if one.service == "intake"))
            statuses = await reading
    for probe in (probes, young):
        found.expect(not probe.killed, f"killed would have been {dict(probe.killed)}: {probe.said}")
        found.expect(not probe.left_out, f"not ready were {dict(probe.left_out)}: {probe.said}")
    found.expect(set(filer.statuses) == {201}, f"without brokers intake answered {filer.statuses}")
    found.expect(set(statuses) == {200}, f"without brokers reads were answered {dict(statuses)}")
    probed = sum((probes.asked + young.asked).values())
    found.saw(f"{probed} probes, none killed; {filer.accepted} requests accepted, {statuses.total()} reads served")
    found.saw(f"p99 of requests {filer.quantile(0.99) * 1000:.0f} ms; {len(started)} processes started meanwhile")


async def _reads(scene: Scene, seconds: int) -> Counter[int]:
    """The statuses of reads of the catalogue, asked for so long."""
    statuses: Counter[int] = Counter()
    until = asyncio.get_running_loop().time() + seconds
    async with httpx.AsyncClient(base_url=scene.line.url("catalogue"), timeout=WITHIN_S, trust_env=False) as http:
        while asyncio.get_running_loop().time() < until:
            statuses[(await http.get("/listings")).status_code] += 1
            await asyncio.sleep(0.2)
    return statuses


async def _command(scene: Scene, found: Findings, replica: Replica) -> None:
    """A prior request, filed with the process that was started without brokers."""
    key = scene.new_key()
    token = scene.line.issuer.token(PUBLISHER, [Role.PUBLISHER], ORGANISATION)
    headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
    async with httpx.AsyncClient(timeout=WITHIN_S, trust_env=False) as http:
        answer = await http.post(f"{replica.url}/dossiers", json=PRIOR_REQUEST, headers=headers)
    found.expect(answer.status_code == httpx.codes.CREATED, f"the new process answered {answer.text[:200]}")
    if answer.status_code == httpx.codes.CREATED:
        told = answer.json()
        scene.ledger.note(
            Accepted(service="intake", path="/dossiers", actor=PUBLISHER, key=key, aggregate=told["id"],
                     state=told["state"], version=told["version"], events=tuple(told["events"]))
        )  # fmt: skip


def _size(log: Path) -> int:
    return log.stat().st_size if log.exists() else 0


def _told(log: Path, since: int) -> Counter[str]:
    """How often each message was logged."""
    with log.open("rb") as file:
        file.seek(since)
        lines = file.read().decode(errors="replace").splitlines()
    return Counter(json.loads(line)["message"] if line.startswith("{") else line for line in lines)


EXPERIMENT = Experiment(number=38, title="brokers away", run=brokers_away, limit_s=1500.0)
