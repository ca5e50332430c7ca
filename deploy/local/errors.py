"""What can go wrong with the embedded parts; every message is one line that says what to do."""

from pathlib import Path

QUOTED_LINES = 10


class LocalPartMissing(RuntimeError):
    """A part is not on this machine and could not be fetched."""


class LocalStartFailed(RuntimeError):
    """A part is here but did not start, or its place is taken."""


def last_lines(log: Path, count: int = QUOTED_LINES) -> str:
    """The end of a log file, indented for quoting under an error line; says so when there is none."""
    try:
        lines = log.read_text(errors="replace").splitlines()[-count:]
    except OSError:
        lines = []
    return "\n".join(f"    {line}" for line in lines or ["(the log is empty)"]) + f"\n    ({log})"
