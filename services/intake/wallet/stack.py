"""What documents need besides the database: a store for their contents, a scanner, and a signal for new uploads."""

import asyncio
from dataclasses import dataclass, field

from fastapi import Request

from services.intake.settings import IntakeSettings
from services.intake.wallet.scanning.clamd import Clamd
from services.intake.wallet.scanning.eicar import EicarOnly
from services.intake.wallet.scanning.scanner import Scanner
from services.intake.wallet.storage.bucket import Bucket
from services.intake.wallet.storage.folder import Folder
from services.intake.wallet.storage.store import Store
from shared.persistence.object_store import BucketLocation


@dataclass(frozen=True, slots=True)
class DocumentStack:
    """One for each application, in `app.state.documents`."""

    store: Store
    scanner: Scanner
    max_bytes: int
    """Size of the largest document."""
    uploaded: asyncio.Event = field(default_factory=asyncio.Event)
    """Set after an upload through this process, so that the scan starts at once."""


def stack_from(settings: IntakeSettings) -> DocumentStack:
    """Store and scanner as the settings choose them."""
    return DocumentStack(store_from(settings), _scanner_from(settings), settings.document_max_bytes)


def stack_of(request: Request) -> DocumentStack:
    """The document stack of the application that serves this request."""
    stack: DocumentStack = request.app.state.documents
    return stack


def store_from(settings: IntakeSettings) -> Store:
    """A bucket if one is set, else a folder."""
    if not settings.document_bucket:
        return Folder(settings.document_folder)
    bucket, _, prefix = settings.document_bucket.partition("/")
    return Bucket(
        BucketLocation(
            bucket=bucket,
            prefix=prefix,
            endpoint=settings.document_endpoint,
            region=settings.document_region,
            key_id=settings.document_key_id,
            secret=settings.document_secret.get_secret_value(),
        )
    )


def _scanner_from(settings: IntakeSettings) -> Scanner:
    if not settings.clamd_address:
        return EicarOnly()
    host, _, port = settings.clamd_address.rpartition(":")
    return Clamd(host, int(port))
