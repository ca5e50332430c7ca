"""A line that runs, as the demonstration sees it: started here, or somewhere else."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from shared.identity.local_issuer import LocalIssuer


class Site(Protocol):
    """Where the doors are, who gives tokens, and what may be looked into."""

    @property
    def urls(self) -> Mapping[str, str]:
        """Where each of the five answers."""
        ...

    @property
    def issuer(self) -> LocalIssuer:
        """Who gives tokens that the services accept."""
        ...

    @property
    def databases(self) -> Mapping[str, str]:
        """The database of each service; none: the oracle cannot be asked."""
        ...

    @property
    def bootstrap_servers(self) -> str:
        """Kafka's addresses."""
        ...

    @property
    def clock_file(self) -> Path | None:
        """The clock that all five read; None: theirs is the machine's, no year can pass."""
        ...

    def shift_clock(self, by: timedelta) -> None:
        """Let all services live so much later."""
        ...
