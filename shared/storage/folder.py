"""Contents in a local folder: written beside their place, forced to disk, then renamed."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from shared.storage.store import CHUNK, Missing, StorageAway, place_of


class Folder:
    """A `Store` for one machine, or for several that share a disk. The folder is made when it is first needed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    async def put(self, sha256: str, file: Path) -> None:
        """Keep the content of `file`."""
        await asyncio.to_thread(self._put, self.root / place_of(sha256), file)

    @asynccontextmanager
    async def get(self, sha256: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The content in pieces."""
        place = self.root / place_of(sha256)
        with _told():
            file = await asyncio.to_thread(_opened, place)
        try:
            yield _pieces(file)
        finally:
            file.close()

    async def exists(self, sha256: str) -> bool:
        """Whether there is such a content."""
        with _told():
            return await asyncio.to_thread((self.root / place_of(sha256)).is_file)

    def _put(self, place: Path, file: Path) -> None:
        if place.is_file():
            return
        beside = place.with_name(f"{place.name}.{token_hex(8)}.part")
        with _told():
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                _copy_to_disk(file, beside)
                beside.replace(place)
            finally:
                beside.unlink(missing_ok=True)
            for folder in (place.parent, place.parent.parent, self.root):
                _entries_to_disk(folder)


def _opened(place: Path) -> BinaryIO:
    try:
        return place.open("rb")
    except FileNotFoundError:
        raise Missing(place.name) from None


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(file.read, CHUNK):
        yield piece


def _copy_to_disk(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("xb") as written:
        shutil.copyfileobj(read, written, CHUNK)
        written.flush()
        os.fsync(written.fileno())
    target.chmod(0o440)


def _entries_to_disk(folder: Path) -> None:
    """A new name lasts only once the folder that holds it is on disk too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _told() -> Iterator[None]:
    """Full, read-only or unplugged: for callers it is all the same, the store is away."""
    try:
        yield
    except OSError as error:
        raise StorageAway(repr(error)) from error
