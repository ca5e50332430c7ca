"""The keys that the settings name: what a service signs by, what it checks others by, and what is wrong with them."""

from collections.abc import Iterator
from datetime import UTC, datetime

from shared.runtime.settings import ServiceSettings
from shared.signing.key_ring import KeyRing, UnusableKey, kid_of, load_private_key, load_ring
from shared.signing.signer import Signer
from shared.signing.verifier import Verifier


def signer_of(settings: ServiceSettings) -> Signer | None:
    """None: no key is named. UnusableKey, OSError."""
    file = settings.signing_key_file
    return Signer(load_private_key(file.read_text())) if file else None


def verifier_of(settings: ServiceSettings) -> Verifier | None:
    """None: no key ring is named. UnusableKey."""
    file = settings.signing_keys_file
    return Verifier(load_ring(file), file) if file else None


def signing_troubles(service: str, settings: ServiceSettings) -> Iterator[str]:
    """What keeps the service from signing so that others take it, or from checking others."""
    ring: KeyRing | None = None
    if settings.signing_keys_file:
        try:
            ring = load_ring(settings.signing_keys_file)
        except UnusableKey as error:
            yield f"SIGNING_KEYS_FILE cannot be used ({error}): write it with `referencement keys new`"
    if settings.signing_key_file is None:
        if settings.signing_keys_file:
            yield "SIGNING_KEY_FILE is not set, so nobody takes what this service sends: mount its private key"
        return
    try:
        kid = kid_of(load_private_key(settings.signing_key_file.read_text()).public_key())
    except (OSError, UnusableKey) as error:
        yield f"SIGNING_KEY_FILE cannot be used ({error}): make one with `referencement keys new {service}`"
        return
    if ring is not None:
        yield from _stranger(service, kid, ring)


def unsigned_allowed(settings: ServiceSettings) -> str | None:
    """Why records could still be forged by whoever may write a topic; None: they could not, or it is said already, as
    a weakness of a production without a ring.
    """
    if settings.signing_keys_file is None:
        told = "SIGNING_KEYS_FILE is not set: whoever may write a topic may speak for its service"
        return told if settings.demonstration else None
    try:
        accepted = load_ring(settings.signing_keys_file).unsigned == "accepted"
    except UnusableKey:
        return None
    return (
        "the key ring accepts unsigned records: name offsets once all services sign (docs/operations/keys.md)"
        if (accepted)
        else None
    )


def _stranger(service: str, kid: str, ring: KeyRing) -> Iterator[str]:
    known = next((key for key in ring.keys if key.kid == kid), None)
    if known is None:
        yield f"SIGNING_KEY_FILE holds key {kid}, which is not in the key ring: add its public half first"
    elif known.service != service:
        yield f"SIGNING_KEY_FILE holds a key of {known.service}: mount that of {service}"
    elif known.until and known.until <= datetime.now(UTC):
        yield f"SIGNING_KEY_FILE holds key {kid}, which ended at {known.until:%Y-%m-%d}: mount its successor"
