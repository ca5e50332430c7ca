"""A server that is away, in the log: when it begins, once a minute while it lasts, and once when it is over."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

SAY_EVERY_S = 60.0


@dataclass(slots=True)
class Outage:
    """One loop's word about one server."""

    log: logging.Logger
    what: str
    """What does not go on meanwhile: the log line."""
    clock: Callable[[], float] = time.monotonic
    _since: float | None = field(default=None, init=False)
    _said_at: float = field(default=0.0, init=False)

    def note(self, error: BaseException) -> None:
        """It is away, or still away."""
        now = self.clock()
        if self._since is None:
            self._since = now
        elif now - self._said_at < SAY_EVERY_S:
            return
        self._said_at = now
        self.log.warning(self.what, extra={"error": repr(error), "away_s": round(now - self._since)})

    def over(self) -> None:
        """It answered."""
        if self._since is not None:
            self.log.info(f"{self.what}: over", extra={"away_s": round(self.clock() - self._since)})
            self._since = None
