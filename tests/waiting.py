"""What a server or a process tells late is asked again until it holds; what was seen last is in the failure."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

WITHIN_S = 120.0
"""The one bound for whatever a test waits for: generous, because machines are busy; only a failure takes so long."""
PAUSE_S = 0.02

Answer = TypeVar("Answer")
Errors = type[Exception] | tuple[type[Exception], ...]


async def eventually(
    ask: Callable[[], Awaitable[Answer]], holds: Callable[[Answer], object] = bool, *, despite: Errors = ()
) -> Answer:
    """The first answer that holds; errors named by `despite` count as an answer that does not.

    AssertionError, with what was seen last: none did within WITHIN_S.
    """
    seen = "nothing: the first question was never answered"
    try:
        async with asyncio.timeout(WITHIN_S):
            while True:
                try:
                    answer = await ask()
                except despite as error:
                    seen = repr(error)
                else:
                    if holds(answer):
                        return answer
                    seen = repr(answer)
                await asyncio.sleep(PAUSE_S)
    except TimeoutError as late:
        message = f"not within {WITHIN_S:g} s; seen last: {seen}"
        raise AssertionError(message) from late


async def until(holds: Callable[[], object]) -> None:
    """The same for what is known in this process without asking anybody."""

    async def ask() -> object:
        return holds()

    await eventually(ask)


def soon(ask: Callable[[], Answer], holds: Callable[[Answer], object] = bool, *, despite: Errors = ()) -> Answer:
    """`eventually`, for tests without an event loop."""
    last = time.monotonic() + WITHIN_S
    while True:
        try:
            answer = ask()
        except despite as error:
            seen = repr(error)
        else:
            if holds(answer):
                return answer
            seen = repr(answer)
        assert time.monotonic() < last, f"not within {WITHIN_S:g} s; seen last: {seen}"
        time.sleep(PAUSE_S)
