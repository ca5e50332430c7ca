"""The outlets, an expired certificate, and a stack of what a test opens."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from deploy.local.ports import free_port
from shared.identity.local_issuer import LocalIssuer
from shared.runtime import termination
from tests.runtime.causes.outlets import Outlets
from tests.runtime.tls import Shown, certificate


@pytest.fixture
def outlets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Outlets:
    message = tmp_path / "termination-log"
    message.write_text("")
    monkeypatch.setattr(termination, "MESSAGE", message)
    monkeypatch.setattr("shared.delivery.kafka.sender.KNOCKS_FOR_S", 20.0)
    found = Outlets(monkeypatch, message, capsys)
    issuer = LocalIssuer(tmp_path)
    found.environment(
        REFERENCEMENT_ROOT=str(tmp_path), DATABASE_URL=f"postgresql://a:b@127.0.0.1:{free_port()}/c",
        KAFKA_BOOTSTRAP_SERVERS=f"127.0.0.1:{free_port()}", IDENTITY_JWKS=issuer.jwks_uri,
        IDENTITY_ISSUER=issuer.issuer, DEMONSTRATION="true",
    )  # fmt: skip
    return found


@pytest.fixture
def expired(tmp_path: Path) -> Shown:
    return certificate(tmp_path, days_left=-1)


@pytest.fixture
async def opened() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack
