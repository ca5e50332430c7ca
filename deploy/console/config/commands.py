"""All that is wrong with an environment, said before anything starts."""

import asyncio
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import typer

from deploy.console.config.checks.broker_check import check_brokers
from deploy.console.config.checks.database_check import check_database
from deploy.console.config.checks.finding import Finding, Verdict, doubtful, ok, wrong
from deploy.console.config.checks.identity_check import check_identity
from deploy.console.config.checks.machine_check import check_machine
from deploy.console.config.checks.position_check import check_positions
from deploy.console.config.checks.rights_check import check_rights
from deploy.console.config.checks.settings_check import settings_of, telemetry_of
from deploy.console.ownership import is_of_one_service, own_service, service_of_database
from deploy.console.places import (
    all_services,
    bootstrap_servers,
    database_url,
    kafka_names,
    kafka_security,
    service_named,
)  # fmt: skip
from deploy.console.terminal import say
from deploy.local.external import External
from shared.contracts.topics import SERVICES
from shared.persistence.address import UnreadableAddress
from shared.runtime.service import Service
from shared.runtime.settings import ServiceSettings

app = typer.Typer(no_args_is_help=True, help="The environment that services are given.")
OWN = "IDENTITY_ISSUER"
"""Where this is set, the environment is that of a service, not only that of the console."""


@app.callback()
def config() -> None:
    """Its commands have names of their own."""


@app.command()
def check(
    service: str | None = typer.Option(
        None, "--service", "-s", help="One service only; none: all five, or the one whose environment this is"
    ),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line"),
) -> None:
    """Look at settings, databases, brokers, topics, keys and limits: one line each, what is wrong and what to do.

    In a service's own environment (its pod, its unit): its settings too. Exit code 1: it will not run.
    """
    logging.getLogger("aiokafka").addHandler(logging.NullHandler())  # what it would say, we say
    if service and service not in SERVICES:
        raise typer.BadParameter(f"{service!r} is none of {', '.join(SERVICES)}")
    of_whom, told = _only(service, os.environ)
    chosen = [service_named(of_whom)] if of_whom else all_services()
    found = [*told, *asyncio.run(_all(chosen, os.environ))]
    for one in found:
        say(msgspec.json.encode(one).decode() if as_json else one.line())
    raise typer.Exit(1 if any(one.verdict is Verdict.WRONG for one in found) else 0)


def _only(service: str | None, environment: Mapping[str, str]) -> tuple[str | None, list[Finding]]:
    """The one service to check, none for all; and what is to be said of that."""
    if not is_of_one_service(environment):
        return service, []
    try:
        address = External(environment).administration_url
    except UnreadableAddress:
        address = None
    own = own_service(environment)
    if address and not own:
        own = asyncio.run(service_of_database(address, all_services()))
    if service:
        another = f"environment is that of {own}: {service} is checked where it runs"
        return service, [doubtful("this", another)] if own and own != service else []
    if own:
        return own, [ok("this environment", f"that of {own}, which alone is checked; others are where they run")]
    typer.echo("This environment names one database and no service: say which it is with --service NAME.", err=True)
    raise typer.Exit(2)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a service's servers are, as far as its settings say."""

    database: str | None
    brokers: str | None
    security: Mapping[str, object] | None
    settings: ServiceSettings | None

    @property
    def keys(self) -> str | None:
        """Where the identity provider publishes its keys."""
        return self.settings.identity_jwks if self.settings else None


async def _all(services: Sequence[Service], environment: Mapping[str, str]) -> list[Finding]:
    found: list[Finding] = []
    places: dict[str, _Place] = {}
    for service in services:
        places[service.name], told = _place(service, environment)
        found += told
    checks = [check_database(one, place.database) for one in services if (place := places[one.name]).database]
    checks += [check_rights(one, place.database) for one in services if (place := places[one.name]).database]
    brokers = {place.brokers: place.security for place in places.values() if place.brokers}
    topics = kafka_names().topics()
    checks += [
        check_brokers(servers, security, topics) for servers, security in brokers.items() if security is not None
    ]
    checks += [
        check_positions(one, place.database, place.brokers, place.security)
        for one in services
        if (place := places[one.name]).database and place.brokers and place.security is not None
    ]
    checks += [check_identity(name, place.keys) for name, place in places.items() if place.keys]
    checks += [_check_own(one, settings) for one in services if (settings := places[one.name].settings)]
    for part in await asyncio.gather(*checks):
        found += part
    return [*found, *telemetry_of(environment), *check_machine()]


def _place(service: Service, environment: Mapping[str, str]) -> tuple[_Place, list[Finding]]:
    """From the service's own environment, where this is one; else from the console's."""
    if OWN not in environment and "DATABASE_URL" not in environment:
        told = "are not in this environment: check them where the service runs"
        not_seen = doubtful(f"{service.name} settings", told)
        return _Place(database_url(service.name), bootstrap_servers(), _security(), None), [not_seen]
    external = External(environment)
    try:
        own = external.own_database_url(service.name)
        database = own or external.administration_url
        settings, found = settings_of(service, {"database_url": own} if own else {})
    except UnreadableAddress as error:
        own, database = None, None
        settings, found = settings_of(service, {})
        found = found if settings is None else [wrong(service.name, str(error))]
    return _Place(database, environment.get("KAFKA_BOOTSTRAP_SERVERS"), _security(), settings), found


async def _check_own(service: Service, settings: ServiceSettings) -> list[Finding]:
    """What the service keeps things with, as its readiness says it."""
    if service.causes is None:
        return []
    return [doubtful(service.name, cause) for cause in await service.causes(settings)]


def _security() -> Mapping[str, object] | None:
    """How to reach the brokers; None where that cannot even be tried: the settings' check says why."""
    try:
        return kafka_security()
    except (OSError, ValueError):
        return None
