"""What a worker process may use."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Of one pool of workers; per job where nothing else is said."""

    workers: int = 2
    """Processes at a time. None is started before there is work."""
    waiting: int = 16
    """Jobs that may wait for a worker, of all callers; the next one is refused."""
    jobs_of_caller: int = 6
    """Jobs of one caller, one at work and the others waiting; the next one is refused."""
    wait_s: float = 30.0
    """How long a job waits for a worker before it is refused."""
    seconds: float = 30.0
    """Wall clock."""
    cpu_s: int = 10
    memory: int = 96 * MIB
    """Address space beyond what the process takes before the job."""
    output: int = 16 * MIB
    """Bytes of an answer."""
    open_files: int = 64
    largest_file: int = 64 * MIB
    """Bytes of any file that is written (libraries use temporary ones)."""
    jobs: int = 50
    """After so many a worker is replaced."""
    idle_s: float = 30.0
    """A worker without work for so long is ended."""
