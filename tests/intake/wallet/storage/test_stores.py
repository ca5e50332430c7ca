"""What every store promises, tried on a folder and on a bucket alike."""

import hashlib
from pathlib import Path

import pytest

from services.intake.wallet.storage.reading import Corrupt, checked
from services.intake.wallet.storage.store import Missing, Store
from tests.intake.wallet.storage.conftest import Tampered, put

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

    await put(store, sha256, file)

    assert await store.exists(sha256)
    assert await read(store, sha256) == content


async def test_the_same_content_put_twice_is_there_once_and_whole(store: Store, tmp_path: Path) -> None:
    sha256, file = written(tmp_path, SMALL)

    await put(store, sha256, file)
    await put(store, sha256, file)

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
    await put(kept.store, sha256, file)

    kept.overwrite(sha256, LARGE[:-1] + b"!")

    with pytest.raises(Corrupt):
        await read(kept.store, sha256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "/..", ""])
async def test_nothing_but_a_digest_names_a_content(store: Store, tmp_path: Path, name: str) -> None:
    _, file = written(tmp_path, SMALL)

    with pytest.raises(ValueError, match="sha256"):
        await store.stage(name, file)
    with pytest.raises(ValueError, match="sha256"):
        await store.exists(name)


async def test_a_staged_content_is_read_before_and_after_it_is_promoted(store: Store, tmp_path: Path) -> None:
    sha256, file = written(tmp_path, SMALL)

    staged = await store.stage(sha256, file)
    before = await store.exists(sha256), await read(store, sha256)
    await store.promote(staged)
    await store.promote(staged)

    assert before == (True, SMALL)
    assert await read(store, sha256) == SMALL
    assert await store.staged() == []


async def test_discarding_one_copy_leaves_the_others_of_the_same_bytes(store: Store, tmp_path: Path) -> None:
    sha256, file = written(tmp_path, SMALL)
    refused, pending = await store.stage(sha256, file), await store.stage(sha256, file)

    await store.discard(refused)
    await store.discard(refused)
    left = [one.token for one in await store.staged()]
    await store.promote(pending)
    late = await store.stage(sha256, file)
    await store.discard(late)

    assert left == [pending.token]
    assert await read(store, sha256) == SMALL


async def test_a_copy_staged_behind_a_promoted_one_goes_when_it_is_promoted(store: Store, tmp_path: Path) -> None:
    sha256, file = written(tmp_path, SMALL)
    await put(store, sha256, file)

    await store.promote(await store.stage(sha256, file))

    assert await store.staged() == []
    assert await read(store, sha256) == SMALL


async def test_a_copy_that_is_gone_before_it_is_promoted_is_missing(store: Store, tmp_path: Path) -> None:
    sha256, file = written(tmp_path, SMALL)
    staged = await store.stage(sha256, file)
    await store.discard(staged)

    with pytest.raises(Missing):
        await store.promote(staged)
    assert not await store.exists(sha256)
