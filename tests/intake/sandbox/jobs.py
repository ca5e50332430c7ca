"""Jobs for tests: what a hostile file makes a parser do."""

import os
import resource
import socket
import time
from tempfile import TemporaryFile


def echo(payload: bytes) -> bytes:
    return payload


def whose(_: bytes) -> bytes:
    return str(os.getpid()).encode()


def spin(_: bytes) -> bytes:
    while True:
        pass


def hold_the_lock(_: bytes) -> bytes:
    return str(int("9" * 4_000_000, 16) ** 3 % 7).encode() + bytes(10**9)


def sleep(_: bytes) -> bytes:
    time.sleep(3600)
    return b""


def eat(_: bytes) -> bytes:
    return bytes(bytearray(10**9))


def flood(_: bytes) -> bytes:
    return b"x" * 20_000_000


def crash(_: bytes) -> bytes:
    os.kill(os.getpid(), 11)
    return b""


def print_much(payload: bytes) -> bytes:
    print("this is no answer" * 100)  # noqa: T201
    return payload


def fail(_: bytes) -> bytes:
    raise ValueError("a mistake")


def open_many(_: bytes) -> bytes:
    kept = [socket.socketpair() for _ in range(1000)]
    return str(len(kept)).encode()


def write_much(_: bytes) -> bytes:
    with TemporaryFile() as file:
        for _piece in range(100):
            file.write(bytes(1_000_000))
    return b""


def limits(_: bytes) -> bytes:
    kinds = (resource.RLIMIT_CORE, resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC)
    return repr([resource.getrlimit(kind)[1] for kind in kinds]).encode()


def environment(_: bytes) -> bytes:
    return " ".join(sorted(os.environ)).encode()
