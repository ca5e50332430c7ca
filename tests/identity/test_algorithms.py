import json
import time
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from shared.identity.tokens import TokenRefused, TokenVerifier


def published_in(directory: Path, key: RSAPrivateKey | Ed25519PrivateKey, algorithm: str) -> TokenVerifier:
    jwk = jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key(), as_dict=True)
    (directory / "jwks.json").write_text(json.dumps({"keys": [jwk | {"kid": "k-1"}]}))
    return TokenVerifier((directory / "jwks.json").as_uri(), "https://idp.invalid", "referencement")


def header(key: RSAPrivateKey | Ed25519PrivateKey, algorithm: str) -> str:
    claims = {"sub": "p-1", "iss": "https://idp.invalid", "aud": "referencement", "exp": time.time() + 60}
    return "Bearer " + jwt.encode(claims, key, algorithm, headers={"kid": "k-1"})


async def test_rsa_and_edwards_signatures_are_accepted_too(tmp_path: Path) -> None:
    for key, algorithm in ((generate_private_key(65537, 2048), "RS256"), (Ed25519PrivateKey.generate(), "EdDSA")):
        verifier = published_in(tmp_path, key, algorithm)

        assert (await verifier.verify(header(key, algorithm))).id == "p-1"


async def test_an_algorithm_the_key_could_do_but_nobody_chose_is_refused(tmp_path: Path) -> None:
    key = generate_private_key(65537, 2048)
    verifier = published_in(tmp_path, key, "RS256")

    with pytest.raises(TokenRefused, match="token_algorithm_refused"):
        await verifier.verify(header(key, "PS256"))


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
async def test_a_key_too_short_to_be_trusted_signs_nothing(tmp_path: Path) -> None:
    key = generate_private_key(65537, 1024)  # noqa: S505 - what is tested
    verifier = published_in(tmp_path, key, "RS256")

    with pytest.raises(TokenRefused, match="token_signature_invalid"):
        await verifier.verify(header(key, "RS256"))
