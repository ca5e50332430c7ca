"""All that is wrong with an environment, said before anything starts."""

import asyncio
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import typer

from deploy.console.checks.broker_check import check_brokers
from deploy.console.checks.database_check import check_database
from deploy.console.checks.finding import Finding, Verdict, doubtful
from deploy.console.checks.identity_check import check_identity
from deploy.console.checks.machine_check import check_machine
from deploy.console.checks.position_check import check_positions
from deploy.console.checks.rights_check import check_rights
from deploy.console.checks.settings_check import settings_of, telemetry_of
from deploy.console.places import bootstrap_servers, database_url, kafka_names, kafka_security, service_named
from deploy.console.shown import say
from deploy.local.external import External
from shared.contracts.topics import SERVICES
from shared.runtime.service import Service

app = typer.Typer(no_args_is_help=True, help="The environment that services are given.")
OWN = "IDENTITY_ISSUER"
"""Where this is set, the environment is that of a service, not only that of the console."""


@app.callback()
def config() -> None:
    """Its commands have names of their own."""


@app.command()
def check(
    service: str | None = typer.Option(None, "--service", "-s", help="One service only; none: all five"),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line"),
) -> None:
    """Look at settings, databases, brokers, topics, keys and limits: one line each, what is wrong and what to do.

    In a service's own environment (its pod, its unit), with --service: its settings too. Exit code 1: it will not run.
    """
    logging.getLogger("aiokafka").addHandler(logging.NullHandler())  # what it would say, we say
    chosen = [service] if service else list(SERVICES)
    if unknown := set(chosen) - set(SERVICES):
        raise typer.BadParameter(f"{unknown.pop()!r} is none of {', '.join(SERVICES)}")
    found = asyncio.run(_all([service_named(name) for name in chosen], os.environ))
    for one in found:
        say(msgspec.json.encode(one).decode() if as_json else one.line())
    raise typer.Exit(1 if any(one.verdict is Verdict.WRONG for one in found) else 0)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a service's servers are, as far as its settings say."""

    database: str | None
    brokers: str | None
    security: Mapping[str, object] | None
    keys: str | None


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
    for part in await asyncio.gather(*checks):
        found += part
    return [*found, *telemetry_of(environment), *check_machine()]


def _place(service: Service, environment: Mapping[str, str]) -> tuple[_Place, list[Finding]]:
    """From the service's own environment, where this is one; else from the console's."""
    if OWN not in environment and "DATABASE_URL" not in environment:
        told = "are not in this environment: check them where the service runs"
        not_seen = doubtful(f"{service.name} settings", told)
        return _Place(database_url(service.name), bootstrap_servers(), _security(), None), [not_seen]
    own = External(environment).own_database_url(service.name)
    settings, found = settings_of(service, {"database_url": own} if own else {})
    brokers, security = environment.get("KAFKA_BOOTSTRAP_SERVERS"), _security()
    database = own or environment.get("DATABASE_URL")
    return _Place(database, brokers, security, settings.identity_jwks if settings else None), found


def _security() -> Mapping[str, object] | None:
    """How to reach the brokers; None where that cannot even be tried: the settings' check says why."""
    try:
        return kafka_security()
    except (OSError, ValueError):
        return None
