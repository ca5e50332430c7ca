import asyncio
import json

import pytest

from shared.identity.actor import Role
from shared.identity.local_issuer import LocalIssuer
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import TokenRefused, TokenVerifier
from tests.identity.key_server import Clock, KeyServer


async def test_keys_come_over_http_too(issuer: LocalIssuer, server: KeyServer) -> None:
    verifier = TokenVerifier(server.uri, issuer.issuer, issuer.audience)

    actor = await verifier.verify(f"Bearer {issuer.token('p-1', [Role.AUDITOR])}")

    assert actor.id == "p-1"


async def test_a_known_key_is_not_asked_for_again(server: KeyServer, kid: str) -> None:
    keys = SigningKeys(server.uri)

    await asyncio.gather(*(keys.key(kid) for _ in range(20)))

    assert server.asked == 1


async def test_a_rotated_key_is_found_at_its_first_use(issuer: LocalIssuer, verifier: TokenVerifier) -> None:
    clock = verifier.keys.clock = Clock()
    await verifier.verify(f"Bearer {issuer.token('p-1', [])}")
    issuer.rotate()
    clock.now += 31

    actor = await verifier.verify(f"Bearer {issuer.token('p-2', [])}")

    assert actor.id == "p-2"


async def test_a_withdrawn_key_is_forgotten(issuer: LocalIssuer, verifier: TokenVerifier) -> None:
    clock = verifier.keys.clock = Clock()
    await verifier.verify(f"Bearer {issuer.token('p-1', [])}")
    signed_before = issuer.token("p-2", [])
    issuer.rotate()
    clock.now += 301

    with pytest.raises(TokenRefused, match="token_key_unknown"):
        await verifier.verify(f"Bearer {signed_before}")


async def test_invented_key_names_cause_no_storm(server: KeyServer) -> None:
    clock = Clock()
    keys = SigningKeys(server.uri, clock=clock)

    for round_trip in range(3):
        outcomes = await asyncio.gather(*(keys.key(f"x{n}") for n in range(20)), return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {TokenRefused}
        assert server.asked == round_trip + 1
        clock.now += 31


async def test_shared_secrets_and_encryption_keys_are_passed_over(server: KeyServer) -> None:
    secret = {"kid": "secret", "kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA"}
    published = json.loads(server.body)["keys"][0]
    server.body = json.dumps({"keys": [secret, published | {"kid": "enc", "use": "enc"}]}).encode()
    keys = SigningKeys(server.uri)

    for kid in ("secret", "enc"):
        with pytest.raises(TokenRefused, match="token_key_unknown"):
            await keys.key(kid)


def test_keys_come_from_http_or_a_file_only() -> None:
    with pytest.raises(ValueError, match="http, https or file"):
        SigningKeys("ftp://idp.invalid/jwks")
