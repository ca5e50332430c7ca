"""Loopback ports for the embedded servers."""

import fcntl
import os
import secrets
import socket
import tempfile
from pathlib import Path

LOOPBACK = "127.0.0.1"
# Below the range from which systems draw the ports of outgoing connections: a server that was killed finds its port
# still free when it comes back, however many clients kept dialling meanwhile.
FIRST, LAST = 15_000, 32_000
ATTEMPTS = 200
_reserved: list[int] = []  # open lock files: a port stays this process's until its end


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on `host:port` now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A loopback port nobody listens on, and that no other process of this account is given while this one lives: two
    that start at once would else bind the same one now and then.

    Raises OSError when none is found.
    """
    for _ in range(ATTEMPTS):
        port = FIRST + secrets.randbelow(LAST - FIRST)
        if is_free(port) and _reserve(port):
            return port
    message = f"no free loopback port between {FIRST} and {LAST}"
    raise OSError(message)


def _reserve(port: int) -> bool:
    """Whether the port is ours now; the system gives it back when this process ends."""
    folder = Path(tempfile.gettempdir()) / f"referencement-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = os.open(folder / str(port), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return False
    _reserved.append(file)
    return True
