"""Why a process ended, or could not begin: one line for each cause, on stderr and where an orchestrator shows it."""

import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

MESSAGE = Path("/dev/termination-log")
"""Kubernetes makes this file for each container and shows what it holds in the pod's status once that has ended; where
it stays empty, the end of the log (`terminationMessagePolicy: FallbackToLogsOnError`)."""
MOST_BYTES = 4096


def end_with(lines: Iterable[str]) -> None:
    """Say why this process ends now."""
    told = [" ".join(line.split()) for line in lines]
    print("\n".join(told), file=sys.stderr, flush=True)  # noqa: T201
    keep(told)


def keep(lines: Iterable[str]) -> None:
    """Say what is to be read once this process has ended, whatever ends it: its last known causes; none, it is well."""
    text = "\n".join(lines).encode()[:MOST_BYTES]
    with suppress(OSError):
        if MESSAGE.exists():
            MESSAGE.write_bytes(text)
