"""Which partitions stand still although records wait: measured by where they are, not by the process's heartbeat."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aiokafka import TopicPartition

STUCK_S = 60.0


@dataclass(slots=True)
class Standing:
    """Where each partition was when it last moved, or when something first waited there."""

    clock: Callable[[], float] = time.monotonic
    _seen: dict[TopicPartition, tuple[int, float]] = field(default_factory=dict, init=False)

    def look(
        self, ends: Mapping[TopicPartition, int] | None, positions: Mapping[TopicPartition, int]
    ) -> dict[TopicPartition, float]:
        """Seconds that each partition stands; 0: nothing waits, or it moved. Without ends those that stood go on."""
        now = self.clock()
        kept: dict[TopicPartition, tuple[int, float]] = {}
        for place, position in positions.items():
            waits = place in self._seen if ends is None else ends.get(place, position) > position
            if waits:
                at, since = self._seen.get(place, (position, now))
                kept[place] = (position, since if at == position else now)
        self._seen = kept
        return {place: now - kept[place][1] if place in kept else 0.0 for place in positions}

    def stuck(self) -> dict[TopicPartition, int]:
        """Partitions that stand for longer than a minute, with the offset at which they do, as last looked at."""
        limit = self.clock() - STUCK_S
        return {place: offset for place, (offset, since) in self._seen.items() if since < limit}
