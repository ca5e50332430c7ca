"""The servers that a stack starts itself, where its last run had them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.databases import (
    create_databases,
    create_roles,
    new_password,
    owner_of,
    reader_of,
    with_account,
    with_database,
)
from deploy.local.errors import LocalStartFailed
from deploy.local.external import External
from deploy.local.java import kafka_java
from deploy.local.kafka import GRACE, HEAP, Kafka, new_broker, new_cluster_id
from deploy.local.ports import LOOPBACK, free_port, is_free
from deploy.local.postgres import Postgres, new_postgres
from deploy.local.state import State
from deploy.local.warmup import warm_up


def embedded_postgres(root: Path, previous: State | None, *, durable: bool) -> Postgres:
    """A server under `root`, not started, on its previous port if that is free."""
    return new_postgres(root, _port(previous.postgres_port if previous else 0), durable=durable)


def embedded_kafka(root: Path, previous: State | None, size: int, say: Callable[[str], None]) -> Kafka:
    """A cluster under `root`, not started, on its previous ports if they are free.

    Raises LocalPartMissing; LocalStartFailed when the data kept there is of a cluster of another size.
    """
    if size not in HEAP:
        message = f"a cluster has {' or '.join(map(str, HEAP))} brokers, not {size}"
        raise LocalStartFailed(message)
    java = kafka_java(say)
    warm_up(java, say)
    ports = list(previous.broker_ports) if previous else []
    if ports and len(ports) != size:
        message = f"the data kept under {root} is of {len(ports)} brokers, not {size}: start without keeping it"
        raise LocalStartFailed(message)
    pairs = [(_port(clients), _port(controllers)) for clients, controllers in ports or [(0, 0)] * size]
    brokers = [new_broker(number, root, pair, GRACE[size]) for number, pair in enumerate(pairs, start=1)]
    return Kafka(java, brokers, previous.cluster_id or new_cluster_id() if previous else new_cluster_id())


@dataclass(frozen=True, slots=True)
class Databases:
    """The URL of each service's database, under its three accounts; under one where the environment names it."""

    running: dict[str, str]
    owners: dict[str, str]
    readers: dict[str, str]


def service_databases(services: Sequence[str], external: External, postgres: Postgres | None) -> Databases:
    """After creating those that the environment does not name one by one."""
    running = _running(services, external, postgres)
    ours = [name for name in services if postgres and not external.own_database_url(name)]
    owners = {name: external.owner_database_url(name) or url for name, url in running.items()}
    readers = {name: external.reader_database_url(name) or url for name, url in running.items()}
    owners |= {name: with_account(running[name], owner_of(name)) for name in ours}
    readers |= {name: with_account(running[name], reader_of(name)) for name in ours}
    return Databases(running, owners, readers)


def _running(services: Sequence[str], external: External, postgres: Postgres | None) -> dict[str, str]:
    named = {service: url for service in services if (url := external.own_database_url(service))}
    missing = [service for service in services if service not in named]
    if postgres:
        return named | _with_roles(postgres, missing)
    shared = external.administration_url or ""
    if missing:
        create_databases(shared, missing)
    return named | {service: with_database(shared, service) for service in missing}


def _with_roles(postgres: Postgres, services: Sequence[str]) -> dict[str, str]:
    """A database and roles of its own for each service, with new passwords."""
    passwords = {service: new_password() for service in services}
    create_roles(postgres.url(), passwords)
    server = f"{LOOPBACK}:{postgres.port}"
    return {service: f"postgresql://{service}:{word}@{server}/{service}" for service, word in passwords.items()}


def _port(previous: int) -> int:
    """The previous port (0: none) if it is free, else a new one."""
    return previous if previous and is_free(previous) else free_port()
