"""Growing pauses between attempts: the one place that computes them.

`stamina` and `tenacity` repeat a call until it succeeds. Our loops are the other way round: they run for ever, report
progress before each attempt and reset after a success, so only the pauses are shared.
"""

import asyncio
import random
from dataclasses import dataclass, field


@dataclass(slots=True)
class Backoff:
    """Pauses of `first_s` seconds, each `factor` times as long as the one before, at most `longest_s`."""

    first_s: float
    longest_s: float
    factor: float = 2.0
    jitter: float = 0.0
    """A pause is drawn evenly from this share below its length to as much above it: many clients do not come back at
    the same moment."""
    _pauses: int = field(default=0, init=False)

    def next_s(self) -> float:
        """How long to wait now; the next one is longer."""
        length = min(self.first_s * self.factor**self._pauses, self.longest_s)
        if length < self.longest_s:
            self._pauses += 1
        return length * random.uniform(1 - self.jitter, 1 + self.jitter)  # noqa: S311  # jitter, not a secret

    async def pause(self) -> None:
        """Wait for `next_s` seconds."""
        await asyncio.sleep(self.next_s())

    def reset(self) -> None:
        """An attempt succeeded: the next pause is the first again."""
        self._pauses = 0
