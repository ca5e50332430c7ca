"""A record may be pinned to a version of the programme that is still on its way here: it is given some time."""

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Any

from aiokafka import ConsumerRecord

from shared.delivery.shell import World

log = logging.getLogger(__name__)
HEADER = "ce_programmeversion"
PATIENCE_S = 10.0
LOOK_S = 0.1


class Pins:
    """Waits for versions; what does not come in time is not waited for again until something new was learnt.

    What is still unknown then is refused by the acts and set aside, to be redriven once the version is published.
    """

    def __init__(self, world: World, patience_s: float = PATIENCE_S) -> None:
        self.world = world
        self.patience_s = patience_s
        self._document = world.programmes
        self._known: set[bytes] = _refs(world)

    async def awaited(self, records: Sequence[ConsumerRecord[Any, Any]]) -> None:
        """Come back when every version that the records are pinned to is known, or patience is over."""
        pinned = {value for record in records for name, value in record.headers if name == HEADER}
        if pinned <= self._known:
            return
        until = time.monotonic() + self.patience_s
        while (unknown := pinned - self._refreshed()) and time.monotonic() < until:  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(LOOK_S)
        if unknown:
            log.warning("unknown programme versions", extra={"versions": sorted(map(repr, unknown))})
            self._known |= unknown

    def _refreshed(self) -> set[bytes]:
        if self.world.programmes is not self._document:
            self._document = self.world.programmes
            self._known = _refs(self.world)
        return self._known


def _refs(world: World) -> set[bytes]:
    return {programme.ref.encode() for programme in world.programmes}
