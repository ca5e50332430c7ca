"""What is wrong with settings that can each be read: one line each, said at start and by `config check`."""

import os
import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from pydantic import SecretStr, ValidationError
from pydantic_settings import SettingsError

from shared.persistence.address import unknown_parameters
from shared.programme.loading import load_file
from shared.runtime import insecure
from shared.runtime.kafka_security import tls
from shared.runtime.settings import ServiceSettings

DRIVER_VARIABLES = ("PGUSER", "PGPASSWORD")
"""What the driver of the database reads by itself."""


Unusable = (ValidationError, SettingsError)
"""What reading settings raises."""
CORRECT = "correct it, see `referencement settings`"
_FIELD = re.compile(r'field "(\w+)"')


def unusable_settings(error: ValueError) -> Iterator[str]:
    """What reading settings found wrong: one line each, never with the value, which may be a secret."""
    if isinstance(error, ValidationError):
        for fault in error.errors(include_input=False, include_url=False):
            yield f"{fault['loc'][0]!s} ".upper() + _said(fault["type"], fault["msg"])
    else:  # a list that is no JSON ends the reading of all
        named = _FIELD.search(str(error))
        yield f"{named[1].upper() if named else 'A variable'} is not usable (it is no JSON): {CORRECT}"


def _said(kind: str, message: str) -> str:
    if kind == "missing":
        return "is not set: set it, see `referencement settings`"
    return message if kind == "told" else f"is not usable ({message[:1].lower()}{message[1:]}): {CORRECT}"


def settings_troubles(settings: ServiceSettings) -> Iterator[str]:
    """Variable, what is wrong with it, what to do. Nothing: a process can start with them."""
    if not settings.demonstration:
        yield from _only_in_demonstrations(settings)
        yield from insecure.refused(settings.weaknesses(), insecure.names(settings.accept_insecure))
    if settings.programme_file:
        yield from _programme(settings.programme_file)
    for variable, file in certificate_files(settings).items():
        yield from _certificate(variable, file)
    yield from _client_certificate(settings)
    yield from _brokers(settings.kafka_bootstrap_servers)
    if "SASL" in settings.kafka_security_protocol:
        if not settings.kafka_password.get_secret_value():
            yield "KAFKA_PASSWORD is empty although the protocol asks for it: mount the secret"
        if not settings.kafka_username:
            yield "KAFKA_USERNAME is empty although the protocol asks for it: mount the secret"
    for parameter in unknown_parameters(str(settings.database_url)):
        yield f"DATABASE_URL {parameter}"
    yield from _blank_ends(settings)


def accepted_weaknesses(settings: ServiceSettings) -> Iterator[str]:
    """Insecure values that somebody accepted by name: said at each start and by `config check`."""
    if not settings.demonstration:
        yield from insecure.borne(settings.weaknesses(), insecure.names(settings.accept_insecure))


def _blank_ends(settings: ServiceSettings) -> Iterator[str]:
    """Values that begin or end with a blank or a line feed, as secrets do that were made by `echo`."""
    values: dict[str, object] = {name.upper(): getattr(settings, name) for name in type(settings).model_fields}
    for variable, value in (values | {name: os.environ.get(name, "") for name in DRIVER_VARIABLES}).items():
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if isinstance(text, str) and text != text.strip():
            what = "a line feed" if text.strip("\r\n") != text else "a blank"
            yield f"{variable} begins or ends with {what}: make it anew without (printf %s, not echo)"


def certificate_files(settings: ServiceSettings) -> dict[str, Path]:
    """The files of certificates that the settings name, by variable."""
    named = {"KAFKA_CA_FILE": settings.kafka_ca_file, "KAFKA_CERTIFICATE_FILE": settings.kafka_certificate_file}
    return {variable: file for variable, file in named.items() if file}


def expiry_of(file: Path) -> datetime:
    """When the first of the certificates in a PEM file expires. OSError, ValueError: it cannot be read."""
    return min(one.not_valid_after_utc for one in x509.load_pem_x509_certificates(file.read_bytes()))


def _only_in_demonstrations(settings: ServiceSettings) -> Iterator[str]:
    for variable, value in (("CLOCK_FILE", settings.clock_file), ("FAIL_POINT", settings.fail_point)):
        if value:
            yield f"{variable} is for demonstrations: unset it, or set DEMONSTRATION=true"
    if settings.identity_jwks.startswith("file:"):
        yield "IDENTITY_JWKS is a local file: name the provider's https address, or set DEMONSTRATION=true"


def _programme(file: Path) -> Iterator[str]:
    try:
        load_file(file)
    except (OSError, ValueError) as error:
        yield f"PROGRAMME_FILE cannot be used ({str(error).splitlines()[0]}): correct the document"


def _client_certificate(settings: ServiceSettings) -> Iterator[str]:
    """What connecting would stumble over: a key that is missing, or one of another certificate."""
    files = [*certificate_files(settings).values(), *filter(None, [settings.kafka_key_file])]
    if not settings.kafka_certificate_file or not all(file.exists() for file in files):
        if settings.kafka_certificate_file and settings.kafka_key_file and not settings.kafka_key_file.exists():
            yield "KAFKA_KEY_FILE cannot be read (FileNotFoundError): mount it in PEM form"
        return
    try:
        tls(settings)
    except (OSError, ValueError) as error:
        what = "do not fit together" if isinstance(error, ssl.SSLError) else "cannot be read"
        yield f"KAFKA_CERTIFICATE_FILE and KAFKA_KEY_FILE {what} ({type(error).__name__}): mount both in PEM form"


def _brokers(servers: str) -> Iterator[str]:
    for address in servers.split(","):
        host, _, port = address.strip().rpartition(":")
        if not host or not port.isdecimal() or "/" in host:
            yield f"KAFKA_BOOTSTRAP_SERVERS names {address.strip()!r}: write host:port, with commas between"


def _certificate(variable: str, file: Path) -> Iterator[str]:
    try:
        ends = expiry_of(file)
    except (OSError, ValueError) as error:
        yield f"{variable} cannot be read ({type(error).__name__}): mount it in PEM form"
        return
    if ends <= datetime.now(UTC):
        yield f"{variable} holds a certificate that expired on {ends:%Y-%m-%d}: renew it, restart"
