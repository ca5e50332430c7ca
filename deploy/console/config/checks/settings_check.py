"""The environment of a service: what its settings refuse, and what they let through that cannot work."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from deploy.console.config.checks.finding import Finding, doubtful, ok, wrong
from shared.runtime.service import Service
from shared.runtime.settings import ServiceSettings
from shared.runtime.settings_trouble import (
    Unusable,
    accepted_weaknesses,
    certificate_files,
    expiry_of,
    settings_troubles,
    unusable_settings,
)  # fmt: skip
from shared.runtime.signing import signing_troubles, unsigned_allowed
from shared.telemetry.environment import lines

SOON = timedelta(days=21)


def settings_of(service: Service, instead: Mapping[str, str]) -> tuple[ServiceSettings | None, list[Finding]]:
    """The settings as the service would read them, and everything that is wrong with them at once."""
    try:
        settings = service.settings(**instead)  # type: ignore[arg-type]  # pydantic reads the texts
    except Unusable as error:
        return None, [wrong(service.name, line) for line in unusable_settings(error)]
    found = list(_questioned(service.name, settings))
    return settings, found or [ok(f"{service.name} settings", "complete")]


def telemetry_of(environment: Mapping[str, str]) -> list[Finding]:
    """Standard variables of OpenTelemetry whose value is not used."""
    return [doubtful("telemetry", line) for line in lines(environment)]


def _questioned(name: str, settings: ServiceSettings) -> Iterator[Finding]:
    for trouble in settings_troubles(settings):
        yield wrong(name, trouble)
    for weakness in accepted_weaknesses(settings):
        yield doubtful(name, weakness)
    for trouble in signing_troubles(name, settings):
        yield wrong(name, trouble)
    if doubt := unsigned_allowed(settings):
        yield doubtful(name, doubt)
    if settings.demonstration:
        yield doubtful(name, "DEMONSTRATION is on, with tokens of its own making: never in production")
    for variable, file in certificate_files(settings).items():
        with suppress(OSError, ValueError):
            left = expiry_of(file) - datetime.now(UTC)
            if timedelta() < left < SOON:
                yield doubtful(name, f"{variable} holds a certificate that expires in {left.days} days: renew it")
