"""From the `Authorization` header to an actor. Everything doubtful is refused with a stable code."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import jwt

from shared.identity.actor import Actor
from shared.identity.claims import actor_from
from shared.identity.recent import RecentActors
from shared.identity.refusal import IdentityUnavailable, TokenRefusal, TokenRefused
from shared.identity.signing_keys import SigningKeys
from shared.identity.validity import LONGEST_LIFETIME_S, TOKEN_TYPES, check_lifetime, check_use

__all__ = ["IdentityUnavailable", "TokenRefused", "TokenVerifier"]

MAX_LENGTH = 8_192

_REFUSALS: tuple[tuple[type[jwt.PyJWTError], TokenRefusal, str], ...] = (
    (jwt.ExpiredSignatureError, "token_expired", "the token has expired"),
    (jwt.ImmatureSignatureError, "token_not_yet_valid", "the token is not valid yet"),
    (jwt.MissingRequiredClaimError, "token_claim_missing", "the token lacks one of exp, sub, iss, aud"),
    (jwt.InvalidAudienceError, "token_wrong_audience", "the token was issued for another audience"),
    (jwt.InvalidIssuerError, "token_wrong_issuer", "the token comes from another issuer"),
    (jwt.InvalidAlgorithmError, "token_algorithm_refused", "the token is signed with an algorithm not accepted here"),
    (jwt.InvalidSignatureError, "token_signature_invalid", "the signature does not match the token"),
    (jwt.InvalidKeyError, "token_signature_invalid", "the signature does not match the token"),
)


@dataclass(slots=True)
class TokenVerifier:
    """Verifies bearer tokens of one issuer for one audience.

    `roles_claim` may be a path (`realm_access.roles`). A verified token is remembered for a minute at most, so that a
    client in full flow costs one signature per minute.
    """

    jwks_uri: str
    issuer: str
    audience: str
    roles_claim: str = "roles"
    organisation_claim: str = "organisation"
    algorithms: Sequence[str] = ("RS256", "ES256", "EdDSA")
    leeway: float = 30
    longest_lifetime: float = LONGEST_LIFETIME_S
    """Seconds between `iat`, or now, and `exp`."""
    types: Collection[str] = TOKEN_TYPES
    keys: SigningKeys = field(init=False)
    recent: RecentActors = field(default_factory=RecentActors, init=False)

    def __post_init__(self) -> None:
        if any(name.lower() == "none" or name.upper().startswith("HS") for name in self.algorithms):
            raise ValueError("only asymmetric algorithms: with a shared secret every verifier could issue tokens")
        self.keys = SigningKeys(self.jwks_uri)

    async def verify(self, authorization_header: str | None) -> Actor:
        """The actor this header stands for.

        Raises `TokenRefused` (answer 401), or `IdentityUnavailable` (answer 503) when no key can be had to judge it.
        """
        token = _bearer(authorization_header)
        known = self.recent.get(token)
        if known is not None:
            return known
        header = self._header(token)
        key = await self.keys.key(str(header["kid"]))
        try:
            claims = jwt.decode(
                token,
                key=key,
                algorithms=self.algorithms,
                audience=self.audience,
                issuer=self.issuer,
                leeway=self.leeway,
                options={"require": ["exp", "sub", "iss", "aud"], "enforce_minimum_key_length": True},
            )
        except (jwt.PyJWTError, OverflowError) as error:
            raise _refusal(error) from None
        check_use(header, claims, self.types)
        expires = check_lifetime(claims, time.time(), self.longest_lifetime, self.leeway)
        actor = actor_from(claims, self.roles_claim, self.organisation_claim)
        self.recent.remember(token, actor, until=expires)
        return actor

    def remembers(self, authorization_header: str | None) -> bool:
        """Whether this header was verified within the last minute, so that no guess can be in it."""
        try:
            return self.recent.get(_bearer(authorization_header)) is not None
        except TokenRefused:
            return False

    def _header(self, token: str) -> dict[str, object]:
        """The header, which names the key; judged first by algorithm, so that no forgery reaches the provider."""
        try:
            header: dict[str, object] = jwt.get_unverified_header(token)
        except jwt.PyJWTError as error:
            raise _refusal(error) from None
        if header.get("alg") not in self.algorithms:
            raise TokenRefused("token_algorithm_refused", "the token is signed with an algorithm not accepted here")
        if not isinstance(header.get("kid"), str):
            raise TokenRefused("token_malformed", "the token does not name its key")
        return header


def _bearer(header: str | None) -> str:
    if not header or not header.strip():
        raise TokenRefused("token_missing", "an Authorization header with a bearer token is required")
    scheme, _, token = header.strip().partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > MAX_LENGTH or not token.isascii():
        raise TokenRefused("token_malformed", "the Authorization header is not a bearer token")
    return token


def _refusal(error: Exception) -> TokenRefused:
    for kind, code, detail in _REFUSALS:
        if isinstance(error, kind):
            return TokenRefused(code, detail)
    return TokenRefused("token_malformed", "the token cannot be read")
