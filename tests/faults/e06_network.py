"""6: between the services and their database, and between them and the broker, the network cuts, delays and loses."""

import asyncio
import time
from contextlib import AsyncExitStack
from urllib.parse import urlsplit, urlunsplit

from deploy.local.kafka import HEAP
from deploy.local.ports import LOOPBACK, free_port
from shared.contracts.topics import SERVICES
from tests.faults.experiment import Experiment, Findings, Ground
from tests.faults.hands import all_ready, rearm
from tests.faults.load import Load
from tests.faults.proxy import Mode, Proxy
from tests.faults.scene import Scene

RECOVERS_S = 30.0
TROUBLE = (Mode.DELAY, Mode.LOSS, Mode.CUT, Mode.BLACK_HOLE, Mode.HALF_OPEN)


async def network(scene: Scene, found: Findings) -> None:
    """No service wedges: 30 s after the network is well again, dossiers flow as before."""
    found.done = "network trouble under load"
    postgres, kafka = scene.line.stack.postgres, scene.line.stack.kafka
    assert postgres and kafka
    inner = free_port()
    async with AsyncExitStack() as open_:
        database = await open_.enter_async_context(Proxy(postgres.port, scene.random).serving())
        broker = await open_.enter_async_context(Proxy(inner, scene.random).serving())
        await asyncio.to_thread(scene.line.services.stop, *SERVICES)
        await asyncio.to_thread(_listen_behind, scene, inner, broker.port)
        for name in SERVICES:
            rearm(
                scene.line, name, KAFKA_BOOTSTRAP_SERVERS=f"{LOOPBACK}:{broker.port}",
                DATABASE_URL=_through(scene.line.databases[name], database.port),
            )  # fmt: skip
        await all_ready(scene.line)
        for where, proxy in (("database", database), ("broker", broker)):
            chosen = TROUBLE if scene.scale >= 0.1 else (Mode.CUT,)
            slowest = {mode: await _trouble(scene, found, proxy, mode, where) for mode in chosen}
            found.saw(
                f"{where}: flows again after "
                + ", ".join(f"{mode} {took:.0f}" for mode, took in slowest.items())
                + " s"
            )
        await scene.judge(found)
        await asyncio.to_thread(scene.line.services.stop, *SERVICES)


async def _trouble(scene: Scene, found: Findings, proxy: Proxy, mode: Mode, where: str) -> float:
    """One kind of trouble; seconds until a wave of dossiers begun after it is through."""
    async with Load(scene, found, lanes=1, patience_s=180.0):
        await asyncio.sleep(1.0)
        proxy.set(mode)
        if mode is not Mode.HALF_OPEN:
            await asyncio.sleep(max(4.0, 20.0 * scene.scale))
            proxy.set(Mode.PASS)
        began = time.monotonic()
        async with Load(scene, found, lanes=1, patience_s=180.0) as after:
            await asyncio.sleep(0)
        took = time.monotonic() - began
    found.times += 1
    scene.say(f"{where} {mode}: {len(after.journeys)} dossiers through after {took:.1f} s")
    found.expect(took < RECOVERS_S or not scene.timed, f"{where} {mode}: dossiers flow only after {took:.0f} s")
    return took


def _listen_behind(scene: Scene, inner: int, outer: int) -> None:
    """Give the broker one more listener, which tells clients the proxy's address; it starts anew."""
    kafka = scene.line.stack.kafka
    assert kafka
    broker = kafka.brokers[0]
    kafka.stop()
    plain, own = f"PLAINTEXT://{LOOPBACK}:{broker.port}", f"PROXIED://{LOOPBACK}"
    lines = [line for line in broker.settings.read_text().splitlines() if not line.startswith("listeners=")]
    lines += [
        f"listeners={plain},CONTROLLER://{LOOPBACK}:{broker.controller_port},{own}:{inner}",
        f"advertised.listeners={plain},{own}:{outer}",
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT",
    ]
    broker.settings.write_text("\n".join(lines) + "\n")
    broker.launch(kafka.java, HEAP[1])
    kafka.wait()


def _through(url: str, port: int) -> str:
    parts = urlsplit(url)
    account = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{account}@{LOOPBACK}:{port}"))


EXPERIMENT = Experiment(number=6, title="network trouble", run=network, ground=Ground.OWN, limit_s=900.0)
