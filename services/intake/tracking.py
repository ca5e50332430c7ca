"""The key that opens a dossier's follow-up page: whoever holds the link may read, without an account."""

import hmac
from base64 import urlsafe_b64encode

from pydantic import SecretStr


def key_of(dossier: str, secret: SecretStr) -> str:
    """HMAC-SHA256 of the dossier's id, fit for an address."""
    seal = hmac.digest(secret.get_secret_value().encode(), dossier.encode(), "sha256")
    return urlsafe_b64encode(seal).decode().rstrip("=")


def opens(key: str, dossier: str, secret: SecretStr) -> bool:
    """Whether the key is this dossier's; takes the same time whichever sign is wrong."""
    return hmac.compare_digest(key.encode(), key_of(dossier, secret).encode())


def follow_up_url(dossier: str, secret: SecretStr, root_path: str = "") -> str:
    """Where the publisher follows the dossier."""
    return f"{root_path}/dossiers/{dossier}/suivi?key={key_of(dossier, secret)}"
