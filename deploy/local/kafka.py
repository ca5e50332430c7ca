"""A real Kafka cluster of one or three brokers on loopback, without a Java or Maven of the machine's own."""

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.broker import Broker
from deploy.local.java import Java
from deploy.local.leftovers import stop_together
from deploy.local.ports import LOOPBACK
from deploy.local.process import Process

START_TIMEOUT = 180.0  # seconds: a busy machine takes many times what a quiet one does
HEAP = {1: 512, 3: 256}  # MiB per broker, by size of the cluster
# Seconds from SIGTERM to SIGKILL. Logs are closed within one; then brokers that stop together wait for a quorum that
# is no more, and nothing is lost by not waiting with them.
GRACE = {1: 15.0, 3: 3.0}
# Sized for a laptop: few threads, small caches, few internal partitions; a lost broker is noticed within 3 s.
SETTINGS = {
    "auto.create.topics.enable": "false",
    "num.network.threads": "2",
    "num.io.threads": "4",
    "background.threads": "2",
    "log.cleaner.dedupe.buffer.size": "8388608",
    "log.index.size.max.bytes": "1048576",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.num.partitions": "1",
    "share.coordinator.state.topic.num.partitions": "1",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",
    "broker.heartbeat.interval.ms": "500",
    "broker.session.timeout.ms": "3000",
    "controlled.shutdown.enable": "true",
}
REPLICATED = ("default", "offsets.topic", "transaction.state.log", "share.coordinator.state.topic")
KEPT_IN_SYNC = ("min.insync.replicas", "transaction.state.log.min.isr", "share.coordinator.state.topic.min.isr")


@dataclass(slots=True)
class Kafka:
    """The cluster. Its data and ports survive stop, kill and start."""

    java: Java
    brokers: list[Broker]
    cluster_id: str

    @property
    def bootstrap_servers(self) -> str:
        """Comma-separated addresses, as clients want them."""
        return ",".join(f"{LOOPBACK}:{broker.port}" for broker in self.brokers)

    def start(self, number: int | None = None, options: Sequence[str] = ()) -> None:
        """Start every broker, or one (numbered from 1), and wait until the whole cluster is seen.

        `options` are more options for Java. Raises LocalStartFailed.
        """
        self.launch(number, options)
        self.wait()

    def launch(self, number: int | None = None, options: Sequence[str] = ()) -> None:
        """Start without waiting."""
        size = len(self.brokers)
        quorum = ",".join(broker.voter for broker in self.brokers)
        copies = {f"{topic}.replication.factor": str(size) for topic in REPLICATED}
        in_sync = {name: str(size // 2 + 1) for name in KEPT_IN_SYNC}
        for broker in self._chosen(number):
            broker.format(self.java, self.cluster_id, quorum, SETTINGS | copies | in_sync)
            broker.launch(self.java, HEAP[size], options)

    def wait(self) -> None:
        """Wait until each running broker sees all running brokers."""
        running = [broker for broker in self.brokers if broker.process.is_alive]
        for broker in running:
            broker.process.wait_until(lambda broker=broker: broker.peers() >= len(running), START_TIMEOUT)  # type: ignore[misc]

    def stop(self, number: int | None = None) -> None:
        """Shut down every broker, or one."""
        stop_together([broker.process for broker in self._chosen(number)])

    def kill(self, number: int) -> None:
        """End one broker as a crash would."""
        for broker in self._chosen(number):
            broker.process.kill()

    def restart(self, number: int | None = None) -> None:
        """Stop and start on the same data and ports."""
        self.stop(number)
        self.start(number)

    def _chosen(self, number: int | None) -> list[Broker]:
        return self.brokers if number is None else [broker for broker in self.brokers if broker.number == number]


def new_cluster_id() -> str:
    """A Kafka id: 16 random bytes, base64; the first letter is never a dash, which a command line would misread."""
    return "R" + base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")[1:]


def new_broker(number: int, root: Path, ports: tuple[int, int], grace: float) -> Broker:
    """A broker whose files lie under `root`, on the given ports (for clients, for controllers)."""
    name = f"kafka-{number}"
    process = Process(name, root / "run" / f"{name}.pid", root / "logs" / f"{name}.log", grace=grace)
    return Broker(
        number=number, port=ports[0], controller_port=ports[1], directory=root / "kafka" / str(number), process=process
    )
