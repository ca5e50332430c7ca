"""A bucket that cannot be used is a store that is away."""

from pathlib import Path

import pytest

from services.intake.wallet.storage.bucket import Bucket
from services.intake.wallet.storage.store import StorageUnavailable
from shared.persistence.object_store import BucketLocation
from tests.intake.wallet.storage.conftest import put

SHA256 = "0" * 64


@pytest.fixture(params=["nobody listens", "no such bucket"])
def away(request: pytest.FixtureRequest, s3_endpoint: str) -> Bucket:
    endpoint = "http://127.0.0.1:1" if request.param == "nobody listens" else s3_endpoint
    return Bucket(
        BucketLocation(bucket="never-made", endpoint=endpoint, region="us-east-1", key_id="key", secret="secret")
    )


async def test_nothing_is_kept_there(away: Bucket, tmp_path: Path) -> None:
    (tmp_path / "upload").write_bytes(b"content")

    with pytest.raises(StorageUnavailable):
        await put(away, SHA256, tmp_path / "upload")


def test_the_secret_is_not_shown() -> None:
    assert "secret" not in repr(BucketLocation(bucket="documents", key_id="key", secret="secret"))
