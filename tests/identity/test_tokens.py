import time
from datetime import timedelta

import pytest

from shared.identity.actor import Actor, Role
from shared.identity.local_issuer import LocalIssuer
from shared.identity.tokens import TokenRefused, TokenVerifier


async def test_a_token_names_the_actor_its_roles_and_its_organisation(
    issuer: LocalIssuer, verifier: TokenVerifier
) -> None:
    token = issuer.token("p-1", [Role.PUBLISHER, Role.HOLDER], "org-1")

    actor = await verifier.verify(f"Bearer {token}")

    assert actor == Actor("p-1", frozenset({Role.PUBLISHER, Role.HOLDER}), "org-1")


async def test_the_scheme_is_read_in_any_case(issuer: LocalIssuer, verifier: TokenVerifier) -> None:
    token = issuer.token("p-1", [Role.AUDITOR])

    assert (await verifier.verify(f"bearer  {token} ")).id == "p-1"


async def test_a_clock_half_a_minute_apart_is_forgiven(issuer: LocalIssuer, verifier: TokenVerifier) -> None:
    token = issuer.token("p-1", [Role.AUDITOR], lifetime=timedelta(seconds=-20))

    assert (await verifier.verify(f"Bearer {token}")).id == "p-1"


@pytest.mark.parametrize(
    ("claim", "roles"),
    [
        (["auditor", "astronaut", 7], {Role.AUDITOR}),
        ("auditor evaluator", {Role.AUDITOR, Role.EVALUATOR}),
        (["astronaut"], set()),
        (["system"], set()),
        ([], set()),
        (None, set()),
    ],
)
async def test_only_known_roles_are_conferred_and_never_that_of_the_process(
    issuer: LocalIssuer, verifier: TokenVerifier, claim: object, roles: set[Role]
) -> None:
    token = issuer.signed({"sub": "p-1", "exp": time.time() + 60, "roles": claim})

    assert (await verifier.verify(f"Bearer {token}")).roles == roles


@pytest.mark.parametrize("name", ["realm_access.roles", "https://claims.invalid/roles"])
async def test_roles_are_found_by_path_or_by_exact_name(issuer: LocalIssuer, name: str) -> None:
    verifier = TokenVerifier(issuer.jwks_uri, issuer.issuer, issuer.audience, roles_claim=name)
    claims = {"realm_access": {"roles": ["auditor"]}, "https://claims.invalid/roles": ["auditor"]}
    token = issuer.signed({"sub": "p-1", "exp": time.time() + 60} | claims)

    assert (await verifier.verify(f"Bearer {token}")).roles == {Role.AUDITOR}


async def test_one_of_several_audiences_suffices(issuer: LocalIssuer, verifier: TokenVerifier) -> None:
    token = issuer.signed({"sub": "p-1", "exp": time.time() + 60, "aud": ["another-service", "referencement"]})

    assert (await verifier.verify(f"Bearer {token}")).id == "p-1"


async def test_a_known_token_is_believed_for_a_minute_and_no_longer(
    issuer: LocalIssuer, verifier: TokenVerifier
) -> None:
    now = time.time()
    verifier.recent.clock = lambda: now
    header = f"Bearer {issuer.token('p-1', [Role.AUDITOR])}"
    await verifier.verify(header)
    verifier.keys.uri = (issuer.directory / "gone.json").as_uri()
    verifier.keys._keys.clear()

    verifier.recent.clock = lambda: now + 59
    assert (await verifier.verify(header)).id == "p-1"

    verifier.recent.clock = lambda: now + 61
    with pytest.raises(TokenRefused, match="token_key_unknown"):
        await verifier.verify(header)


async def test_a_token_is_never_believed_beyond_its_end(issuer: LocalIssuer, verifier: TokenVerifier) -> None:
    now = time.time()
    verifier.recent.clock = lambda: now
    token = issuer.signed({"sub": "p-1", "exp": now + 10, "roles": []})
    await verifier.verify(f"Bearer {token}")

    verifier.recent.clock = lambda: now + 11

    assert verifier.recent.get(token) is None


async def test_a_refused_token_is_not_remembered(issuer: LocalIssuer, verifier: TokenVerifier) -> None:
    token = issuer.signed({"sub": "system:deadlines", "exp": time.time() + 60})

    for _ in range(2):
        with pytest.raises(TokenRefused, match="token_subject_reserved"):
            await verifier.verify(f"Bearer {token}")
