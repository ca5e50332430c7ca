"""Which content each version of the programme has in a service's database, and as intake published it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import asyncpg

from shared.delivery.journal.chain_check import Fault
from shared.programme.faults import ProgrammeRefused
from shared.programme.loading import load
from shared.runtime.service import Service

KEPT = "SELECT programme, document FROM programmes ORDER BY programme"
PUBLICATION = "programme"
"""Intake's aggregate, whose body its journal covers."""


async def version_rows(conn: asyncpg.Connection, service: Service) -> list[dict[str, Any]]:
    """One for each kept document and, of intake, one for what was published; versions to hashes of their content.

    `versions` is None where the document cannot be loaded.
    """
    kept = await conn.fetch(KEPT)
    rows = [{"kept": row["programme"], "versions": _versions(row["document"])} for row in kept]
    for aggregate in service.aggregates:
        if aggregate.name == PUBLICATION:
            for row in await conn.fetch(f"SELECT body::text FROM {aggregate.table.name}"):
                sealed = aggregate.decode(row["body"]).versions
                rows.append({"kept": None, "versions": {one.programme: one.content_hash for one in sealed}})
    return rows


@lru_cache(maxsize=8)
def _versions(document: str) -> dict[str, str] | None:
    try:
        return {programme.ref: programme.content_hash for programme in load(document.encode())}
    except ProgrammeRefused:
        return None


def version_faults(rows: Sequence[Mapping[str, Any]], published: Mapping[str, str]) -> Iterator[Fault]:
    """Kept versions that are not as published; a service that does not know the latest yet is none."""
    for row in rows:
        name, versions = row["kept"], row["versions"]
        if name is None:
            continue
        if versions is None:
            yield Fault(code="programme_unreadable", told=f"programme {name}: the kept document cannot be loaded")
        for ref, content in (versions or {}).items() if published else ():
            if ref not in published:
                yield Fault(code="programme_changed", told=f"programme {name}: version {ref} was never published")
            elif published[ref] != content:
                told = f"programme {name}: version {ref} is not the one that was published"
                yield Fault(code="programme_changed", told=told)
