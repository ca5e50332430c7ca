"""PostgreSQL and Kafka for one run, under one directory."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from deploy.local import services
from deploy.local.claim import Claim
from deploy.local.databases import with_database
from deploy.local.embedded import Databases, embedded_kafka, embedded_postgres, service_databases
from deploy.local.errors import LocalStartFailed
from deploy.local.external import External
from deploy.local.interrupts import deferred_interrupts
from deploy.local.kafka import Kafka
from deploy.local.leftovers import recorded_pids, stop_recorded
from deploy.local.lifetime import Lifetime
from deploy.local.postgres import Postgres
from deploy.local.state import State
from shared.contracts.kafka_names import prefix_fault
from shared.persistence.rights import Accounts

SERVICES = ("intake", "evaluation", "decision", "catalogue", "surveillance")


def tell(line: str) -> None:
    """Progress, for people."""
    print(line, file=sys.stderr, flush=True)


@dataclass(slots=True)
class LocalStack(Lifetime):
    """Real servers under `root`; or, where the environment names servers that exist already, those.

    Blocking: in async code, start it before the loop or in a thread. Once started, the servers run until `stop`, which
    any process may call on the same root; as a context manager it stops them even when interrupted.
    """

    root: Path = Path("build/local")
    brokers: int = 1
    keep_data: bool = False  # False: start empty, and remove what an earlier run left
    durable: bool = True  # False: PostgreSQL without fsync
    say: Callable[[str], None] = tell
    external: External = field(default_factory=External)
    postgres: Postgres | None = None  # None: not started, or not ours
    kafka: Kafka | None = None
    _claim: Claim = field(init=False)

    def __post_init__(self) -> None:
        self.root = self.root.absolute()
        self._claim = Claim(self.root)

    def start(self) -> None:
        """Start both, create the databases, write stack.json. Replaces what a killed run left under `root`.

        Raises LocalPartMissing, LocalStartFailed.
        """
        self.claim()
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def claim(self) -> None:
        """Hold `root` without starting anything yet. Raises LocalStartFailed when another process holds it."""
        self._claim.take()

    def stop(self) -> None:
        """Stop all that runs under `root`, the services before the servers, whoever started them."""
        with deferred_interrupts():
            self._stop_recorded()
            for part in (self.postgres, self.kafka):
                if part:
                    part.stop()
            self._claim.release()

    @property
    def state(self) -> State:
        """The addresses, once started here or by another process. Raises LocalStartFailed before."""
        state = State.read(self.root)
        if state is None:
            message = f"nothing was started under {self.root}"
            raise LocalStartFailed(message)
        return state

    @property
    def bootstrap_servers(self) -> str:
        """Kafka's addresses, comma-separated."""
        return self.state.bootstrap_servers

    def database_url(self, service: str) -> str:
        """The database of one service, under its own role."""
        return self.state.database_urls[service]

    def owner_url(self, service: str) -> str:
        """The same under the role that owns and migrates it."""
        return self.state.owner_urls[service]

    def accounts(self, service: str) -> Accounts:
        """The roles beside the owner's, for `migrate`."""
        state = self.state
        running, reading = state.database_urls[service], state.reader_urls[service]
        return Accounts(urlsplit(running).username, urlsplit(reading).username)

    def administration_url(self, database: str = "postgres") -> str:
        """A database, under an account that may create databases."""
        return with_database(self.state.administration_url, database)

    def environment(self, service: str) -> dict[str, str]:
        """The settings that lead a service to its servers."""
        return {
            "DATABASE_URL": self.database_url(service),
            "KAFKA_BOOTSTRAP_SERVERS": self.bootstrap_servers,
            "KAFKA_PREFIX": self.state.kafka_prefix,
        }

    def _start(self) -> None:
        if fault := prefix_fault(self.external.kafka_prefix):
            raise LocalStartFailed(f"KAFKA_PREFIX {fault}")
        if found := self._stop_recorded():
            self.say(f"stopped what an earlier run left: {', '.join(found)}")
        previous = State.read(self.root) if self.keep_data else None
        if not self.keep_data:
            self._claim.wipe()
        if self.external.bootstrap_servers is None:
            self.kafka = embedded_kafka(self.root, previous, self.brokers, self.say)
            self.kafka.launch()
        if self.external.administration_url is None:
            self.postgres = embedded_postgres(self.root, previous, durable=self.durable)
            self.postgres.start()
        databases = service_databases(SERVICES, self.external, self.postgres)
        if self.kafka:
            self.kafka.wait()
        self._describe(databases).write(self.root)

    def _stop_recorded(self) -> list[str]:
        return stop_recorded(self.root / services.RUN) + stop_recorded(self.root / "run")

    def _describe(self, databases: Databases) -> State:
        brokers = self.kafka.brokers if self.kafka else []
        return State(
            bootstrap_servers=self.kafka.bootstrap_servers if self.kafka else self.external.bootstrap_servers or "",
            administration_url=self.postgres.url() if self.postgres else self.external.administration_url or "",
            kafka_prefix=self.external.kafka_prefix,
            database_urls=databases.running,
            owner_urls=databases.owners,
            reader_urls=databases.readers,
            postgres_port=self.postgres.port if self.postgres else 0,
            cluster_id=self.kafka.cluster_id if self.kafka else "",
            broker_ports=[(broker.port, broker.controller_port) for broker in brokers],
            pids=recorded_pids(self.root / "run"),
        )
