"""Contents in a bucket of an S3-compatible store."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError, NotFoundError

from services.intake.wallet.storage.store import CHUNK, STAGED, Missing, Staged, StorageUnavailable, path_of
from shared.persistence.object_store import BucketLocation, s3_store

if TYPE_CHECKING:
    from obstore import GetResult  # its type stubs alone name it


class Bucket:
    """A `Store` for any number of machines. An upload is whole or is not there: S3 shows no half-written object."""

    def __init__(self, location: BucketLocation) -> None:
        self._store = s3_store(location)

    async def stage(self, sha256: str, file: Path) -> Staged:
        """Keep the content of `file` for now."""
        path_of(sha256)  # nothing but a digest becomes a name
        staged = Staged(sha256, token_hex(8), datetime.now(UTC))
        try:
            with _storage_errors(sha256):
                await obstore.put_async(self._store, _beside(staged), file)
        except Missing:
            raise StorageUnavailable("there is no such bucket") from None
        return staged

    async def promote(self, staged: Staged) -> None:
        """Copy it to its final path, then remove the staged copy: S3 cannot rename."""
        try:
            with _storage_errors(staged.sha256):
                await obstore.head_async(self._store, path_of(staged.sha256))
        except Missing:
            await self._copied(staged)
        await self.discard(staged)

    async def discard(self, staged: Staged) -> None:
        """Remove this copy."""
        with suppress(Missing), _storage_errors(staged.sha256):
            await obstore.delete_async(self._store, _beside(staged))

    async def staged(self) -> list[Staged]:
        """Every staged copy."""
        return await self._listed(STAGED)

    async def check_room(self, size: int) -> None:
        """A bucket has room for anything; whether it is there and ours is asked by a name that never exists."""
        del size
        with suppress(Missing), _storage_errors("0" * 64):
            await obstore.head_async(self._store, "room")

    @asynccontextmanager
    async def get(self, sha256: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The content in pieces."""
        yield self._pieces(await self._found(sha256), sha256)

    async def exists(self, sha256: str) -> bool:
        """Whether there is such a content."""
        try:
            with _storage_errors(sha256):
                await obstore.head_async(self._store, path_of(sha256))
        except Missing:
            return bool(await self._listed(f"{STAGED}/{sha256}"))
        return True

    async def _found(self, sha256: str) -> "GetResult":
        """The final path is tried again after the staged copies: one may be promoted meanwhile."""
        path = path_of(sha256)
        with suppress(Missing):
            return await self._got(path, sha256)
        for staged in await self._listed(f"{STAGED}/{sha256}"):
            with suppress(Missing):
                return await self._got(_beside(staged), sha256)
        return await self._got(path, sha256)

    async def _got(self, path: str, sha256: str) -> "GetResult":
        with _storage_errors(sha256):
            return await obstore.get_async(self._store, path)

    async def _copied(self, staged: Staged) -> None:
        path = path_of(staged.sha256)
        try:
            with _storage_errors(staged.sha256):
                await obstore.copy_async(self._store, _beside(staged), path)
        except Missing:
            with _storage_errors(staged.sha256):  # somebody else was faster, or it is lost
                await obstore.head_async(self._store, path)

    async def _listed(self, prefix: str) -> list[Staged]:
        found: list[Staged] = []
        with _storage_errors(prefix):
            async for page in obstore.list(self._store, prefix):
                for one in page:
                    sha256, token = one["path"].split("/")[-2:]
                    found.append(Staged(sha256, token, one["last_modified"]))
        return found

    async def _pieces(self, found: "GetResult", sha256: str) -> AsyncIterator[bytes]:
        with _storage_errors(sha256):
            async for piece in found.stream(min_chunk_size=CHUNK):
                yield bytes(piece)


def _beside(staged: Staged) -> str:
    """A folder for each digest, for buckets are listed by whole folders."""
    path_of(staged.sha256)
    return f"{STAGED}/{staged.sha256}/{staged.token}"


@contextmanager
def _storage_errors(sha256: str) -> Iterator[None]:
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise Missing(sha256) from None
    except (BaseError, OSError) as error:
        raise StorageUnavailable(repr(error)) from error
