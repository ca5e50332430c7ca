"""What libraries log, put right: harmless lines lowered, lines about persons shortened."""

import logging
import time
from collections.abc import Callable

FIRST_START_SECONDS = 60
REPEATING, SAY_EVERY_S = ("aiokafka", "asyncio", "faststream"), 60.0
MOST_KEPT = 200

_ACCESS_FACTS = 5


def adjust_foreign(level: str) -> Callable[[logging.LogRecord], bool]:
    """A filter for the process's one handler; it lets through what is still worth `level` afterwards."""
    threshold = logging.getLevelNamesMapping()[level]
    started = time.time()
    repeats = _Repeats()

    def adjust(record: logging.LogRecord) -> bool:
        if record.name == "uvicorn.access":
            _without_person(record)
        elif record.created - started < FIRST_START_SECONDS and _is_coordinator_waking_up(record):
            _lower(record)
        return record.levelno >= threshold and not repeats.silenced(record)

    return adjust


class _Repeats:
    """Libraries tell of brokers that are away hundreds of times a minute: each line is let out once."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, int, str], float] = {}

    def silenced(self, record: logging.LogRecord) -> bool:
        """Whether a warning, whatever it is about now, or the very same information was said within the last minute."""
        if not record.name.startswith(REPEATING):
            return False
        line = record.name, record.lineno, "" if record.levelno >= logging.WARNING else record.getMessage()
        if record.created - self._said.get(line, -SAY_EVERY_S) < SAY_EVERY_S:
            return True
        if len(self._said) >= MOST_KEPT:
            self._said.clear()
        self._said[line] = record.created
        return False


def _is_coordinator_waking_up(record: logging.LogRecord) -> bool:
    """The first group on a fresh broker is told to come back later; after a minute it would be worth an error again."""
    return record.name.startswith("aiokafka") and "GroupCoordinatorNotAvailable" in record.getMessage()


def _without_person(record: logging.LogRecord) -> None:
    """Neither client address nor query string; successes only at debug, metrics and spans count them."""
    if not isinstance(record.args, tuple) or len(record.args) != _ACCESS_FACTS:
        return
    _, method, path, _, status = record.args
    record.msg, record.args = "%s %s %s", (method, str(path).partition("?")[0], status)
    if isinstance(status, int) and status < 400:  # noqa: PLR2004
        _lower(record)


def _lower(record: logging.LogRecord) -> None:
    record.levelno, record.levelname = logging.DEBUG, "DEBUG"
