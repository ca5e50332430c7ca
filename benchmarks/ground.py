"""What all contenders stand on in turn: one PostgreSQL, one Kafka, one place for logs, one collector of traces."""

import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import SAMPLED_IN, topic
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.stack import SERVICES, LocalStack

ROOT = Path("build/bench")
UNHINDERED = {
    f"RATE_{what}_PER_{whom}": "1000000/second"
    for what in ("REQUESTS", "COMMANDS")
    for whom in ("ADDRESS", "CALLER", "ORGANISATION")
}
"""Quotas that are counted, as in production, and that no load reaches."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One stack, ready."""

    stack: LocalStack
    traces: str
    """Where spans go: a collector on loopback that takes them and forgets them."""

    @property
    def logs(self) -> Path:
        """Where processes write what they say."""
        folder = ROOT / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def bootstrap_servers(self) -> str:
        """Kafka."""
        return self.stack.bootstrap_servers

    @property
    def databases(self) -> Sequence[str]:
        """A database for each hop, under the account that owns it."""
        return [self.stack.owner_url(service) for service in SERVICES]

    @property
    def servers(self) -> dict[str, list[int]]:
        """PostgreSQL's and Kafka's pids, where they are ours."""
        pids = self.stack.state.pids
        return {
            "postgres": [pid for name, pid in pids.items() if name == "postgres"],
            "kafka": [pid for name, pid in pids.items() if name != "postgres"],
        }

    @property
    def tracing(self) -> dict[str, str]:
        """What a process needs to record one trace in ten."""
        return {
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": self.traces,
            "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
            "OTEL_TRACES_SAMPLER_ARG": str(1 / SAMPLED_IN),
        }

    def topic_bytes(self, numbers: Iterable[int]) -> int:
        """Bytes of the records on topics, as the broker keeps them."""
        if self.stack.kafka is None:
            return 0
        data = self.stack.kafka.brokers[0].directory / "data"
        return sum(log.stat().st_size for number in numbers for log in data.glob(f"{topic(number)}-[0-9]/*.log"))


@contextmanager
def ground() -> Iterator[Ground]:
    """Start it; stop it at the end."""
    port = free_port()
    collector = subprocess.Popen([sys.executable, "-m", "benchmarks.collector", str(port)])
    try:
        with LocalStack(ROOT / "stack") as stack:
            yield Ground(stack, f"http://{LOOPBACK}:{port}/v1/traces")
    finally:
        collector.terminate()
        collector.wait()
