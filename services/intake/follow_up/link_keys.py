"""The keys that open a dossier's follow-up page: whoever holds the link may read, without an account.

None is stored: a key is computed from the dossier's id and the number of the link, which grows when it is renewed.
"""

import hmac
import re
from base64 import urlsafe_b64encode

from pydantic import SecretStr

_NUMBERED = re.compile(r"([1-9][0-9]{0,5})\.(.*)", re.ASCII | re.DOTALL)


def key_of(dossier: str, secret: SecretStr, number: int = 0) -> str:
    """HMAC-SHA256 of the dossier's id and the link's number, fit for an address. The first link has no number."""
    told = f"{dossier}/{number}" if number else dossier
    seal = urlsafe_b64encode(hmac.digest(secret.get_secret_value().encode(), told.encode(), "sha256"))
    text = seal.decode().rstrip("=")
    return f"{number}.{text}" if number else text


def number_of(key: str, dossier: str, *secrets: SecretStr) -> int | None:
    """The number of the link whose key this is, under one of the secrets; None: it is no key of this dossier.

    Takes the same time whichever sign is wrong. A secret that is empty opens nothing.
    """
    numbered = _NUMBERED.fullmatch(key)
    number = int(numbered[1]) if numbered else 0
    known = [secret for secret in secrets if secret.get_secret_value()]
    fitting = [hmac.compare_digest(key.encode(), key_of(dossier, secret, number).encode()) for secret in known]
    return number if any(fitting) else None
