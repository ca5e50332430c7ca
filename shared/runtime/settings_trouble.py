"""What is wrong with settings that can each be read: one line each, said at start and by `config check`."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from pydantic import SecretStr

from shared.persistence.address import unknown_parameters
from shared.programme.loading import load_file
from shared.runtime import insecure
from shared.runtime.settings import ServiceSettings

DRIVER_VARIABLES = ("PGUSER", "PGPASSWORD")
"""What the driver of the database reads by itself."""


def settings_troubles(settings: ServiceSettings) -> Iterator[str]:
    """Variable, what is wrong with it, what to do. Nothing: a process can start with them."""
    if not settings.demonstration:
        yield from _only_in_demonstrations(settings)
        yield from insecure.refused(settings.weaknesses(), insecure.names(settings.accept_insecure))
    if settings.programme_file:
        yield from _programme(settings.programme_file)
    for variable, file in certificate_files(settings).items():
        yield from _certificate(variable, file)
    if "SASL" in settings.kafka_security_protocol and not settings.kafka_password.get_secret_value():
        yield "KAFKA_PASSWORD is empty although the protocol asks for it: mount the secret"
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


def _certificate(variable: str, file: Path) -> Iterator[str]:
    try:
        ends = expiry_of(file)
    except (OSError, ValueError) as error:
        yield f"{variable} cannot be read ({type(error).__name__}): mount it in PEM form"
        return
    if ends <= datetime.now(UTC):
        yield f"{variable} holds a certificate that expired on {ends:%Y-%m-%d}: renew it, restart"
