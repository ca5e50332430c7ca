"""A real PgBouncer on loopback, where this machine has one."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deploy.local.ports import LOOPBACK, free_port
from tests.waiting import WITHIN_S, soon

IGNORED = "jit, timezone, idle_in_transaction_session_timeout, application_name"


@contextmanager
def pgbouncer(dsn: str, folder: Path, mode: str, ignored: str = IGNORED) -> Iterator[str]:
    """The same database through a pooler; skips where there is none."""
    program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
    if not Path(program).exists():
        pytest.skip("PgBouncer is not installed here (Debian: pgbouncer)")
    place, port = urlsplit(dsn), free_port()
    (folder / "users").write_text(f'"{place.username}" "{place.password or ""}"\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={place.hostname} port={place.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nauth_type = plain\nauth_file = {folder / 'users'}\npool_mode = {mode}\n"
        f"unix_socket_dir =\nignore_startup_parameters = {ignored}\n"
    )
    for one in (folder, *folder.iterdir()):
        one.chmod(0o755)
    as_root = ["-u", "nobody"] if os.geteuid() == 0 else []
    started = subprocess.Popen(
        [program, "-q", *as_root, str(folder / "pgbouncer.ini")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        soon(lambda: _answers(port), despite=OSError)
        yield f"postgresql://{place.username}:{place.password or ''}@127.0.0.1:{port}{place.path}"
    finally:
        started.terminate()
        started.wait(WITHIN_S)


def _answers(port: int) -> bool:
    socket.create_connection((LOOPBACK, port)).close()
    return True
