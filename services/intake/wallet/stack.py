"""What documents need of the outside: a store for their contents, a scanner, and somebody to wake when one comes in."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from fastapi import FastAPI, Request

from services.intake.sandbox.limits import MIB, Limits
from services.intake.sandbox.pool import Sandbox
from services.intake.settings import IntakeSettings
from services.intake.wallet.scanning.clamd import Clamd
from services.intake.wallet.scanning.eicar import EicarOnly
from services.intake.wallet.scanning.scanner import Scanner
from services.intake.wallet.storage.bucket import Bucket, Place
from services.intake.wallet.storage.folder import Folder
from services.intake.wallet.storage.store import StorageAway, Store
from shared.runtime.causes import cause_of


@dataclass(frozen=True, slots=True)
class Keeping:
    """Kept on the application's state."""

    store: Store
    scanner: Scanner
    sandbox: Sandbox
    """Where foreign bytes are parsed."""
    largest: int
    """In bytes."""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a document came in through this process."""


def configure(app: FastAPI, settings: IntakeSettings) -> None:
    """Choose store and scanner by the settings."""
    app.state.keeping = Keeping(_store(settings), _scanner(settings), _sandbox(settings), settings.document_max_bytes)


async def close(app: FastAPI) -> None:
    """End what `configure` may have started."""
    keeping: Keeping = app.state.keeping
    await keeping.sandbox.close()


async def causes(settings: IntakeSettings) -> Sequence[str]:
    """Why no document can be kept; none: the largest can."""
    try:
        await _store(settings).check_room(settings.document_max_bytes)
    except StorageAway as away:
        return [f"store of documents {cause_of(away)}"]
    return []


def keeping_of(request: Request) -> Keeping:
    """What the application that serves this request keeps documents with."""
    keeping: Keeping = request.app.state.keeping
    return keeping


def _sandbox(settings: IntakeSettings) -> Sandbox:
    memory = settings.parser_memory_mib * MIB + settings.document_max_bytes  # a document is mapped, not copied
    return Sandbox(Limits(workers=settings.parser_processes, memory=memory))


def _store(settings: IntakeSettings) -> Store:
    if not settings.document_bucket:
        return Folder(settings.document_folder)
    bucket, _, prefix = settings.document_bucket.partition("/")
    return Bucket(
        Place(
            bucket=bucket,
            prefix=prefix,
            endpoint=settings.document_endpoint,
            region=settings.document_region,
            key_id=settings.document_key_id,
            secret=settings.document_secret.get_secret_value(),
        )
    )


def _scanner(settings: IntakeSettings) -> Scanner:
    if not settings.clamd_address:
        return EicarOnly()
    host, _, port = settings.clamd_address.rpartition(":")
    return Clamd(host, int(port))
