"""How the brokers are reached, from the settings."""

import ssl

import pytest
from faststream.security import BaseSecurity, SASLScram256
from pydantic import ValidationError

from shared.runtime.kafka_security import for_aiokafka, for_faststream
from shared.runtime.kafka_settings import KafkaSecuritySettings


def settings(**given: str) -> KafkaSecuritySettings:
    return KafkaSecuritySettings.model_validate(given)


def test_plain_text_needs_nothing() -> None:
    assert for_aiokafka(settings()) == {}
    assert for_faststream(settings()) is None


def test_scram_over_tls_for_both_clients() -> None:
    given = settings(
        kafka_security_protocol="SASL_SSL",
        kafka_sasl_mechanism="SCRAM-SHA-256",
        kafka_username="intake",
        kafka_password="p%40ss",
    )
    ours, theirs = for_aiokafka(given), for_faststream(given)

    assert ours.pop("ssl_context").verify_mode is ssl.CERT_REQUIRED
    assert ours == {
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-256",
        "sasl_plain_username": "intake",
        "sasl_plain_password": "p%40ss",
    }
    assert isinstance(theirs, SASLScram256)
    assert (theirs.username, theirs.password, theirs.use_ssl) == ("intake", "p%40ss", True)


def test_tls_alone() -> None:
    given = settings(kafka_security_protocol="SSL")

    assert for_aiokafka(given)["sasl_plain_username"] is None
    assert type(for_faststream(given)) is BaseSecurity


def test_a_certificate_of_our_own_is_loaded_and_has_to_be_there() -> None:
    with pytest.raises(FileNotFoundError):
        for_aiokafka(settings(kafka_security_protocol="SSL", kafka_certificate_file="/nowhere/user.crt"))


@pytest.mark.parametrize("wrong", [{"kafka_security_protocol": "TLS"}, {"kafka_sasl_mechanism": "PLAIN"}])
def test_what_the_clients_do_not_speak_is_refused_at_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="Input should be"):
        settings(**wrong)
