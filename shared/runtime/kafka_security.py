"""How to reach the brokers, from the settings: for aiokafka and for FastStream."""

import ssl
from typing import Any

from faststream.security import BaseSecurity, SASLScram256, SASLScram512

from shared.runtime.kafka_settings import KafkaSecuritySettings, Mechanism


def tls(settings: KafkaSecuritySettings) -> ssl.SSLContext | None:
    """The TLS context, where the protocol asks for one."""
    if "SSL" not in settings.kafka_security_protocol:
        return None
    context = ssl.create_default_context(cafile=settings.kafka_ca_file)
    if settings.kafka_certificate_file:
        context.load_cert_chain(settings.kafka_certificate_file, settings.kafka_key_file)
    return context


def for_aiokafka(settings: KafkaSecuritySettings) -> dict[str, Any]:
    """Keyword arguments of aiokafka's clients."""
    if settings.kafka_security_protocol == "PLAINTEXT":
        return {}
    return {
        "security_protocol": str(settings.kafka_security_protocol),
        "ssl_context": tls(settings),
        "sasl_mechanism": str(settings.kafka_sasl_mechanism),
        "sasl_plain_username": settings.kafka_username or None,
        "sasl_plain_password": settings.kafka_password.get_secret_value() or None,
    }


def for_faststream(settings: KafkaSecuritySettings) -> BaseSecurity | None:
    """The `security` of a FastStream broker."""
    context = tls(settings)
    if "SASL" in settings.kafka_security_protocol:
        scram = SASLScram256 if settings.kafka_sasl_mechanism is Mechanism.SCRAM_SHA_256 else SASLScram512
        return scram(settings.kafka_username, settings.kafka_password.get_secret_value(), context, bool(context))
    return BaseSecurity(context, use_ssl=True) if context else None
