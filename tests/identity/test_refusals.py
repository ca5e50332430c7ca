"""The whole refusal table: every forged or unfit token, and the stable code that answers it."""

import base64
import hmac
import json
import time
from collections.abc import Callable

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from shared.identity.local_issuer import LocalIssuer
from shared.identity.tokens import TokenRefused, TokenVerifier

NOW, DAY = int(time.time()), 86_400  # taken when the file is read: a long run is minutes older
FIT: dict[str, object] = {"sub": "p-1", "exp": NOW + DAY, "roles": ["publisher"]}


def published_kid(issuer: LocalIssuer) -> str:
    published = json.loads((issuer.directory / "jwks.json").read_text())
    return str(published["keys"][0]["kid"])


def encoded(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def forged(issuer: LocalIssuer, key: object, algorithm: str) -> str:
    claims = FIT | {"iss": issuer.issuer, "aud": issuer.audience}
    return jwt.encode(claims, key, algorithm, headers={"kid": published_kid(issuer)})  # type: ignore[arg-type]


def without_signature(issuer: LocalIssuer) -> str:
    claims = FIT | {"iss": issuer.issuer, "aud": issuer.audience}
    return jwt.encode(claims, None, "none", headers={"kid": published_kid(issuer)})  # type: ignore[arg-type]


def signed_with_the_public_key_as_secret(issuer: LocalIssuer) -> str:
    """By hand: the library refuses to sign with a public key, an attacker does not ask it."""
    public = load_pem_private_key((issuer.directory / "key.pem").read_bytes(), None).public_key()
    secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    claims = FIT | {"iss": issuer.issuer, "aud": issuer.audience}
    signed = f"{encoded({'alg': 'HS256', 'kid': published_kid(issuer)})}.{encoded(claims)}"
    signature = hmac.digest(secret, signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def signed_by_another_key_under_the_same_name(issuer: LocalIssuer) -> str:
    return forged(issuer, generate_private_key(SECP256R1()), "ES256")


def with_promoted_claims(issuer: LocalIssuer) -> str:
    header, _, signature = issuer.signed(FIT).split(".")
    claims = FIT | {"iss": issuer.issuer, "aud": issuer.audience, "roles": ["minister_delegate"]}
    return f"{header}.{encoded(claims)}.{signature}"


def of_another_algorithm_than_its_key(issuer: LocalIssuer) -> str:
    _, payload, signature = issuer.signed(FIT).split(".")
    return f"{encoded({'alg': 'RS256', 'kid': published_kid(issuer)})}.{payload}.{signature}"


def naming_no_key(issuer: LocalIssuer) -> str:
    return jwt.encode(FIT, generate_private_key(SECP256R1()), "ES256")


def naming_an_unpublished_key(issuer: LocalIssuer) -> str:
    return jwt.encode(FIT, generate_private_key(SECP256R1()), "ES256", headers={"kid": "nobody"})


def claiming(**claims: object) -> Callable[[LocalIssuer], str]:
    return lambda issuer: issuer.signed({name: value for name, value in (FIT | claims).items() if value is not ...})


TABLE = [
    (without_signature, "token_algorithm_refused"),
    (signed_with_the_public_key_as_secret, "token_algorithm_refused"),
    (of_another_algorithm_than_its_key, "token_algorithm_refused"),
    (signed_by_another_key_under_the_same_name, "token_signature_invalid"),
    (with_promoted_claims, "token_signature_invalid"),
    (naming_no_key, "token_malformed"),
    (naming_an_unpublished_key, "token_key_unknown"),
    (claiming(aud="another-service"), "token_wrong_audience"),
    (claiming(aud=["another-service"]), "token_wrong_audience"),
    (claiming(aud=None), "token_claim_missing"),
    (claiming(iss="https://another.invalid"), "token_wrong_issuer"),
    (claiming(exp=NOW - 31), "token_expired"),
    (claiming(exp=...), "token_claim_missing"),
    (claiming(exp="soon"), "token_malformed"),
    (claiming(nbf=NOW + DAY), "token_not_yet_valid"),
    (claiming(iat=NOW + DAY), "token_not_yet_valid"),
    (claiming(sub=...), "token_claim_missing"),
    (claiming(sub=""), "token_malformed"),
    (claiming(sub=7), "token_malformed"),
    (claiming(sub="p-1\nroot"), "token_malformed"),
    (claiming(sub="x" * 256), "token_malformed"),
    (claiming(sub="system:deadlines"), "token_subject_reserved"),
    (claiming(roles=7), "token_malformed"),
    (claiming(organisation=["org-1"]), "token_malformed"),
    (claiming(organisation="org-1\n"), "token_malformed"),
    (claiming(organisation=" org-1"), "token_malformed"),
    (claiming(organisation="org\0-1"), "token_malformed"),
    (claiming(organisation="org-1\u202e"), "token_malformed"),
    (claiming(organisation="org-\ud800"), "token_malformed"),
    (claiming(organisation="x" * 256), "token_malformed"),
    (claiming(sub=" "), "token_malformed"),
    (claiming(sub="p-1 "), "token_malformed"),
    (claiming(sub="p-\ud800"), "token_malformed"),
    (claiming(exp=10**18), "token_lifetime_too_long"),
    (claiming(exp=1e308), "token_lifetime_too_long"),
    (claiming(exp=10**400), "token_lifetime_too_long"),
    (claiming(exp=float("inf")), "token_malformed"),
    (claiming(exp=float("nan")), "token_malformed"),
    (claiming(exp=NOW + 2 * DAY), "token_lifetime_too_long"),
    (claiming(iat=NOW - DAY, exp=NOW + DAY), "token_lifetime_too_long"),
    (claiming(typ="ID"), "token_type_refused"),
    (claiming(typ="Refresh"), "token_type_refused"),
    (claiming(token_use="id"), "token_type_refused"),
    (claiming(at_hash="x"), "token_type_refused"),
    (claiming(nonce="x"), "token_type_refused"),
]


@pytest.mark.parametrize(("token", "code"), TABLE)
async def test_an_unfit_token_is_refused_with_its_code(
    issuer: LocalIssuer, verifier: TokenVerifier, token: Callable[[LocalIssuer], str], code: str
) -> None:
    unfit = token(issuer)

    with pytest.raises(TokenRefused) as refusal:
        await verifier.verify(f"Bearer {unfit}")

    assert refusal.value.code == code
    assert unfit not in str(refusal.value)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "token_missing"),
        ("", "token_missing"),
        ("   ", "token_missing"),
        ("Bearer", "token_malformed"),
        ("Bearer ", "token_malformed"),
        ("Basic cDpw", "token_malformed"),
        ("Bearer not-a-token", "token_malformed"),
        ("Bearer a.b.c", "token_malformed"),
        ("Bearer é.é.é", "token_malformed"),
        ("Bearer " + "x" * 8_193, "token_malformed"),
    ],
)
async def test_a_header_that_is_no_bearer_token_is_refused(
    verifier: TokenVerifier, header: str | None, code: str
) -> None:
    with pytest.raises(TokenRefused) as refusal:
        await verifier.verify(header)

    assert refusal.value.code == code


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "HS512"])
def test_no_setting_can_accept_shared_secrets_or_unsigned_tokens(algorithm: str) -> None:
    with pytest.raises(ValueError, match="only asymmetric algorithms"):
        TokenVerifier("https://idp.invalid/jwks", "https://idp.invalid", "referencement", algorithms=(algorithm,))
