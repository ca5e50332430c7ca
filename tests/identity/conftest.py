import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.identity.local_issuer import LocalIssuer
from shared.identity.tokens import TokenVerifier
from tests.identity.key_server import KeyServer, a_key_server


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers on loopback are reached directly, also where a proxy is set for everything else."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def issuer(tmp_path: Path) -> LocalIssuer:
    return LocalIssuer(tmp_path / "issuer")


@pytest.fixture
def verifier(issuer: LocalIssuer) -> TokenVerifier:
    return TokenVerifier(issuer.jwks_uri, "https://issuer.demonstration.invalid", "referencement")


@pytest.fixture
def server(issuer: LocalIssuer) -> Iterator[KeyServer]:
    with a_key_server() as server:
        server.body = (issuer.directory / "jwks.json").read_bytes()
        yield server


@pytest.fixture
def kid(issuer: LocalIssuer) -> str:
    return str(json.loads((issuer.directory / "jwks.json").read_text())["keys"][0]["kid"])
