"""The composition root that all five services share: settings in, working parts out."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import asyncpg
import uvicorn
from aiokafka import AIOKafkaConsumer
from fastapi import FastAPI
from faststream.kafka import KafkaBroker

from shared.base.clock import Clock, SimulatedClock, SystemClock
from shared.base.progress import Progress
from shared.calendar.france import FRANCE
from shared.delivery.deadlines.scheduler import Scheduler
from shared.delivery.kafka import fail_points as failpoints
from shared.delivery.kafka.consumer import Consumer
from shared.delivery.kafka.programme_follower import POLL_MS, ProgrammeFollower
from shared.delivery.kafka.relay import Relay
from shared.delivery.kafka.sender import Sender
from shared.delivery.kafka.wakeup import WakeupSender
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.command_queue import CommandQueue
from shared.delivery.shell.transaction import Shell
from shared.delivery.tasks.checkpoint_writer import CheckpointWriter
from shared.delivery.tasks.inbox_cleanup import Housekeeper
from shared.http.context import HttpContext
from shared.identity.tokens import TokenVerifier
from shared.persistence.connecting import connect_relay, open_pool
from shared.persistence.read_pool import ReadPool, open_read_pool
from shared.persistence.revision import head
from shared.programme.loading import load_file, published
from shared.runtime.app import build_app
from shared.runtime.further_measures import further_measures
from shared.runtime.health import Health
from shared.runtime.http_protocol import limited
from shared.runtime.internal import Scrapes, internal_app
from shared.runtime.kafka_security import for_aiokafka, for_faststream
from shared.runtime.measuring import Measuring
from shared.runtime.server import Server
from shared.runtime.service import Service
from shared.runtime.settings import ProcessRole, ServiceSettings
from shared.runtime.signing import signer_of, verifier_of

REQUEST_MS = 15_000
"""When a connection to a broker counts as dead; longer than others may take to let go in a rebalance."""
METADATA_MS = 5_000
"""How soon a topic that was deleted and created again is assigned again; aiokafka's own five minutes stop the line."""


@dataclass(slots=True, kw_only=True)
class Parts:
    """Everything that a running process consists of."""

    pool: asyncpg.Pool
    reads: ReadPool
    sender: Sender
    consumer: Consumer
    broker: KafkaBroker
    relay: Relay
    wakeups: WakeupSender
    scheduler: Scheduler
    sealer: CheckpointWriter
    housekeeper: Housekeeper
    health: Health
    server: Server
    internal: Server
    """The private port."""
    scrapes: Scrapes
    follower: ProgrammeFollower


async def wire(service: Service, settings: ServiceSettings, progress: Progress) -> Parts:
    """Put a service together. Nothing is connected yet: database and brokers may come later."""
    if settings.fail_point:
        failpoints.arm(settings.fail_point)
    dsn = str(settings.database_url)
    names, client = settings.kafka_names, settings.kafka_names.group(service.name)
    pool = await open_pool(dsn, settings.database_connections)
    reads = await open_read_pool(dsn)
    shell = Shell(service.name, pool, _act_context(settings))
    sender = Sender(settings.kafka_bootstrap_servers, client, for_aiokafka(settings), signer_of(settings), names)
    consumer = Consumer(service.subscriptions.named(names).checked_by(verifier_of(settings)), shell, progress)
    broker = _broker(settings, client)
    if service.subscriptions.topics:
        consumer.attach(broker, instance=settings.kafka_instance)
    relay = Relay(lambda: connect_relay(dsn), sender)
    relay.on_silence = pool.expire_connections
    wakeups = _wakeups_of(relay, shell)
    verifier = _verifier(settings)
    others = further_measures(settings, sender, verifier.keys)
    measuring = Measuring(shell, service.aggregates, sender, consumer, head(service.migrations), others)
    health = _health(service, settings, progress, measuring)
    context = HttpContext(CommandQueue(shell), shell, verifier, reads, settings.rates())
    scrapes = Scrapes(health)
    return Parts(
        pool=pool,
        reads=reads,
        sender=sender,
        consumer=consumer,
        broker=broker,
        relay=relay,
        wakeups=wakeups,
        scheduler=Scheduler(shell, service.aggregates),
        sealer=CheckpointWriter(service.name, shell.context.clock),
        housekeeper=Housekeeper(settings.inbox_days),
        health=health,
        server=_server(build_app(service, settings, context), settings, settings.http_port),
        internal=_server(internal_app(scrapes), settings, settings.http_internal_port),
        scrapes=scrapes,
        follower=_follower(shell, settings),
    )


