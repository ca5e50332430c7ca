"""Ctrl-C and SIGTERM: stop what was started, in order, and lose no pid on the way."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _in_main_thread() -> bool:
    """Only the main thread receives signals and may change their handlers."""
    return threading.current_thread() is threading.main_thread()


@contextmanager
def deferred_interrupts() -> Iterator[None]:
    """Hold interrupts back until the block is done, then deliver the last one.

    Used where an interrupt would lose track of a process: between its start and its pid file, and while stopping.
    """
    if not _in_main_thread():
        yield
        return
    received: list[int] = []
    previous = {number: signal.signal(number, lambda number, _: received.append(number)) for number in INTERRUPTS}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
        if received:
            signal.raise_signal(received[-1])


def _as_ctrl_c(_number: int, frame: FrameType | None) -> None:
    """Do what Ctrl-C does, even in a background job, which starts with Ctrl-C ignored."""
    handler = signal.getsignal(signal.SIGINT)
    if not callable(handler):
        raise KeyboardInterrupt
    handler(signal.SIGINT, frame)


@contextmanager
def orderly_exit() -> Iterator[None]:
    """Treat SIGTERM and SIGHUP as Ctrl-C within the block: programs, event loops and test runners then unwind alike."""
    ends = [number for number in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(number) == signal.SIG_DFL]
    if not _in_main_thread():
        ends = []
    for number in ends:
        signal.signal(number, _as_ctrl_c)
    try:
        yield
    finally:
        for number in ends:
            signal.signal(number, signal.SIG_DFL)
