"""A bucket that cannot be used is a store that is away."""

from pathlib import Path

import pytest

from services.intake.wallet.storage.bucket import Bucket, Place
from services.intake.wallet.storage.store import StorageAway
from tests.intake.wallet.storage.conftest import put

SHA256 = "0" * 64


@pytest.fixture(params=["nobody listens", "no such bucket"])
def away(request: pytest.FixtureRequest, s3_endpoint: str) -> Bucket:
    endpoint = "http://127.0.0.1:1" if request.param == "nobody listens" else s3_endpoint
    return Bucket(Place(bucket="never-made", endpoint=endpoint, region="us-east-1", key_id="key", secret="secret"))


async def test_nothing_is_kept_there(away: Bucket, tmp_path: Path) -> None:
    (tmp_path / "upload").write_bytes(b"content")

    with pytest.raises(StorageAway):
        await put(away, SHA256, tmp_path / "upload")


def test_the_secret_is_not_shown() -> None:
    assert "secret" not in repr(Place(bucket="documents", key_id="key", secret="secret"))
