"""Runs one service as one process: start, serve, drain."""

import asyncio
import contextlib
import logging
import os
import signal
import ssl
from collections.abc import Awaitable, Callable, Iterator

import uvicorn
import uvloop
from faststream.kafka import KafkaBroker
from faststream.security import BaseSecurity, SASLScram256, SASLScram512
from sqlalchemy.ext.asyncio import create_async_engine

from shared.calendar.france import FRANCE
from shared.delivery.commands import CommandQueue
from shared.delivery.consumer import Consumer
from shared.delivery.relay import Relay
from shared.delivery.scheduler import Scheduler
from shared.delivery.sender import Sender
from shared.delivery.shell import Shell, World
from shared.http.doors import Doors
from shared.identity.tokens import TokenVerifier
from shared.persistence.connecting import connect, open_pool, sqlalchemy_url
from shared.persistence.migrating import head
from shared.programme.loading import load_file, published
from shared.runtime.app import build_app
from shared.runtime.clock import Clock, SimulatedClock, SystemClock
from shared.runtime.health import Health
from shared.runtime.progress import Progress
from shared.runtime.service import Service
from shared.runtime.settings import ProcessRole, ServiceSettings
from shared.telemetry.logs import setup_logging
from shared.telemetry.tracing import setup_tracing, stop_tracing

log = logging.getLogger(__name__)
LAST_RELAY_S = 5.0


def run(service: Service) -> None:
    """Run the service until SIGTERM or SIGINT; the process's exit code is 0 when it drained."""
    settings = service.settings()
    setup_logging(service.name, settings.log_level)
    uvloop.run(Process(service, settings).run())


