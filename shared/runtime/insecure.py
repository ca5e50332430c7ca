"""Settings by which a production process could be read or deceived from outside: refused unless accepted by name."""

import os
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from itertools import pairwise
from urllib.parse import parse_qs, unquote, urlsplit

VARIABLES = frozenset(
    {
        "KAFKA_SECURITY_PROTOCOL",
        "IDENTITY_JWKS",
        "IDENTITY_ISSUER",
        "DATABASE_URL",
        "TRACKING_SECRET",
        "TRACKING_SECRET_BEFORE",
        "CLAMD_ADDRESS",
        "DOCUMENT_ENDPOINT",
        "SIGNING_KEYS_FILE",
    }
)
"""What ACCEPT_INSECURE can name."""

PROTECTED = frozenset({"require", "verify-ca", "verify-full"})
FEWEST_CHARACTERS, STEPS_BY_ONE = 8, 0.6
KNOWN_WORDS = ("changeme", "change-me", "password", "demonstration", "tracking-secret", "tracking_secret")

Weakness = tuple[str, str]
"""A variable, and what is wrong with it."""


def names(setting: str) -> frozenset[str]:
    """The variables that ACCEPT_INSECURE names, with commas between."""
    return frozenset(one.strip().upper() for one in setting.split(",") if one.strip())


def kafka(protocol: str) -> Iterator[Weakness]:
    """Records and passwords that travel in clear."""
    if not protocol.endswith("SSL"):
        yield "KAFKA_SECURITY_PROTOCOL", f"is {protocol}: use SSL or SASL_SSL"


def plain_http(variable: str, url: str) -> Iterator[Weakness]:
    """An address that anybody on the way can answer for."""
    if urlsplit(url).scheme.lower() == "http":
        yield variable, "is an http:// address: use https://"


def database(dsn: str) -> Iterator[Weakness]:
    """A connection to another machine without TLS, or with TLS only if the server likes."""
    parts = urlsplit(dsn)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    mode = query.get("sslmode") or os.environ.get("PGSSLMODE", "")
    hosts = parts.netloc.rpartition("@")[2] or query.get("host") or os.environ.get("PGHOST", "")
    if mode not in PROTECTED and not all(_stays_here(host) for host in hosts.split(",")):
        told = f"has sslmode={mode}" if mode else "has no sslmode"
        yield "DATABASE_URL", f"{told}: add sslmode=verify-full (or require, verify-ca)"


def _stays_here(host: str) -> bool:
    """A socket of this machine, or its loopback."""
    name = unquote(host).strip()
    if name.startswith("["):
        name = name[1:].partition("]")[0]
    elif name.count(":") == 1 and not name.startswith("/"):
        name = name.partition(":")[0]
    if not name or name.startswith(("/", "@")) or name.lower() == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def unsigned(ring: object) -> Iterator[Weakness]:
    """Records that nobody has to sign, and nobody checks."""
    if not ring:
        told = "is not set, so whoever may write a topic may speak for its service"
        yield "SIGNING_KEYS_FILE", f"{told}: mount the key ring (docs/operations/keys.md)"


def secret(variable: str, text: str) -> Iterator[Weakness]:
    """A secret that can be guessed."""
    told = _guessed(text)
    if told:
        yield variable, f"{told}: make one by chance (openssl rand -hex 32)"


def _guessed(text: str) -> str:
    if len(set(text)) < FEWEST_CHARACTERS:
        return "has too few different characters"
    if any(text[period:] == text[:-period] for period in range(1, len(text) // 2 + 1)):
        return "repeats itself"
    if sum(abs(ord(one) - ord(next_)) == 1 for one, next_ in pairwise(text)) > STEPS_BY_ONE * len(text):
        return "is a row of neighbours"
    if any(word in text.lower() for word in KNOWN_WORDS):
        return "holds a word that everybody tries"
    return ""


def refused(weaknesses: Iterable[Weakness], accepted: frozenset[str]) -> Iterator[str]:
    """One line for each that is not accepted by name, and for names that are none."""
    for variable, told in weaknesses:
        if variable not in accepted:
            yield f"{variable} {told}, or name {variable} in ACCEPT_INSECURE"
    for unknown in sorted(accepted - VARIABLES):
        yield f"ACCEPT_INSECURE names {unknown}: name some of {', '.join(sorted(VARIABLES))}"


def borne(weaknesses: Iterable[Weakness], accepted: frozenset[str]) -> Iterator[str]:
    """One line for each that is accepted by name."""
    for variable, told in weaknesses:
        if variable in accepted:
            yield f"{variable} {told}; accepted by ACCEPT_INSECURE"
