"""Places at which a process ends at once, as by kill -9: for fault experiments only, never armed in production.

before_produce   committed to the outbox, not yet sent
before_mark      sent and acknowledged, still in the outbox
before_offsets   effects committed, offsets not
"""

import os
from enum import StrEnum

EXIT_CODE = 77


class FailPoint(StrEnum):
    """Where."""

    BEFORE_PRODUCE = "before_produce"
    BEFORE_MARK = "before_mark"
    BEFORE_OFFSETS = "before_offsets"


_left: dict[str, int] = {}


def arm(text: str) -> None:
    """`before_mark:3` ends the process when it comes to that point for the third time. ValueError: no such point."""
    name, _, passes = text.partition(":")
    _left[FailPoint(name)] = int(passes)


def reached(point: FailPoint) -> None:
    """The process is there."""
    if point in _left:
        _left[point] -= 1
        if _left[point] <= 0:
            os._exit(EXIT_CODE)
