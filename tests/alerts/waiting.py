"""Waiting for what a server tells late."""

import time
from collections.abc import Callable


def until(so: Callable[[], bool], within_s: float = 90.0) -> None:
    """Ask until it is so. TimeoutError: it never was."""
    ends = time.monotonic() + within_s
    while not so():
        if time.monotonic() > ends:
            raise TimeoutError("it did not come to pass")
        time.sleep(0.2)
