"""A pool of worker processes that parse untrusted files, so that no file can stop the service.

Written on asyncio's subprocesses: `multiprocessing` and what is built on it (pebble, concurrent.futures) import the
service itself into each child, 90 MB, and read pickles from it.
"""

import asyncio
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from contextvars import Context

import msgspec

from services.intake.sandbox.fair_queue import FairQueue
from services.intake.sandbox.limits import Limits
from services.intake.sandbox.worker import LENGTH, Job, Status

log = logging.getLogger(__name__)
WORKER = "services.intake.sandbox.worker"
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "PYTHONPATH": ""}


class TooComplex(Exception):
    """The job reached a limit (time, memory, size of its result); its worker was killed."""


class Broken(Exception):
    """The function raised: a bug of ours."""


class Worker:
    """One process."""

    def __init__(self, process: Process, limits: Limits) -> None:
        self.process, self.limits = process, limits
        self.jobs = 0

    @staticmethod
    async def start(limits: Limits) -> "Worker":
        """Start a process; it imports the code of a job with the first one."""
        given = msgspec.json.encode(limits).decode()
        environment = ENVIRONMENT | {"PYTHONPATH": ":".join(one for one in sys.path if one)}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", WORKER, given, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment, cwd="/"
        )
        return Worker(process, limits)

    @property
    def usable(self) -> bool:
        """Whether it can take another job."""
        return self.process.returncode is None and self.jobs < self.limits.jobs

    async def perform(self, function: str, payload: bytes) -> bytes:
        """The result. TooComplex, Broken; after TooComplex the worker is unusable."""
        self.jobs += 1
        try:
            async with asyncio.timeout(self.limits.seconds):
                status, answer = await self._exchange(msgspec.msgpack.encode(Job(function, payload)))
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            raise TooComplex(repr(error)) from None
        if status == Status.OUT_OF_MEMORY:
            raise TooComplex("out of memory")
        if status != Status.DONE:
            raise Broken(f"{function}: {answer.decode(errors='replace')}")
        return answer

    async def _exchange(self, frame: bytes) -> tuple[int, bytes]:
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin
        assert stdout
        stdin.write(len(frame).to_bytes(LENGTH))
        stdin.write(frame)
        await stdin.drain()
        size = int.from_bytes(await stdout.readexactly(LENGTH))
        if not 1 <= size <= self.limits.output + 1:
            raise TooComplex(f"an answer of {size} bytes")
        answer = await stdout.readexactly(size)
        return answer[0], answer[1:]

    async def end(self) -> None:
        """Kill the process and close its pipes."""
        with suppress(ProcessLookupError):
            self.process.kill()
        if self.process.stdin:
            self.process.stdin.close()
        await self.process.communicate()  # reads what is left, so that its pipe is closed as well


class Sandbox:
    """A pool of workers, started on demand and ended when idle."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._queue = FairQueue(limits)
        self._idle: dict[Worker, asyncio.TimerHandle] = {}
        self._ending: set[asyncio.Task[None]] = set()

    async def run(self, function: str, payload: bytes, caller: str | None = None) -> bytes:
        """The result of `function` (`module:name`) for the payload. Jobs of one caller run one after the other.

        TooComplex, Busy, Broken.
        """
        async with self._queue.slot(caller):
            return await self._perform(function, payload)

    async def close(self) -> None:
        """End every worker."""
        for worker in list(self._idle):
            self._retire(worker)
        while self._ending:
            await asyncio.wait(self._ending)

    @property
    def processes(self) -> list[int]:
        """Process ids of the idle workers."""
        return [worker.process.pid for worker in self._idle]

    async def _perform(self, function: str, payload: bytes) -> bytes:
        worker = await self._worker()
        try:
            answer = await worker.perform(function, payload)
        except Broken:
            self._give_back(worker)
            raise
        except BaseException as error:  # cancellation too: a worker that is still busy must not be reused
            self._end(worker)
            if isinstance(error, TooComplex):
                log.warning("parser stopped at a limit", extra={"function": function, "error": str(error)})
            raise
        self._give_back(worker)
        return answer

    async def _worker(self) -> Worker:
        while self._idle:
            worker, timer = self._idle.popitem()
            timer.cancel()
            if worker.usable:
                return worker
            self._end(worker)
        return await Worker.start(self.limits)

    def _give_back(self, worker: Worker) -> None:
        if worker.usable:
            timer = asyncio.get_running_loop().call_later(self.limits.idle_s, self._retire, worker)
            self._idle[worker] = timer
        else:
            self._end(worker)

    def _retire(self, worker: Worker) -> None:
        if timer := self._idle.pop(worker, None):
            timer.cancel()
            self._end(worker)

    def _end(self, worker: Worker) -> None:
        task = asyncio.create_task(worker.end(), name="parser ends", context=Context())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
