"""The stores under contract: a folder, and a bucket of moto's server, a stand-in that speaks S3 over HTTP."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from secrets import token_hex

import httpx
import obstore
import pytest
from moto.server import ThreadedMotoServer

from services.intake.wallet.storage.bucket import Bucket
from services.intake.wallet.storage.folder import Folder
from services.intake.wallet.storage.store import Store, path_of
from shared.persistence.object_store import BucketLocation, s3_store
from tests.waiting import WITHIN_S


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


class Tampered:
    """Changes what lies in a store behind its back."""

    def __init__(self, store: Store, bucket: BucketLocation | None = None) -> None:
        self.store, self.bucket = store, bucket

    def overwrite(self, sha256: str, content: bytes) -> None:
        if isinstance(self.store, Folder):
            place = self.store.root / path_of(sha256)
            place.chmod(0o600)
            place.write_bytes(content)
        else:
            assert self.bucket
            obstore.put(s3_store(self.bucket), path_of(sha256), content)


def made(bucket: str) -> None:
    httpx.put(bucket, timeout=WITHIN_S).raise_for_status()


@pytest.fixture(params=["folder", "bucket"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Tampered]:
    """Each store in turn, empty."""
    if request.param == "folder":
        yield Tampered(Folder(tmp_path / "documents"))
        return
    endpoint, name = request.getfixturevalue("s3_endpoint"), f"bucket-{token_hex(4)}"
    made(f"{endpoint}/{name}")
    place = BucketLocation(
        bucket=name, prefix="documents", endpoint=endpoint, region="us-east-1", key_id="key", secret="secret"
    )
    yield Tampered(Bucket(place), place)


@pytest.fixture
def store(kept: Tampered) -> Store:
    return kept.store


async def put(store: Store, sha256: str, file: Path) -> None:
    """Keep a content, as an upload does that ends well."""
    await store.promote(await store.stage(sha256, file))
