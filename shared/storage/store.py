"""Where contents lie: each under the sha256 of its bytes, written once, never changed."""

import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

DIGEST = re.compile(r"[0-9a-f]{64}")
CHUNK = 256 * 1024


class Missing(Exception):
    """There is no content under this digest."""


class StorageAway(Exception):
    """The store cannot be reached, or has no room: try again later."""


class Store(Protocol):
    """The same for a folder and for a bucket. The digest alone names a content: no name from outside ever does."""

    async def put(self, sha256: str, file: Path) -> None:
        """Keep the content of `file`, durably; one that is there already stays as it is. StorageAway."""
        ...

    def get(self, sha256: str) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """The content in pieces, as it lies there: whoever reads checks it. Missing, StorageAway."""
        ...

    async def exists(self, sha256: str) -> bool:
        """Whether there is such a content. StorageAway."""
        ...


def place_of(sha256: str) -> str:
    """The relative place of a content, spread over folders. ValueError: no digest."""
    if not DIGEST.fullmatch(sha256):
        raise ValueError("not a sha256 in lower-case hexadecimal")
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
