"""Stores of contents: each under the sha256 of its bytes, written once, never changed.

A content is staged first and promoted once the row that names it is committed; what was refused is discarded. Each
staged copy has a name of its own, so that discarding one never touches another of the same bytes.
"""

import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

DIGEST = re.compile(r"[0-9a-f]{64}")
STAGED = "staged"
CHUNK = 256 * 1024


class Missing(Exception):
    """There is no content under this digest."""


class StorageUnavailable(Exception):
    """The store cannot be reached, or has no room: try again later."""


@dataclass(frozen=True, slots=True)
class Staged:
    """One copy of a content that no row may name yet."""

    sha256: str
    token: str
    since: datetime
    whole: bool = True
    """False: its writing has not ended, or never will."""


class Store(Protocol):
    """The same for a folder and for a bucket. The digest alone names a content: no name from outside ever does."""

    async def stage(self, sha256: str, file: Path) -> Staged:
        """Keep the content of `file`, durably, until it is promoted or discarded. StorageUnavailable."""
        ...

    async def promote(self, staged: Staged) -> None:
        """Keep it for good; one that is there already stays as it is. May be repeated. Missing, StorageUnavailable."""
        ...

    async def discard(self, staged: Staged) -> None:
        """Remove this copy, and no other. May be repeated. StorageUnavailable."""
        ...

    async def staged(self) -> list[Staged]:
        """Every copy that was neither promoted nor discarded. StorageUnavailable."""
        ...

    async def check_room(self, size: int) -> None:
        """That a content of so many bytes can be kept now. StorageUnavailable: it cannot, with the cause."""
        ...

    def get(self, sha256: str) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """The content in pieces, staged or promoted, as it lies there: whoever reads checks it.

        Missing, StorageUnavailable.
        """
        ...

    async def exists(self, sha256: str) -> bool:
        """Whether there is such a content, staged or promoted. StorageUnavailable."""
        ...


def path_of(sha256: str) -> str:
    """The relative path of a content, spread over folders. ValueError: no digest."""
    if not DIGEST.fullmatch(sha256):
        raise ValueError("not a sha256 in lower-case hexadecimal")
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
