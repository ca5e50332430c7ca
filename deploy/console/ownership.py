"""Whose environment this is: the console's, which names all five databases, or that of one service."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from typer._click.globals import get_current_context  # typer carries click along and exports no other way to it

from deploy.local.external import External
from shared.contracts.topics import SERVICES
from shared.persistence.connecting import connect
from shared.persistence.transience import DATABASE_AWAY
from shared.runtime.service import Service

FIRST_PROCESS = Path("/proc/1/cmdline")
"""In a container: the service itself."""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_STARTED = re.compile(rb"\0services\.(\w+)\0")


def is_of_one_service(environment: Mapping[str, str]) -> bool:
    """It names one database, and none by the name of a service."""
    external = External(environment)
    named = any(external.names_database(service) for service in SERVICES)
    return "DATABASE_URL" in environment and not named


def own_service(environment: Mapping[str, str] | None = None) -> str | None:
    """The service whose environment this is, as far as can be told without its database."""
    environment = os.environ if environment is None else environment
    if not is_of_one_service(environment):
        return None
    if "TRACKING_SECRET" in environment:
        return "intake"
    try:
        started = _STARTED.search(b"\0" + FIRST_PROCESS.read_bytes() + b"\0")
    except OSError:
        return None
    name = started[1].decode() if started else None
    return name if name in SERVICES else None


async def service_of_database(dsn: str, services: list[Service]) -> str | None:
    """The one service whose tables lie in this database. None: none of them, or the database is away."""
    try:
        conn = await connect(dsn)
    except (ValueError, *DATABASE_AWAY):
        return None
    try:
        there = {row["tablename"] for row in await conn.fetch(TABLES)}
    finally:
        await conn.close()
    found = [one.name for one in services if {aggregate.table.name for aggregate in one.aggregates} <= there]
    return found[0] if len(found) == 1 else None


def is_named_by_hand(service: str) -> bool:
    """Whether this command was given the service by name (`--service intake`)."""
    context = get_current_context(silent=True)
    given = context.params.values() if context else ()
    return any(one == service or (isinstance(one, (list, tuple)) and list(one) == [service]) for one in given)
