"""NEVER IN PRODUCTION. An identity provider for demonstrations and tests, which gives any role to whoever asks.

Whoever can read its directory can act as the minister's delegate. The composition root must refuse to start with a
local issuer's key set unless the settings say that this is a demonstration.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkstemp

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from shared.identity.actor import Role

ISSUER = "https://issuer.demonstration.invalid"
AUDIENCE = "referencement"


class LocalIssuer:
    """Keeps one ES256 key in `directory` (`key.pem`, `jwks.json`); processes that share the directory share the key."""

    def __init__(self, directory: Path, *, issuer: str = ISSUER, audience: str = AUDIENCE) -> None:
        self.directory = directory.absolute()
        self.issuer = issuer
        self.audience = audience
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._open()

    @property
    def jwks_uri(self) -> str:
        return (self.directory / "jwks.json").as_uri()

    def token(
        self,
        subject: str,
        roles: Iterable[Role],
        organisation: str | None = None,
        lifetime: timedelta = timedelta(hours=1),
    ) -> str:
        """What a service expects after `Bearer `: this subject, in these capacities, for this organisation."""
        now = datetime.now(UTC)
        names = [role.value for role in roles]
        return self.signed(
            {"iat": now, "exp": now + lifetime, "sub": subject, "roles": names, "organisation": organisation}
        )

    def signed(self, claims: Mapping[str, object]) -> str:
        """Any claims over this issuer and audience: tests forge with it what `token` would never issue."""
        headers = {"kid": _jwk(self._key)["kid"]}
        return jwt.encode({"iss": self.issuer, "aud": self.audience} | dict(claims), self._key, "ES256", headers)

    def rotate(self) -> None:
        """A new key signs from now on; only it is published."""
        self._key_file.unlink()
        self._open()

    @property
    def _key_file(self) -> Path:
        return self.directory / "key.pem"

    def _open(self) -> None:
        if not self._key_file.exists():
            self._create()
        key = load_pem_private_key(self._key_file.read_bytes(), password=None)
        if not isinstance(key, EllipticCurvePrivateKey):
            raise TypeError("key.pem is not the key of a local issuer")
        self._key = key
        published = json.dumps({"keys": [_jwk(key)]}, indent=2)
        self._draft("jwks", published.encode()).replace(self.directory / "jwks.json")

    def _create(self) -> None:
        """When two processes start at once, the first key stays and the other process takes it over."""
        key = generate_private_key(SECP256R1())
        draft = self._draft("key", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        with suppress(FileExistsError):
            os.link(draft, self._key_file)
        draft.unlink()

    def _draft(self, name: str, content: bytes) -> Path:
        """A complete file, readable by its owner only, that no other process sees half written."""
        descriptor, path = mkstemp(prefix=f"{name}.", dir=self.directory)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        return Path(path)


def _jwk(key: EllipticCurvePrivateKey) -> dict[str, str]:
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    kid = hashlib.sha256(point).hexdigest()[:16]
    x, y = (base64.urlsafe_b64encode(half).rstrip(b"=").decode() for half in (point[1:33], point[33:]))
    return {"kid": kid, "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "x": x, "y": y}
