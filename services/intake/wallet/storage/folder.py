"""Contents in a local folder: staged, forced to disk, then renamed to their path."""

import asyncio
import errno
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from services.intake.wallet.storage.store import CHUNK, STAGED, Missing, Staged, StorageUnavailable, path_of

PART = ".part"


class Folder:
    """A `Store` for one machine, or for several that share a disk. The folder is made when it is first needed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    async def stage(self, sha256: str, file: Path) -> Staged:
        """Keep the content of `file` for now."""
        path_of(sha256)  # nothing but a digest becomes a name
        return await asyncio.to_thread(self._stage, sha256, file)

    async def promote(self, staged: Staged) -> None:
        """Rename it to its final path."""
        await asyncio.to_thread(self._promote, staged)

    async def discard(self, staged: Staged) -> None:
        """Remove this copy."""
        with _storage_errors():
            await asyncio.to_thread(self._beside(staged).unlink, missing_ok=True)

    async def staged(self) -> list[Staged]:
        """What lies in the folder of staged copies."""
        return await asyncio.to_thread(self._staged)

    @asynccontextmanager
    async def get(self, sha256: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The content in pieces."""
        with _storage_errors():
            file = await asyncio.to_thread(self._opened, sha256)
        try:
            yield _pieces(file)
        finally:
            file.close()

    async def exists(self, sha256: str) -> bool:
        """Whether there is such a content."""
        with _storage_errors():
            return await asyncio.to_thread(lambda: any(path.is_file() for path in self._paths(sha256)))

    async def check_room(self, size: int) -> None:
        """Free space tells of the disk, a file written of quotas and rights."""
        await asyncio.to_thread(self._check_room, size)

    def _check_room(self, size: int) -> None:
        trial = self.root / f".room-{token_hex(8)}"
        with _storage_errors():
            self.root.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(self.root).free < size:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.root))
            try:
                with trial.open("xb") as file:
                    file.write(bytes(4096))
                    file.flush()
                    os.fsync(file.fileno())
            finally:
                trial.unlink(missing_ok=True)

    def _beside(self, staged: Staged) -> Path:
        path_of(staged.sha256)
        name = f"{staged.sha256}.{staged.token}"
        return self.root / STAGED / (name if staged.whole else name + PART)

    def _paths(self, sha256: str) -> Iterator[Path]:
        """Where it may be, the final path twice: a staged copy may be promoted meanwhile."""
        path = self.root / path_of(sha256)
        yield path
        yield from (one for one in (self.root / STAGED).glob(f"{sha256}.*") if one.suffix != PART)
        yield path

    def _opened(self, sha256: str) -> BinaryIO:
        for path in self._paths(sha256):
            try:
                return path.open("rb")
            except FileNotFoundError:
                continue
        raise Missing(sha256)

    def _stage(self, sha256: str, file: Path) -> Staged:
        staged = Staged(sha256, token_hex(8), datetime.now(UTC))
        path = self._beside(staged)
        part = path.with_name(path.name + PART)
        with _storage_errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                _copy_to_disk(file, part)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
            for folder in (path.parent, self.root):
                _entries_to_disk(folder)
        return staged

    def _promote(self, staged: Staged) -> None:
        beside, path = self._beside(staged), self.root / path_of(staged.sha256)
        with _storage_errors():
            if path.is_file():
                beside.unlink(missing_ok=True)
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                beside.replace(path)
            except FileNotFoundError:
                if not path.is_file():  # else somebody else was faster
                    raise Missing(staged.sha256) from None
            for folder in (path.parent, path.parent.parent, self.root):
                _entries_to_disk(folder)

    def _staged(self) -> list[Staged]:
        found: list[Staged] = []
        with _storage_errors():
            for file in (self.root / STAGED).glob("*.*"):
                try:
                    since = datetime.fromtimestamp(file.stat().st_mtime, UTC)
                except FileNotFoundError:
                    continue  # promoted or discarded meanwhile
                sha256, token = file.name.removesuffix(PART).split(".", maxsplit=1)
                found.append(Staged(sha256, token, since, whole=file.suffix != PART))
        return found


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
def _storage_errors() -> Iterator[None]:
    """Full, read-only or unplugged: to callers the store is unavailable."""
    try:
        yield
    except OSError as error:
        raise StorageUnavailable(repr(error)) from error
