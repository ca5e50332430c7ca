"""Why nobody could be recognised: two failures an HTTP door answers differently (401, 503)."""

from typing import Literal

TokenRefusal = Literal[
    "token_missing",
    "token_malformed",
    "token_expired",
    "token_not_yet_valid",
    "token_claim_missing",
    "token_wrong_audience",
    "token_wrong_issuer",
    "token_signature_invalid",
    "token_algorithm_refused",
    "token_key_unknown",
    "token_subject_reserved",
    "token_lifetime_too_long",
    "token_type_refused",
]


class TokenRefused(Exception):
    """The caller must present another token. `code` is stable; `detail` never repeats what the token said."""

    def __init__(self, code: TokenRefusal, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class IdentityUnavailable(Exception):
    """The identity provider's keys cannot be had: nothing is wrong with the token, the caller may try again."""

    code = "identity_unavailable"
