"""Where a process listens, and how much it takes from one caller."""

from typing import Self

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.runtime.http_limits import HttpLimits, networks


class HttpSettings(BaseSettings):
    """Addresses, ports and limits of the HTTP server; the limits hold for either port on its own."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    http_host: str = Field(
        "127.0.0.1", description="Addresses to listen on, with commas between; `::`: all of IPv4 and IPv6"
    )
    http_port: int = Field(8000, description="Port to listen on", ge=0, le=65535)
    http_internal_port: int = Field(
        8100, description="Private port of /livez, /readyz and /metrics; never reachable from outside", ge=0, le=65535
    )
    http_header_bytes: int = Field(
        32_768, description="Target and headers of a request together, in bytes; more is refused (431)", ge=1024
    )
    http_headers: int = Field(100, description="Number of a request's headers; more are refused (431)", ge=10)
    http_header_seconds: float = Field(10, description="Time for target and headers; later is refused (408)", gt=0)
    http_body_seconds: float = Field(
        20, description="How long a body may come slower than HTTP_BODY_RATE; then it is refused (408)", gt=0
    )
    http_body_rate: int = Field(500, description="Bytes per second that a body brings at least", ge=1)
    http_answer_seconds: float = Field(30, description="How long a caller may leave its answer unread", gt=0)
    http_keep_alive_seconds: int = Field(
        10, description="How long an idle connection stays open; longer than a proxy before it keeps one", ge=1
    )
    http_connections: int = Field(
        800, description="Connections of a process at a time; more are refused (503). 0: no limit", ge=0
    )
    http_connections_per_address: int = Field(
        200, description="Of them from one address (IPv6: one /64) that is no trusted proxy. 0: no limit", ge=0
    )
    http_trusted_proxies: str = Field(
        "",
        description="Addresses or networks of our own proxies, with commas between; their X-Forwarded-For is believed",
    )

    @field_validator("http_trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        networks(value)
        return value

    def http_limits(self: Self) -> HttpLimits:
        """What the server is given."""
        return HttpLimits(
            header_bytes=self.http_header_bytes,
            headers=self.http_headers,
            header_seconds=self.http_header_seconds,
            body_seconds=self.http_body_seconds,
            body_rate=self.http_body_rate,
            answer_seconds=self.http_answer_seconds,
            connections=self.http_connections,
            connections_per_address=self.http_connections_per_address,
            proxies=networks(self.http_trusted_proxies),
        )
