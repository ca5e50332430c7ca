"""Journals as files, to be verified anywhere: per service its entries, its checkpoints, who read what, and what stands.

<service>.jsonl, then with .seals, .reads, .ends and .programmes in the name: one JSON object a line, bytes as
hexadecimal digits.
A line that cannot be read, and a member that nobody knows, is a fault by itself and keeps nothing else from being read.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from deploy.console.journal.current_states import standing_rows
from deploy.console.journal.programme_versions import version_rows
from deploy.console.places import connect_to, reading_url, service_named
from shared.delivery.journal.chain_check import Fault
from shared.delivery.journal.checkpoints import CHECKPOINT_COLUMNS, Checkpoint
from shared.delivery.journal.entry import COLUMNS
from shared.delivery.journal.reads import READ_COLUMNS
from shared.delivery.journal.row_check import Standing

EXPORTED = ("id", *COLUMNS, "previous", "hash")
BYTES = frozenset({"digest", "previous", "hash", "root", "reads_root", "state_found", "state_left"})
INSTANTS = frozenset({"at", "sealed_at", "changed_at"})
PREFETCH = 2000


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    """A line of the journal; what came later may be missing in an older export."""

    id: int
    aggregate: str | None
    entry: int
    dossier: str | None
    at: datetime
    door: str
    act: str
    rule: str
    actor: str
    roles: str
    message: str
    outcome: str
    state: str | None
    version: int
    events: str
    digest: str
    trace: str | None
    previous: str
    hash: str
    frozen: str | None = None
    state_found: str | None = None
    state_left: str | None = None
    deadlines: str | None = None


class _Checkpoint(msgspec.Struct, forbid_unknown_fields=True):
    number: int
    first: int
    last: int
    entries: int
    root: str
    sealed_at: datetime
    previous: str
    hash: str
    reads_last: int | None = None
    reads_entries: int | None = None
    reads_root: str | None = None


class _Read(msgspec.Struct, forbid_unknown_fields=True):
    id: int
    at: datetime
    channel: str
    what: str
    actor: str
    roles: str
    organisation: str | None
    dossier: str | None
    subjects: list[str]
    trace: str | None


class _End(msgspec.Struct, forbid_unknown_fields=True):
    """A line of what stands; older exports have the first three."""

    aggregate: str
    entries: int
    hash: str
    kind: str | None = None
    dossier: str | None = None
    state: str | None = None
    version: int | None = None
    digest: str | None = None
    strays: tuple[str, ...] = ()
    deadlines: dict[str, str] | None = None
    events: int | None = None
    changed_at: datetime | None = None


class _Versions(msgspec.Struct, forbid_unknown_fields=True):
    """A line of programme versions: as one document is kept, or (`kept` is null) as intake published them."""

    kept: str | None
    versions: dict[str, str] | None


async def write_export(service: str, folder: Path) -> int:
    """Write one service's journal out, all of the same moment; give the number of entries."""
    conn = await connect_to(service, reading_url)
    try:
        async with conn.transaction(isolation="repeatable_read", readonly=True):
            journal = f"SELECT {', '.join(EXPORTED)} FROM journal ORDER BY id"
            entries = await _write(conn, journal, _file(folder, service))
            checkpoints = f"SELECT {', '.join(CHECKPOINT_COLUMNS)} FROM seals ORDER BY number"
            await _write(conn, checkpoints, _file(folder, service, "seals"))
            reads = f"SELECT id, {', '.join(READ_COLUMNS)} FROM reads ORDER BY id"
            await _write(conn, reads, _file(folder, service, "reads"))
            with _file(folder, service, "ends").open("wb") as file:
                async for row in standing_rows(conn, service_named(service)):
                    file.write(_line(row))
            versions = await version_rows(conn, service_named(service))
            _file(folder, service, "programmes").write_bytes(b"".join(_line(row) for row in versions))
            return entries
    finally:
        await conn.close()


async def _write(conn: asyncpg.Connection, query: str, path: Path) -> int:
    count = 0
    with path.open("wb") as file:
        async for row in conn.cursor(query, prefetch=PREFETCH):
            file.write(_line(row))
            count += 1
    return count


def _line(row: Any) -> bytes:  # noqa: ANN401  # asyncpg's Record is untyped
    plain = {name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()}
    return msgspec.json.encode(plain) + b"\n"


def entries_of(folder: Path, service: str, faults: list[Fault]) -> Iterator[dict[str, Any]]:
    """The journal rows of an export, in the order of the file; what cannot be read joins `faults`."""
    return _read(_file(folder, service), _Entry, faults)


def checkpoints_of(folder: Path, service: str, faults: list[Fault] | None = None) -> list[Checkpoint]:
    """The checkpoints of an export."""
    return [
        Checkpoint(**row)
        for row in _read(_file(folder, service, "seals"), _Checkpoint, [] if faults is None else faults)
    ]


def reads_of(folder: Path, service: str, faults: list[Fault]) -> Iterator[dict[str, Any]]:
    """The reads of an export; exports of older versions have none."""
    file = _file(folder, service, "reads")
    return _read(file, _Read, faults) if file.exists() else iter(())


def standing_of(folder: Path, service: str, faults: list[Fault]) -> Iterator[Standing]:
    """What stood in the service's tables when it was exported."""
    for row in _read(_file(folder, service, "ends"), _End, faults):
        yield Standing(**row)


def versions_of(folder: Path, service: str, faults: list[Fault]) -> list[dict[str, Any]]:
    """The programme versions of an export; exports of older versions have none."""
    file = _file(folder, service, "programmes")
    return list(_read(file, _Versions, faults)) if file.exists() else []


def _read(path: Path, shape: type[msgspec.Struct], faults: list[Fault]) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            where = f"{path.name} line {number}"
            try:
                found = msgspec.json.decode(line)
                msgspec.convert(_known(found, shape, where, faults), shape)
                yield _revived(found, shape)
            except (msgspec.MsgspecError, ValueError, AttributeError) as error:
                faults.append(Fault(code="line_unreadable", told=f"{where}: cannot be read: {error}"))


def _known(found: dict[str, Any], shape: type[msgspec.Struct], where: str, faults: list[Fault]) -> dict[str, Any]:
    """Take out of a line what no line has, and name it."""
    strangers = sorted(found.keys() - set(shape.__struct_fields__))
    if strangers:
        told = f"{where}: holds what no export writes: {', '.join(strangers)}"
        faults.append(Fault(code="member_unknown", told=told, row=found.get("id"), aggregate=found.get("aggregate")))
    for name in strangers:
        del found[name]
    return found


def _revived(found: dict[str, Any], shape: type[msgspec.Struct]) -> dict[str, Any]:
    of_bytes = {"digest", "hash"} if shape is _End else BYTES
    return {
        name: bytes.fromhex(value) if name in of_bytes and value is not None
        else datetime.fromisoformat(value) if name in INSTANTS else value
        for name, value in found.items()
    }  # fmt: skip


def _file(folder: Path, service: str, part: str = "") -> Path:
    return folder / (f"{service}.{part}.jsonl" if part else f"{service}.jsonl")
