"""What the database ran out of: it answers questions as before, so that only those who write can tell."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import asyncpg

REMEMBERED_S = 30.0


@dataclass(slots=True)
class ResourceErrors:
    """The last one, for half a minute: whoever tells of it cannot try for himself."""

    clock: Callable[[], float] = time.monotonic
    _last: tuple[float, asyncpg.InsufficientResourcesError] | None = field(default=None, init=False)

    def note(self, error: Exception) -> None:
        """Remember the error, if it is one: no room, no memory, no connection left."""
        if isinstance(error, asyncpg.InsufficientResourcesError):
            self._last = self.clock(), error

    def over(self) -> None:
        """Something was written."""
        self._last = None

    def lately(self) -> asyncpg.InsufficientResourcesError | None:
        """None: nothing that we know of."""
        if self._last and self.clock() - self._last[0] < REMEMBERED_S:
            return self._last[1]
        return None
