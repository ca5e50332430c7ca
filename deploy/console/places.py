"""Where the line's parts are: from the environment, else from the stack that runs here."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg
import typer
from aiokafka import TopicPartition

from deploy.brokers.administration import administering
from deploy.console.error_notes import naming
from deploy.console.ownership import is_named_by_hand, own_service
from deploy.local.external import External
from deploy.local.keys import RING
from deploy.local.state import State
from shared.base.clock import Clock, SimulatedClock, SystemClock
from shared.calendar.france import FRANCE
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.topics import SERVICES
from shared.delivery.kafka.group_offsets import group_offsets
from shared.delivery.shell.act_context import ActContext
from shared.persistence.address import account_of
from shared.persistence.connecting import connect as connect_by_url
from shared.persistence.rights import Accounts
from shared.programme.loading import load_file, published
from shared.runtime.kafka_security import for_aiokafka
from shared.runtime.kafka_settings import KafkaNameSettings, KafkaSecuritySettings
from shared.runtime.service import Service
from shared.signing.key_ring import load_ring
from shared.signing.verifier import Verifier

DEFAULT_ROOT = Path("build/local")
NOWHERE = (
    "Where is the line? Set KAFKA_BOOTSTRAP_SERVERS and <SERVICE>_DATABASE_URL (INTAKE_DATABASE_URL, …), "
    "or start one here: referencement local up, make demo."
)

ANOTHER = (
    "This environment is that of {own} alone: name --service {own}, or ask where all five databases are named "
    "(the console's pod)."
)


def service_named(name: str) -> Service:
    """The service as its main.py puts it together."""
    service: Service = import_module(f"services.{name}.main").SERVICE
    return replace(service, names=kafka_names(), verifier=verifier())


def verifier() -> Verifier | None:
    """Whom records are checked by: the key ring of SIGNING_KEYS_FILE, else that of the line here. UnusableKey."""
    named = os.environ.get("SIGNING_KEYS_FILE")
    here = _root() / RING
    if not named and (External().own_database_url(SERVICES[0]) or not here.exists()):
        return None
    return Verifier(load_ring(Path(named) if named else here))


def all_services() -> list[Service]:
    """The five, in the order of the line."""
    return [service_named(name) for name in SERVICES]


def _root() -> Path:
    return Path(os.environ.get("REFERENCEMENT_ROOT", DEFAULT_ROOT)).absolute()


def _state() -> State | None:
    return State.read(_root())


def clock() -> Clock:
    """The clock that the services live by: that of a demonstration may be shifted."""
    named = os.environ.get("CLOCK_FILE")
    here = _root() / "clock"
    if not named and External().own_database_url(SERVICES[0]) is None and here.exists():
        return SimulatedClock(here)
    return SimulatedClock(Path(named)) if named else SystemClock()


def act_context() -> ActContext:
    """What acts performed from the console know: the same as in the services."""
    file = os.environ.get("PROGRAMME_FILE")
    return ActContext(clock(), load_file(Path(file)) if file else published(), FRANCE)


def database_url(service: str) -> str:
    """The database of a service. Exits with one line when it cannot be known."""
    named = External().own_database_url(service)
    if named:
        return named
    if state := _state():
        return state.database_urls[service]
    if (only := External().administration_url) and _is_of(service):
        return only
    typer.echo(NOWHERE, err=True)
    raise typer.Exit(2)


def _is_of(service: str) -> bool:
    """Whether DATABASE_URL is this service's: in its own environment, or because somebody named it."""
    own = own_service()
    if own and own != service:
        typer.echo(ANOTHER.format(own=own), err=True)
        raise typer.Exit(2)
    return own == service or is_named_by_hand(service)


async def connect_to(service: str, url: Callable[[str], str]) -> asyncpg.Connection:
    """A connection to a service's database under one of its accounts; its failure is told by the service's name."""
    with naming(f"{service} database"):
        return await connect_by_url(url(service))


async def connect(service: str) -> asyncpg.Connection:
    """A connection to a service's database under the account that the service runs under."""
    return await connect_to(service, database_url)


async def connect_reading(service: str) -> asyncpg.Connection:
    """The same under the account that only reads."""
    return await connect_to(service, reading_url)


async def committed_offsets(service: str) -> Mapping[TopicPartition, int]:
    """What the service's consumer group has committed."""
    async with administering(bootstrap_servers()) as admin:
        return await group_offsets(admin._client, kafka_names().group(service))


def owner_url(service: str) -> str:
    """The same under the account that owns and migrates it; where it has none of its own, the one it runs under."""
    state = None if External().own_database_url(service) else _state()
    return External().owner_database_url(service) or (state and state.owner_urls.get(service)) or database_url(service)


def reading_url(service: str) -> str:
    """The same under the account that only reads; where there is none, the one it runs under."""
    state = None if External().own_database_url(service) else _state()
    return (
        External().reader_database_url(service) or (state and state.reader_urls.get(service)) or database_url(service)
    )


def accounts(service: str) -> Accounts:
    """The accounts beside the owner's: by <SERVICE>_RUNNING_ACCOUNT and <SERVICE>_READING_ACCOUNT, or as the addresses
    name them."""
    external, name = External(), service.upper()
    running, reading = external.own_database_url(service), external.reader_database_url(service)
    if not running and not external.owner_database_url(service) and (state := _state()):
        running, reading = state.database_urls[service], state.reader_urls.get(service)
    return Accounts(
        os.environ.get(f"{name}_RUNNING_ACCOUNT") or (account_of(running) if running else None),
        os.environ.get(f"{name}_READING_ACCOUNT") or (account_of(reading) if reading else None),
    )


def bootstrap_servers() -> str:
    """The brokers. Exits with one line when they cannot be known."""
    state = _state()
    found = External().bootstrap_servers or (state.bootstrap_servers if state else "")
    if not found:
        typer.echo(NOWHERE, err=True)
        raise typer.Exit(2)
    return found


def kafka_names() -> KafkaNames:
    """What topics and groups are called: by KAFKA_PREFIX, else as in the stack that runs here. ValidationError."""
    named, state = KafkaNameSettings().kafka_names, _state()
    if named.prefix or External().bootstrap_servers or state is None:
        return named
    return KafkaNames(state.kafka_prefix)


def kafka_security() -> dict[str, Any]:
    """How aiokafka's clients reach the brokers: the same KAFKA_… variables as in the services."""
    return for_aiokafka(KafkaSecuritySettings())
