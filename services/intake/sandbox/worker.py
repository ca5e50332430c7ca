"""The worker process: performs one job after the other within limits, until its input ends.

A job is the name of a function and its payload; its result is bytes too. Nothing is pickled: a result may come from a
process that a hostile file has taken over.
"""

import os
import resource
import sys
from collections.abc import Callable
from enum import IntEnum
from importlib import import_module
from typing import BinaryIO

import msgspec

from services.intake.sandbox.limits import Limits

LENGTH = 4
LONGEST_DETAIL = 500
OUT_OF_MEMORY_FIRST = b"1000"
"""Where memory is short, the kernel ends this process before the one that serves."""


class Status(IntEnum):
    """How a job ended."""

    DONE = 0
    OUT_OF_MEMORY = 1
    BROKEN = 2
    """The function raised; the result says what."""


class Job(msgspec.Struct, array_like=True):
    """What is sent to a worker."""

    function: str
    """`module:name`, of the code that sends it."""
    payload: bytes


def confine(limits: Limits) -> None:
    """Limits that hold for the whole life of the process."""
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, limits.largest_file),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(kind, (most, most))
    try:
        with open("/proc/self/oom_score_adj", "wb") as file:
            file.write(OUT_OF_MEMORY_FIRST)
    except OSError:
        pass  # another kernel: the limits above hold all the same


def allow_one_job(limits: Limits) -> None:
    """Time and memory for one more job, counted from here."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _soften(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + limits.cpu_s)
    _soften(resource.RLIMIT_AS, _address_space() + limits.memory)


def lift_memory() -> None:
    """While the code of a job is imported."""
    _soften(resource.RLIMIT_AS, resource.RLIM_INFINITY)


def perform(job: Job, limits: Limits) -> tuple[Status, bytes]:
    """Run the job within its limits; give its status and result."""
    try:
        lift_memory()
        module, _, name = job.function.partition(":")
        function: Callable[[bytes], bytes] = getattr(import_module(module), name)
        allow_one_job(limits)
        return Status.DONE, function(job.payload)
    except MemoryError:
        return Status.OUT_OF_MEMORY, b""
    except Exception as error:  # reported to the caller: the worker must survive for the next job
        return Status.BROKEN, repr(error)[:LONGEST_DETAIL].encode()


def main(limits: Limits) -> None:
    """Serve until the input ends."""
    confine(limits)
    read, written = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with results
    while (frame := _frame(read)) is not None:
        status, answer = perform(msgspec.msgpack.decode(frame, type=Job), limits)
        written.write((len(answer) + 1).to_bytes(LENGTH) + bytes([status]))
        written.write(answer)
        written.flush()


def _frame(read: BinaryIO) -> bytes | None:
    head = read.read(LENGTH)
    return read.read(int.from_bytes(head)) if len(head) == LENGTH else None


def _soften(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (most, hard))


def _address_space() -> int:
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    main(msgspec.json.decode(sys.argv[1], type=Limits))
