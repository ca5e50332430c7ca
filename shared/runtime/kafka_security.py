"""How to reach the brokers, from the settings: for aiokafka and for FastStream."""

import ssl

from faststream.security import BaseSecurity, SASLScram256, SASLScram512

from shared.runtime.settings import ServiceSettings


def tls(settings: ServiceSettings) -> ssl.SSLContext | None:
    """The TLS context, where the protocol asks for one."""
    if "SSL" not in settings.kafka_security_protocol:
        return None
    return ssl.create_default_context(cafile=settings.kafka_ca_file)


def for_aiokafka(settings: ServiceSettings) -> dict[str, object]:
    """Keyword arguments of aiokafka's clients."""
    if settings.kafka_security_protocol == "PLAINTEXT":
        return {}
    return {
        "security_protocol": settings.kafka_security_protocol,
        "ssl_context": tls(settings),
        "sasl_mechanism": settings.kafka_sasl_mechanism,
        "sasl_plain_username": settings.kafka_username or None,
        "sasl_plain_password": settings.kafka_password.get_secret_value() or None,
    }


def for_faststream(settings: ServiceSettings) -> BaseSecurity | None:
    """The `security` of a FastStream broker."""
    context = tls(settings)
    if "SASL" in settings.kafka_security_protocol:
        scram = SASLScram256 if settings.kafka_sasl_mechanism == "SCRAM-SHA-256" else SASLScram512
        return scram(settings.kafka_username, settings.kafka_password.get_secret_value(), context, bool(context))
    return BaseSecurity(context, use_ssl=True) if context else None
