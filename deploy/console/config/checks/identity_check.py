"""The identity provider."""

import asyncio

from jwt.exceptions import PyJWKClientConnectionError, PyJWTError

from deploy.console.config.checks.finding import Finding, ok, wrong
from shared.diagnosis.causes import cause_of
from shared.identity.signing_keys import SigningKeys, _usable


async def check_identity(service: str, address: str) -> list[Finding]:
    """It publishes keys that we can use."""
    what = f"{service} IDENTITY_JWKS"
    try:
        published = await asyncio.to_thread(SigningKeys(address)._fetch)
        keys = _usable(published)
    except PyJWKClientConnectionError as error:
        return [wrong(what, cause_of(_reason(error)))]
    except (OSError, ValueError, PyJWTError) as error:
        return [wrong(what, f"is no key set ({type(error).__name__}): name the address of the provider's JWKS")]
    if not keys:
        return [wrong(what, "publishes no signing key that we can use: RSA, EC or OKP, with a kid")]
    return [ok(what, f"{len(keys)} signing {'key' if len(keys) == 1 else 'keys'}")]


def _reason(error: BaseException) -> BaseException:
    cause = error.__cause__ or error
    reason = getattr(cause, "reason", None)
    return reason if isinstance(reason, BaseException) else cause
