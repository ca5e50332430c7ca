"""Loopback ports for the embedded servers."""

import secrets
import socket

LOOPBACK = "127.0.0.1"
# Below the range from which systems draw the ports of outgoing connections: a server that was killed finds its port
# still free when it comes back, however many clients kept dialling meanwhile.
FIRST, LAST = 15_000, 32_000
ATTEMPTS = 200


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
    """A loopback port nobody listens on. Raises OSError when none is found."""
    for _ in range(ATTEMPTS):
        port = FIRST + secrets.randbelow(LAST - FIRST)
        if is_free(port):
            return port
    message = f"no free loopback port between {FIRST} and {LAST}"
    raise OSError(message)
