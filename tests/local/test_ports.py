"""Two processes that look for a port at the same time are not given the same one."""

import os
import socket
import subprocess
import sys

import pytest

from deploy.local import ports

TAKES_ONE = "from deploy.local import ports; ports.FIRST, ports.LAST = {first}, {last}; print(ports.free_port())"


def test_a_port_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = ports.free_port()
    monkeypatch.setattr(ports, "FIRST", first)
    monkeypatch.setattr(ports, "LAST", first + 1)

    with pytest.raises(OSError, match="no free loopback port"):
        ports.free_port()


def test_a_port_of_one_process_is_not_given_to_another() -> None:
    mine = ports.free_port()

    other = subprocess.run(
        [sys.executable, "-c", TAKES_ONE.format(first=mine, last=mine + 1)], capture_output=True, text=True, check=False
    )

    assert other.returncode == 1
    assert "no free loopback port" in other.stderr


def test_a_port_on_which_somebody_listens_is_not_free() -> None:
    with socket.create_server((ports.LOOPBACK, 0)) as taken:
        assert not ports.is_free(taken.getsockname()[1])


def test_what_is_reserved_is_no_child_s() -> None:
    ports.free_port()

    assert not os.get_inheritable(ports._reserved[-1])
