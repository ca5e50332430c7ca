"""One child process: its own session (a terminal's Ctrl-C does not reach it), a pid file, a log file."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.account import Account
from deploy.local.errors import LocalStartFailed, last_lines
from deploy.local.identity import Identity
from deploy.local.interrupts import deferred_interrupts

POLL = 0.01  # seconds
GRACE = 15.0  # seconds between SIGTERM and SIGKILL


@dataclass(slots=True)
class Process:
    """A process known by its pid file: whoever reads the file can stop it, not only its parent."""

    name: str
    pid_file: Path
    log: Path
    ends_on: signal.Signals = signal.SIGTERM  # asks it to end in good order
    _child: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(
        self,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        directory: Path | None = None,
        account: Account | None = None,
    ) -> None:
        """Run `command` in a session of its own, its output appended to the log, as `account` when one is given.

        Raises LocalStartFailed when it runs already or cannot be executed.
        """
        if self.is_alive:
            message = f"{self.name} runs already (pid {self.pid})"
            raise LocalStartFailed(message)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with deferred_interrupts(), self.log.open("ab") as log:
            try:
                self._child = subprocess.Popen(
                    [str(word) for word in command],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env=environment,
                    cwd=directory,
                    start_new_session=True,
                    user=account.uid if account else None,
                    group=account.gid if account else None,
                    extra_groups=() if account else None,
                )
            except OSError as error:
                message = f"{self.name} cannot be executed: {error}"
                raise LocalStartFailed(message) from error
            Identity.of(self._child.pid, self.ends_on).write(self.pid_file)

    @property
    def pid(self) -> int | None:
        """The pid of the process while it runs."""
        identity = Identity.read(self.pid_file)
        return identity.pid if identity and identity.is_alive else None

    @property
    def is_alive(self) -> bool:
        """Whether the recorded process still runs."""
        return self.pid is not None

    def wait_until(self, is_ready: Callable[[], bool], timeout: float, poll: float = POLL) -> None:
        """Wait at most `timeout` seconds. Raises LocalStartFailed, quoting the log, when it ends or time is up."""
        deadline = time.monotonic() + timeout
        while not is_ready():
            if not self.is_alive:
                self._fail("ended while starting")
            if time.monotonic() > deadline:
                self._fail(f"was not ready within {timeout:g} s")
            time.sleep(poll)

    def stop(self, grace: float = GRACE) -> None:
        """Ask the process to end, wait `grace` seconds, then kill it. Does nothing when it does not run."""
        with deferred_interrupts():
            self.ask_to_end()
            self.end_within(grace)

    def kill(self) -> None:
        """End the process at once (SIGKILL), as a crash would."""
        with deferred_interrupts():
            self.end_within(0)

    def ask_to_end(self) -> None:
        """Send the signal that ends it in good order, and do not wait."""
        if identity := Identity.read(self.pid_file):
            identity.send(identity.ends_on)

    def end_within(self, grace: float) -> None:
        """Wait `grace` seconds for the end, then kill; drop the pid file."""
        identity = Identity.read(self.pid_file)
        if identity is not None and not self._ended(identity, grace):
            identity.send(signal.SIGKILL)
            self._ended(identity, GRACE)
        self._forget()

    def _ended(self, identity: Identity, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while identity.is_alive:
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL)
        return True

    def _forget(self) -> None:
        """Take the exit status of the own child (else it stays a zombie) and drop the pid file."""
        if self._child is not None:
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(timeout=1)
            self._child = None
        self.pid_file.unlink(missing_ok=True)

    def _fail(self, what: str) -> None:
        quoted = last_lines(self.log)
        self.stop(grace=1)
        message = f"{self.name} {what}; its log ends with\n{quoted}"
        raise LocalStartFailed(message)


def stop_together(processes: Sequence[Process], grace: float = GRACE) -> None:
    """Ask all to end before waiting for any: peers that wait for one another would else run into the grace."""
    with deferred_interrupts():
        for process in processes:
            process.ask_to_end()
        for process in processes:
            process.end_within(grace)


def stop_recorded(run: Path) -> list[str]:
    """Stop every process whose pid file lies in `run`, the youngest first; returns the names of those that ran.

    For what a killed run left behind, and for stopping from another process than the one that started.
    """
    files = sorted(run.glob("*.pid"), key=lambda file: file.stat().st_mtime, reverse=True)
    recorded = [Process(file.stem, file, Path(os.devnull)) for file in files]
    running = [process.name for process in recorded if process.is_alive]
    stop_together(recorded)
    return running


def recorded_pids(run: Path) -> dict[str, int]:
    """The pids of the processes whose pid file lies in `run` and that still run, by name."""
    recorded = {file.stem: Identity.read(file) for file in sorted(run.glob("*.pid"))}
    return {name: identity.pid for name, identity in recorded.items() if identity and identity.is_alive}
