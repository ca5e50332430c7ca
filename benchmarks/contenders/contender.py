"""What every contender can do, whatever it is made of."""

import subprocess
from collections.abc import Mapping, Sequence
from typing import Protocol

GRACE_S = 20.0


class Contender(Protocol):
    """Carries dossiers over five durable steps."""

    name: str

    async def prepare(self) -> None:
        """Empty databases, empty topics."""

    async def start(self) -> None:
        """Start the processes; come back when dossiers flow."""

    def stop(self) -> None:
        """Stop the processes."""

    def parts(self) -> Mapping[str, Sequence[int]]:
        """Pids by part: all that works for this contender."""

    async def lay(self, dossiers: int) -> None:
        """Put dossiers before the first step, which does not begin yet."""

    async def work_off(self) -> None:
        """Let the first step begin; come back when as many as were laid are behind the last step."""

    async def check(self) -> None:
        """That every single one is there; outside of what is measured."""

    async def pace(self, rate: int, seconds: int) -> list[float]:
        """Dossiers at a rate: seconds from filing to the end, for each."""

    async def stored(self) -> dict[str, int]:
        """Bytes on disk by place, now."""


def end(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    """SIGTERM to all, then SIGKILL to those that do not go."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
