"""A real PostgreSQL server on loopback, from the binaries that a Python package carries."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.account import open_path, open_tree, server_account
from deploy.local.errors import LocalStartFailed
from deploy.local.initdb import SUPERUSER, binaries, create_data, installed
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.process import Process

PASSWORD = "password"  # noqa: S105  (the name of the file)
START_TIMEOUT = 180.0  # seconds; recovery after a kill is part of it
SOCKET_PATH_LIMIT = 90  # bytes that systems allow in the path of a unix socket, with a margin
STILL_IN_USE = "is still in use"  # PostgreSQL's words about the shared memory of a server that was killed
SETTINGS = (
    "max_connections=200",
    "shared_buffers=64MB",
    "password_encryption=scram-sha-256",
    "log_min_messages=warning",
)
RELAXED = ("fsync=off", "full_page_writes=off")  # what was committed survives a killed server, not a lost machine


@dataclass(slots=True)
class Postgres:
    """One server. Its superuser's password and its data survive stop, kill and start; so does its port."""

    directory: Path
    process: Process
    port: int = field(default_factory=free_port)
    durable: bool = True  # False: no fsync, for tests that never cut the power

    def start(self) -> None:
        """Create the data directory when there is none, start the server and wait until it accepts connections.

        Raises LocalPartMissing, LocalStartFailed.
        """
        account = server_account()
        self.directory.mkdir(parents=True, exist_ok=True)
        if account:
            open_path(self.directory)
            for directory in installed():
                open_tree(directory)
        if not self.data.exists():
            task = Process("initdb", self.process.pid_file.with_name("initdb.pid"), self.process.log)
            create_data(self.data, self.directory / PASSWORD, task, account, durable=self.durable)
        settings = [word for setting in self._settings() for word in ("-c", setting)]
        command = [str(binaries() / "postgres"), "-D", str(self.data), "-h", LOOPBACK, "-p", str(self.port), *settings]
        self._clear_stale_lock()
        deadline = time.monotonic() + START_TIMEOUT
        while not self._started(command, deadline):
            time.sleep(0.1)

    def stop(self) -> None:
        """Disconnect the clients and shut down cleanly."""
        self.process.stop()

    def kill(self) -> None:
        """End the server without a shutdown: the next start recovers from the log."""
        self.process.kill()

    def restart(self) -> None:
        """Stop and start on the same data and port."""
        self.stop()
        self.start()

    def url(self, database: str = "postgres") -> str:
        """The superuser's URL of a database."""
        return f"postgresql://{SUPERUSER}:{self.password}@{LOOPBACK}:{self.port}/{database}"

    @property
    def data(self) -> Path:
        """PGDATA; its own directory, because the server's account must own it."""
        return self.directory / "data"

    @property
    def password(self) -> str:
        """The superuser's password, made up once per data directory."""
        return (self.directory / PASSWORD).read_text()

    def _settings(self) -> tuple[str, ...]:
        sockets = self.data if len(os.fsencode(self.data)) < SOCKET_PATH_LIMIT else ""
        return (*SETTINGS, f"unix_socket_directories={sockets}", *(() if self.durable else RELAXED))

    def _clear_stale_lock(self) -> None:
        """Drop the lock file of a killed server: its pid may be another process's now, and then blocks the start.

        That no process of the killed server is left, the new one checks by the shared memory it would find in use.
        """
        if not self.process.is_alive:
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _started(self, command: list[str], deadline: float) -> bool:
        """Whether it accepts connections; False when processes of a killed server still hold its memory."""
        self.process.start(command, account=server_account())
        try:
            self.process.wait_until(self._accepts, START_TIMEOUT)
        except LocalStartFailed as failure:
            if STILL_IN_USE in str(failure) and time.monotonic() < deadline:
                return False
            raise
        return True

    def _accepts(self) -> bool:
        ready = subprocess.run(
            [binaries() / "pg_isready", "-q", "-h", LOOPBACK, "-p", str(self.port)], check=False, capture_output=True
        )
        return ready.returncode == 0


def new_postgres(root: Path, port: int | None = None, *, durable: bool = True) -> Postgres:
    """A server whose files lie under `root`, on the given port or a free one."""
    # SIGINT: disconnect clients and shut down; SIGTERM would wait for them to leave
    process = Process("postgres", root / "run" / "postgres.pid", root / "logs" / "postgres.log", signal.SIGINT)
    return Postgres(root / "postgres", process, port or free_port(), durable)
