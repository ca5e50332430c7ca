"""One child process: its own session (a terminal's Ctrl-C does not reach it), a pid file, a log file."""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from deploy.local.account import Account
from deploy.local.errors import LocalStartFailed, last_lines
from deploy.local.identity import POLL, Identity
from deploy.local.interrupts import deferred_interrupts

GRACE = 15.0  # seconds from being asked to end to being killed
KILLED_WITHIN = 15.0  # seconds after SIGKILL, for a process that waits for a disk


@dataclass(slots=True)
class Process:
    """A process known by its pid file: whoever reads the file can stop it, not only its parent."""

    name: str
    pid_file: Path
    log: Path
    ends_on: signal.Signals = signal.SIGTERM  # asks it to end in good order
    grace: float = GRACE
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
        self._forget()
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
            identity = replace(Identity.of(self._child.pid), ends_on=int(self.ends_on), grace=self.grace)
            identity.write(self.pid_file)

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

    def finish(self, timeout: float) -> None:
        """Wait for the end of a task that is short. Raises LocalStartFailed, quoting the log, when it fails."""
        if self._child is None:
            return
        try:
            status = self._child.wait(timeout)
        except subprocess.TimeoutExpired:
            self._fail(f"did not end within {timeout:g} s")
        else:
            if status:
                self._fail(f"failed with status {status}")
        self._forget()

    def stop(self) -> None:
        """Ask the process to end, wait for its grace, then kill it. Does nothing when it does not run."""
        with deferred_interrupts():
            self.ask_to_end()
            self.end()

    def kill(self) -> None:
        """End the process at once, as a crash would."""
        with deferred_interrupts():
            if identity := Identity.read(self.pid_file):
                identity.send(signal.SIGKILL)
            self.end()

    def ask_to_end(self) -> None:
        """Send the signal that ends it in good order, and do not wait."""
        if identity := Identity.read(self.pid_file):
            identity.send(identity.ends_on)

    def end(self) -> None:
        """Wait for its grace, then kill it; drop the pid file."""
        identity = Identity.read(self.pid_file)
        if identity and not identity.ends_within(identity.grace):
            identity.send(signal.SIGKILL)
            identity.ends_within(KILLED_WITHIN)
        self._forget()

    def _forget(self) -> None:
        """Take the exit status of the own child (else it stays a zombie) and drop the pid file."""
        if self._child is not None:
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(timeout=1)
            self._child = None
        self.pid_file.unlink(missing_ok=True)

    def _fail(self, what: str) -> None:
        quoted = last_lines(self.log)
        self.kill()
        message = f"{self.name} {what}; its log ends with\n{quoted}"
        raise LocalStartFailed(message)
