"""A folder keeps contents whole, whatever happens in between."""

import hashlib
import os
from pathlib import Path

import pytest

from services.intake.wallet.storage.folder import Folder
from services.intake.wallet.storage.store import StorageUnavailable, path_of
from tests.intake.wallet.storage.conftest import put

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
    await put(Folder(tmp_path / "documents"), SHA256, upload)

    assert files(tmp_path / "documents") == [f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"]
    assert (tmp_path / "documents" / path_of(SHA256)).stat().st_mode & 0o777 == 0o440


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
    await put(Folder(root), SHA256, upload)

    place = root / path_of(SHA256)
    assert forced[0].startswith(f"{root}/staged/{SHA256}.")
    assert forced[1:3] == [f"{root}/staged", str(root)]
    assert forced[3:] == [str(place.parent), str(place.parent.parent), str(root)]


async def test_a_disk_that_fails_leaves_nothing_half_written(
    tmp_path: Path, upload: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    folder = Folder(tmp_path / "documents")

    with pytest.raises(StorageUnavailable):
        await put(folder, SHA256, upload)
    assert files(folder.root) == []


async def test_a_place_that_is_no_folder_is_a_store_that_is_away(tmp_path: Path, upload: Path) -> None:
    (tmp_path / "documents").write_text("a file")

    with pytest.raises(StorageUnavailable):
        await put(Folder(tmp_path / "documents"), SHA256, upload)


async def test_a_copy_whose_writing_was_cut_off_is_listed_and_never_read(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "documents")
    (folder.root / "staged").mkdir(parents=True)
    (folder.root / "staged" / f"{SHA256}.00112233.part").write_bytes(CONTENT[:3])

    (left,) = await folder.staged()
    there = await folder.exists(SHA256)
    await folder.discard(left)

    assert (left.sha256, left.whole, there) == (SHA256, False, False)
    assert files(folder.root) == []
