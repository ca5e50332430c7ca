"""Liveness by progress: every long-lived loop says that it still turns, also while it waits for servers outside.

A process that is killed because PostgreSQL or Kafka is away comes back to the same outage, without what it held.
"""

import time


class Progress:
    """When each loop last turned. A loop that does not turn for `patience_s` makes the process not live."""

    def __init__(self, patience_s: float = 60.0) -> None:
        self.patience_s = patience_s
        self._beats: dict[str, float] = {}

    def beat(self, loop: str) -> None:
        """The loop turned."""
        self._beats[loop] = time.monotonic()

    def waits(self, loop: str, at_most_s: float) -> None:
        """The loop asks a server outside, which ends by itself after so long: that is no standing still of its own."""
        self._beats[loop] = time.monotonic() + at_most_s

    def rest(self, loop: str) -> None:
        """The loop has nothing to do: it is not expected to turn."""
        self._beats.pop(loop, None)

    def stuck(self) -> list[str]:
        """Loops that have not turned for longer than patience allows."""
        limit = time.monotonic() - self.patience_s
        return sorted(loop for loop, beat in self._beats.items() if beat < limit)
