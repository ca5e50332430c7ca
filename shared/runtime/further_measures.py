"""What is measured besides database, brokers and work."""

from collections.abc import Awaitable, Callable, Mapping

from shared.delivery.kafka.sender import Sender
from shared.identity.signing_keys import SigningKeys
from shared.runtime.certificate_measures import CertificateMeasures
from shared.runtime.identity_measures import IdentityMeasures
from shared.runtime.settings import ProcessRole, ServiceSettings


def further_measures(
    settings: ServiceSettings, sender: Sender, keys: SigningKeys
) -> Mapping[str, Callable[[], Awaitable[None]]]:
    """By the name under which a failure is counted. Only processes with callers ask the identity provider."""
    certificates = CertificateMeasures(settings, sender).measure
    if ProcessRole.API not in settings.process_roles:
        return {"certificates": certificates}
    return {"certificates": certificates, "identity": IdentityMeasures(keys).measure}
