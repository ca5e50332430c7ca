"""Contents in a bucket of an S3-compatible store."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from services.intake.wallet.storage.store import CHUNK, STAGED, Missing, Staged, StorageAway, place_of

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

    async def stage(self, sha256: str, file: Path) -> Staged:
        """Keep the content of `file` for now."""
        place_of(sha256)  # nothing but a digest becomes a name
        staged = Staged(sha256, token_hex(8), datetime.now(UTC))
        try:
            with _told(sha256):
                await obstore.put_async(self._store, _beside(staged), file)
        except Missing:
            raise StorageAway("there is no such bucket") from None
        return staged

    async def promote(self, staged: Staged) -> None:
        """Copy it to its place, then remove it: S3 renames nothing."""
        try:
            with _told(staged.sha256):
                await obstore.head_async(self._store, place_of(staged.sha256))
        except Missing:
            await self._copied(staged)
        await self.discard(staged)

    async def discard(self, staged: Staged) -> None:
        """Remove this copy."""
        with suppress(Missing), _told(staged.sha256):
            await obstore.delete_async(self._store, _beside(staged))

    async def staged(self) -> list[Staged]:
        """Every staged copy."""
        return await self._listed(STAGED)

    async def check_room(self, size: int) -> None:
        """A bucket has room for anything; whether it is there and ours is asked by a name that never exists."""
        del size
        with suppress(Missing), _told("0" * 64):
            await obstore.head_async(self._store, "room")

    @asynccontextmanager
    async def get(self, sha256: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The content in pieces."""
        yield self._pieces(await self._found(sha256), sha256)

    async def exists(self, sha256: str) -> bool:
        """Whether there is such a content."""
        try:
            with _told(sha256):
                await obstore.head_async(self._store, place_of(sha256))
        except Missing:
            return bool(await self._listed(f"{STAGED}/{sha256}"))
        return True

    async def _found(self, sha256: str) -> "GetResult":
        """Its place is tried again after its copies: it may be promoted while they are looked for."""
        place = place_of(sha256)
        with suppress(Missing):
            return await self._got(place, sha256)
        for staged in await self._listed(f"{STAGED}/{sha256}"):
            with suppress(Missing):
                return await self._got(_beside(staged), sha256)
        return await self._got(place, sha256)

    async def _got(self, place: str, sha256: str) -> "GetResult":
        with _told(sha256):
            return await obstore.get_async(self._store, place)

    async def _copied(self, staged: Staged) -> None:
        place = place_of(staged.sha256)
        try:
            with _told(staged.sha256):
                await obstore.copy_async(self._store, _beside(staged), place)
        except Missing:
            with _told(staged.sha256):  # somebody else was faster, or it is lost
                await obstore.head_async(self._store, place)

    async def _listed(self, prefix: str) -> list[Staged]:
        found: list[Staged] = []
        with _told(prefix):
            async for page in obstore.list(self._store, prefix):
                for one in page:
                    sha256, token = one["path"].split("/")[-2:]
                    found.append(Staged(sha256, token, one["last_modified"]))
        return found

    async def _pieces(self, found: "GetResult", sha256: str) -> AsyncIterator[bytes]:
        with _told(sha256):
            async for piece in found.stream(min_chunk_size=CHUNK):
                yield bytes(piece)


def _beside(staged: Staged) -> str:
    """A folder for each digest, for buckets are listed by whole folders."""
    place_of(staged.sha256)
    return f"{STAGED}/{staged.sha256}/{staged.token}"


@contextmanager
def _told(sha256: str) -> Iterator[None]:
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise Missing(sha256) from None
    except (BaseError, OSError) as error:
        raise StorageAway(repr(error)) from error
