"""Reading a content: the whole of it is checked before the first byte is given on."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from typing import IO

from services.intake.wallet.storage.store import Store

IN_MEMORY = 1024 * 1024


class Corrupt(Exception):
    """What lies there is not what was put there: it must not be given to anybody."""


@asynccontextmanager
async def checked(store: Store, sha256: str) -> AsyncIterator[IO[bytes]]:
    """A copy of the content, at its start, gone at the end. Corrupt, Missing, StorageUnavailable."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
        seen = hashlib.sha256()
        async with store.get(sha256) as pieces:
            async for piece in pieces:
                seen.update(piece)
                copy.write(piece)
        if seen.hexdigest() != sha256:
            raise Corrupt(sha256)
        copy.seek(0)
        yield copy
