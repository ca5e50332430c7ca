"""Journals as files, to be verified anywhere: per service its entries, its seals, and the end that each row knows.

<service>.jsonl, <service>.seals.jsonl, <service>.ends.jsonl: one JSON object a line, bytes as hexadecimal digits.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from deploy.console.places import database_url, service_named
from shared.delivery.journal import COLUMNS
from shared.delivery.seals import SEAL_COLUMNS, Seal
from shared.persistence.connecting import connect

EXPORTED = ("id", *COLUMNS, "previous", "hash")
BYTES = frozenset({"digest", "previous", "hash", "root"})
INSTANTS = frozenset({"at", "sealed_at"})
PREFETCH = 2000


async def write_export(service: str, folder: Path) -> int:
    """Write one service's journal out, all of the same moment; give the number of entries."""
    conn = await connect(database_url(service))
    try:
        async with conn.transaction(isolation="repeatable_read", readonly=True):
            journal = f"SELECT {', '.join(EXPORTED)} FROM journal ORDER BY id"
            entries = await _write(conn, journal, _file(folder, service))
            seals = f"SELECT {', '.join(SEAL_COLUMNS)} FROM seals ORDER BY number"
            await _write(conn, seals, _file(folder, service, "seals"))
            ends = " UNION ALL ".join(
                f"SELECT id AS aggregate, entries, journal_head AS hash FROM {aggregate.table.name}"
                for aggregate in service_named(service).aggregates
            )
            await _write(conn, ends, _file(folder, service, "ends"))
            return entries
    finally:
        await conn.close()


async def _write(conn: asyncpg.Connection, query: str, path: Path) -> int:
    count = 0
    with path.open("wb") as file:
        async for row in conn.cursor(query, prefetch=PREFETCH):
            file.write(msgspec.json.encode({name: _plain(value) for name, value in row.items()}) + b"\n")
            count += 1
    return count


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def entries_of(folder: Path, service: str) -> Iterator[Mapping[str, Any]]:
    """The journal rows of an export, in the order of the file."""
    return _read(_file(folder, service))


def seals_of(folder: Path, service: str) -> list[Seal]:
    """The seals of an export."""
    return [Seal(**row) for row in _read(_file(folder, service, "seals"))]


def ends_of(folder: Path, service: str) -> dict[str, tuple[int, bytes]]:
    """How many entries each aggregate has, and the hash of the last one, as its own row says."""
    rows = _read(_file(folder, service, "ends"))
    return {row["aggregate"]: (row["entries"], row["hash"]) for row in rows}


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for line in file:
            yield {name: _revived(name, value) for name, value in msgspec.json.decode(line).items()}


def _revived(name: str, value: Any) -> Any:  # noqa: ANN401
    if name in BYTES:
        return bytes.fromhex(value)
    return datetime.fromisoformat(value) if name in INSTANTS else value


def _file(folder: Path, service: str, part: str = "") -> Path:
    return folder / (f"{service}.{part}.jsonl" if part else f"{service}.jsonl")
