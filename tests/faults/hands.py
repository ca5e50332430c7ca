"""What an experiment does to processes: kill, freeze, end, watch, and run a second replica beside the first."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from deploy.local.line import Line
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.process import Process
from deploy.local.services import READY_TIMEOUT
from deploy.oracle.collection import SERVICES_BY_NAME
from shared.contracts.topics import SERVICES
from tests.waiting import WITHIN_S

TICKS = os.sysconf("SC_CLK_TCK")
ACTS = re.compile(r'^referencement_acts_total\{act="(\w+)",outcome="(\w+)",service="\w+"\} (\S+)$', re.MULTILINE)


def process_of(line: Line, name: str) -> Process:
    """The process of a service."""
    return line.services._processes[name]


def rearm(line: Line, name: str, **settings: str) -> None:
    """The settings with which a service starts next; empty ones are dropped."""
    own = {**line.services.settings[name], **settings}
    changed = {key: value for key, value in own.items() if value}
    line.services.settings = {**line.services.settings, name: changed}


def send(process: Process, number: signal.Signals) -> None:
    """A signal to a process, if it runs."""
    with suppress(ProcessLookupError, TypeError):
        os.kill(process.pid, number)  # type: ignore[arg-type]  # None: it does not run


def exit_code(process: Process, within_s: float) -> int | None:
    """How an own child ended; None: it has not."""
    assert process._child is not None
    try:
        return process._child.wait(within_s)
    except subprocess.TimeoutExpired:
        return None


async def relaunch(line: Line, name: str) -> None:
    """Start a service that ended, and do not wait until it is ready."""
    await asyncio.to_thread(line.services.launch, name)


async def all_ready(line: Line, within_s: float = READY_TIMEOUT) -> None:
    """Start whatever does not run and wait until all five are ready."""
    for name in SERVICES:
        if not line.services.is_alive(name):
            await relaunch(line, name)
    for name in SERVICES:
        await asyncio.to_thread(line.services.wait, name, within_s)


def cpu_seconds(pid: int) -> float:
    """User and system time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mb(pid: int) -> float:
    """Resident memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def heard(url: str, service: str) -> tuple[int, int]:
    """Since its start: messages from Kafka that a process performed, and those that it knew already."""
    async with httpx.AsyncClient(timeout=WITHIN_S, trust_env=False) as http:
        text = (await http.get(f"{url}/metrics")).text
    known = {on.act.name for on in SERVICES_BY_NAME[service].subscriptions.ons}
    counted = [(outcome, int(float(count))) for act, outcome, count in ACTS.findall(text) if act in known]
    performed = sum(count for outcome, count in counted if outcome != "repeated")
    return performed, sum(count for outcome, count in counted if outcome == "repeated")


@dataclass(slots=True)
class Replica:
    """A second process of a service of a line."""

    line: Line
    service: str
    settings: Mapping[str, str] = field(default_factory=dict)
    process: Process = field(init=False)
    port: int = field(default_factory=free_port)
    internal_port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        root = self.line.stack.root
        name = f"{self.service}-2"
        self.process = Process(name, root / "run" / "services" / f"{name}.pid", root / "logs" / f"{name}.log")

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def internal_url(self) -> str:
        """Where it tells its health and metrics."""
        return f"http://{LOOPBACK}:{self.internal_port}"

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        ports = {"HTTP_PORT": str(self.port), "HTTP_INTERNAL_PORT": str(self.internal_port)}
        own = {**self.line.services.settings[self.service], **ports, **self.settings}
        environment = {**os.environ, **{key: value for key, value in own.items() if value}}
        self.process.start([sys.executable, "-m", f"services.{self.service}"], environment=environment)
        self.process.wait_until(self._is_ready, READY_TIMEOUT, 0.1)

    def stop(self) -> None:
        """SIGTERM, and wait."""
        self.process.stop()

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.internal_url}/readyz", timeout=2, trust_env=False).is_success
        except httpx.TransportError:
            return False
