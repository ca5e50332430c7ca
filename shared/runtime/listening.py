"""Sockets to listen on: one address, several, or every one of both families."""

import errno
import logging
import socket
from contextlib import suppress

log = logging.getLogger(__name__)
BACKLOG = 2048
ABSENT = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT}
"""What a machine says that does not have the address, or no IPv6 at all."""


def listen(hosts: str, port: int) -> list[socket.socket]:
    """Open every address of `hosts` (with commas between); empty or `::` is IPv4 and IPv6, as far as there is any.

    OSError: the port is taken, or none of the addresses is this machine's.
    """
    opened: list[socket.socket] = []
    try:
        _open_all([host.strip().strip("[]") for host in hosts.split(",")], port, opened)
    except OSError:
        for one in opened:
            one.close()
        raise
    return opened


def _open_all(hosts: list[str], port: int, opened: list[socket.socket]) -> None:
    absent: OSError | None = None
    for host in [one or "::" for one in hosts]:
        try:
            for family, address in _places(host, port or (opened[0].getsockname()[1] if opened else 0)):
                opened.append(_open(family, address, both=host == "::" and "0.0.0.0" not in hosts))  # noqa: S104
        except OSError as error:
            if error.errno not in ABSENT and not isinstance(error, socket.gaierror):
                raise
            absent = error
            log.warning("address not there, not listened on", extra={"address": host, "error": str(error)})
            if host == "::" and "0.0.0.0" not in hosts:  # noqa: S104
                opened.append(_open(socket.AF_INET, ("0.0.0.0", port), both=False))  # noqa: S104
    if not opened and absent:
        raise absent


def _places(host: str, port: int) -> list[tuple[socket.AddressFamily, tuple[str, int]]]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return list(dict.fromkeys((one[0], (str(one[4][0]), port)) for one in found))


def _open(family: socket.AddressFamily, address: tuple[str, int], *, both: bool) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            with suppress(OSError):
                opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(not both))
        opened.bind(address)
        opened.listen(BACKLOG)
        opened.setblocking(False)
    except OSError:
        opened.close()
        raise
    return opened
