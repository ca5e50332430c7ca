"""What every store promises, tried on a folder and on a bucket alike."""

import hashlib
from pathlib import Path

import pytest

from shared.storage.reading import Corrupt, checked
from shared.storage.store import Missing, Store
from tests.storage.conftest import Tampered

SMALL = b"%PDF-1.7 a certificate"
LARGE = bytes(range(256)) * 32_768
"""8 MiB: more than one piece, more than one part of an upload."""


def written(folder: Path, content: bytes) -> tuple[str, Path]:
    """The content's digest, and a file that holds it."""
    file = folder / "upload"
    file.write_bytes(content)
    return hashlib.sha256(content).hexdigest(), file


async def read(store: Store, sha256: str) -> bytes:
    async with checked(store, sha256) as content:
        return content.read()


@pytest.mark.parametrize("content", [SMALL, LARGE, b""], ids=["small", "large", "empty"])
async def test_what_was_put_is_there_and_is_read_as_it_was(store: Store, tmp_path: Path, content: bytes) -> None:
    sha256, file = written(tmp_path, content)

    await store.put(sha256, file)

    assert await store.exists(sha256)
    assert await read(store, sha256) == content


async def test_the_same_content_put_twice_is_there_once_and_whole(store: Store, tmp_path: Path) -> None:
    sha256, file = written(tmp_path, SMALL)

    await store.put(sha256, file)
    await store.put(sha256, file)

    assert await read(store, sha256) == SMALL


async def test_what_was_never_put_is_missing(store: Store) -> None:
    never = hashlib.sha256(b"never").hexdigest()

    assert not await store.exists(never)
    with pytest.raises(Missing):
        await read(store, never)


async def test_a_content_changed_behind_our_back_is_corrupt_and_not_a_byte_of_it_is_given(
    kept: Tampered, tmp_path: Path
) -> None:
    sha256, file = written(tmp_path, LARGE)
    await kept.store.put(sha256, file)

    kept.overwrite(sha256, LARGE[:-1] + b"!")

    with pytest.raises(Corrupt):
        await read(kept.store, sha256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "/..", ""])
async def test_nothing_but_a_digest_names_a_content(store: Store, tmp_path: Path, name: str) -> None:
    _, file = written(tmp_path, SMALL)

    with pytest.raises(ValueError, match="sha256"):
        await store.put(name, file)
    with pytest.raises(ValueError, match="sha256"):
        await store.exists(name)
