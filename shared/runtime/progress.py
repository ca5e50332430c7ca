"""Liveness by progress: every long-lived loop says that it still turns."""

import time


class Progress:
    """When each loop last turned. A loop that does not turn for `patience_s` makes the process not live."""

    def __init__(self, patience_s: float = 60.0) -> None:
        self.patience_s = patience_s
        self._beats: dict[str, float] = {}

    def beat(self, loop: str) -> None:
        """The loop turned."""
        self._beats[loop] = time.monotonic()

    def rest(self, loop: str) -> None:
        """The loop has nothing to do: it is not expected to turn."""
        self._beats.pop(loop, None)

    def stuck(self) -> list[str]:
        """Loops that have not turned for longer than patience allows."""
        limit = time.monotonic() - self.patience_s
        return sorted(loop for loop, beat in self._beats.items() if beat < limit)
