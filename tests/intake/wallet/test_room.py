"""How much room is left for documents, as /metrics tells it."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from services.intake.wallet.storage.folder import Folder
from services.intake.wallet.work.sweep import Sweep
from shared.telemetry import metrics


def told() -> tuple[float, float]:
    """Free and whole, in bytes."""
    return (
        next(iter(metrics.DOCUMENTS_FREE.collect())).samples[0].value,
        next(iter(metrics.DOCUMENTS_CAPACITY.collect())).samples[0].value,
    )


@pytest.fixture(autouse=True)
def _nothing_told() -> None:
    metrics.DOCUMENTS_FREE.set(0)
    metrics.DOCUMENTS_CAPACITY.set(0)


def sweep(store: object) -> Sweep:
    return Sweep(cast("Any", SimpleNamespace(store=store)), cast("Any", None))


async def test_a_folder_says_how_full_its_disk_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=100, free=7))

    await sweep(Folder(tmp_path)).report_free_space()

    assert told() == (7, 100)


async def test_before_the_first_document_and_with_a_bucket_nothing_is_told(tmp_path: Path) -> None:
    await sweep(Folder(tmp_path / "documents")).report_free_space()
    await sweep(object()).report_free_space()

    assert told() == (0, 0)
