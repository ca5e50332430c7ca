"""What a worker process may use."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one pool; per job unless stated otherwise."""

    workers: int = 2
    """Processes at a time; started on demand."""
    waiting: int = 16
    """Jobs that may wait for a worker, of all callers; the next one is refused."""
    jobs_of_caller: int = 6
    """Jobs of one caller, running and waiting; the next one is refused."""
    wait_s: float = 30.0
    """How long a job waits for a worker before it is refused."""
    seconds: float = 30.0
    """Wall clock."""
    cpu_s: int = 10
    memory: int = 96 * MIB
    """Address space in addition to that of the process before the job."""
    output: int = 16 * MIB
    """Bytes of a result."""
    open_files: int = 64
    largest_file: int = 64 * MIB
    """Bytes of any file that is written (libraries use temporary files)."""
    jobs: int = 50
    """Jobs after which a worker is replaced."""
    idle_s: float = 30.0
    """Seconds after which an idle worker is ended."""
