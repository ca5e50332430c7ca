"""Servers that exist already, as the environment names them: they are used instead of embedded ones."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.persistence.address import plain_address


@dataclass(frozen=True, slots=True)
class External:
    """What DATABASE_URL, <SERVICE>_DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS say."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def bootstrap_servers(self) -> str | None:
        """The brokers to use; None: start own ones."""
        return self.environment.get("KAFKA_BOOTSTRAP_SERVERS") or None

    @property
    def administration_url(self) -> str | None:
        """An account that may create databases; None: start an own server."""
        return self._address("DATABASE_URL")

    def own_database_url(self, service: str) -> str | None:
        """The database that one service was given by name; it must exist."""
        return self._address(f"{service.upper()}_DATABASE_URL")

    def owner_database_url(self, service: str) -> str | None:
        """The same database under the account that owns and migrates it, where it has one of its own."""
        return self._address(f"{service.upper()}_OWNER_DATABASE_URL")

    def reader_database_url(self, service: str) -> str | None:
        """The same database under the account that only reads, where there is one."""
        return self._address(f"{service.upper()}_READER_DATABASE_URL")

    def _address(self, variable: str) -> str | None:
        return plain_address(self.environment.get(variable, "")) or None
