"""Remembers, for a short while, whom a token stood for: verifying one signature per request buys nothing."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from shared.identity.actor import Actor


@dataclass(slots=True)
class RecentActors:
    """Bounded, keyed by digest so that no token lies in memory; refused tokens are never remembered."""

    size: int = 4_096
    lifetime: float = 60
    clock: Callable[[], float] = time.time
    _seen: OrderedDict[bytes, tuple[float, Actor]] = field(default_factory=OrderedDict, init=False)

    def get(self, token: str) -> Actor | None:
        digest = _digest(token)
        entry = self._seen.get(digest)
        if entry is None:
            return None
        until, actor = entry
        if until <= self.clock():
            del self._seen[digest]
            return None
        self._seen.move_to_end(digest)
        return actor

    def remember(self, token: str, actor: Actor, until: float) -> None:
        self._seen[_digest(token)] = (min(until, self.clock() + self.lifetime), actor)
        while len(self._seen) > self.size:
            self._seen.popitem(last=False)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
