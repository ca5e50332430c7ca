"""The whole line on this machine: servers, topics, tables, an issuer of tokens, a simulated clock, five services."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Self, TypeVar

from deploy.brokers.topics import create_topics
from deploy.local.errors import LocalStartFailed
from deploy.local.interrupts import orderly_exit
from deploy.local.keys import RING, key_file, make_keys
from deploy.local.ports import LOOPBACK, free_port, is_free
from deploy.local.services import Services
from deploy.local.stack import SERVICES, LocalStack, tell
from shared.base.clock import SimulatedClock
from shared.contracts.kafka_names import KafkaNames
from shared.identity.local_issuer import LocalIssuer
from shared.persistence.migrating import migrate
from shared.runtime.rate_settings import LIMITED
from shared.signing.key_ring import load_ring
from shared.signing.verifier import Verifier

T = TypeVar("T")
NO_QUOTAS = {f"RATE_{limit}_PER_{per}".upper(): "1000000/second" for limit, per in LIMITED}
"""A few callers do here in minutes what thousands do in a year."""


@dataclass(slots=True)
class Line:
    """Five services on real servers under `root`, for demonstrations and tests; a context manager, not for production.

    Blocking: start it before the event loop, or in a thread. Leaving it, or an interrupt anywhere in it, stops all.
    """

    root: Path
    say: Callable[[str], None] = tell
    durable: bool = True  # False: PostgreSQL without fsync
    keep_data: bool = False
    brokers: int = 1  # 3: every topic on all three
    ports: Mapping[str, int] = field(default_factory=dict)  # by service; missing: a free one
    settings: Mapping[str, str] = field(default_factory=dict)  # more environment for every service
    stack: LocalStack = field(init=False)
    issuer: LocalIssuer = field(init=False)
    services: Services = field(init=False)
    _exit: ExitStack = field(default_factory=ExitStack)

    def start_for_good(self) -> None:
        """Start everything and leave it running when this process ends; `stop_recorded` stops it from any other."""
        self.__enter__()
        self._exit = ExitStack()

    def __enter__(self) -> Self:
        """Start everything. Raises LocalPartMissing, LocalStartFailed."""
        self._check_ports()
        with ExitStack() as steps:
            steps.enter_context(orderly_exit())
            self.stack = self._stack()
            self.say("starting PostgreSQL and Kafka")
            steps.enter_context(self.stack)
            self.issuer = LocalIssuer(self.stack.root / "issuer")
            make_keys(self.stack.root, SERVICES)
            self.shift_clock(timedelta())
            self.say("creating topics and tables")
            apart(self._prepare)
            self.say("starting the five services")
            self.services = Services(self.stack.root, self._environments())
            steps.enter_context(self.services)
            self._exit = steps.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exit.close()

    def url(self, service: str) -> str:
        """Where a service answers; the same after a restart."""
        return self.services.url(service)

    @property
    def urls(self) -> dict[str, str]:
        """Where each of the five answers."""
        return {name: self.url(name) for name in SERVICES}

    @property
    def databases(self) -> dict[str, str]:
        """The database of each service, under the account that it runs under."""
        return {name: self.stack.database_url(name) for name in SERVICES}

    @property
    def bootstrap_servers(self) -> str:
        """Kafka's addresses."""
        return self.stack.bootstrap_servers

    @property
    def names(self) -> KafkaNames:
        """What its topics and groups are called there."""
        return KafkaNames(self.stack.state.kafka_prefix)

    @property
    def verifier(self) -> Verifier:
        """Checks records by the ring of this line."""
        return Verifier(load_ring(self.stack.root / RING))

    @property
    def clock_file(self) -> Path:
        """The clock that all five read."""
        return self.stack.root / "clock"

    def shift_clock(self, by: timedelta) -> None:
        """Let all services live so much later than this machine; counted from the machine's time, not from the last."""
        SimulatedClock.shift(self.clock_file, by)

    def _stack(self) -> LocalStack:
        return LocalStack(self.root, brokers=self.brokers, keep_data=self.keep_data, durable=self.durable, say=self.say)

    def _check_ports(self) -> None:
        for name, port in self.ports.items():
            if not is_free(port):
                message = f"port {port} of {name} is taken: stop what listens there, or name another port"
                raise LocalStartFailed(message)

    async def _prepare(self) -> None:
        """Topics and tables; a second line on the same servers finds them done."""
        _, wrong = await create_topics(self.bootstrap_servers, replication=self.brokers, names=self.names)
        if wrong:
            raise LocalStartFailed(f"topics are not as declared: {'; '.join(wrong)}; start with an empty {self.root}")
        for name in SERVICES:
            migrations = import_module(f"services.{name}.main").SERVICE.migrations
            await migrate(self.stack.owner_url(name), migrations, self.stack.accounts(name))

    def _environments(self) -> dict[str, dict[str, str]]:
        """The settings of each service."""
        ports = {name: self.ports.get(name) or free_port() for name in SERVICES}
        common = {
            "DEMONSTRATION": "true",
            "CLOCK_FILE": str(self.clock_file),
            "IDENTITY_JWKS": self.issuer.jwks_uri,
            "IDENTITY_ISSUER": self.issuer.issuer,
            "TRACKING_SECRET": token_hex(16),
            "DOCUMENT_FOLDER": str(self.stack.root / "documents"),
            "CATALOGUE_URL": f"http://{LOOPBACK}:{ports['catalogue']}",
            **NO_QUOTAS,
        }
        return {
            name: common
            | self.stack.environment(name)
            # a static member that was killed takes over at once when it comes back
            | {"HTTP_PORT": str(port), "KAFKA_INSTANCE": f"{name}-1"}
            | {
                "SIGNING_KEY_FILE": str(key_file(self.stack.root, name)),
                "SIGNING_KEYS_FILE": str(self.stack.root / RING),
            }
            | dict(self.settings)
            for name, port in ports.items()
        }


def apart(work: Callable[[], Awaitable[T]]) -> T:
    """Run async work to its end in a thread and loop of its own, whatever the caller runs in."""

    async def whole() -> T:
        return await work()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, whole()).result()
