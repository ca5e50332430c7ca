"""Contents in a bucket of an S3-compatible store."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from shared.storage.store import CHUNK, Missing, StorageAway, place_of

if TYPE_CHECKING:
    from obstore import GetResult  # its type stubs alone name it

PATIENCE = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which bucket, where, and who may use it. Without keys: whatever the machine is entitled to."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    key_id: str = ""
    secret: str = field(default="", repr=False)


def store_of(place: Place) -> S3Store:
    """The bucket, as the library knows it."""
    given = {
        "endpoint": place.endpoint,
        "region": place.region,
        "access_key_id": place.key_id,
        "secret_access_key": place.secret,
    }
    return S3Store(
        place.bucket,
        prefix=place.prefix or None,
        config={name: value for name, value in given.items() if value},  # type: ignore[arg-type]  # names are right
        client_options={"allow_http": place.endpoint.startswith("http://"), "timeout": PATIENCE},
        retry_config={"max_retries": 2, "retry_timeout": PATIENCE},
    )


class Bucket:
    """A `Store` for any number of machines. An upload is whole or is not there: S3 shows no half-written object."""

    def __init__(self, place: Place) -> None:
        self._store = store_of(place)

    async def put(self, sha256: str, file: Path) -> None:
        """Keep the content of `file`."""
        try:
            with _told(sha256):
                await obstore.put_async(self._store, place_of(sha256), file)
        except Missing:
            raise StorageAway("there is no such bucket") from None

    @asynccontextmanager
    async def get(self, sha256: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The content in pieces."""
        with _told(sha256):
            found = await obstore.get_async(self._store, place_of(sha256))
        yield self._pieces(found, sha256)

    async def exists(self, sha256: str) -> bool:
        """Whether there is such a content."""
        try:
            with _told(sha256):
                await obstore.head_async(self._store, place_of(sha256))
        except Missing:
            return False
        return True

    async def _pieces(self, found: "GetResult", sha256: str) -> AsyncIterator[bytes]:
        with _told(sha256):
            async for piece in found.stream(min_chunk_size=CHUNK):
                yield bytes(piece)


@contextmanager
def _told(sha256: str) -> Iterator[None]:
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise Missing(sha256) from None
    except (BaseError, OSError) as error:
        raise StorageAway(repr(error)) from error
