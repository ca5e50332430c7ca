"""Where people look for a cause: readiness, the status of a pod, the log of a Job, `config check`."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.console import main
from deploy.console.places import service_named
from shared.base.progress import Progress
from shared.runtime import process
from shared.runtime.wiring import wire

SECRET = "correct-horse/battery#staple"  # no secret of anybody


AWAY = "is not there, nobody listens: start it, or correct the address"


UNKNOWN = "has a name that nobody knows: check host and DNS"


EXPIRED = "shows a certificate that has expired: renew it there"


REFUSES_USER = "refuses user or password: check KAFKA_USERNAME, KAFKA_PASSWORD and the mechanism"


FULL = "has a full disk: give it room, nothing else is needed"


@dataclass
class Outlets:
    """Where people look. All of them read the same environment."""

    patch: pytest.MonkeyPatch
    message: Path
    capture: pytest.CaptureFixture[str]

    def environment(self, **variables: str) -> None:
        for name, value in variables.items():
            self.patch.setenv(name, value)

    @property
    def pod_status(self) -> list[str]:
        """What the container's message holds for whoever asks after its end."""
        return self.message.read_text().splitlines()

    async def readiness(self, service: str = "catalogue") -> list[str]:
        """All that /readyz names of a process with this environment, which stays running."""
        one = service_named(service)
        parts = await wire(one, one.settings(), Progress())
        try:
            lacking = await parts.health.told_not_ready()
            return [*lacking, *[found for found in parts.health.without() if found not in lacking]]
        finally:
            await parts.sender.stop()
            await parts.reads.close()
            await parts.pool.close()

    async def job(self, *command: str) -> list[str]:
        """The log of a Job that runs this command of the console; its pod's status is the same."""
        self.patch.setattr(sys, "argv", ["referencement", *command])
        self.message.write_text("")
        self.capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            await asyncio.to_thread(main.run)
        log = self.capture.readouterr().err.splitlines()
        assert (ended.value.code, log) == (1, self.pod_status)
        return log

    def start(self, service: str = "catalogue") -> list[str]:
        """The log of a service that cannot start; its pod's status is the same."""
        self.message.write_text("")
        self.capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            process.run(service_named(service))
        log = self.capture.readouterr().err.splitlines()
        assert (ended.value.code, log) == (2, self.pod_status)
        return log
