"""The deadlines of a service whose past is performed again: in memory, in the order of their time."""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.delivery.shell.effects import DEADLINES

Key = tuple[str, str]
"""Aggregate and kind."""
Row = tuple[Any, ...]
NAMES = tuple(name for name, _ in DEADLINES)
ID, DUE_AT = NAMES.index("id"), NAMES.index("due_at")


@dataclass(slots=True)
class PendingDeadlines:
    """What is set."""

    rows: dict[Key, Row] = field(default_factory=dict)
    changed: set[Key] = field(default_factory=set)
    """Since they were written last."""
    _queue: list[tuple[datetime, str, Key]] = field(default_factory=list)

    def update(self, changes: Mapping[Key, Row | None]) -> None:
        """Set deadlines, each in the place of one of the same kind; None: no longer set."""
        for key, row in changes.items():
            self.changed.add(key)
            if row is None:
                self.rows.pop(key, None)
            else:
                self.rows[key] = row
                heapq.heappush(self._queue, (row[DUE_AT], row[ID], key))

    def next_due(self, until: datetime) -> datetime | None:
        """When the first falls due, if it does by then."""
        while self._queue:
            due_at, id_, key = self._queue[0]
            if (row := self.rows.get(key)) and row[ID] == id_:
                return due_at if due_at <= until else None
            heapq.heappop(self._queue)
        return None

    def take_due(self, until: datetime) -> list[Row]:
        """Take off those that fall due first, all at the same time, by then; none: nothing falls due by then."""
        due: list[Row] = []
        while self._queue and self._queue[0][0] <= (due[0][DUE_AT] if due else until):
            _, id_, key = heapq.heappop(self._queue)
            if (row := self.rows.get(key)) and row[ID] == id_:
                due.append(self.rows.pop(key))
                self.changed.add(key)
        return due

    def put_back(self, rows: Iterable[Row]) -> None:
        """Deadlines whose act failed stay set, for the service itself."""
        self.rows.update({(row[NAMES.index("aggregate")], row[NAMES.index("kind")]): row for row in rows})
