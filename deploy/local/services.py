"""The services as processes: started with settings from the caller, watched until ready, stopped or killed by name."""

import http.client
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.errors import LocalStartFailed
from deploy.local.leftovers import stop_together
from deploy.local.lifetime import Lifetime
from deploy.local.ports import LOOPBACK, free_port, is_free
from deploy.local.process import Process

RUN = Path("run/services")  # apart from the servers, which stop after them
FREE_WITHIN_S = 30.0
READY_PATH = "/readyz"
READY_TIMEOUT = 180.0  # seconds
POLL = 0.05  # seconds between two questions whether it is ready
OK = 200
COMMAND = (sys.executable, "-m", "services.{name}")


@dataclass(slots=True)
class Services(Lifetime):
    """Processes named by the keys of `settings`; each gets its settings as environment variables.

    `HTTP_HOST`, `HTTP_PORT` and `HTTP_INTERNAL_PORT` are filled in where missing. `{name}` in the command stands for
    the name.
    As a context manager it stops all of them, even when interrupted.
    """

    root: Path
    settings: Mapping[str, Mapping[str, str]]
    command: Sequence[str] = COMMAND
    _processes: dict[str, Process] = field(init=False)
    _ports: dict[str, int] = field(init=False)
    _internal_ports: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        root = self.root.absolute()
        self._processes = {
            name: Process(name, root / RUN / f"{name}.pid", root / "logs" / f"{name}.log") for name in self.settings
        }
        self._ports = {name: int(own.get("HTTP_PORT") or free_port()) for name, own in self.settings.items()}
        self._internal_ports = {
            name: int(own.get("HTTP_INTERNAL_PORT") or free_port()) for name, own in self.settings.items()
        }

    def url(self, name: str) -> str:
        """Where the service answers; the same after a restart."""
        return f"http://{LOOPBACK}:{self._ports[name]}"

    def internal_url(self, name: str) -> str:
        """Where the service tells its health and metrics; the same after a restart."""
        return f"http://{LOOPBACK}:{self._internal_ports[name]}"

    def start(self, *names: str, timeout: float = READY_TIMEOUT) -> None:
        """Start the named services (none named: all) side by side and wait until each is ready, at most `timeout` s.

        Raises LocalStartFailed: a port is busy, a service ended or is not ready in time (its log is quoted).
        """
        chosen = names or tuple(self._processes)
        for name in chosen:
            self.launch(name)
        for name in chosen:
            self.wait(name, timeout)

    def launch(self, name: str) -> None:
        """Start one without waiting. A process of that name left by a killed run is replaced."""
        process = self._processes[name]
        process.stop()
        port = self._ports[name]
        if not _soon_free(port):
            message = f"port {port} of {name} is taken: stop what listens there, or set another HTTP_PORT"
            raise LocalStartFailed(message)
        inside = str(self._internal_ports[name])
        places = {"HTTP_HOST": LOOPBACK, "HTTP_PORT": str(port), "HTTP_INTERNAL_PORT": inside}
        command = [word.format(name=name) for word in self.command]
        process.start(command, environment={**os.environ, **places, **self.settings[name]})

    def wait(self, name: str, timeout: float = READY_TIMEOUT) -> None:
        """Wait until GET /readyz answers 200. Raises LocalStartFailed."""
        self._processes[name].wait_until(lambda: self.is_ready(name), timeout, POLL)

    def is_ready(self, name: str) -> bool:
        """Whether the service says that it is ready now."""
        connection = http.client.HTTPConnection(LOOPBACK, self._internal_ports[name], timeout=2)
        try:
            connection.request("GET", READY_PATH)
            return connection.getresponse().status == OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def stop(self, *names: str) -> None:
        """SIGTERM to the named services (none named: all) at once, then wait until each has drained."""
        stop_together([self._processes[name] for name in names or self._processes])

    def kill(self, name: str) -> None:
        """SIGKILL, as a crash would."""
        self._processes[name].kill()

    def restart(self, name: str) -> None:
        """Stop, start, wait until ready."""
        self.stop(name)
        self.start(name)

    def is_alive(self, name: str) -> bool:
        """Whether its process runs."""
        return self._processes[name].is_alive

    def log(self, name: str) -> Path:
        """The file that holds what the service wrote, over all its starts."""
        return self._processes[name].log


def _soon_free(port: int) -> bool:
    """Whether the port is free within a moment: a process is gone a little before the last of its threads."""
    until = time.monotonic() + FREE_WITHIN_S
    while not (free := is_free(port)) and time.monotonic() < until:
        time.sleep(POLL)
    return free
