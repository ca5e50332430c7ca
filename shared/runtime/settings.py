"""Typed settings, read once from the environment by the composition root. Nothing else reads the environment."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from pydantic import Field, PostgresDsn, field_validator
from pydantic_core import PydanticCustomError

from shared.persistence.address import UNREADABLE, UnreadableAddress, plain_address, require_readable
from shared.runtime import insecure
from shared.runtime.http_settings import HttpSettings
from shared.runtime.kafka_settings import KafkaSecuritySettings
from shared.runtime.rate_settings import RateSettings


class ProcessRole(StrEnum):
    """What a process does; one process does all by default, roles are split for scale-out."""

    API = "api"
    WORKER = "worker"
    RELAY = "relay"


class LogLevel(StrEnum):
    """What is worth a line in the log."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"
    CRITICAL = "CRITICAL"


class ServiceSettings(HttpSettings, RateSettings, KafkaSecuritySettings):
    """Settings that every service has. A service adds its own in its settings.py."""

    database_url: PostgresDsn = Field(
        description="PostgreSQL of this service: postgresql://user:password@host:port/db", repr=False
    )
    kafka_bootstrap_servers: str = Field(description="host:port, comma separated", min_length=3)
    kafka_instance: str | None = Field(None, description="Static group member name: a restart takes over at once")
    signing_key_file: Path | None = Field(
        None, description="Private Ed25519 key (PEM) by which this service signs what it sends; `keys new` makes one"
    )
    signing_keys_file: Path | None = Field(
        None,
        description="Key ring (JSON) with the public keys of all services; unset: signatures are not checked, "
        "which production refuses unless ACCEPT_INSECURE names it",
    )
    process_roles: frozenset[ProcessRole] = Field(
        frozenset(ProcessRole), description='JSON list of "api", "worker", "relay"'
    )
    identity_jwks: str = Field(description="Where the identity provider publishes its keys: https:// or file:// URL")
    identity_issuer: str = Field(description="Expected `iss` of tokens")
    identity_audience: str = Field("referencement", description="Expected `aud` of tokens")
    identity_roles_claim: str = Field("roles", description="Claim (or dotted path) that holds the roles")
    identity_organisation_claim: str = Field(
        "organisation", description="Claim that names the publisher's organisation"
    )
    identity_longest_lifetime: int = Field(
        86_400, description="Seconds from `iat`, or from now, to `exp` of a token at most; others are refused", ge=60
    )
    identity_token_types: str = Field(
        "at+jwt,JWT", description="Values of the header `typ` taken, with commas between; at+jwt alone is strictest"
    )
    demonstration: bool = Field(
        False, description="Allows a local token issuer and a simulated clock; every page says so. Never in production"
    )
    accept_insecure: str = Field(
        "", description="Variables whose insecure value is accepted outside demonstrations, with commas between"
    )
    fail_point: str | None = Field(
        None, description="Where the process shall end by itself, say before_mark:3; demonstration only"
    )
    clock_file: Path | None = Field(None, description="Simulated clock shared by processes; demonstration only")
    programme_file: Path | None = Field(None, description="Programme document; default: the one shipped")
    log_level: LogLevel = Field(LogLevel.INFO, description="DEBUG, INFO, WARNING, ERROR")
    trace_callers_decide: bool = Field(
        False, description="Believe the sampling flag of a request's traceparent; only behind a gateway that sets it"
    )
    database_connections: int = Field(8, description="Largest number of pooled connections", ge=2, le=100)
    inbox_days: int = Field(
        30, description="How long the inbox keeps events; older ones are recognised by the journal", ge=2
    )
    drain_seconds: float = Field(0.0, description="Between readiness going down and the door closing at SIGTERM", ge=0)
    drain_idle_seconds: float = Field(
        12.0,
        description="Beyond DRAIN_SECONDS, at most: while callers come or keep connections that no answer has ended",
        ge=0,
    )
    root_path: str = Field("", description="Path prefix under which an ingress serves this service")
    public_hosts: str = Field(
        "", description="Host names under which people reach this service, with commas between; empty: any"
    )
    security_contact: str = Field(
        "", description="mailto: or https: address for reports of weaknesses, told in /.well-known/security.txt"
    )
    catalogue_url: str = Field("", description="Where people find the public catalogue; for links on pages")

    @field_validator("database_url", mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return require_readable(plain_address(value))
        except UnreadableAddress:
            raise PydanticCustomError("told", UNREADABLE) from None

    @field_validator("log_level", mode="before")
    @classmethod
    def _level(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("signing_key_file", "signing_keys_file", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        """An empty variable names no file; as a path it would be the current folder."""
        return value or None

    @property
    def longest_drain_seconds(self) -> float:
        """How long callers may take to leave; no time at all where nobody else is there to whom they could go."""
        return self.drain_seconds + self.drain_idle_seconds if self.drain_seconds else 0

    def weaknesses(self) -> Iterator[insecure.Weakness]:
        """Values by which a production process could be read or deceived; a service adds its own."""
        yield from insecure.kafka(self.kafka_security_protocol)
        yield from insecure.plain_http("IDENTITY_JWKS", self.identity_jwks)
        yield from insecure.plain_http("IDENTITY_ISSUER", self.identity_issuer)
        yield from insecure.database(str(self.database_url))
        yield from insecure.unsigned(self.signing_keys_file)
