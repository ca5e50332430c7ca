"""Servers that exist already, as the environment names them: they are used instead of embedded ones."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.persistence.address import UnreadableAddress, plain_address, require_readable, with_credentials


@dataclass(frozen=True, slots=True)
class External:
    """What DATABASE_URL, <SERVICE>_DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS say.

    Account and password of a service's address may stand beside it, unescaped: <SERVICE>_DATABASE_USER and …_PASSWORD;
    so for <SERVICE>_OWNER_DATABASE_… and <SERVICE>_READER_DATABASE_….
    """

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def bootstrap_servers(self) -> str | None:
        """The brokers to use; None: start own ones."""
        return self.environment.get("KAFKA_BOOTSTRAP_SERVERS") or None

    @property
    def kafka_prefix(self) -> str:
        """What stands before the names of topics and groups on these brokers."""
        return self.environment.get("KAFKA_PREFIX", "")

    @property
    def administration_url(self) -> str | None:
        """An account that may create databases; None: start an own server."""
        return self._address("DATABASE_URL")

    def names_database(self, service: str) -> bool:
        """Whether a database of this service is named, under whatever account."""
        name = service.upper()
        accounts = (f"{name}_DATABASE_URL", f"{name}_OWNER_DATABASE_URL", f"{name}_READER_DATABASE_URL")
        return any(self.environment.get(one) for one in accounts)

    def own_database_url(self, service: str) -> str | None:
        """The database that one service was given by name; it must exist."""
        return self._own_address(f"{service.upper()}_DATABASE")

    def owner_database_url(self, service: str) -> str | None:
        """The same database under the account that owns and migrates it, where it has one of its own."""
        return self._own_address(f"{service.upper()}_OWNER_DATABASE")

    def reader_database_url(self, service: str) -> str | None:
        """The same database under the account that only reads, where there is one."""
        return self._own_address(f"{service.upper()}_READER_DATABASE")

    def _own_address(self, name: str) -> str | None:
        user, password = self.environment.get(f"{name}_USER", ""), self.environment.get(f"{name}_PASSWORD", "")
        address = self._address(f"{name}_URL")
        return with_credentials(address, user, password) if address else None

    def _address(self, variable: str) -> str | None:
        """The address, if there is one. UnreadableAddress."""
        if not (address := plain_address(self.environment.get(variable, ""))):
            return None
        try:
            return require_readable(address)
        except UnreadableAddress as error:
            raise UnreadableAddress(f"{variable} {error}") from None
