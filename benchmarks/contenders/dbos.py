"""DBOS as a contender: what one would take off the shelf for five durable steps over PostgreSQL."""

import asyncio
import json
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import PIPE
from typing import Any

from benchmarks.contenders.contender import end
from benchmarks.ground import Ground
from benchmarks.load import content
from benchmarks.storage import database_bytes, empty_database

PYTHON = Path("build/bench/venv/bin/python")
WORKERS = 2
WARM_UP = 60


class Dbos:
    """Two processes, eight workflows in flight each."""

    name = "dbos"

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.workers: list[subprocess.Popen[bytes]] = []
        self._waiting = self._done = 0

    async def prepare(self) -> None:
        """An empty database; DBOS makes its own tables."""
        await empty_database(self.ground.databases[0])

    async def start(self) -> None:
        """Start both, one after the other: the first makes the tables. Then a few dossiers."""
        for number in range(WORKERS):
            self.workers.append(self._worker(number))
            await asyncio.to_thread(_answer, self.workers[-1])
        await self._share(WARM_UP, 0)

    def _worker(self, number: int) -> "subprocess.Popen[bytes]":
        arguments = ["-m", "benchmarks.contenders.dbos_worker", self.ground.databases[0], str(number)]
        with (self.ground.logs / f"dbos-{number}.log").open("ab") as log:
            return subprocess.Popen([str(PYTHON), *arguments], stdin=PIPE, stdout=PIPE, stderr=log)

    def stop(self) -> None:
        """End both."""
        end(self.workers)
        self.workers.clear()

    def parts(self) -> Mapping[str, Sequence[int]]:
        """Both, and PostgreSQL; it needs no Kafka."""
        return {"services": [worker.pid for worker in self.workers], "postgres": self.ground.servers["postgres"]}

    async def lay(self, dossiers: int) -> None:
        """Remember how many."""
        self._waiting = dossiers

    async def work_off(self) -> None:
        """As fast as they go."""
        self._done = len(await self._share(self._waiting, 0))

    async def check(self) -> None:
        """Each workflow came back."""
        assert self._done == self._waiting

    async def pace(self, rate: int, seconds: int) -> list[float]:
        """Dossiers at a rate; seconds each."""
        return await self._share(rate * seconds, rate)

    async def stored(self) -> dict[str, int]:
        """Its tables."""
        return await database_bytes(self.ground.databases[0])

    async def _share(self, dossiers: int, rate: int) -> list[float]:
        """Every second one for each."""
        run = str(time.time_ns())
        for number, worker in enumerate(self.workers):
            order = {"run": run, "numbers": (number, dossiers, WORKERS), "rate": rate, "body": content()}
            assert worker.stdin
            worker.stdin.write(json.dumps(order).encode() + b"\n")
            worker.stdin.flush()
        taken = await asyncio.gather(*(asyncio.to_thread(_answer, worker) for worker in self.workers))
        return [seconds for part in taken for seconds in part]


def _answer(worker: "subprocess.Popen[bytes]") -> Any:  # noqa: ANN401
    assert worker.stdout
    line = worker.stdout.readline()
    if not line:
        raise SystemExit("DBOS ended; see build/bench/logs")
    return json.loads(line)
