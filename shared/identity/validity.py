"""What verified claims must say beside their signature: a bounded lifetime, and that this is an access token."""

import math
from collections.abc import Collection, Mapping

from shared.identity.refusal import TokenRefused

LONGEST_LIFETIME_S = 86_400
TOKEN_TYPES = frozenset({"at+jwt", "jwt"})
"""Values of the header `typ` that access tokens carry (RFC 9068, and providers before it)."""
ACCESS_USES = frozenset({"bearer", "access", "access_token", "at+jwt", "jwt"})
ONLY_IN_ID_TOKENS = ("at_hash", "c_hash")


def check_lifetime(claims: Mapping[str, object], now: float, longest: float, leeway: float) -> float:
    """When the token expires. TokenRefused: `exp` lies too far after `iat` or after now, or is no time."""
    expires = _time(claims["exp"])
    issued = _time(claims["iat"]) if "iat" in claims else now
    if expires - min(issued, now) > longest + leeway:
        raise TokenRefused("token_lifetime_too_long", f"a token may be valid for {longest:g} s at most")
    return expires


def check_use(header: Mapping[str, object], claims: Mapping[str, object], types: Collection[str]) -> None:
    """TokenRefused: an ID or refresh token, or a JWT of another type. A header without `typ` counts as `JWT`."""
    kind = str(header.get("typ") or "jwt").lower().removeprefix("application/")
    if kind not in types:
        raise TokenRefused("token_type_refused", "the token's type is not that of an access token")
    uses = [str(claims[name]).lower() for name in ("typ", "token_use") if claims.get(name) is not None]
    if any(use not in ACCESS_USES for use in uses) or any(name in claims for name in ONLY_IN_ID_TOKENS):
        raise TokenRefused("token_type_refused", "the token is not an access token: send that, not an ID token")
    if "nonce" in claims and not uses and kind == "jwt" and "scope" not in claims:
        raise TokenRefused("token_type_refused", "the token is not an access token: send that, not an ID token")


def _time(value: object) -> float:
    try:
        seconds = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    except OverflowError:
        seconds = math.inf
    if math.isnan(seconds):
        raise TokenRefused("token_malformed", "a time in the token is not a number of seconds")
    return seconds