def _health(service: Service, settings: ServiceSettings, progress: Progress, measuring: Measuring) -> Health:
    roles = settings.process_roles
    heard = measuring.consumer if ProcessRole.WORKER in roles else None
    return Health(
        measuring.shell, measuring.sender, heard, progress, measuring.revision, measuring.measure,
        serves=ProcessRole.API in roles, standing=measuring.standing, own_causes=_own_causes(service, settings),
    )  # fmt: skip


def _own_causes(service: Service, settings: ServiceSettings) -> Callable[[], Awaitable[Sequence[str]]] | None:
    """A process that only relays has no part in what the service keeps."""
    causes = service.causes
    if causes is None or not settings.process_roles & {ProcessRole.API, ProcessRole.WORKER}:
        return None
    return lambda: causes(settings)


def _wakeups_of(relay: Relay, shell: Shell) -> WakeupSender:
    """A commit wakes our own relay at once and notifies those of other processes."""
    wakeups = WakeupSender(shell.pool, relay.carries_all)
    relay.own_sender_id = wakeups.sender_id

    def committed() -> None:
        relay.wake()
        wakeups.signal()

    shell.on_commit = committed
    return wakeups


def _broker(settings: ServiceSettings, client: str) -> KafkaBroker:
    return KafkaBroker(
        # FastStream takes a text for one address, commas and all
        settings.kafka_bootstrap_servers.split(","), security=for_faststream(settings), apply_types=False,
        logger=logging.getLogger("faststream"), log_level=logging.DEBUG,
        client_id=client, consumer_only=True, graceful_timeout=10.0, request_timeout_ms=REQUEST_MS,
        metadata_max_age_ms=METADATA_MS,
    )  # fmt: skip


def _server(app: FastAPI, settings: ServiceSettings, port: int) -> Server:
    over_tls = not settings.demonstration and port == settings.http_port
    config = uvicorn.Config(
        app, settings.http_host, port, log_config=None, access_log=False, ws="none", lifespan="off",
        timeout_graceful_shutdown=10, server_header=False,
        http=limited(settings.http_limits(), over_tls=over_tls),
        proxy_headers=False,  # HTTP_TRUSTED_PROXIES alone says whose X-Forwarded-For counts
        timeout_keep_alive=settings.http_keep_alive_seconds,
    )  # fmt: skip
    return Server(config)


def _follower(shell: Shell, settings: ServiceSettings) -> ProgrammeFollower:
    def connect() -> AIOKafkaConsumer:
        """A consumer without a group: it reads for this process alone."""
        return AIOKafkaConsumer(
            bootstrap_servers=settings.kafka_bootstrap_servers, client_id=settings.kafka_names.group(shell.service),
            group_id=None, enable_auto_commit=False, fetch_max_wait_ms=POLL_MS,
            request_timeout_ms=POLL_MS + REQUEST_MS, **for_aiokafka(settings),
        )  # fmt: skip

    return ProgrammeFollower(shell.context, shell.pool, connect, verifier_of(settings), settings.kafka_names)


def _act_context(settings: ServiceSettings) -> ActContext:
    clock: Clock = SimulatedClock(settings.clock_file) if settings.clock_file else SystemClock()
    document = load_file(settings.programme_file) if settings.programme_file else published()
    return ActContext(clock, document, FRANCE)


def _verifier(settings: ServiceSettings) -> TokenVerifier:
    return TokenVerifier(
        settings.identity_jwks,
        settings.identity_issuer,
        settings.identity_audience,
        settings.identity_roles_claim,
        settings.identity_organisation_claim,
        longest_lifetime=settings.identity_longest_lifetime,
        types=frozenset(kind.strip().lower() for kind in settings.identity_token_types.split(",")),
    )
