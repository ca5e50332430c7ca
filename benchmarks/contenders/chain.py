"""Five processes, each between two topics, each with a database of its own: the floor and the line."""

import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.contenders.contender import end
from benchmarks.ground import Ground
from benchmarks.kafka_ends import Ends, Stuck
from benchmarks.load import HOPS
from benchmarks.storage import database_bytes, empty_database

WARM_UP = 300


class Chain(ABC):
    """What both have in common; they differ in the program of a hop and in its tables."""

    name: str

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.ends = Ends(ground.bootstrap_servers)
        self.processes: list[subprocess.Popen[bytes]] = []
        self._runs = 0

    @abstractmethod
    def command(self, hop: int) -> tuple[Sequence[str], Mapping[str, str]]:
        """Arguments for Python and environment of one hop's process."""

    @abstractmethod
    async def make_tables(self, hop: int) -> None:
        """The hop's tables in its empty database."""

    async def prepare(self) -> None:
        """Empty databases with tables, empty topics."""
        for hop in range(HOPS):
            await empty_database(self.ground.databases[hop])
            await self.make_tables(hop)
        await self.ends.fresh_topics()

    async def start(self) -> None:
        """Start the five; come back when a few hundred dossiers went through."""
        self.launch()
        await self.ends.lay(self._run(), WARM_UP)
        await self._arrived()

    def launch(self) -> None:
        """Start the five, wait for nothing."""
        for hop in range(HOPS):
            arguments, own = self.command(hop)
            with (self.ground.logs / f"{self.name}-{hop}.log").open("ab") as log:
                environment = {**os.environ, **own}
                self.processes.append(
                    subprocess.Popen([sys.executable, *arguments], env=environment, stdout=log, stderr=log)
                )

    def stop(self) -> None:
        """End the five."""
        self._signal(signal.SIGCONT)
        end(self.processes)
        self.processes.clear()

    def parts(self) -> Mapping[str, Sequence[int]]:
        """The five, PostgreSQL and Kafka."""
        return {"services": [process.pid for process in self.processes], **self.ground.servers}

    async def lay(self, dossiers: int) -> None:
        """The first hop stands still meanwhile."""
        self._signal(signal.SIGSTOP)
        await self.ends.lay(self._run(), dossiers)

    async def work_off(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)
        await self._arrived()

    async def _arrived(self) -> None:
        """What was laid is behind the last hop. Stuck."""
        await self.ends.arrived(self._all_alive)

    def _all_alive(self) -> None:
        """Stuck: a hop's process ended; its log says why."""
        if ended := [str(hop) for hop, process in enumerate(self.processes) if process.poll() is not None]:
            raise Stuck(f"hops {', '.join(ended)} ended, see {self.ground.logs}/{self.name}-*.log")

    async def check(self) -> None:
        """Read the last topic."""
        await self.ends.check()

    async def pace(self, rate: int, seconds: int) -> list[float]:
        """Dossiers at a rate; seconds each."""
        return await self.ends.pace(self._run(), rate, seconds)

    async def stored(self) -> dict[str, int]:
        """Tables with their indexes, and the topics behind each hop."""
        found: dict[str, int] = {}
        for database in self.ground.databases:
            for table, size in (await database_bytes(database)).items():
                found[table] = found.get(table, 0) + size
        return {**found, "topics": self.ground.topic_bytes(range(1, HOPS + 1))}

    def _signal(self, number: signal.Signals) -> None:
        if self.processes:
            self.processes[0].send_signal(number)

    def _run(self) -> str:
        self._runs += 1
        return f"{self.name}-{time.time_ns()}-{self._runs}"


def hop_module(name: str) -> list[str]:
    """How Python starts a hop's program."""
    return ["-m", f"benchmarks.contenders.{Path(name).stem}"]
