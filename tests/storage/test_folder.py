"""A folder keeps contents whole, whatever happens in between."""

import hashlib
import os
from pathlib import Path

import pytest

from shared.storage.folder import Folder
from shared.storage.store import StorageAway, place_of

CONTENT = b"a certificate"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    file = tmp_path / "upload"
    file.write_bytes(CONTENT)
    return file


def files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


async def test_a_content_lies_under_its_digest_and_nothing_beside_it(tmp_path: Path, upload: Path) -> None:
    await Folder(tmp_path / "documents").put(SHA256, upload)

    assert files(tmp_path / "documents") == [f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"]
    assert (tmp_path / "documents" / place_of(SHA256)).stat().st_mode & 0o777 == 0o440


async def test_content_and_names_are_on_disk_before_the_promise_is_given(
    tmp_path: Path, upload: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forced: list[str] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        forced.append(os.readlink(f"/proc/self/fd/{handle}"))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    root = tmp_path / "documents"
    await Folder(root).put(SHA256, upload)

    place = root / place_of(SHA256)
    assert forced[0].startswith(f"{place}.")
    assert forced[1:] == [str(place.parent), str(place.parent.parent), str(root)]


async def test_a_disk_that_fails_leaves_nothing_half_written(
    tmp_path: Path, upload: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    folder = Folder(tmp_path / "documents")

    with pytest.raises(StorageAway):
        await folder.put(SHA256, upload)
    assert files(folder.root) == []


async def test_a_place_that_is_no_folder_is_a_store_that_is_away(tmp_path: Path, upload: Path) -> None:
    (tmp_path / "documents").write_text("a file")

    with pytest.raises(StorageAway):
        await Folder(tmp_path / "documents").put(SHA256, upload)
