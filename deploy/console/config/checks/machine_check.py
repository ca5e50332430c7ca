"""The machine, or the container: what a service says at its start, for the machine of the console."""

from pathlib import Path

from deploy.console.config.checks.finding import Finding, doubtful, ok, wrong
from shared.runtime.machine import CGROUPS, limits


def check_machine(cgroups: Path = CGROUPS) -> list[Finding]:
    """Whether one process of a service has enough here."""
    found = [(doubtful if one.runs else wrong)(one.what, one.told) for one in limits(cgroups)]
    return found or [ok("machine", "enough room, open files, memory and processor for one process")]
