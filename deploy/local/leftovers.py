"""Many processes at once: stop them together, and find those that a killed run left behind."""

import os
from collections.abc import Sequence
from pathlib import Path

from deploy.local.identity import Identity
from deploy.local.interrupts import deferred_interrupts
from deploy.local.process import Process


def stop_together(processes: Sequence[Process]) -> None:
    """Ask all to end before waiting for any: peers that wait for one another would else run out of their grace."""
    with deferred_interrupts():
        for process in processes:
            process.ask_to_end()
        for process in processes:
            process.end()


def stop_recorded(run: Path) -> list[str]:
    """Stop every process whose pid file lies in `run`; returns the names of those that ran.

    For what a killed run left behind, and for stopping from another process than the one that started.
    """
    recorded = [Process(file.stem, file, Path(os.devnull)) for file in sorted(run.glob("*.pid"))]
    running = [process.name for process in recorded if process.is_alive]
    stop_together(recorded)
    return running


def recorded_pids(run: Path) -> dict[str, int]:
    """The pids of the processes whose pid file lies in `run` and that still run, by name."""
    recorded = {file.stem: Identity.read(file) for file in sorted(run.glob("*.pid"))}
    return {name: identity.pid for name, identity in recorded.items() if identity and identity.is_alive}