class _Server(uvicorn.Server):
    """uvicorn, but the process decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


class Process:
    """The composition root that all five services share."""

    def __init__(self, service: Service, settings: ServiceSettings) -> None:
        self.service = service
        self.settings = settings
        self.progress = Progress()
        self.stopping = asyncio.Event()
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Start everything, wait for the signal, drain."""
        settings, loop = self.settings, asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        tracing = setup_tracing(self.service.name, os.environ)
        dsn = str(settings.database_url)
        pool = await open_pool(dsn, settings.database_connections)
        engine = create_async_engine(sqlalchemy_url(dsn), pool_size=2, max_overflow=6, pool_pre_ping=True)
        shell = Shell(self.service.name, pool, self._world())
        sender = Sender(settings.kafka_bootstrap_servers, f"referencement-{self.service.name}", self._kafka_security())
        consumer = Consumer(self.service.subscriptions, shell, self.progress) if self._is(ProcessRole.WORKER) else None
        doors = Doors(CommandQueue(shell), shell, self._verifier(), engine)
        health = Health(shell, sender, consumer, self.progress, head(self.service.migrations))
        relay = Relay(lambda: connect(dsn), sender)
        shell.on_commit = relay.wake
        app = build_app(self.service, settings, doors, health)
        server = _Server(
            uvicorn.Config(app, settings.http_host, settings.http_port, log_config=None, access_log=False, ws="none",
                           lifespan="off", timeout_graceful_shutdown=10, server_header=False)
        )  # fmt: skip
        broker = KafkaBroker(
            settings.kafka_bootstrap_servers, security=self._broker_security(), apply_types=False, logger=None,
            client_id=f"referencement-{self.service.name}", consumer_only=True, graceful_timeout=10.0,
        )  # fmt: skip
        if self._is(ProcessRole.RELAY):
            self._keep("relay", lambda: relay.run(self.progress))
        if consumer:
            self._keep("scheduler", lambda: Scheduler(shell, self.service.aggregates).run(self.progress))
            if self.service.subscriptions.topics:
                consumer.attach(broker, instance=settings.kafka_instance)
                self._keep("consumer", lambda: _start_broker(broker))
        serving = asyncio.create_task(server.serve(), name="http")
        serving.add_done_callback(lambda _: self.stopping.set())
        log.info("started", extra={"http_port": settings.http_port})
        await self.stopping.wait()
        log.info("draining")
        health.draining = True
        await asyncio.sleep(settings.drain_seconds)
        await self._stop("consumer", "scheduler")
        with contextlib.suppress(Exception):
            await broker.stop()
        server.should_exit = True
        with contextlib.suppress(SystemExit):
            await serving
        await self._stop("relay")
        await self._relay_the_rest(relay, dsn)
        await sender.stop()
        await engine.dispose()
        await asyncio.wait_for(pool.close(), 5)
        await stop_tracing(tracing)
        log.info("stopped")
        if not server.started:
            raise SystemExit(3)

    def _is(self, role: ProcessRole) -> bool:
        return role in self.settings.process_roles

    def _world(self) -> World:
        settings = self.settings
        clock: Clock = SystemClock()
        if settings.clock_file:
            if not settings.demonstration:
                raise SystemExit("CLOCK_FILE is for demonstrations: unset it, or set DEMONSTRATION=true.")
            clock = SimulatedClock(settings.clock_file)
        document = load_file(settings.programme_file) if settings.programme_file else published()
        return World(clock, document, FRANCE)

    def _verifier(self) -> TokenVerifier:
        settings = self.settings
        if settings.identity_jwks.startswith("file:") and not settings.demonstration:
            raise SystemExit("IDENTITY_JWKS is a local file: use the provider's https URL, or set DEMONSTRATION=true.")
        return TokenVerifier(
            settings.identity_jwks,
            settings.identity_issuer,
            settings.identity_audience,
            settings.identity_roles_claim,
            settings.identity_organisation_claim,
        )

    def _ssl(self) -> ssl.SSLContext | None:
        if "SSL" not in self.settings.kafka_security_protocol:
            return None
        return ssl.create_default_context(cafile=self.settings.kafka_ca_file)

    def _kafka_security(self) -> dict[str, object]:
        settings = self.settings
        if settings.kafka_security_protocol == "PLAINTEXT":
            return {}
        return {
            "security_protocol": settings.kafka_security_protocol,
            "ssl_context": self._ssl(),
            "sasl_mechanism": settings.kafka_sasl_mechanism,
            "sasl_plain_username": settings.kafka_username or None,
            "sasl_plain_password": settings.kafka_password.get_secret_value() or None,
        }

    def _broker_security(self) -> BaseSecurity | None:
        settings = self.settings
        if "SASL" in settings.kafka_security_protocol:
            kind = SASLScram256 if settings.kafka_sasl_mechanism == "SCRAM-SHA-256" else SASLScram512
            context = self._ssl()
            return kind(settings.kafka_username, settings.kafka_password.get_secret_value(), context, bool(context))
        return BaseSecurity(self._ssl(), use_ssl=True) if self._ssl() else None

    def _keep(self, name: str, loop: Callable[[], Awaitable[None]]) -> None:
        """Run a loop for the life of the process; start it again should it ever end by an error."""

        async def kept() -> None:
            while True:
                try:
                    await loop()
                    return
                except Exception:
                    log.exception("loop failed, starts again", extra={"loop": name})
                    await asyncio.sleep(1.0)

        self.tasks[name] = asyncio.create_task(kept(), name=name)

    async def _stop(self, *names: str) -> None:
        for name in names:
            task = self.tasks.pop(name, None)
            if task:
                task.cancel()
                await asyncio.wait([task], timeout=12)

    async def _relay_the_rest(self, relay: Relay, dsn: str) -> None:
        """Send what was committed last, so that a stopped service leaves an empty outbox."""
        if not self._is(ProcessRole.RELAY):
            return
        try:
            async with asyncio.timeout(LAST_RELAY_S):
                await relay.drain(await connect(dsn))
        except Exception as error:
            log.warning("outbox not drained, the next start goes on", extra={"error": repr(error)})


async def _start_broker(broker: KafkaBroker) -> None:
    """Start consuming; try again until the brokers are there."""
    delay = 0.5
    while True:
        try:
            await broker.start()
            return
        except Exception as error:
            log.warning("broker not there yet", extra={"error": repr(error), "delay_s": delay})
            with contextlib.suppress(Exception):
                await broker.stop()
            await asyncio.sleep(delay)
            delay = min(delay * 2, 10.0)
