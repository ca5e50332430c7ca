"""A line that runs already, on servers and with services that others have started: everything from the environment."""

import http.client
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from deploy.local.errors import LocalStartFailed
from deploy.local.external import External
from shared.base.clock import SimulatedClock
from shared.contracts.topics import SERVICES
from shared.identity.local_issuer import LocalIssuer

READY_S, POLL_S, OK = 60.0, 0.5, 200
WHERE = "set INTAKE_URL, EVALUATION_URL … to where the services answer"
WHO = "set IDENTITY_DIRECTORY to the folder of the issuer whose keys the services trust (key.pem)"

WHAT = "a year and the oracle need CLOCK_FILE, INTAKE_DATABASE_URL, … and KAFKA_BOOTSTRAP_SERVERS"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The environment's line. Raises LocalStartFailed where the environment does not say enough."""

    urls: Mapping[str, str]
    issuer: LocalIssuer
    databases: Mapping[str, str] = field(default_factory=dict)
    bootstrap_servers: str = ""
    clock_file: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """The one of these variables, or of this process. Raises LocalStartFailed.

        <SERVICE>_URL, IDENTITY_DIRECTORY; for the oracle <SERVICE>_DATABASE_URL, KAFKA_BOOTSTRAP_SERVERS; CLOCK_FILE.
        """
        given = os.environ if environment is None else environment
        urls = {name: given.get(f"{name.upper()}_URL", "").rstrip("/") for name in SERVICES}
        if not all(urls.values()):
            raise LocalStartFailed(WHERE)
        directory = Path(given.get("IDENTITY_DIRECTORY", ""))
        if not (directory / "key.pem").exists():
            raise LocalStartFailed(WHO)
        known = External(given)
        databases = {name: known.own_database_url(name) or "" for name in SERVICES}
        clock = given.get("CLOCK_FILE")
        return cls(
            urls=urls,
            issuer=LocalIssuer(directory),
            databases=databases if all(databases.values()) else {},
            bootstrap_servers=known.bootstrap_servers or "",
            clock_file=Path(clock) if clock else None,
        )

    def __enter__(self) -> Self:
        """For the whole demonstration: all five ready, on the day of today. Raises LocalStartFailed."""
        if not self.clock_file or not self.databases or not self.bootstrap_servers:
            raise LocalStartFailed(WHAT)
        self.wait()
        self.shift_clock(timedelta())
        return self

    def __exit__(self, *_: object) -> None:
        """Whoever started it stops it."""

    def shift_clock(self, by: timedelta) -> None:
        """Let all services live so much later; they must read the same file."""
        assert self.clock_file
        SimulatedClock.shift(self.clock_file, by)

    def wait(self, within_s: float = READY_S) -> None:
        """Until all five are ready. Raises LocalStartFailed."""
        until = time.monotonic() + within_s
        while away := [name for name, url in self.urls.items() if not _is_ready(url)]:
            if time.monotonic() > until:
                message = (
                    f"not ready after {within_s:g} s: {', '.join(f'{name} at {self.urls[name]}' for name in away)}"
                )
                raise LocalStartFailed(message)
            time.sleep(POLL_S)


def _is_ready(url: str) -> bool:
    place = urlsplit(url)
    opened = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    connection = opened(place.netloc, timeout=2)
    try:
        connection.request("GET", f"{place.path}/openapi.json")
        return connection.getresponse().status == OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
