"""Where the brokers are and how to reach them; services and console read the same variables."""

from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.contracts.kafka_names import KafkaNames


class Protocol(StrEnum):
    """What a listener speaks."""

    PLAINTEXT = "PLAINTEXT"
    SSL = "SSL"
    SASL_PLAINTEXT = "SASL_PLAINTEXT"
    SASL_SSL = "SASL_SSL"


class Mechanism(StrEnum):
    """How SASL proves who we are."""

    SCRAM_SHA_256 = "SCRAM-SHA-256"
    SCRAM_SHA_512 = "SCRAM-SHA-512"


class KafkaNameSettings(BaseSettings):
    """What topics and groups are called on the brokers."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    kafka_prefix: str = Field(
        "",
        description="Stands before the names of topics, groups and clients, as in `staging.`: releases with different "
        "ones share brokers without reading one another. Fixed from the first start on",
    )

    @field_validator("kafka_prefix")
    @classmethod
    def _usable(cls, value: str) -> str:
        return KafkaNames(value).prefix

    @property
    def kafka_names(self) -> KafkaNames:
        """What topics and groups are called on these brokers."""
        return KafkaNames(self.kafka_prefix)


class KafkaSecuritySettings(KafkaNameSettings):
    """How to reach the brokers."""

    kafka_security_protocol: Protocol = Field(
        Protocol.PLAINTEXT, description="PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"
    )
    kafka_sasl_mechanism: Mechanism = Field(
        Mechanism.SCRAM_SHA_512, description="SCRAM-SHA-512 or SCRAM-SHA-256; used with SASL_*"
    )
    kafka_username: str = Field("", description="Used with SASL_*")
    kafka_password: SecretStr = Field(SecretStr(""), description="Used with SASL_*")
    kafka_ca_file: Path | None = Field(None, description="CA certificates to trust the brokers by")
    kafka_certificate_file: Path | None = Field(None, description="Our own certificate, for brokers that ask (mTLS)")
    kafka_key_file: Path | None = Field(None, description="The private key of that certificate")
