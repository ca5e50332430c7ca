"""W3C trace context as plain strings: what messages, journal rows and log lines carry.

A span object costs tens of microseconds, a string less than two: the batch path passes strings and creates spans only
where somebody will read them.
"""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from typing import NamedTuple

_SHAPE = re.compile(r"(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


class TraceParent(NamedTuple):
    trace_id: str
    span_id: str
    flags: str

    @property
    def sampled(self) -> bool:
        return int(self.flags, 16) & 1 == 1

    def __str__(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


def parse(traceparent: str | None) -> TraceParent | None:
    """Nothing for anything malformed: a stranger's broken header starts a new trace, it never fails a request."""
    if not traceparent or (found := _SHAPE.fullmatch(traceparent)) is None:
        return None
    version, trace_id, span_id, flags, more = found.groups()
    if more and version == "00":
        return None
    return TraceParent(trace_id, span_id, flags)


def new_traceparent(parent: str | None, *, sampled: bool = False) -> str:
    """A child in the parent's trace, keeping its flags; `sampled` speaks only for the first span of a new trace."""
    return child_of(parse(parent), sampled=sampled)


def child_of(parent: TraceParent | None, *, sampled: bool = False) -> str:
    """`new_traceparent` for a parent that is parsed already."""
    if parent is None:
        return f"00-{_id(128)}-{_id(64)}-{'01' if sampled else '00'}"
    return f"00-{parent.trace_id}-{_id(64)}-{parent.flags}"


def _id(bits: int) -> str:
    """Random, never zero, no secret: asking the system for it would be the dearest step of a span nobody records."""
    return f"{random.getrandbits(bits) or 1:0{bits // 4}x}"


def is_sampled(traceparent: str | None) -> bool:
    """Whether somebody upstream decided to record this trace."""
    above = parse(traceparent)
    return above is not None and above.sampled


def current_traceparent() -> str | None:
    """The span this task is in: what an outbox row, a journal row and a log line take along."""
    return _current.get()


def enter(traceparent: str | None) -> Token[str | None]:
    """The two halves of `within`, for code that is a context manager itself."""
    return _current.set(traceparent)


def leave(token: Token[str | None]) -> None:
    _current.reset(token)


@contextmanager
def within(traceparent: str | None) -> Iterator[None]:
    """Run a block inside a span that exists elsewhere, for instance one record of a batch."""
    token = enter(traceparent)
    try:
        yield
    finally:
        leave(token)
